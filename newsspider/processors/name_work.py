"""A person's name and the words for the bearer's work around it: "Staff Writer Ana Ruiz", "Ana Ruiz Reporter"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsspider.language.bylines import words_pattern
from newsspider.language.places import is_place
from newsspider.language.word_lists import word_set

_MAX_SMALL_WORK_WORDS = 4
MIN_NAME_WORDS, MAX_PERSON_WORDS = 2, 4
PARTICLES = frozenset((
    "abd", "abu", "al", "a/l", "a/p", "ap", "af", "av", "ben", "bin", "bint", "binte", "binti", "bt", "bte",
    "d", "da", "das", "de", "degli", "dei", "del", "dela", "delas", "della", "dello", "delos", "dels", "dem",
    "den", "der", "des", "di", "do", "d/o", "dos", "du", "e", "el", "ibn", "la", "le", "lo", "los", "mac",
    "nic", "ní", "of", "ould", "san", "s/o", "st", "ten", "ter", "the", "ud", "ul", "ur", "van", "vande",
    "vanden", "vander", "vom", "von", "vd", "y", "zu", "zum", "zur", "и", "ибн", "و", "und", "and",
))  # fmt: skip
# What touches the word behind it: "al-Sharif", "ur-Rehman", "dell'Orto", "'t Hart".
_ATTACHED = re.compile(
    r"(?:(?:a[dlnrstz]|ash|ath|e[dlnrstz]|esh|u[dlrz]|il|ibn|bin|ben|abu|abd)-|[a-z]{1,5}['’])[^\W\d_a-zß-ÿ]|['’]t$"
)
_DOT = re.compile(r"(?<=[^\W\d_]{3})\.\s")
# "Ana RuizCity Columnist": no name has a capital behind four small letters ("FitzGerald" has three).
_GLUED = re.compile(r"(?<=[a-zß-ÿ]{4})(?=[A-ZÀ-Þ])")
# What a title in capitals begins with that names nobody: "Our Special Correspondent". "An" and "Le" begin names.
_OF_NOBODY = frozenset(("our", "own", "special"))
# Of German, Dutch and the languages of the North: "HBC-Redakteurin", "Sportreporter".
_COMPOUND = re.compile(
    r"(?<=[^\W\d_-]-)[^\W\d_]{5,20}$|(?:redakteur|korrespondent|reporter|redacteur|verslaggever|redaktør|redaktör)(?:in)?$"
)


def is_particle(word: str) -> bool:
    """Return whether a word in small letters may be a part of a name.

    >>> [is_particle(word) for word in ("von", "bt.", "al-Sharif", "dell'Orto", "short-term", "don't")]
    [True, True, True, True, False, False]
    """
    return word.casefold().strip(".'’-") in PARTICLES or _ATTACHED.match(word) is not None


def before_sentence(part: str) -> str:
    """Return a part without a role behind a dot: "Ana Ruiz. Enviada especial"."""
    dot = _DOT.search(part)
    return part[: dot.start()] if dot and words_pattern("roles").match(part, dot.end()) else part


def before_title(part: str) -> str:
    """Return a part without a title that goes on with where: "Ana Ruiz Corresponsal en Londres"."""
    words = part.split()
    titles = word_set("language/data/bylines", "titles")
    for place in range(MIN_NAME_WORDS, min(MAX_PERSON_WORDS, len(words) - 2) + 1):
        if words[place].casefold() in titles and words[place + 1].islower():
            is_longer = (
                words[place - 1].casefold() in _OF_NOBODY and place > MIN_NAME_WORDS
            )  # "Special Correspondent"
            head = " ".join(words[: place - is_longer])
            return part if is_place(head) else head
    return part


def _work_in(word: str) -> str:
    """Return the word for work that a compound ends in: "redakteurin" of "HBC-Redakteurin"."""
    small = word.casefold()
    found = _COMPOUND.search(small)
    return found[0] if found else small


def behind_work(part: str) -> str:
    """Return a part without the work before a name: "our correspondent Ana Ruiz", "Staff Writer Ana Ruiz".

    Without a small word before it, only work of who signs counts: "Senior Living Guide" names nobody.
    """
    articles, unnamed = (word_set("language/data/bylines", kind) for kind in ("articles", "unnamed"))
    words = part.split()
    small = [word.casefold() for word in words]
    first = next((place for place, word in enumerate(small) if word not in articles), 0)
    name = next(
        (
            place
            for place in range(first, len(words))
            if small[place] not in unnamed and not words_pattern("roles").fullmatch(_work_in(words[place]))
        ),
        0,
    )
    small_work = _end_of_small_work(words)
    name = max(name, small_work)
    behind = " ".join(words[name:])
    is_work = first < name and (
        first > 0 or name == small_work or _work_in(words[name - 1]) in word_set("language/data/bylines", "titles")
    )
    return behind if is_work and is_person(behind) else part


def _end_of_small_work(words: Sequence[str]) -> int:
    """Return where small words for work end that a name follows: "national rural reporter Ana Ruiz"; else 0."""
    end = next((place for place, word in enumerate(words) if not word.islower()), 0)
    is_short = 0 < end <= _MAX_SMALL_WORK_WORDS
    return end if is_short and any(map(words_pattern("roles").fullmatch, words[:end])) else 0


def before_work(part: str) -> str:
    """Return a part without the words for its bearer's work at its end: "Ana Ruiz Senior Reporter"."""
    words = part.split()
    end = len(words)
    while end > MIN_NAME_WORDS and words_pattern("roles").fullmatch(words[end - 1]):
        end -= 1
    end = _before_beat(words, end)
    if end == len(words) or (words[end].islower() and end > MIN_NAME_WORDS):
        return part  # "Ana Ruiz Political correspondent": nobody knows where the name ends
    if end > MIN_NAME_WORDS and words_pattern("organizations").fullmatch(words[end - 1]):
        end -= 1  # "Staff Reporter"
        if is_place(" ".join(words[:end])):
            return part  # "New York Times Reporter"
    if words[0].casefold() in _OF_NOBODY:
        return part  # "Our Own Correspondent"
    if sum(not is_particle(word) and len(word.strip(".")) > 1 for word in words[1:end]) > 1:
        return part  # "San Francisco Chronicle Staff Writer": three words are a body's as often as a person's
    is_part = len(words) - end == 1 and words_pattern("role_parts").fullmatch(words[end])
    return part if is_part else _GLUED.split(" ".join(words[:end]))[0]


def _before_beat(words: Sequence[str], end: int) -> int:
    """Return where the words end before those of which a role is: "Ana Ruiz Health Reporter", at 2.

    `end` is where the role begins. Where nothing but such words is left, they name nobody.
    """
    beats = word_set("language/data/bylines", "beats")
    place = end
    while end < len(words) and place > MIN_NAME_WORDS and words[place - 1].casefold() in beats:
        place -= 1
    is_name = not all(word.casefold() in beats for word in words[:place])
    return place if is_name else len(words)


def is_person(text: str, *, may_be_body: bool = False) -> bool:
    """Return whether a text is two to four capitalized words, none of them for a body or for work."""
    words = text.split()
    if not text.isupper() and any(word.isupper() and len(word) > 1 for word in words):
        return False  # "AAA Travel"
    kinds = ("roles", "ends") if may_be_body else ("organizations", "roles", "ends")
    return (
        MIN_NAME_WORDS <= len(words) <= MAX_PERSON_WORDS
        and all(word[0].isupper() or is_particle(word) for word in words)
        and (words[-1][0].isupper() or _ATTACHED.match(words[-1]) is not None)
        and not any(words_pattern(kind).search(text) for kind in kinds)
    )
