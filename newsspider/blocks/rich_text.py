"""The texts that data holds: strings of markup or prose, and trees of paragraphs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from newsspider.blocks.paragraph_trees import (
    CHARS_A_VALUE,
    DEEPEST,
    ENTITY,
    PARTS_A_VALUE,
    TAG,
    Budget,
    Node,
    TreeWriter,
    as_node,
)
from newsspider.language.scripts import KANA_AND_HAN
from newsspider.lines.shapes import UNSPACED_WEIGHT, weighted_chars
from newsspider.page.json_ld import Json

SHORTEST, LONGEST = 500, 1_000_000  # shorter ones may be descriptions
_DENSE = re.compile(f"[{KANA_AND_HAN}]")
_SHORTEST_DENSE = int(SHORTEST / UNSPACED_WEIGHT)
_MOST_VALUES = 200_000  # of a page's data that are looked at: 0.2 s
_MOST_TEXTS = 50
_JSON_CHARS = 100  # fewer in a string are no state of their own
_FEWEST_TITLE, _MOST_TITLE = 8, 300
_BEGINNING_CHARS = 3
_FEWEST_OWN_TITLE = 15  # of another story; less may be a section's or a label
IS_MARKUP = re.compile(r"<(?:p|br|div|h[2-6]|ul|figure)\b[^<>]{0,300}>", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_NO_PROSE = re.compile(r"[{}<>\\|=_^~\[\];]")
_HEADED = frozenset(("h1", "h2", "title"))
_OWN_TITLES = ("title", "headline")
# How data calls what stands beside a story and is another's: its title says nothing of that.
_KEY_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_KEY_CHARS = 60
_OTHERS = frozenset((
    "comments", "consent", "cookie", "cookies", "footer", "gdpr", "i18n", "legal", "locale", "locales", "messages",
    "popular", "privacy", "promo", "promos", "recommendations", "recommended", "related", "replies", "sidebar",
    "similar", "teasers", "terms", "translations", "trending",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that data holds."""

    html: str
    text: str  # without its markup, in one line
    is_titled: bool  # beside it, or around it, the data names the title that was asked for


def is_long(text: str) -> bool:
    """Return whether a text is long enough for an article's: in scripts that say more with a character, less is.

    >>> is_long("雨が降った。" * 40), is_long("It rained. " * 40)
    (True, False)
    """
    if len(text) >= SHORTEST or len(text) < _SHORTEST_DENSE or not _DENSE.search(text, 0, _SHORTEST_DENSE):
        return len(text) >= SHORTEST
    return weighted_chars(text) >= SHORTEST


def texts_of(values: Iterator[Json], titles: Sequence[str], description: str) -> Sequence[FoundText]:
    """Return the texts of 500 characters and more that some values hold, in their order; at most 50.

    One is titled where an object around it names one of the `titles`, or it begins as the `description` does.
    Looks at 200,000 values and 60 levels deep: the values may hold themselves.
    """
    search = _Search(Titles(titles), _folded(description)[:40])
    for value in values:
        search.look(value, 0, False)
        search.seen.clear()
        search.kept.clear()
        if search.is_done():
            break
    return search.found


class Titles:
    """The titles of a page, by which an object of data that tells of it is known."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.folded = [folded for folded in map(_folded, titles) if folded]
        self.all_folded = " ".join(self.folded)
        self.fewest_chars = max(min(map(len, self.folded), default=0) // 2, _FEWEST_TITLE)

    def are_named_in(self, value: Node) -> bool:
        """Return whether an object names half of a title and more: what is left is the site's name."""
        if not self.folded:
            return False
        fewest = self.fewest_chars
        for part in value.values():
            if isinstance(part, str) and fewest <= len(part) <= _MOST_TITLE and self._are(part):
                return True
        return False

    def _are(self, text: str) -> bool:
        beginning = text[:_BEGINNING_CHARS]  # which tells enough of nearly all
        if beginning.isalnum() and beginning.casefold() not in self.all_folded:
            return False
        name = _folded(text)
        return bool(name) and any(name in title and 2 * len(name) >= len(title) for title in self.folded)


