"""Text to tree."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element, _LogEntry

from newsspider._native import is_xml
from newsspider._native.byte_checks import in_xml
from newsspider.errors import PageError
from newsspider.page.repair import flattened, with_body, without_early_end

# Each element takes up to 1.4 kB, with its blocks and their features. Of 2,900 news pages the most had 9,909.
_MAX_ELEMENTS = 200_000
_START_TAG = re.compile(rb"<[a-zA-Z]")
_BYTES_OF_TAG = 2  # at least: a page of fewer bytes is not searched for tags
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_tree(markup: str | bytes) -> _Element:
    """Return the root element of an HTML page: its text, or that in UTF-8.

    Comments and processing instructions are left out. Lone surrogates and control characters become spaces.
    Where elements nest deeper than libxml2 follows, which would leave out what comes after without a word, the
    deepest lose their tags and keep their text. Raises PageError where the text holds nothing ("empty"), has more
    elements than memory should be spent on ("too-many-elements"), or nests too deep even so ("too-deep").
    """
    raw = _xml_bytes(markup)
    if len(raw) > _BYTES_OF_TAG * _MAX_ELEMENTS and (count := _elements_in(raw)) > _MAX_ELEMENTS:
        raise PageError("too-many-elements", f"the page has {count:,} elements, more than {_MAX_ELEMENTS:,}")
    raw = with_body(without_early_end(raw))
    root, fault = _parsed(raw)
    if fault is not None:
        root, fault = _parsed(flattened(raw))
    if fault is not None:
        raise PageError("too-deep", f"line {fault.line}, column {fault.column}: elements nest deeper than 2,048")
    return root


def _elements_in(raw: bytes) -> int:
    """Return the number of start tags, 0 where even the angle brackets are few enough."""
    return sum(1 for _ in _START_TAG.finditer(raw)) if raw.count(b"<") > _MAX_ELEMENTS else 0


def _parsed(raw: bytes) -> tuple[_Element, _LogEntry | None]:
    """Return the root, and the fault at which the parser stopped, if it did."""
    # huge_tree: without it libxml2 cuts a page off at a depth of 256 and at 10 MB of text in one node.
    # Parsers keep state while they work, so that each page has its own: that takes 20 µs.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:  # "Document is empty"
        raise PageError("empty", "the page holds no markup and no text") from error
    if root is None:
        raise PageError("empty", "the page holds no markup and no text")
    last = parser.error_log.last_error
    stopped = last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return root, last if stopped else None


def _xml_bytes(markup: str | bytes) -> bytes:
    """Return the markup in UTF-8, what XML forbids replaced by spaces."""
    raw = _encoded(markup) if isinstance(markup, str) else markup
    return raw if is_xml(raw) else in_xml(raw)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(" ", text).encode()
