"""What a page's scripts carry as data: the state from which frameworks draw the page in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from newsspider._native import attributes_of
from newsspider.page.js_values import Literals
from newsspider.page.json_ld import Json
from newsspider.page.types import Page

_MOST_CHARS = 8_000_000  # of one page's scripts, 0.3 s; of 1,500 news pages the most had 3 MB
_MOST_ASSIGNED = 200  # values of one script
_FEWEST_CHARS = 100  # of a script that carries more than settings
# `window.x = {`, `var x = [`, `x = JSON.parse("`: what stands there is read, whatever it is called.
# To look for the signs first, and then for what is assigned to, takes an eighth of the time; for each sign by
# itself, a third of that.
_TARGET = re.compile(r"""[\w$\]]["']?\]?\s{0,10}\Z""")
_TARGET_CHARS = 13
_LITERAL = (
    r"""\s{0,10}(?:JSON\.parse\(\s{0,10}(?:decodeURIComponent\(\s{0,10})?(?=["'`])"""
    r"""|(?=[{\[]|\(function\s{0,5}\(|["'](?:\{|%7B)))"""
)
_ASSIGNED = re.compile("=" + _LITERAL)
_PUSHED = re.compile(r"\.push\(" + _LITERAL)
_STREAMED = re.compile(r"\.push\(\s{0,10}\[\s{0,10}[-+\d]")  # a part of a stream: `x.push([1, "..."])`
_PROGRAMS = ("javascript", "module", "ecmascript")
_OTHER_DATA = ("ld+json", "importmap", "speculationrules")  # linked data is read elsewhere
# A stream of rows, `5:["$","p",null,{...}]`; the text of `5:T1f,...` has that many bytes (hexadecimal).
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),|[A-Z]{0,2})")
_REFERENCE = re.compile(r'"\$[0-9a-f]{1,8}"')
_WRAPPERS = frozenset(
    ("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "Island")
)


def page_state(page: Page, *words: str) -> Iterator[Json]:
    """Yield the values that the page's scripts carry as JSON or assign as literals, in the order of the page.

    JSON-LD aside. Where `words` are given, scripts that hold none of them may be left out unread. Nothing is
    executed. Takes time linear in the size of the scripts, of which 8 MB are read. The values may share parts, and
    hold themselves: whoever walks them has to count.
    """
    left = _MOST_CHARS
    pushed: list[str] = []
    literals = Literals()
    scripts = page.elements.get("script", ())
    for script, (written, source) in zip(scripts, attributes_of(scripts, ("type", "src")), strict=True):
        text = None if source else script.text
        if not text or not _FEWEST_CHARS <= len(text) <= left or not _may_hold(text, words):
            continue
        kind = (written or "").strip().lower()
        if not kind or any(name in kind for name in _PROGRAMS):
            left -= len(text)
            yield from _without_streams(_assigned(text, literals), pushed)
        elif "json" in kind and not any(name in kind for name in _OTHER_DATA):
            left -= len(text)
            yield from _values_of_json(text)
    if pushed:
        yield from _rows("".join(pushed))


def _may_hold(text: str, words: Sequence[str]) -> bool:
    """Return whether a script may hold one of some words; others than those in ASCII may be escaped there."""
    if not words or any(word in text for word in words) or _STREAMED.search(text):
        return True
    return "\\u" in text and not all(map(str.isascii, words))


def _values_of_json(text: str) -> Iterator[Json]:
    """Yield the value that a script of JSON holds: nothing where it is none."""
    try:
        value: Json = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    yield _unflattened(value) if isinstance(value, list) else value


def _assigned(text: str, literals: Literals) -> Iterator[Json]:
    """Yield the values of a program's literals."""
    at = 0
    push = _PUSHED.search(text)
    for _ in range(_MOST_ASSIGNED):
        if push is not None and push.start() < at:
            push = _PUSHED.search(text, at)
        match = _assignment(text, at, len(text) if push is None else push.start()) or push
        if match is None:
            return
        found = literals.read(text, match.end())
        if found is None:
            at = match.end()
            continue
        value, at = found
        yield _parsed(value) if isinstance(value, str) else value


def _assignment(text: str, at: int, end: int) -> re.Match[str] | None:
    """Return what stands before the next value that a program assigns."""
    for match in _ASSIGNED.finditer(text, at, end):
        start = match.start()
        if _TARGET.search(text, max(at, start - _TARGET_CHARS), start):
            return match
    return None


def _parsed(text: str) -> Json:
    try:
        value: Json = json.loads(unquote(text) if text.startswith(("%7B", "%5B")) else text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _without_streams(values: Iterator[Json], pushed: list[str]) -> Iterator[Json]:
    """Yield the values but those of `x.push([1, "..."])`, whose strings make a stream together: they are kept."""
    for value in values:
        if isinstance(value, list) and len(value) == 2 and type(value[0]) is int and isinstance(value[1], str):
            pushed.append(value[1])
        else:
            yield value


def _rows(stream: str) -> Iterator[Json]:
    """Yield the values of a stream's rows; a text with a row of its own stands where it is first referred to."""
    texts: dict[str, str] = {}
    values: list[str] = []
    for name, content, is_text in _split_rows(stream.encode("utf-8", "replace")):
        if is_text:
            texts[f'"${name}"'] = content
        elif content[:1] in {"[", "{", '"'}:
            values.append(content)

    def text_of(reference: re.Match[str]) -> str:
        text = texts.pop(reference.group(), None)
        return reference.group() if text is None else json.dumps(text)

    for content in values:
        yield from _values_of_json(_REFERENCE.sub(text_of, content) if texts else content)
    yield from texts.values()


def _split_rows(data: bytes) -> Iterator[tuple[str, str, bool]]:
    """Yield the name and content of each row, and whether that is a text as it is."""
    at = 0
    while at < len(data):
        row = _ROW.match(data, at)
        start = row.end() if row else at
        if row is not None and row[2]:
            end = after = start + int(row[2], 16)
        else:
            end = data.find(b"\n", start)
            end = len(data) if end < 0 else end
            after = end + 1
        if row is not None:
            yield row[1].decode(), data[start:end].decode("utf-8", "replace"), bool(row[2])
        at = after


def _unflattened(values: Sequence[Json]) -> Json:
    """Return what a flat array describes, in which objects and arrays name the places of what they hold.

    Other arrays are returned as they are.

    >>> _unflattened([{"a": 1, "b": 2}, "x", [1, 3], 7])
    {'a': 'x', 'b': ['x', 7]}
    """
    if not values or not _is_flat(values[0], len(values)):
        return values
    made: list[Json] = [_empty(value) for value in values]
    for value, own in zip(values, made, strict=True):
        if isinstance(value, Mapping) and isinstance(own, dict):
            own.update((key, _at(made, place)) for key, place in value.items())
        elif isinstance(value, list) and isinstance(own, list):
            places = value[1:] if value and isinstance(value[0], str) else value
            own.extend(_at(made, place) for place in places)
    return made[0]


def _is_flat(first: Json, count: int) -> bool:
    places = first.values() if isinstance(first, Mapping) else first if isinstance(first, list) else ()
    if isinstance(first, list) and first and isinstance(first[0], str) and first[0] in _WRAPPERS:
        return True
    return bool(places) and all(type(place) is int and -8 < place < count for place in places)


def _empty(value: Json) -> Json:
    return {} if isinstance(value, Mapping) else [] if isinstance(value, list) else value


def _at(made: Sequence[Json], place: Json) -> Json:
    return made[place] if type(place) is int and 0 <= place < len(made) else None
