"""What an address looks like: its shape, at several degrees of generality.

Addresses of one shape come from one template of a site's software, so that what some of them turned out to be says
what the others are. After "A Pattern Tree-based Approach to Learning URL Normalization Rules" (Lei et al., WWW
2010), with fixed degrees in place of a tree, so that memory stays small.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from urllib.parse import unquote

_MAX_SEGMENTS = 16  # of a shape; deeper ones are cut
_MAX_LITERAL_CHARS = 40
_NAMED_SEGMENTS = 2  # that a shape's branches name
MOST_GENERAL = 10  # times the evidence that a shape needs which names nothing of its site

_PAGE_FILE = re.compile(
    r"\.[a-z]{2,5}[345]?$", re.IGNORECASE
)  # .html, .php, .aspx, and what systems of their own write
_WORD_BREAKS = re.compile(r"[-_+ .,~]+")
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_DATE = re.compile(r"(?:19|20)\d\d[-_.]?(?:0?[1-9]|1[0-2])(?:[-_.]?(?:0?[1-9]|[12]\d|3[01]))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,30}", re.ASCII)
# Hexadecimal digests, UUIDs, and what mixes letters and digits without being words.
_TOKEN = re.compile(
    r"[0-9a-f]{12,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=\d{0,40}[a-z])(?=.{6,64}\Z)(?:[a-z]{0,3}\d{1,5}){2,20}[a-z]{0,3}",
    re.IGNORECASE | re.ASCII,
)
_COUNTED = re.compile(r"[^\W\d_]{1,30}[-_.]?\d{1,30}")  # "week-12", "artikel4711823"
_LONG_NUMBER = re.compile(r"\d{4,30}", re.ASCII)
# Slugs have three words or more, or two and a long number; where words are run together, many characters, and in
# scripts that set no spaces some.
_SLUG_WORDS, _SLUG_CHARS, _SLUG_CHARS_WITHOUT_SPACES = 3, 25, 8


class Part(Enum):
    """What a segment of a path is; the value stands for it in shapes."""

    YEAR = "<year>"
    DATE = "<date>"
    NUMBER = "<n>"
    TOKEN = "<token>"  # noqa: S105  (no password)
    COUNTED = "<word-n>"
    SLUG = "<slug>"
    WORD = "<word>"


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address that tell what it leads to."""

    host: str  # without "www."
    segments: tuple[str, ...]  # of the path, decoded, lower-case, those that are empty left out
    parts: tuple[Part, ...]  # of each segment
    suffix: str  # ".html", or nothing
    keys: tuple[str, ...]  # of the query, sorted, each once
    query: str
    slug: int | None  # index of the segment that reads like a title, the last of several
    slug_words: int  # in that segment, else in the last one; numbers aside
    depth: int  # of the path, before it was cut


@lru_cache(maxsize=1024)  # links of a page are asked about several times in a row
def read_address(url: str) -> Address:
    """Return the parts of an absolute URL. Never raises.

    >>> read_address("https://www.example.org/news/2026/storm-hits-coast.html?p=2").parts
    (<Part.WORD: '<word>'>, <Part.YEAR: '<year>'>, <Part.SLUG: '<slug>'>)
    """
    rest = url.partition("#")[0].partition("://")[2]
    rest, _, query = rest.partition("?")
    host, _, path = rest.partition("/")
    raw = [segment for segment in path.split("/") if segment]
    segments = [_decoded(segment) for segment in raw[:_MAX_SEGMENTS]]
    suffix = ""
    if segments and len(raw) <= _MAX_SEGMENTS and (file := _PAGE_FILE.search(segments[-1][-10:])):
        suffix = file.group()
        segments[-1] = segments[-1].removesuffix(suffix)
    parts = tuple(map(part_of, segments))
    slug = max((index for index, part in enumerate(parts) if part is Part.SLUG), default=None)
    return Address(
        host=host.lower().removeprefix("www."),
        segments=tuple(segments),
        parts=parts,
        suffix=suffix,
        keys=tuple(sorted({pair.partition("=")[0].lower() for pair in query.split("&") if pair})),
        query=query,
        slug=slug,
        slug_words=len(_words_of(segments[-1 if slug is None else slug])) if segments else 0,
        depth=len(raw),
    )


