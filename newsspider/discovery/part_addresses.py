"""Addresses that differ in the number of a page only: /story, /story/2, /story-seite-3.html, /story?page=4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import SplitResult, unquote, urlsplit

from newsspider.language.word_lists import any_of, word_sets
from newsspider.processors.urls import canonical_url

WORDS = "discovery/data/article_parts"
_EXTENSION = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,3}")


class Form(StrEnum):
    """How an address holds a page's number."""

    PLAIN = "plain"  # not at all: the first page
    WORD = "word"  # with a word or a key that says so: /story/seite-2, ?page=2
    FOLDER = "folder"  # as a segment of its own: /story/2
    SUFFIX = "suffix"  # /story-2, /story,2.html


@dataclass(frozen=True, slots=True)
class PartAddress:
    """One way to read an address: as page `number` of what `stem` stands for."""

    stem: str  # host, path and query without the number, and without what else does not tell pages apart
    number: int
    form: Form


def plain_address(url: str) -> PartAddress | None:
    """Return a whole address as the first page of an article; None of what is no web address.

    >>> plain_address("https://www.example.org/news/storm.html?utm_source=feed")
    PartAddress(stem='example.org/news/storm', number=1, form=<Form.PLAIN: 'plain'>)
    """
    parts = _split(url)
    return PartAddress(_stem(parts, parts.path, parts.query), 1, Form.PLAIN) if parts is not None else None


def numbered_addresses(url: str) -> Iterator[PartAddress]:
    """Yield each way to read an address as a numbered page, the surest first.

    >>> [(part.stem, part.number) for part in numbered_addresses("https://example.org/news/storm-seite-2.html")]
    [('example.org/news/storm', 2)]
    >>> [(part.stem, part.number) for part in numbered_addresses("https://example.org/storm?page=3")]
    [('example.org/storm', 3)]
    >>> list(numbered_addresses("https://example.org/2026/storm-hits-coast"))
    []
    """
    parts = _split(url)
    if parts is None:
        return
    pairs = parts.query.split("&") if parts.query else []
    keys = word_sets(WORDS)["query_keys"]
    for at, pair in enumerate(pairs):
        key, _, value = pair.partition("=")
        if key.lower() in keys and _NUMBER.fullmatch(value):
            rest = "&".join(pairs[:at] + pairs[at + 1 :])
            yield PartAddress(_stem(parts, parts.path, rest), int(value), Form.WORD)
    path = _EXTENSION.sub("", parts.path.rstrip("/"))
    found = _numbered_path().search(path)
    if found and found.start():
        form = Form.WORD if found["word"] else Form.FOLDER if found["sign"] == "/" else Form.SUFFIX
        yield PartAddress(_stem(parts, path[: found.start()], parts.query), int(found["number"]), form)


def is_whole_address(url: str, stem: str) -> bool:
    """Return whether an address asks for all pages at once of the article that `stem` stands for.

    >>> is_whole_address("https://example.org/storm?page=all", "example.org/storm")
    True
    >>> is_whole_address("https://example.org/storm/komplettansicht", "example.org/storm")
    True
    """
    parts = _split(url)
    if parts is None:
        return False
    words = word_sets(WORDS)
    pairs = [pair.lower().partition("=") for pair in parts.query.split("&")] if parts.query else []
    if any(key in words["whole_keys"] or value in words["whole_tokens"] for key, _, value in pairs):
        return _stem(parts, parts.path, "") == stem.partition("?")[0]
    path, _, last = _EXTENSION.sub("", parts.path.rstrip("/")).rpartition("/")
    return last.lower() in words["whole_tokens"] and _stem(parts, path, parts.query) == stem


def _split(url: str) -> SplitResult | None:
    clean = canonical_url(url)
    return urlsplit(clean) if clean is not None else None


def _stem(parts: SplitResult, path: str, query: str) -> str:
    bare = _INDEX.sub("", _EXTENSION.sub("", unquote(path).rstrip("/")))
    asked = "&".join(sorted(query.split("&"))) if query else ""
    return f"{parts.netloc.removeprefix('www.')}{bare}{'?' if asked else ''}{asked}"


@cache
def _numbered_path() -> re.Pattern[str]:
    words = any_of(word_sets(WORDS)["path_words"])
    return re.compile(
        rf"(?P<sign>[/_,.-]|%2C)(?:(?P<word>{words})[/_.,-]?)?(?P<number>[0-9]{{1,2}})$", re.IGNORECASE
    )
