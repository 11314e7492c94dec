"""Who signs behind the last words of a text: "（记者 王小明）", "【山田太郎】", "Nguyễn Văn Hải"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from lxml.etree import _Element

from newsspider._native.markup import EMPHASIS
from newsspider.fields.authors.lead_names import begins_with_name
from newsspider.fields.authors.name_lines import (
    GLUED_INITIAL,
    has_family_in_capitals,
    is_name,
    name_beside_date,
)
from newsspider.fields.facts import PageFacts
from newsspider.fields.near_headline import class_of
from newsspider.language.agencies import agencies_in
from newsspider.language.bylines import words_pattern
from newsspider.language.places import begins_like_town, is_place
from newsspider.language.scripts import HAN
from newsspider.language.tags import base_language
from newsspider.language.word_lists import any_of, word_set, words_by_language
from newsspider.lines.bylines import is_byline, unbracketed
from newsspider.lines.wording import is_any_label
from newsspider.processors.author_names import name_words
from newsspider.processors.authors import looks_like_name
from newsspider.processors.headlines import name_key

_MAX_END_CHARS = 60
_MAX_NAME_CHARS = 60
_BLOCKS_BELOW = 1
_MIN_WORDS, _MAX_WORDS = 2, 4
# "（记者 王小明）", "（本报记者 李明 通讯员 王强）", "（记者王小明）（完）".
_CHINESE = re.compile(
    rf"[（(〔［\[【](?P<names>(?:[{HAN}]{{2,6}})?[记記]者[\s:：]?[{HAN}·、\s]{{2,30}})"
    rf"(?:[／/][{HAN}]{{2,8}}[报報][导導道])?[）)〕］\]】](?:[（(]完[）)])?\s*$"
)
_OPENING, _CLOSING = ("(", "（"), (")", "）")
_WITH_AGENCY = re.compile(r"(?P<name>[^()（）\d]{5,40})\s?[(（](?P<agency>[^()（）]{2,20})[)）]")
_ADDRESS = re.compile(r"([\w.+-]{3,64})@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_FOR_SITE = re.compile(r"(?P<name>[^\d,/|]{5,40}?)\s?(?:[,/|]|\s[–—-])\s?(?P<site>[^,/|]{2,30})")
_AROUND_NAME = " ,;:|/–—-()•·"
_DASH = re.compile(r"[—–―-]{1,2}\s{0,2}(?=[^\W\d_])")
_QUOTES = tuple("\"'„“”«»‹›‘’「」『』")
_QUOTING = frozenset(("blockquote", "q", "cite", "li", "dd"))
_MAX_AROUND = 3  # elements
_RIGHT = re.compile(
    r"text-align\s{0,3}:\s{0,3}(?:right|end)|(?<![a-z])(?:text|align|ta)[-_]?(?:right|end)(?![a-z])", re.IGNORECASE
)
# What follows a family name in brackets and makes it a place, a body, or one who is spoken of.
_NO_NAME_END = "県市区町村郡州駅線港湾川山島橋寺社院校会部局課署党軍所店様氏談議員長相機薬産業組著訳"
_NO_NAME_ENDS = (
    "さん|くん|大学|学園|公園|庭園|県警|府警|高校|中学|病院|組合|工業|建設|電力|銀行|第一|第二|新聞|通信|放送"
)
_WORDS = re.compile(r"[\s’'-]")
_NO_PERSONS = ("organizations", "bodies", "roles", "ends", "papers")
_MAX_PIECES = 6
# There headings are written like names, word by word or noun by noun.
_CAPITALIZING = frozenset({"", "en", "de"})


def end_names(facts: PageFacts) -> Iterator[str]:
    """Yield what the end of the text, or a line of its own right behind it, names as its writers, as written.

    In Latin, Greek and Cyrillic script that is a line that is a name alone: set to the right or emphasized, and
    of nobody whom the text speaks of.
    """
    body, language = facts.body, base_language(facts.language)
    if not body.chosen:
        return
    last = body.chosen[-1]
    for place in range(last, min(last + 1 + _BLOCKS_BELOW, len(body.blocks.texts))):
        if place > last and facts.tells_other_story_at(place):
            return
        if names := _signers(body.blocks.texts[place], place, language, facts):
            yield names


def _signers(text: str, place: int, language: str, facts: PageFacts) -> str | None:
    """Return whom the end of one block names."""
    match = _bracketed(language).search(text[-_MAX_END_CHARS:]) if language in ("ja", "zh") else None
    if match and begins_with_name(match["names"]):
        is_sure = language == "zh" or not _is_spoken_of(match["names"], place, facts)  # a reporter by its label
        return match["names"] if is_sure else None
    if _is_signature(text, place, language, facts):
        return text
    if name := _above_own_address(text, place, language, facts):
        return name
    if name := name_for_site(text, facts):
        return None if _is_spoken_of(name, place, facts) else name
    signed = _beside_date_or_agency(text, facts.language) or _behind_dash(text, place, language, facts)
    return None if signed and _is_spoken_of(signed, place, facts) else signed


def name_for_site(text: str, facts: PageFacts) -> str | None:
    """Return the person whom a line names beside the site and nothing else: "Ana Ruiz, Harbour Post"."""
    parts = _FOR_SITE.fullmatch(text) if len(text) <= _MAX_NAME_CHARS else None
    if parts is None or name_key(parts["site"]) not in facts.own_keys:
        return None
    name = parts["name"]
    is_person = _MIN_WORDS <= len(name.split()) <= _MAX_WORDS and _may_be_person(
        name, base_language(facts.language)
    )
    return name if is_person and not _has_small_words(name, facts) else None


def _above_own_address(text: str, place: int, language: str, facts: PageFacts) -> str | None:
    """Return the name above, or before, an address of e-mail that is made of it: "Erik Lund", "erik.lund@...".

    Desks and halls have such addresses as well: "Press Office", "Harbour Hall".
    """
    texts = facts.body.blocks.texts
    found = _ADDRESS.search(text if "@" in text else texts[place + 1] if place + 1 < len(texts) else "")
    if found is None:
        return None
    name = (text[: found.start()] if "@" in text else text).strip(_AROUND_NAME)
    if not _MIN_WORDS <= len(name.split()) <= _MAX_WORDS or not _may_be_person(name, language):
        return None
    own = name_key(found[1].replace(".", " "))
    first, *middle, last = map(name_key, name.split())
    is_led = first[:1] != own[:1] and any(word in own for word in middle)  # "Contact Erik Lund"
    return name if last in own and not is_led and not _has_small_words(name, facts) else None


def _beside_date_or_agency(text: str, language: str | None) -> str | None:
    """Return the name that a line has in brackets with a date, or before an agency in them.

    "(Ana Ruiz, 4.5.2031)", "Ewa Zalewska (PAP)".
    """
    if not text.endswith(_CLOSING) or len(text) > _MAX_NAME_CHARS:
        return None
    if text.startswith(_OPENING):
        return name_beside_date(unbracketed(text), language)
    signed = _WITH_AGENCY.fullmatch(text)
    if signed is None or not agencies_in(signed["agency"]) or not is_name(signed["name"]):
        return None
    name = signed["name"].strip()
    return name if _may_be_person(name, base_language(language)) else None


def _behind_dash(text: str, place: int, language: str, facts: PageFacts) -> str | None:
    """Return the name, or the byline, that is all that stands behind a dash: "— Ana Ruiz", "– By Ana Ruiz".

    Behind a quotation the dash names whom it quotes, and behind a line with another dash it goes on with a list.
    """
    dash = _DASH.match(text) if len(text) <= _MAX_NAME_CHARS else None
    if dash is None:
        return None
    signed = text[dash.end() :]
    if is_byline(signed, language):
        return signed
    is_person = _MIN_WORDS <= len(signed.split()) <= _MAX_WORDS and _may_be_person(signed, language)
    if not is_person or _is_in_quotation(place, facts) or _has_small_words(signed, facts):
        return None
    before = facts.body.blocks.texts[place - 1] if place else ""
    is_quotation = before.startswith(_QUOTES) and before.endswith(_QUOTES)
    return None if is_quotation or _DASH.match(before) else signed


def _is_in_quotation(place: int, facts: PageFacts) -> bool:
    element = facts.body.blocks.elements[place]
    if element is None:
        return False
    return any(one.tag in _QUOTING for one in (element, *islice(element.iterancestors(), _MAX_AROUND)))


def _has_small_words(name: str, facts: PageFacts) -> bool:
    """Return whether the page writes a word of a name in small letters elsewhere: "Storm Warning"."""
    return not facts.lower_case_words.isdisjoint(map(str.lower, name_words(name)))


def _is_spoken_of(name: str, place: int, facts: PageFacts) -> bool:
    """Return whether another part of the text has the name: then it may be of whom the text is about."""
    texts = facts.body.blocks.texts
    return any(name in texts[other] for other in facts.body.chosen if other != place)


@cache
def _bracketed(language: str) -> re.Pattern[str]:
    if language == "zh":
        return _CHINESE
    families = any_of(words_by_language("language/data/bylines")["end_families"]["ja"])
    name = rf"(?:{families})[{HAN}ぁ-ん]{{1,3}}(?<![{_NO_NAME_END}])(?<!{_NO_NAME_ENDS})"
    return re.compile(rf"[（(【［\[](?P<names>{name}(?:[、・]{name}){{0,3}})[）)】］\]]\s*$")


def _is_signature(text: str, place: int, language: str, facts: PageFacts) -> bool:
    """Return whether a block is the name of a person and nothing else, and marked up as a signature is."""
    words = GLUED_INITIAL.sub(r"\1 ", text).split() if len(text) <= _MAX_NAME_CHARS else []
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS:
        return False
    has_family = words[0].lower() in words_by_language("language/data/bylines")["end_families"].get(language, ())
    if not (has_family or _is_set_apart(text, place, language, facts)) or not _may_be_person(text, language):
        return False
    return not _is_spoken_of(text, place, facts)


def _is_set_apart(text: str, place: int, language: str, facts: PageFacts) -> bool:
    """Return whether a block stands to the right or is emphasized, and has no word that the page writes small."""
    element = facts.body.blocks.elements[place]
    if element is None or not (
        _is_right(element) or (language not in _CAPITALIZING and _is_emphasized(element, text))
    ):
        return False
    return not _has_small_words(text, facts)


def _may_be_person(text: str, language: str) -> bool:
    words = _WORDS.split(GLUED_INITIAL.sub(r"\1 ", text))
    given = words[:-1] if language not in _CAPITALIZING and has_family_in_capitals(text) else words
    if not looks_like_name(text) or not all(map(str.isalpha, words)) or any(map(_is_in_capitals, given)):
        return False
    if words[0].casefold() in word_set("language/data/bylines", "wishes"):
        return False
    is_work = any(words_pattern(kind).search(text) for kind in _NO_PERSONS)
    return not (is_work or is_any_label(text) or is_place(text, language) or begins_like_town(text))


def _is_in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_right(element: _Element) -> bool:
    return any(
        _RIGHT.search(f"{part.get('style') or ''} {class_of(part)}") or part.get("align") == "right"
        for part in (element, *islice(element.iterchildren(tag=tuple(EMPHASIS)), 1))
    )


def _is_emphasized(element: _Element, text: str) -> bool:
    """Return whether all that an element shows is emphasized: <p><strong>Ana Ruiz</strong></p>."""
    parts: Sequence[_Element] = list(islice(element.iter(), _MAX_PIECES))
    return any(part.tag in EMPHASIS and " ".join("".join(part.itertext()).split()) == text for part in parts)
