"""JSON-LD blocks to nodes: JSON as pages really write it, with its graph's references resolved."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
Node: TypeAlias = Mapping[str, Json]

_OPENING = re.compile(r"(?://\s{0,100})?<!\[CDATA\[|<!--")
_CLOSING = re.compile(r"(?:-->|(?://\s{0,100})?\]\]>)(?:\s{0,100};)?\Z")
_OF_WRAPPING = ("<!", "->", "]>")  # few blocks have any: to look for these takes a tenth of the patterns' time
# A string, or what stands outside strings and is not JSON: comments, and commas before a closing bracket.
# An unclosed string or comment runs to the end, which keeps the time linear: nothing is tried twice. (Possessive
# quantifiers would say so, but Python before 3.11.5 gets them wrong.)
_STRING_OR_FAULT = re.compile(
    r'"(?:[^"\\]+|\\.)*(?:"|\\?\Z)|/\*.*?(?:\*/|\Z)|//[^\n]*|,(?=\s{0,500}[}\]])', re.DOTALL
)
_BAD_ESCAPE = re.compile(r'\\(?![\\"/bfnrtu])|\\u(?![0-9a-fA-F]{4})')
_QUOTE = re.compile(r'\\.|"', re.DOTALL)
# What may follow a string: only then does a quote end one.
_VALUE = r"(?:[\"\[{]|-?\d[\d.]{0,20}\s{0,9}[,}\]]|true|false|null)"
_AFTER_STRING = re.compile(rf"\s{{0,200}}(?:[}}\]]|\Z|[:,]\s{{0,200}}{_VALUE})")
_MAX_INNER_QUOTES = 1_000  # that a repair escapes
_PREFIX = re.compile(r'"schema:(?=[A-Za-z])')  # of types and properties; a headline may begin "schema: what ..."
_MAX_NODES = 5_000  # of one page; the largest seen on news pages are live blogs with some 600


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes that a page's JSON-LD states at its top, and all nodes that have an @id."""

    nodes: Sequence[Node]
    by_id: Mapping[str, Node]

    def resolve(self, value: Json) -> Json:
        """Return the node that a bare `{"@id": ...}` refers to, else the value itself."""
        if isinstance(value, Mapping) and len(value) <= 2 and isinstance(value.get("@id"), str):
            target = self.by_id.get(str(value["@id"]))
            if target is not None and len(target) > len(value):
                return target
        return value


def read_graph(blocks: Sequence[str]) -> tuple[Graph, Sequence[str]]:
    """Return the graph of a page's JSON-LD blocks, and one line for each block that is no JSON."""
    nodes: list[Node] = []
    errors: list[str] = []
    for number, block in enumerate(blocks, start=1):
        values, error = read_json(_PREFIX.sub('"', block) if '"schema:' in block else block)
        if error:
            errors.append(f"JSON-LD block {number}: {error}")
        nodes.extend(islice(_top_nodes(values), _MAX_NODES - len(nodes)))
    return Graph(nodes, _by_id(nodes)), errors


def read_json(text: str) -> tuple[Sequence[Json], str | None]:
    """Return the JSON values that a script's text holds, and what is wrong with it if it is wrong beyond repair.

    Repaired are what browsers' consoles are full of: comments, trailing commas, raw newlines in strings,
    HTML-escaped quotes, quotes inside of strings, invalid escapes, several values in a row.

    >>> read_json('{"a": 1,}')
    ([{'a': 1}], None)
    """
    if any(part in text for part in _OF_WRAPPING):
        text = text.strip()
        opening = _OPENING.match(text)
        text = _CLOSING.sub("", text[opening.end() :] if opening else text)
    text = text.strip().strip(";\ufeff")
    if not text:
        return [], None
    first_error = None
    for repair in (_as_it_is, _repaired, _unescaped, _requoted):
        try:
            return _values(repair(text)), None
        except (ValueError, RecursionError) as error:
            first_error = first_error or f"{error}" or type(error).__name__
    return [], first_error


def _values(text: str) -> Sequence[Json]:
    decoder = json.JSONDecoder(strict=False)
    values, position = [], len(text) - len(text.lstrip())
    while position < len(text):
        value, position = decoder.raw_decode(text, position)
        values.append(value)
        while position < len(text) and text[position] in " \t\r\n;,":
            position += 1
    return values


def _as_it_is(text: str) -> str:
    return text


def _repaired(text: str) -> str:
    def mend(match: re.Match[str]) -> str:
        found = match.group()
        return _BAD_ESCAPE.sub(r"\\\\", found) if found.startswith('"') else ""

    return _STRING_OR_FAULT.sub(mend, text)


def _unescaped(text: str) -> str:
    return _repaired(html.unescape(text))


def _requoted(text: str) -> str:
    """Return JSON with the quotes escaped that stand inside of a string: `"Storm hits "old" pier"`."""
    pieces: list[str] = []
    start, is_inside = 0, False
    for match in _QUOTE.finditer(text):
        if match.group() != '"':
            continue
        if is_inside and not _AFTER_STRING.match(text, match.end()):
            pieces += (text[start : match.start()], '\\"')
            start = match.end()
            if len(pieces) > _MAX_INNER_QUOTES:
                break
        else:
            is_inside = not is_inside
    return _repaired("".join((*pieces, text[start:])))


def _top_nodes(values: Sequence[Json]) -> Iterator[Node]:
    """Yield the nodes of a block: values, arrays, @graphs; a page's main entity, a blog's posts."""
    for top in values:
        pending = deque([top])
        while pending:
            value = pending.popleft()
            if isinstance(value, Mapping):
                yield value
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "blogPost", "blogPosts"):
                    pending.extend(_nodes_in(value.get(key)))
            elif isinstance(value, list):
                pending.extend(value[:_MAX_NODES])


def _nodes_in(value: Json) -> Sequence[Json]:
    """Return a property's nodes; a bare reference is none, since what it refers to stands in the graph itself."""
    if isinstance(value, Mapping):
        return [] if set(value) <= {"@id", "@type"} else [value]
    return value[:_MAX_NODES] if isinstance(value, list) else []


def _by_id(nodes: Sequence[Node]) -> Mapping[str, Node]:
    found: dict[str, Node] = {}
    for node in nodes:
        for value in (node, *(child for child in node.values() if isinstance(child, dict))):
            identifier = value.get("@id")
            if isinstance(identifier, str) and len(value) > len(found.get(identifier, {})):
                found[identifier] = value
    return found
