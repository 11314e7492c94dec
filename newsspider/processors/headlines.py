"""Clean one-line texts (headlines, kickers, standfirsts) and take the site's name off headlines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.processors.text import composed, one_line, without_entities, without_tags

# A page's <title> is at most some hundred characters; a longer "headline" is a text in the wrong place.
_MAX_HEADLINE_CHARS = 500
_MAX_DESCRIPTION_CHARS = 5_000
# What sites set between a headline and their own name. A hyphen or colon must have a space behind it, a
# hyphen one in front as well: "Spider-Man", "10:30".
_SEPARATOR = re.compile(
    r"\s+[-–—―‒~:⋆∗*⁄<>]+\s+|\s*[|｜│¦•·»«›‹\uff1a]\s+|\s+[|｜│¦•·»«›‹/\\\uff1a]\s*|\s*[|｜\uff1a]\s*|\s*_\s*|:\s+"
)
_SEPARATING = re.compile(r"[-–—―‒~:⋆∗*⁄<>|｜│¦•·»«›‹/\\\uff1a_]")  # one of these is in any of them
_PART_SEPARATOR = re.compile(r"\s+[-–—―·»«›~]+\s+|\s*[|｜│¦]\s*")
# "(3) Storm hits coast": the unread count that social sites write into the title.
_COUNTER = re.compile(r"^\(\d{1,4}\+?\)\s+")
# "Storm hits coast (Example News)", "沿岸に嵐【海港新聞】": a site's name in brackets.
_IN_BRACKETS = re.compile(r"\s*[(\[【（［]([^()\[\]【】（）［］]{1,60})[)\]】）］]$")
_CLOSING = frozenset(")]】）］")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # marks around a line that is written from right to left
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset((
    "la", "el", "los", "las", "le", "les", "il", "lo", "i", "gli", "o", "a", "os", "as", "der", "die", "das", "de",
    "het",
))  # fmt: skip
_MIN_TOUCHING_CHARS = 4  # of the beginning of a site's name that stands for it: "海港新聞" of "海港新聞社"


def clean_headline(value: str) -> str | None:
    """Return a headline as one line of text without markup, None if nothing is left.

    >>> clean_headline(" Storm <em>hits</em>\\n coast &amp;amp; harbour ")
    'Storm hits coast & harbour'
    """
    text = _plain_title(value) if len(value) <= _MAX_HEADLINE_CHARS else _plain(value)
    return text if 0 < len(text) <= _MAX_HEADLINE_CHARS else None


def clean_description(value: str) -> str | None:
    """Return a standfirst or summary as one line of text without markup, None if nothing is left."""
    text = _plain(value)
    return text if 0 < len(text) <= _MAX_DESCRIPTION_CHARS else None


def without_site(title: str, names: Iterable[str]) -> str:
    """Return a title without the site's name at its start or end; `names` are the names of the site.

    Only a part between separators that is one of the names goes, and never the whole title.

    >>> without_site("Storm hits coast - harbour closed | Example News", ["Example News"])
    'Storm hits coast - harbour closed'
    >>> without_site("Storm hits coast - harbour closed", ["Example News"])
    'Storm hits coast - harbour closed'
    >>> without_site("Tormenta en la costa - La Jornada", ["jornada"])
    'Tormenta en la costa'
    """
    return without_known(title, {key for key in map(name_key, names) if key})


def without_known(title: str, known: Set[str]) -> str:
    """Return a title as `without_site` does; `known` are the names' keys, made once for many titles."""
    title = _COUNTER.sub("", title)
    for _ in range(3):  # "Storm hits coast | World | Example News | example.com"
        shorter = _without_part(title, known)
        if shorter == title:
            break
        title = shorter
    return title


def _without_part(title: str, known: Set[str]) -> str:
    if title[-1:] in _CLOSING and (name := _IN_BRACKETS.search(title)) and name_key(name[1]) in known:
        return title[: name.start()].rstrip() or title
    cuts = list(_SEPARATOR.finditer(title)) if _SEPARATING.search(title) else []
    for cut in cuts:
        if _is_known(title[cut.end() :], known) and _WORD.search(title[: cut.start()]):
            return title[: cut.start()].rstrip()
    for cut in reversed(cuts):
        if name_key(title[: cut.start()]) in known and _WORD.search(title[cut.end() :]):
            return title[cut.end() :].lstrip()
    return title


def _is_known(name: str, known: Set[str]) -> bool:
    """Return whether a name is known or, in a script without spaces, is the start of one that is.

    A host may have the name without its article: "La Jornada" at jornada.example.
    """
    key, (article, _, rest) = name_key(name), name.strip().partition(" ")
    if key in known or (article.casefold() in _ARTICLES and name_key(rest) in known):
        return True
    is_unspaced = len(key) >= _MIN_TOUCHING_CHARS and TOUCHING_CHAR.match(key) is not None
    return is_unspaced and any(name.startswith(key) for name in known)


def longest_part(title: str) -> str:
    """Return the longest part of a title between its separators: the title without site and section.

    >>> longest_part("Example News | World | Storm hits the coast")
    'Storm hits the coast'
    """
    return max(_PART_SEPARATOR.split(title), key=len)


