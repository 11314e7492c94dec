"""Clean authors: a byline of any form becomes a list of people and organizations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from newsspider.items import Author
from newsspider.language.agencies import agencies_in
from newsspider.language.bylines import words_pattern
from newsspider.language.tags import base_language
from newsspider.processors.author_lists import MAX_BYLINE_CHARS, names_in
from newsspider.processors.name_work import is_particle
from newsspider.processors.other_work import before_end_words
from newsspider.processors.text import composed, is_small, one_line

RawAuthors: TypeAlias = (
    "str | Author | Mapping[str, object] | Iterable[str | Author | Mapping[str, object]] | None"
)

_WORD = re.compile(r"\w+")
_NO_BEGINNINGS = frozenset(("der", "des", "dem", "of", "and", "und", "e", "y", "и", "vom", "zum", "zur"))
# With a longer end it is rather an account, "ana.ruizgil", but for the ends that sites of news and firms have.
_DOMAIN = re.compile(
    r"(?:[\w-]{1,63}\.){1,4}(?:[a-z]{2,4}|online|world|media|press|today|digital|studio|agency|report|global|africa"
    r"|berlin|paris|london|tokyo|click|group|space|store|community|company|network|systems|solutions)"
)
_ACRONYM = re.compile(r"[A-Z0-9&/.-]{2,12}|[a-z]{2,4}")


def clean_authors(value: RawAuthors, *, language: str | None = None) -> list[Author]:
    """Return the people and organizations named in a byline or a list of bylines, each once, in order.

    Lists are split; words such as "By", roles, places, dates, e-mail addresses, handles and names that name
    nobody ("admin") go. `language` (BCP 47) adds the language's short words ("von", "di", "y").
    `nameRaw` keeps what was written where that differs.

    >>> [author.name for author in clean_authors("By Ana Ruiz, Senior Reporter, and Reuters (@ana)")]
    ['Ana Ruiz', 'Reuters']
    """
    base = base_language(language)
    found: dict[str, Author] = {}
    for raw in _entries(value):
        for author in _people(raw, base):
            key = _same_name_key(author.name)
            if key and (key not in found or (author.url and not found[key].url)):
                found[key] = author
    return list(found.values())


def _entries(value: RawAuthors) -> Iterator[Author]:
    if value is None:
        return
    if isinstance(value, (str, Author, Mapping)):
        value = [value]
    for entry in value:
        if isinstance(entry, Author):
            if isinstance(entry.name, str):
                yield entry
        elif isinstance(entry, str):
            yield Author(name=entry)
        elif isinstance(entry, Mapping):
            name, url = entry.get("name"), entry.get("url")
            if isinstance(name, str):
                raw, kind = entry.get("nameRaw"), entry.get("type")
                yield Author(
                    name=name,
                    nameRaw=raw if isinstance(raw, str) else None,
                    url=url if isinstance(url, str) else None,
                    type="Person" if kind == "Person" else "Organization" if kind == "Organization" else None,
                )


def _people(raw: Author, language: str) -> Iterator[Author]:
    written = one_line(raw.name[:MAX_BYLINE_CHARS])
    names = names_in(raw.name, language=language, whole=raw.type == "Organization")
    for name in names:
        yield Author(
            name=name,
            nameRaw=raw.nameRaw or (written if written != name else None),
            url=raw.url if len(names) == 1 else None,
            type=agent_type(name, raw.type),
        )


def leading_name(text: str) -> str:
    """Return the full name at the start of a text if words follow that cannot be part of a name, else the text.

    >>> leading_name("Ana Ruiz contributed to this report"), leading_name("Read more about us")
    ('Ana Ruiz', 'Read more about us')
    """
    words = text.split()
    end = next((place for place, word in enumerate(words) if not _is_name_word(word)), len(words))
    while end > 0 and is_small(words[end - 1][0]):  # "Ana Ruiz de"
        end -= 1
    return " ".join(words[:end]) if end >= 2 else text


def looks_like_name(name: str) -> bool:
    """Return whether a text has the form of a name: a few words, capitalized where the script has capitals.

    >>> looks_like_name("Ana de la Cruz"), looks_like_name("der Zeit voraus"), looks_like_name("山田太郎")
    (True, False, True)
    """
    words = name.split()
    if not 1 <= len(words) <= 6 or words[0] in _NO_BEGINNINGS or before_end_words(name) != name:
        return False
    return all(_is_name_word(word) for word in words) and any(word[:1].isalpha() for word in words)


def _is_name_word(word: str) -> bool:
    first = next((char for char in word if char.isalpha()), "")
    return bool(first) and (not is_small(first) or is_particle(word) or "'" in word[:3])


@lru_cache(
    maxsize=1024
)  # as for the names themselves: a rule asks, the loader once more, and a site's other pages
def agent_type(name: str, declared: str | None) -> Literal["Person", "Organization"] | None:
    """Return whether a name is a person's or an organization's: its words decide, then what the page declares."""
    is_body = any(words_pattern(kind).search(name) for kind in ("organizations", "bodies"))
    before_degree = name.partition(",")[0]  # of "Ana Ruiz, PA", which is an agency too
    if is_body or agencies_in(before_degree) or _DOMAIN.fullmatch(name.casefold()):
        return "Organization"
    if declared in ("Person", "Organization"):
        return "Person" if declared == "Person" else "Organization"
    if declared and declared.endswith("Organization"):
        return "Organization"
    if _ACRONYM.fullmatch(name):
        return "Organization"
    return "Person" if 2 <= len(name.split()) <= 5 else None


@lru_cache(maxsize=1024)  # as above
def _same_name_key(name: str) -> str:
    """Return a key shared by all spellings of a name: it ignores case, accents, punctuation and word order."""
    decomposed = composed(name.casefold(), "NFKD")
    return " ".join(sorted(_WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))))
