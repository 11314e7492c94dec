"""The words of texts: which of some known ones, what they weigh, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, count, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[\w©]+")
BEGINNING = r"\W{0,6}(?:\d{1,6}\W{1,3})?([\w©]*)"  # of a line, up to its first word: "2 comments", "» Related"
# The same of each line of a text, all in one go.
_BEGINNINGS = re.compile(f"^{BEGINNING}.*".replace(r"\W", r"[^\w\n]"), re.MULTILINE)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_ZEROS = str.maketrans("123456789", "000000000")
_TOPIC_WORD = re.compile(r"[^\W\d_]{5,40}")
_NAME = re.compile(r"[^\W\d_a-z](?<=\w .)[^\W\d_]{2,40}")  # begins with a capital, and no sentence
_WHOLE_CHARS = 160  # up to this length all words of a block are looked at, of longer ones those at both ends
_HEAD_CHARS, _TAIL_CHARS = 60, 40
_HEAD_WORDS, _TAIL_WORDS = 3, 2
_MOST_PAIRED = 12
# In order: neither word nor joint; begins or goes on in a word; only goes on; holds two together; one by itself.
OTHER, WORD, MARK, JOINT, UNSPACED = range(5)


class KnownWords:
    """Words that are looked for in many texts; of a text's words only the first `most` characters count.

    >>> KnownWords(["rights", "right"]).found("all rights reserved")
    {'rights'}
    >>> KnownWords(["right"], most=5).found("all rights reserved")
    {'right'}
    """

    def __init__(self, words: Iterable[str], most: int | None = None) -> None:
        self._words, self._most = frozenset(words), most

    def found(self, text: str) -> set[str]:
        """Return those of the words that stand in `text`; letters, digits, "_" and "©" make words."""
        words = _WORD.findall(text)
        return set(
            self._words.intersection(words if self._most is None else [word[: self._most] for word in words])
        )

    def lines_of(self, text: str) -> dict[str, list[int]]:
        """Return for those of the words that stand in `text` the numbers of the lines that hold them, ascending.

        >>> KnownWords(["storm"]).lines_of("A storm\\nhits the coast\\nThe storm")
        {'storm': [0, 2]}
        """
        lines: dict[str, list[int]] = {}
        for number, line in enumerate(text.split("\n")):
            for word in self.found(line):
                lines.setdefault(word, []).append(number)
        return lines

    def beginnings(self, text: str) -> list[int]:
        """Return the numbers of the lines whose first word, after marks and a number, is one of the words.

        >>> KnownWords(["storm", "comments"]).beginnings("Storm\\n» storm\\n2 comments\\nA storm")
        [1, 2]
        """
        words = _BEGINNINGS.findall(text) if text else ()
        return [i for i, word in enumerate(words) if word[: self._most] in self._words]


class WordTable:
    """The weights of words that are each written behind what they are words of: "text:boats", "label:add to cart".

    Each method returns the weights of those words that have one, each word's once, in any order.

    >>> WordTable({"text:boats": 0.5, "label:boats": 2.0}).of_text("text", "Boats, boats")
    [0.5]
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._kinds: dict[str, dict[str, float]] = {}
        for name, weight in weights.items():
            kind, _, word = name.partition(":")
            if weight:
                self._kinds.setdefault(kind, {})[word] = weight

    def of_words(self, kind: str, *groups: Iterable[str]) -> list[float]:
        """Return the weights of words as they are."""
        return self._found(kind, set().union(*groups)) if kind in self._kinds else []

    def of_text(self, kind: str, text: str) -> list[float]:
        """Return the weights of the words of a text: letters_of() it."""
        return self._found(kind, letters_of(text)) if kind in self._kinds else []

    def share_of_text(self, kind: str, text: str) -> float:
        """Return which share (0.0-1.0) of the words of a text has a weight: letters_of() it."""
        words = letters_of(text)
        return len(self._found(kind, words)) / max(1, len(words)) if kind in self._kinds else 0.0

    def of_labels(self, kind: str, lines: Iterable[str]) -> list[float]:
        """Return the weights of whole lines: labels_of() them."""
        return self._found(kind, labels_of(lines)) if kind in self._kinds else []

    def of_blocks(self, texts: Iterable[str]) -> list[float]:
        """Return for each text the sum of the weights of block_words() of it, each once; these have no kind."""
        return [sum(map(self._weights.get, set(block_words(text)), repeat(0.0))) for text in texts]

    def _found(self, kind: str, words: Iterable[str]) -> list[float]:
        return list(filter(None, map(self._kinds[kind].get, words)))


