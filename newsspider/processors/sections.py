"""Clean sections, breadcrumbs and keywords: words about the article, without those of the site's menus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newsspider.items import Breadcrumb
from newsspider.language.scripts import KANA_AND_HAN
from newsspider.language.word_lists import words_by_language
from newsspider.processors.text import distinct, one_line, without_entities
from newsspider.processors.urls import absolute_url

# The longest section and keyword that a person would type; longer ones are sentences of a description.
_MAX_SECTION_CHARS = 80
_MAX_KEYWORD_CHARS = 80
_MAX_STEP_CHARS = 300  # the last step of a trail is often the headline
_MAX_KEYWORDS = 50  # beyond these a page lists its site's vocabulary
_MAX_RAW_CHARS = 10_000
_SEPARATORS = ' \t>›»«‹→/|\\•·,;:#"“”„'
_BETWEEN_KEYWORDS = re.compile(r"[,;|，、،；\n]")
# "北京 天气 台风": where no comma parts words of a script without spaces, spaces do.
_SPACED_WORDS = re.compile(f"[{KANA_AND_HAN}]{{1,10}}(?: [{KANA_AND_HAN}]{{1,10}}){{2,100}}")
# "Beauty,Fashion": what blog software makes of several; "News, Weather and Sports" is one.
_FIRST_OF_LIST = re.compile(r"(?<=\w),(?=[^\W\d_])")
_LETTER = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
# "type:article", "ctype=story", "NewsArticle:id/77", "/news/local": what a content system tells itself.
_MACHINE = re.compile(r"\S{0,60}(?:[:=~]\S|_\S)\S{0,60}|/\S{1,80}|https?:\S{1,200}|[\d\W]+|[0-9a-f-]{16,40}")


def clean_section(raw: str) -> str | None:
    """Return a section's name as one line, None if it is a word of menus or not a name.

    >>> clean_section(" World &amp; Politics > "), clean_section("Home"), clean_section("World,Top Stories")
    ('World & Politics', None, 'World')
    """
    name = _label(_FIRST_OF_LIST.split(raw[:_MAX_RAW_CHARS], maxsplit=1)[0])
    if not 0 < len(name) <= _MAX_SECTION_CHARS or not _LETTER.search(name):
        return None
    return None if name.casefold() in _navigation() else name


def clean_keywords(raws: Iterable[str]) -> list[str]:
    """Return keywords, split and each once, without words of menus and internal values of a CMS.

    >>> clean_keywords(["storm, coast; Storm", "home", "type:article"])
    ['storm', 'coast']
    """
    listed = [raw[:_MAX_RAW_CHARS] for raw, _ in zip(raws, range(_MAX_RAW_CHARS), strict=False)]
    # A comma in one of many is part of a name ("Springfield, Ohio"); in a single string it parts keywords.
    parts = listed if len(listed) > 3 else [part for raw in listed for part in _BETWEEN_KEYWORDS.split(raw)]
    if len(parts) == 1 and _SPACED_WORDS.fullmatch(parts[0].strip()):
        parts = parts[0].split()
    return distinct(filter(None, map(_keyword, parts)))[:_MAX_KEYWORDS]


def clean_breadcrumbs(steps: Iterable[Breadcrumb], base: str | None = None) -> list[Breadcrumb]:
    """Return the breadcrumbs that have a name, with absolute URLs and without repeats.

    >>> clean_breadcrumbs([Breadcrumb(name="Home ›", url="/"), Breadcrumb(name="›"), Breadcrumb(name="World")], "https://example.org/a")
    [Breadcrumb(name='Home', url='https://example.org/'), Breadcrumb(name='World', url=None)]
    """
    found: list[Breadcrumb] = []
    for step in steps:
        name = _label(step.name or "")
        clean = Breadcrumb(name=name, url=absolute_url(step.url, base) if step.url else None)
        if 0 < len(name) <= _MAX_STEP_CHARS and "://" not in name and clean not in found[-1:]:
            found.append(clean)
    return found


def _keyword(raw: str) -> str | None:
    word = _label(raw)
    if "<" in word or word.endswith("="):  # what a forgotten quotation mark leaves of the next element
        return None
    is_letter = len(word) == 1 and word.isascii()  # one character of Chinese or Japanese is a word
    if not 0 < len(word) <= _MAX_KEYWORD_CHARS or is_letter or _MACHINE.fullmatch(word):
        return None
    return None if word.casefold() in _navigation() else word


def _label(raw: str) -> str:
    return one_line(_TAG.sub(" ", without_entities(raw[:_MAX_RAW_CHARS]))).strip(_SEPARATORS)


@cache
def _navigation() -> frozenset[str]:
    tables = words_by_language("processors/data/navigation").values()
    return frozenset(word for table in tables for words in table.values() for word in words)