def without_keys(address: Address, keys: frozenset[str]) -> Address:
    """Return an address without some of its query's keys (lower-case)."""
    pairs = [pair for pair in address.query.split("&") if pair and pair.partition("=")[0].lower() not in keys]
    return replace(address, query="&".join(pairs), keys=tuple(key for key in address.keys if key not in keys))


def part_of(segment: str) -> Part:
    """Return what a segment of a path is.

    >>> [part_of(segment).value for segment in ("storm-hits-the-coast", "2026-03-04", "203", "week-12", "games")]
    ['<slug>', '<date>', '<n>', '<word-n>', '<word>']
    """
    if _NUMBER.fullmatch(segment):
        if _YEAR.fullmatch(segment):
            return Part.YEAR
        return Part.DATE if len(segment) == 8 and _DATE.fullmatch(segment) else Part.NUMBER
    for pattern, part in ((_DATE, Part.DATE), (_TOKEN, Part.TOKEN), (_COUNTED, Part.COUNTED)):
        if pattern.fullmatch(segment):
            return part
    return Part.SLUG if _is_slug(segment) else Part.WORD


def degrees(address: Address) -> tuple[tuple[str, int], ...]:
    """Return an address's shapes, the most particular first, each with how many times as much evidence it needs.

    >>> [shape for shape, _ in degrees(read_address("https://example.org/en/news/storm-hits-the-coast"))]
    ['example.org/en/news/<slug>', 'example.org/en/news/**', 'example.org/en/**', '<word>/<word>/<slug>']
    >>> [shape for shape, _ in degrees(read_address("https://example.org/shop?size=l&colour=red"))]
    ['example.org/shop?colour&size', 'example.org/shop?*', '<word>?colour&size', '<word>?*']
    """
    last = (address.parts[-1].value + address.suffix) if address.parts else ""
    kinds = "/".join(part.value for part in address.parts)
    folder = "/".join((address.host, *map(_name, address.segments[:-1], address.parts[:-1])))
    branches = [(f"{branch}/**", 2) for branch in _branches(address)]
    if not address.keys:
        return (f"{folder}/{last}", 1), *branches, (kinds, MOST_GENERAL)
    path = f"{folder}/{_name(address.segments[-1], address.parts[-1])}" if address.parts else f"{address.host}/"
    keys = "&".join(address.keys)
    return (f"{path}?{keys}", 1), (f"{path}?*", 2), *branches, (f"{kinds}?{keys}", 4), (f"{kinds}?*", MOST_GENERAL)


def _branches(address: Address) -> Sequence[str]:
    """Return the folders in which the address lies, the deepest of those that are named first."""
    named = [_name(*pair) for pair in zip(address.segments[:-1], address.parts[:-1], strict=True)]
    depths = range(min(len(named), _NAMED_SEGMENTS), 0, -1)
    return ["/".join((address.host, *named[:depth])) for depth in depths]


def _name(segment: str, part: Part) -> str:
    return segment[:_MAX_LITERAL_CHARS] if part is Part.WORD else part.value


def _decoded(segment: str) -> str:
    return (unquote(segment) if "%" in segment else segment).lower()


def _words_of(segment: str) -> list[str]:
    return [word for word in _WORD_BREAKS.split(segment) if word and not word.isdigit()]


def _is_slug(segment: str) -> bool:
    words = len(_words_of(segment)) + (_LONG_NUMBER.search(segment) is not None)
    if words >= _SLUG_WORDS or len(segment) >= _SLUG_CHARS:
        return True
    return not segment.isascii() and len(segment) >= _SLUG_CHARS_WITHOUT_SPACES and segment > "\u2e80"