class _Search:
    def __init__(self, titles: Titles, description: str) -> None:
        self.titles, self.description = titles, description
        self.found: list[FoundText] = []
        self.budget = Budget(_MOST_VALUES)
        self.seen: dict[int, bool] = {}  # by the number of a value: whether it was titled
        self.kept: list[Json] = []  # these values, or others might get their numbers

    def is_done(self) -> bool:
        return self.budget.left <= 0 or len(self.found) >= _MOST_TEXTS

    def look(self, value: Json, depth: int, is_titled: bool) -> None:
        """Add the texts of a value, if it was not looked at before: values may share parts."""
        self.budget.left -= 1
        if depth > DEEPEST or self.is_done() or self.knows(value, is_titled):
            return
        if isinstance(value, str):
            self.look_at_string(value, depth, is_titled)
        elif isinstance(value, dict):
            self.look_at_object(value, depth, is_titled)
        elif isinstance(value, list):
            is_titled = is_titled or any(map(self.is_headed, value))
            if not self.look_at_paragraphs(value, depth, is_titled):
                self.look_at_parts(value, depth, is_titled)

    def knows(self, value: Json, is_titled: bool) -> bool:
        """Return whether a value was looked at, titled if it is now; count what it takes to look at it."""
        was_titled = self.seen.get(id(value))
        if was_titled is not None and was_titled >= is_titled:
            return True
        self.seen[id(value)] = is_titled
        self.kept.append(value)
        if isinstance(value, str):
            self.budget.left -= len(value) // CHARS_A_VALUE
        elif isinstance(value, (list, dict)):
            self.budget.left -= len(value) // PARTS_A_VALUE
        return False

    def look_at_object(self, value: Node, depth: int, is_titled: bool) -> None:
        """Add the texts of an object; it may have a title of its own, and hold those of other stories."""
        is_titled = self.titles.are_named_in(value) or (is_titled and not _has_other_title(value))
        if not is_titled:
            self.look_at_parts(value.values(), depth, False)
            return
        own: list[Json] = []
        others: list[Json] = []
        for key, part in value.items():
            (others if is_of_others(key) else own).append(part)
        self.look_at_parts(own, depth, True)
        self.look_at_parts(others, depth, False)

    def look_at_parts(self, values: Iterable[Json], depth: int, is_titled: bool) -> None:
        for value in values:
            if isinstance(value, str):
                if len(value) > _JSON_CHARS:
                    self.look(value, depth + 1, is_titled)
            elif value and isinstance(value, (dict, list)):
                self.look(value, depth + 1, is_titled)

    def is_headed(self, value: Json) -> bool:
        """Return whether a value is a framework's element of a headline that is asked for."""
        if not isinstance(value, list) or not value or value[0] != "$":
            return False
        node = as_node(value)
        return node is not None and node.get("tag") in _HEADED and self.titles.are_named_in(node)

    def look_at_string(self, text: str, depth: int, is_titled: bool) -> None:
        start = text.lstrip()[:1]
        if start in {"{", "["} and _JSON_CHARS < len(text) <= 4 * LONGEST:
            try:
                value: Json = json.loads(text, strict=False)
            except (ValueError, RecursionError):
                return
            self.look(value, depth + 10, is_titled)
        elif is_long(text) and len(text) <= LONGEST and is_prose(plain := _plain(text)):
            self.add(text if IS_MARKUP.search(text) else paragraphs_html(text), plain, is_titled)

    def look_at_paragraphs(self, values: Sequence[Json], depth: int, is_titled: bool) -> bool:
        """Add the text of a list of paragraphs; return whether it is one."""
        writer = TreeWriter(self.budget)
        html = writer.blocks(values, depth)
        if (
            writer.count < 2
            or len(html) > LONGEST
            or 2 * writer.long_chars < len(html)
            or not is_prose(plain := _plain(html))
        ):
            return False
        self.add(html, plain, is_titled)
        return True

    def add(self, html: str, plain: str, is_titled: bool) -> None:
        if self.description and not is_titled:
            is_titled = self.description in _folded(plain[:2000])
        if is_long(plain):
            self.found.append(FoundText(html, plain, is_titled))


def is_of_others(key: str) -> bool:
    """Return whether a key says that its value is of other stories, of readers or of the site.

    >>> is_of_others("relatedStories"), is_of_others("articleBody")
    (True, False)
    """
    return _is_of_others(key[:_KEY_CHARS])


@lru_cache(maxsize=1024)  # thousands of objects have the same keys
def _is_of_others(key: str) -> bool:
    return not _OTHERS.isdisjoint(map(str.lower, _KEY_WORD.findall(key)))


def _has_other_title(node: Node) -> bool:
    """Return whether an object that does not name the title that is asked for has one, as other stories do."""
    for key in _OWN_TITLES:
        if isinstance(title := node.get(key), str) and len(title) >= _FEWEST_OWN_TITLE:
            return True
    return False


def is_prose(text: str) -> bool:
    """Return whether a text is made of words and sentences: no program, no table of keys, no code.

    >>> is_prose("The ferry stays. " * 9), is_prose("a{b:c;d:e}" * 20), is_prose("QmFzZTY0" * 20)
    (True, False, False)
    """
    sample = text[:20_000]
    letters = sum(map(str.isalpha, sample))
    marks = len(_NO_PROSE.findall(sample))
    words = sample.count(" ") + sample.count("\n")
    is_spaced = 0.05 * len(sample) <= words <= 0.4 * len(sample)
    return letters >= 0.6 * len(sample) and marks <= 0.01 * len(sample) and (is_spaced or not sample.isascii())


def _plain(text: str) -> str:
    return " ".join(ENTITY.sub("'", TAG.sub(" ", text)).split())


def paragraphs_html(text: str) -> str:
    """Return the lines of a text as paragraphs."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())


def _folded(text: str) -> str:
    return _NOT_WORD.sub("", text[:400]).casefold()
