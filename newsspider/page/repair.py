"""Markup that libxml2 would not read to its end, or to another tree than browsers, changed such that it does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from newsspider._native import end_tag

_NEAR = 200
_ENDS = re.compile(rb"</(?:html|body)\s{0,20}>", re.IGNORECASE)

_BODY = re.compile(rb"<body[\s/>]", re.IGNORECASE)
# The rest of a tag: quoted values may hold what ends it elsewhere.
_VALUE = rb"""\s{0,5}(?:"[^"]{0,20000}"|'[^']{0,20000}')"""
_REST = rb"""(?=[\s/>])(?:(?:[^<>=]|=%b|=(?!\s{0,5}["'])){0,20000}>|[^<>]{0,20000}>)""" % _VALUE
# What may stand in a head (HTML standard, 13.2.6.4.4), and what stands around it.
_IN_HEAD = re.compile(
    rb"\s+|<!--(?:-?>|[\s\S]{0,20000}?--!?>)|<!doctype[^>]{0,500}>"
    rb"|</?(?:html|head|meta|link|base|noscript)" + _REST + rb"|</head\s*>"
    rb"|<(title|script|style|template)" + _REST,
    re.IGNORECASE,
)
_START_TAG = re.compile(rb"<[a-zA-Z]")

# Elements that a page may leave open in any number do not nest, for the next one closes them: to libxml2 too, ...
_UNCOUNTED = frozenset(
    b"html head body p li tr td th tbody colgroup option area base br col hr img input link meta param".split()
)
# ... or by the HTML standard alone, where one of the same group follows (13.1.2.4 "Optional tags"), ...
_GROUPS = (b"dt dd", b"rb rp rt rtc", b"thead tfoot", b"optgroup")
_CLOSED_BY = {name: frozenset(group.split()) for group in _GROUPS for name in group.split()}
# ... or at once.
_VOID = frozenset(b"embed source track wbr".split())
_RAW_TEXT = frozenset(b"script style textarea title xmp iframe noembed noframes plaintext".split())
_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/<>]{0,60})[^<>]*>")
# With the uncounted ones between them that stays below the 2,048 that libxml2 follows. What nests so deep is
# mostly one element over and over: of others, such as headings, the tags are kept.
_DEEPEST, _DEEPEST_OF_ONE_NAME = 800, 100


def without_early_end(raw: bytes) -> bytes:
    """Return the markup of a page such that </body> and </html> end nothing that goes on.

    libxml2 leaves out what follows </html>. To browsers it is a part of the body (HTML standard, 13.2.6.4.22), and
    templates that close the page in their header are no rarity.
    """
    start = end_tag(raw)
    if start < 0 or not raw[start + len("</html>") :].strip():
        return raw
    before = _ENDS.search(raw, max(0, start - _NEAR), start)  # one further up leaves no text out
    start = before.start() if before else start
    return raw[:start] + _ENDS.sub(b" ", raw[start:])


def with_body(raw: bytes) -> bytes:
    """Return the markup of a page such that its body begins with <body>, which the page may leave out.

    To libxml2 only the elements of HTML 4 end the head: what begins with <article> or <main> would all be in it.
    """
    if _BODY.search(raw) is not None:
        return raw
    position = 0
    while (part := _IN_HEAD.match(raw, position)) is not None:
        position = part.end()
        if part[1] is not None:
            position = _end_of_raw_text(raw, part[1], position)
            position = raw.find(b">", position) + 1 or len(raw)
    if position == 0 or _START_TAG.match(raw, position) is None:
        return raw  # a fragment, or text
    return raw[:position] + b"<body>" + raw[position:]


def flattened(raw: bytes) -> bytes:
    """Return the markup with all of its text, without the tags of elements that nest too deep for a parser."""
    return b"".join(_flattened(raw))


def _flattened(raw: bytes) -> Iterator[bytes]:
    nesting = _Nesting()
    position = 0
    while (tag := _TAG.search(raw, position)) is not None:
        yield raw[position : tag.start()]
        position = tag.end()
        is_end, name = tag[1] == b"/", tag[2].lower()
        if name in _UNCOUNTED:
            yield tag[0]
        elif name in _VOID:
            yield b"" if is_end else tag[0].rstrip(b"/>") + b" />"
        elif name in _RAW_TEXT:
            yield tag[0]
            if not is_end:
                end = _end_of_raw_text(raw, name, position)
                yield raw[position:end]
                position = end
        elif not is_end:
            yield nesting.opened(name, tag[0])
        else:
            yield nesting.closed(name, tag[0])
    yield raw[position:]


class _Nesting:
    """The elements that are open at one place of a page."""

    def __init__(self) -> None:
        self._open: list[tuple[bytes, bool]] = []  # name, and whether its tags are kept
        self._counts: Counter[bytes] = Counter()
        self._kept = 0

    def opened(self, name: bytes, tag: bytes) -> bytes:
        """Return what stands in place of a start tag."""
        end = b""
        if self._open and self._open[-1][0] in _CLOSED_BY.get(name, ()):
            closed, is_kept = self._pop()
            end = b"</%b>" % closed if is_kept else b""
        is_kept = self._counts[name] < _DEEPEST_OF_ONE_NAME and self._kept < _DEEPEST
        self._open.append((name, is_kept))
        self._counts[name] += 1
        self._kept += is_kept
        return end + tag if is_kept else end

    def closed(self, name: bytes, tag: bytes) -> bytes:
        """Return what stands in place of an end tag."""
        if not self._counts[name]:
            return b""
        closed, is_kept = self._pop()
        while closed != name:
            closed, is_kept = self._pop()
        return tag if is_kept else b""

    def _pop(self) -> tuple[bytes, bool]:
        name, is_kept = self._open.pop()
        self._counts[name] -= 1
        self._kept -= is_kept
        return name, is_kept


def _end_of_raw_text(raw: bytes, name: bytes, start: int) -> int:
    found = re.compile(b"</" + name, re.IGNORECASE).search(raw, start)
    return found.start() if found else len(raw)
