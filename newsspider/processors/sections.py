"""Clean sections, breadcrumbs and keywords: words about the article, without those of the site's menus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from newsspider.items import Breadcrumb
from newsspider.language.scripts import KANA_AND_HAN
from newsspider.language.word_lists import any_of, word_set, words_by_language, words_of
from newsspider.processors.headlines import folded_key
from newsspider.processors.text import one_line, tags_as_blanks, without_entities
from newsspider.processors.urls import absolute_url

# The longest section and keyword that a person would type; longer ones are sentences of a description.
_MAX_SECTION_CHARS = 80
_MAX_KEYWORD_CHARS = 80
_MAX_STEP_CHARS = 300  # the last step of a trail is often the headline
_MAX_KEYWORDS = 50  # beyond these a page lists its site's vocabulary
_MAX_RAW_CHARS = 10_000
_SEPARATORS = ' \t>›»«‹→▸▶▾▼▿▽⌄/|\\•·,;:#"“”„'
_BETWEEN_KEYWORDS = re.compile(r"[,;|，、،；\n]")
# "北京 天气 台风 5G": where no comma parts words of a script without spaces, spaces do.
_SPACED_WORDS = re.compile(f"(?:[{KANA_AND_HAN}0-9A-Z]{{1,10}} ){{2,100}}[{KANA_AND_HAN}0-9A-Z]{{1,10}}")
_UNSPACED = re.compile(f"[{KANA_AND_HAN}]")
# "#storm #coast"
_HASHTAGS = re.compile(r"#[^\s#]{1,60}(?:\s{1,3}#[^\s#]{1,60}){1,100}")
# '["storm", "coast"]': a program's list, written as text
_WRITTEN_LIST = re.compile(r"\[\s{0,9}([\"']).*\1\s{0,9}\]", re.DOTALL)
_BETWEEN_QUOTES = re.compile(r"[\"']\s{0,9},\s{0,9}[\"']")
# "Business, Finance, & Economics" is one topic.
_ENUMERATION = re.compile(r"(?:[^,;|]{1,40}, ){1,3}& [^,;|]{1,40}")
# "Category: Life"; the names of a program's own fields are written as one word: "siteGroup: CO".
_PREFIX = re.compile(r"(?P<key>[^:：]{1,30})[:：]\s{0,3}(?P<word>[^\s:/].{0,80})")
_FIELD_NAME = re.compile(r"[a-z]{2,20}(?:[A-Z][a-z]{1,20}){1,4}|[a-z]{2,20}(?:_[a-z]{1,20}){1,4}")
_GUESSED = re.compile(r"NLP[ _]")  # "NLP Entity Token: Harrow": what a program makes of the text
_ENTITY_END = re.compile(r"&#?\w{1,30};")
# "Beauty,Fashion": what blog software makes of several; "News, Weather and Sports" is one.
_FIRST_OF_LIST = re.compile(r"(?<=\w),(?=[^\W\d_])")
# "Apps, Phones, News"
_SEVERAL = re.compile(r"(?P<first>[^,]{2,60})(?:, [^,]{2,60}){1,30}, (?P<last>[^,]{2,60})")
_CONJUNCTION = re.compile(r"&|\s[^\W\d_A-Z]{1,3}\s")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
# What a content system tells itself: "type:article", "ctype=story", "NewsArticle:id/77", "/news/local", "@all-a",
# "exclude-from-feed".
_MACHINE = re.compile(
    r"\S{0,60}(?:[:=~]\S|_\S)\S{0,60}|@\S{1,80}|\S{0,20}exclude-\S{1,60}|no-?index|iab[-_]\S{1,60}|/\S{1,80}|https?:\S{1,200}|[\d\W]+|[0-9a-f-]{16,40}"
)


def clean_section(raw: str) -> str | None:
    """Return a section's name as one line, None if it is a word of menus or not a name.

    >>> clean_section(" World &amp; Politics > "), clean_section("Home"), clean_section("World,Top Stories")
    ('World & Politics', None, 'World')
    """
    name = _label(_first_section(raw[:_MAX_RAW_CHARS]))
    if not 0 < len(name) <= _MAX_SECTION_CHARS or not _LETTER.search(name) or _ADDRESS.match(name):
        return None
    return None if name.casefold() in _navigation() else name


def _first_section(raw: str) -> str:
    """Return the first of a list of sections.

    >>> _first_section("Apps, Phones, News"), _first_section("Food, Wine and Travel")
    ('Apps', 'Food, Wine and Travel')
    """
    several = _SEVERAL.fullmatch(raw.strip())
    if several and not _CONJUNCTION.search(several["last"]):
        return several["first"]
    return _FIRST_OF_LIST.split(raw, maxsplit=1)[0]


def clean_keywords(raws: Iterable[str]) -> list[str]:
    """Return keywords, split and each once, without words of menus and internal values of a CMS.

    >>> clean_keywords(["storm, coast; Storm", "home", "Category: Life"])
    ['storm', 'coast', 'Life']
    """
    listed = [raw[:_MAX_RAW_CHARS] for raw, _ in zip(raws, range(_MAX_RAW_CHARS), strict=False)]
    # A comma in one of many is part of a name ("Springfield, Ohio"); in a single string it parts keywords.
    parts = listed if len(listed) > 3 else [part for raw in listed for part in _parts(raw)]
    is_program = sum(":" in part for part in parts) > 1
    first: dict[str, str] = {}
    for word in filter(None, (_keyword(part, is_program=is_program) for part in parts)):
        first.setdefault(folded_key(word) or word, word)
    return list(first.values())[:_MAX_KEYWORDS]


def _parts(raw: str) -> Sequence[str]:
    """Return the keywords of a string that holds several.

    >>> _parts("#storm #coast"), _parts("Fish &amp; chips;Storm"), _parts("台風 大雨 警報")
    (['#storm', '#coast'], ['Fish & chips', 'Storm'], ['台風', '大雨', '警報'])
    >>> _parts('["storm", "Springfield, Ohio"]')
    ['storm', 'Springfield, Ohio']
    """
    if _ENTITY_END.search(raw):  # whose semicolon parts nothing
        raw = without_entities(raw)
    text = raw.strip()
    if text[:1] == "[" and _WRITTEN_LIST.fullmatch(text):
        return _BETWEEN_QUOTES.split(text[1:-1].strip(" \"'"))
    if _ENUMERATION.fullmatch(text):
        return [text]
    if _HASHTAGS.fullmatch(text) or (_SPACED_WORDS.fullmatch(text) and _UNSPACED.search(text)):
        return text.split()
    return _BETWEEN_KEYWORDS.split(raw)


def clean_breadcrumbs(steps: Iterable[Breadcrumb], base: str | None = None) -> list[Breadcrumb]:
    """Return the breadcrumbs that have a name, with absolute URLs and without repeats.

    >>> clean_breadcrumbs([Breadcrumb(name="Home ›", url="/"), Breadcrumb(name="›"), Breadcrumb(name="World")], "https://example.org/a")
    [Breadcrumb(name='Home', url='https://example.org/'), Breadcrumb(name='World', url=None)]
    """
    found: list[Breadcrumb] = []
    for step in steps:
        name = _label(step.name or "")
        clean = Breadcrumb(name=name, url=absolute_url(step.url, base) if step.url else None)
        if not 0 < len(name) <= _MAX_STEP_CHARS or "://" in name:
            continue
        if (
            found and (found[-1].name or "").casefold() == name.casefold()
        ):  # a section with a page of the same name
            found[-1] = found[-1] if found[-1].url else clean
        else:
            found.append(clean)
    return found


def _keyword(raw: str, *, is_program: bool) -> str | None:
    word = _without_prefix(_label(raw), is_program=is_program)
    if "<" in word or word.endswith("="):  # what a forgotten quotation mark leaves of the next element
        return None
    is_letter = len(word) == 1 and word.isascii()  # one character of Chinese or Japanese is a word
    if not 0 < len(word) <= _MAX_KEYWORD_CHARS or is_letter or _MACHINE.fullmatch(word):
        return None
    return None if word.casefold() in _navigation() or _layout_name().fullmatch(word) else word


def _without_prefix(word: str, *, is_program: bool = True) -> str:
    """Return a keyword without the word that says what it is; nothing of what a content system tells itself.

    `is_program` says that other keywords of the list are written alike; one alone may be a name.

    >>> _without_prefix("Category: Life"), _without_prefix("siteGroup: CO"), _without_prefix("Rogue One: A Story")
    ('Life', '', 'Rogue One: A Story')
    >>> _without_prefix("Source: NASA", is_program=False), _without_prefix("source: feed", is_program=False)
    ('Source: NASA', '')
    """
    found = _PREFIX.fullmatch(word) if ":" in word or "：" in word else None
    if found is None:
        return word
    key = found["key"].strip()
    if not is_program and key[0].isupper() and key.casefold() in _keys("ordinary"):
        return word
    if _FIELD_NAME.fullmatch(key) or key.casefold() in _keys("internal") or _GUESSED.match(key):
        return ""
    return found["word"].strip(_SEPARATORS) if key.casefold() in _keys("prefixes") else word


def _label(raw: str) -> str:
    return one_line(tags_as_blanks(without_entities(raw[:_MAX_RAW_CHARS]))).strip(_SEPARATORS)


def is_menu_word(name: str) -> bool:
    """Return whether an entry of a menu, whole, says how to list stories and not of what: "All", "Latest".

    >>> is_menu_word("All"), is_menu_word("Todas"), is_menu_word("All Saints")
    (True, True, False)
    """
    return name.casefold() in word_set("processors/data/menu_entries", "any_section")


@cache
def _navigation() -> frozenset[str]:
    tables = words_by_language("processors/data/navigation").values()
    return frozenset(word for table in tables for words in table.values() for word in words)


@cache
def _keys(kind: str) -> frozenset[str]:
    return word_set("processors/data/keywords", kind)


@cache
def _layout_name() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(words_of('processors/data/keywords', 'layout'))}){{3,8}}")