def first_part(title: str) -> str:
    """Return the part of a title before its first separator.

    >>> first_part("Storm | Example Weather Service")
    'Storm'
    """
    return _PART_SEPARATOR.split(title, maxsplit=1)[0]


def begins_title(text: str, title: str) -> bool:
    """Return whether a title starts with a text that a separator sets off from the rest.

    >>> begins_title("Storm hits", "Storm hits › Example e.V."), begins_title("Storm", "Storm hits coast")
    (True, False)
    """
    text, title = text.strip().casefold(), title.casefold()
    return bool(text) and title.startswith(text) and _EDGE.match(title, len(text)) is not None


def title_heads(title: str) -> Iterator[str]:
    """Yield the parts of a title before each mark that may set off a section or a site's name, shortest first.

    >>> list(title_heads("Storm hits - coast | Example"))
    ['Storm hits', 'Storm hits - coast']
    """
    yield from (title[: edge.start()] for edge in _EDGE.finditer(title))


def ends_title(text: str, title: str) -> bool:
    """Return whether a title ends with a text that a separator sets off from the rest.

    >>> ends_title("Storm hits", "Example e.V. › Storm hits"), ends_title("coast", "Storm hits coast")
    (True, False)
    """
    text, title = text.strip().casefold(), title.casefold()
    head = title[: -len(text)] if text and title.endswith(text) else ""
    return any(edge.end() == len(head) for edge in _EDGE.finditer(head) if edge.start() > 0)


def lies_within(text: str, title: str) -> bool:
    """Return whether a title holds a text that separators set off on both sides.

    >>> lies_within("Storm hits coast", "News - Storm hits coast | Example")
    True
    >>> lies_within("Storm hits coast", "News - Storm hits coast"), lies_within("hits", "News - Storm hits | More")
    (False, False)
    """
    text, title = text.strip().casefold(), title.casefold()
    at = title.find(text, 1) if text else -1
    is_begun = at > 0 and any(edge.end() == at for edge in _EDGE.finditer(title, 0, at))
    return is_begun and _EDGE.match(title, at + len(text)) is not None


def name_key(name: str) -> str:
    """Return a key shared by all spellings of a name, without case, accents, spaces, punctuation, "the" or ".com".

    >>> name_key("The Example-News.com") == name_key("EXAMPLE NEWS")
    True
    """
    return _name_key(name) if len(name) <= _MAX_HEADLINE_CHARS else _name_key.__wrapped__(name)


@lru_cache(maxsize=512)  # a site's pages share its names, and several rules ask for an author's
def _name_key(name: str) -> str:
    name = name.strip().casefold()
    if "." in name:
        name = _DOMAIN_END.sub("", name)
    if not name.isascii():
        decomposed = composed(name, "NFKD")
        name = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _WORD.findall(name)
    return "".join(words[1:] if len(words) > 1 and words[0] in ("the", "www") else words)


def folded_key(text: str) -> str:
    """Return a key shared by all spellings of a headline: only letters and digits, compatibility forms folded.

    >>> folded_key("Storm: 10% more") == folded_key("STORM – 10 % more")
    True
    """
    return _folded_key(text) if len(text) <= _MAX_HEADLINE_CHARS else _folded_key.__wrapped__(text)


@lru_cache(maxsize=256)  # a page has its headline in many places, and each is held against the others
def _folded_key(text: str) -> str:
    return "".join(_folded_words(text))


def distinctive_words(text: str) -> frozenset[str]:
    """Return the words that distinguish a headline from others: those of four letters and more.

    In scripts without spaces each pair of neighbouring characters counts as a word.
    """
    words = _folded_words(text)
    long = {word for word in words if len(word) > 3 and word.isascii()}
    for word in words:
        if not word.isascii():
            long.update({word[i : i + 2] for i in range(len(word) - 1)} if TOUCHING_CHAR.search(word) else {word})
    return frozenset(long)


def _folded_words(text: str) -> list[str]:
    plain = text if text.isascii() else composed(text, "NFKC")
    return _WORD.findall(plain.casefold())


# Between a headline and the rest of a title; in scripts without spaces sites set a bare hyphen as well.
_EDGE = re.compile(
    rf"\s+[-–—―‒~:]+\s+|\s*[|｜│¦•·»«›‹_\uff1a]+\s*|:\s+|(?<={TOUCHING_CHAR.pattern})-+|-+(?={TOUCHING_CHAR.pattern})"
)
_DOMAIN_END = re.compile(r"(?:\.(?:com|org|net|co|gov|edu|ac|or|ne|go))?\.[a-z]{2,4}$")


@lru_cache(maxsize=256)  # as above: a headline is cleaned in each place, and again when it is chosen
def _plain_title(value: str) -> str:
    return _plain(value)


def _plain(value: str) -> str:
    text = one_line(without_entities(value[: _MAX_DESCRIPTION_CHARS * 4]))
    text = text if text.isascii() else _DIRECTIONS.sub("", text).strip("\u200e\u200f")
    return one_line(without_tags(text)) if "<" in text else text