def letters_of(text: str) -> set[str]:
    """Return the runs of letters of a text, lower-case.

    >>> sorted(letters_of("We repair 7 boats. We"))
    ['boats', 'repair', 'we']
    """
    words = set(text.lower().split())
    marked = [word for word in words if not word.isalpha()]  # few: the pattern takes three times as long
    words.difference_update(marked)
    words.update(_LETTERS.findall(" ".join(marked)))
    return words


def block_words(text: str) -> list[str]:
    """Return what a block of a dump is known by: words, pairs, the first and the last ones; digits are all alike.

    >>> block_words("Page 12")
    ['page', '00', '^page', '$00', '^page 00', 'page_00']
    """
    if len(text) > _WHOLE_CHARS:
        head, tail = _tokens(text[:_HEAD_CHARS])[:_HEAD_WORDS], _tokens(text[-_TAIL_CHARS:])[-_TAIL_WORDS:]
        return [f"L^{word}" for word in head] + [f"L${word}" for word in tail]
    words = _tokens(text)
    if not words:
        return []
    known = [*words, f"^{words[0]}", f"${words[-1]}"]
    if len(words) > 1:
        known.append(f"^{words[0]} {words[1]}")
        known += [f"{a}_{b}" for a, b in pairwise(words[:_MOST_PAIRED])]
    return known


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower().translate(_ZEROS))


def labels_of(lines: Iterable[str]) -> set[str]:
    """Return lines lower-case, with each number as a mark.

    >>> sorted(labels_of(["12 Comments", "3 comments", "Home"]))
    ['# comments', 'home']
    """
    return {_DIGITS.sub("#", line.lower()) for line in lines}


def words_in(text: str, table: NDArray[np.uint8], class_of: Callable[[str], int]) -> int:
    """Return the number of words; `table` has the class of each character below its size, `class_of` of others."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = table.take(points, mode="clip")
    for point in np.unique(points[points >= len(table)]).tolist() if points.max(initial=0) >= len(table) else ():
        classes[points == point] = class_of(chr(point))
    is_word = (classes == WORD) | (classes == MARK)
    begins = classes == WORD  # a mark alone, as behind an emoji, is none
    begins[1:] &= ~is_word[:-1]
    joined = begins[2:] & (classes[1:-1] == JOINT) & is_word[:-2]
    return int(np.count_nonzero(begins) - np.count_nonzero(joined) + np.count_nonzero(classes == UNSPACED))


def topics_of(texts: Iterable[str], most: int, touching: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the words that may tell what texts are about, once a text: which text each is of, and its number.

    Letter case is ignored, and all but the first `most` characters of a text. `touching` are the scripts that put
    no spaces between words, as ranges inside brackets: there pairs of characters stand for words.
    """
    runs = re.compile(f"[{touching}]{{2,}}")
    return _numbered([_topic_words(text[:most].lower(), runs) for text in texts])


def _topic_words(text: str, touching: re.Pattern[str]) -> list[str]:
    if text.isascii() or not (runs := touching.findall(text)):
        return _TOPIC_WORD.findall(text)
    words = [word for word in _TOPIC_WORD.findall(text) if not touching.match(word)]
    words.extend(run[i : i + 2] for run in runs for i in range(len(run) - 1))
    return words


def names_of(texts: Iterable[str], most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the words with a capital inside the sentences of texts, as topics_of() does."""
    return _numbered([_NAME.findall(text[:most]) for text in texts])


def _numbered(rows: Sequence[Sequence[str]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    words = list(chain.from_iterable(rows))
    ids = dict(zip(dict.fromkeys(words), count(), strict=False))
    known = max(1, len(ids))
    owners = np.repeat(np.arange(len(rows)), np.fromiter(map(len, rows), np.intp, len(rows)))
    pairs = np.unique(owners * known + np.fromiter(map(ids.__getitem__, words), np.intp, len(words)))
    return pairs // known, pairs % known
