"""Separate captions from credits: what a picture shows, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from newsspider.language.first_words import FirstWords
from newsspider.language.scripts import TOUCHING, TOUCHING_CHAR
from newsspider.language.word_lists import any_of, words_of
from newsspider.processors.text import one_line, without_entities

WORDS = "processors/data/credits"
MAX_CAPTION_CHARS = 3_000  # a caption of the longest photo essays; more is a text in the wrong place
# Credits are names: the longest seen in photo services' own guides name three agencies, under 100 characters.
CREDIT_CHARS = 120
_SENTENCE_END = re.compile(r"\w{3,40}[.!?…]['\"’”»)]{0,2}\s+\S|[。!?]\s*\S")
_COPYRIGHT_SIGN = re.compile(r"(?:©|\(c\)\s|\bcopyright\s?(?::|©))\s*", re.IGNORECASE)
BRACKETED = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{2,120})[)\]）】]\s*[.。]?$")
# "REUTERS/Ana Ruiz", "Ana Ruiz / AFP", "Ana Ruiz via Getty Images": after the last full sentence.
_LAST_PART = re.compile(
    r"(?:^|[.!?…。][\"”’»)]?\s+|\s+[-–—|/]\s+)([^.!?…。|]{2,120}(?:\b[A-Z]\.[^.!?…。|]{1,60})?)$"
)
_EDGES = " \t|–—-/,;:·•([（【=＝"
BEFORE_CREDIT = _EDGES + "©∙"
CLOSING = _EDGES + ")]】）"
_YEARS = re.compile(r"^\d{4}(?:\s?[-–]\s?\d{4})?,?\s")
_SIGNED_BY = re.compile(r"[/|,·]|\s(?:via|for|/|-|–)\s")
LOWER_WORD = re.compile(
    r"(?<!\w)(?!(?:via|for|de|da|del|van|von|bin|al|el|la|der|den|imago|dpa|ddp|picture|alliance|images)\b)[a-z]{2,40}\b"
)
_COLONS = ":：՝፦៖"  # and those of Armenian, Ethiopic and Khmer
_LABEL_MARK = re.compile(f"[©{_COLONS}]")
_WHOSE = re.compile(r"\s*[^\W\d_a-z][\w'’-]{0,20}(?:\s[^\W\d_a-z][\w'’-]{0,20})?\s*")  # "Staff", "Harbour Express"
_WHOSE_AT_END = re.compile(rf"(?<=[.!?…])\s{_WHOSE.pattern}$")
_BRACKETS = "([（【"
_BODY_AND_NAME = re.compile(r"[A-Z]{3,12}/[A-Z]\w+(?:\s[A-Z]\w+){1,2}")  # "EXN/Ana Ruiz"
_AGENCY_CHARS = 30
_PAIRS = (("(", ")"), ("[", "]"), ("（", "）"), ("【", "】"))
_SENTENCE = re.compile(r"[.!?…]\s")
_BEHIND_EQUALS = re.compile(r"[=＝]([^=＝。、]{2,30})[。]?$")  # "下浜町の岸壁＝共同"
_BEHIND_SLASH = re.compile(r"\s[/|–—-]\s([^/|]{2,40})$")
# In a sentence about the sign: "marked with ©. The court ruled", "das ©-Zeichen".
_GOES_ON = re.compile(r"\s{0,2}[.,;!?)’”»]|[-‑]\w")
_MAX_LOWER_WORDS = 5  # "© Musée des Quais, réunion des musées" is a credit, a sentence has more
# In a sentence about a picture: "The wall in an old photo by Ana Ruiz"; "Hero image by Ana Ruiz" is none.
_ARTICLE = re.compile(r"\b(?:an?|the|this|his|her|their|une?|la|les?|cette|una|el|een|het|uma?)\b", re.IGNORECASE)
_BEFORE_LABEL = ".!?…。”\"»“’')]）】" + _EDGES
# Behind a word that means "by" and "of": a name, or an agency that is written small, but no "la" or "der".
_OF_NAME = re.compile(
    r"(?:(?:van|von|de|da|di|du|del)\s(?:\w{2,3}\s)?|[dl]['’])?[^\W\d_a-zß-öø-ÿ]|dpa\b|imago\b|ddp\b|picture[\s-]alliance\b|@"
)


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Return the caption and the credit in the line under a picture; None for what is missing.

    >>> split_credit("The harbour at dawn. Photo: Ana Ruiz/Example Press")
    ('The harbour at dawn.', 'Ana Ruiz/Example Press')
    >>> split_credit("Der Hafen am Morgen © Ben Kurz")
    ('Der Hafen am Morgen', 'Ben Kurz')
    >>> split_credit("The harbour at dawn, May 4, 2020. REUTERS/Ana Ruiz")
    ('The harbour at dawn, May 4, 2020.', 'REUTERS/Ana Ruiz')
    """
    return split_line(one_line(without_entities(text[:MAX_CAPTION_CHARS])))


@lru_cache(maxsize=64)  # the main picture's caption is cleaned as that, and among all pictures
def split_line(line: str) -> tuple[str | None, str | None]:
    """Return the caption and the credit in a line without superfluous spaces."""
    line = line.removesuffix(" #")  # a link to the picture
    for split in (_at_bracket, at_label, at_sign, _at_source):
        found = split(line)
        if found:
            caption, credit = found
            return caption.strip().rstrip(BEFORE_CREDIT) or None, _without_second_label(credit)
    return line or None, None


def without_label(credit: str) -> str:
    """Return a credit without the label or sign before it.

    >>> without_label("Photo Ana Ruiz"), without_label("© Bild: Ana Ruiz")
    ('Ana Ruiz', 'Ana Ruiz')
    """
    match = _words().leading.match(credit)
    return credit[match.end() :] if match else credit


def _without_second_label(credit: str) -> str:
    """Return a credit without one more label: "Photo: © Bild: Ana Ruiz"; "Photo: Picture Agency" has none."""
    match = _words().leading.match(credit)
    return credit[match.end() :] if match and _LABEL_MARK.search(match[0]) else credit


@lru_cache(maxsize=64)  # several rules ask for it
def bracket_at_end(line: str) -> re.Match[str] | None:
    """Return the bracket at the end of a line, its content in the first group."""
    return BRACKETED.search(line, max(0, len(line) - CREDIT_CHARS - 8))


@lru_cache(maxsize=64)  # as above
def last_parts(line: str) -> Sequence[re.Match[str]]:
    """Return the matches of what stands behind a line's last sentence or mark, in the first group."""
    # The line's end alone, for linear time; one more character for the "." before it.
    return tuple(_LAST_PART.finditer(line, max(0, len(line) - CREDIT_CHARS - 4)))


def _at_bracket(line: str) -> tuple[str, str] | None:
    match = bracket_at_end(line)
    if match is None:
        return None
    inner = match[1].strip()
    found = at_label(inner) or at_sign(inner)
    if found and (not found[0].strip() or _WHOSE.fullmatch(found[0])):
        return line[: match.start()], found[1]
    return (line[: match.start()], inner) if _words().source.search(inner) else None


def at_label(line: str) -> tuple[str, str] | None:
    """Return what stands before a label and the credit behind it: "Photo: Ana Ruiz"."""
    start = max(0, len(line) - CREDIT_CHARS - 40)
    words = _words()
    if not words.behind_label.search(line, start) or not words.first_of_labels.may_stand_in(line):
        return None  # as in most lines: found out in a fifth of the time that looking for each label takes
    for match in words.label.finditer(line, start):
        credit = _name(line[match.end() :])
        if credit and _is_label(match, credit):
            return _without_paper(line[: match.start()], match), credit
    return _at_maker(line)


def _without_paper(before: str, label: re.Match[str]) -> str:
    """Return what stands before a label without for whom the picture was taken: "... at dawn. Staff" photo by.

    Two words before a colon may be whom it shows: "Who wins? Eva Berg Foto: dpa".
    """
    whose = _WHOSE_AT_END.search(before, max(0, len(before) - _AGENCY_CHARS))
    if whose is None or _words().source.search(whose[0]) or (not label["joiner"] and " " in whose[0].strip()):
        return before
    return before[: whose.start()]


def _is_label(match: re.Match[str], credit: str) -> bool:
    """Return whether a label introduces the credit behind it: no sentence goes on, as in "Take a photo of it"."""
    if _ends_agency(match):
        return False
    is_sure = any(colon in match[0] for colon in _COLONS) or "courtesy" in match[0].lower()
    if is_sure or not (match["of"] or match["joiner"]):
        return True
    before = match.string[: match.start()].rstrip()
    is_apart = not before or before[-1] in _BEFORE_LABEL or match[0][0] in _BRACKETS
    if match["joiner"]:
        return is_apart or not match["label"][0].islower() or not _ARTICLE.search(_SENTENCE.split(before)[-1])
    return is_apart and _OF_NAME.match(credit) is not None and not _words().label.search(credit)


def _ends_agency(match: re.Match[str]) -> bool:
    """Return whether what looks like a label is the end of an agency's name: "AP Photo/Ana Ruiz"."""
    slash = match.string.find("/", match.start(), match.end())
    begin = max(0, match.start() - _AGENCY_CHARS)
    return slash >= 0 and _words().source_at_end.search(match.string, begin, slash) is not None


def _at_maker(line: str) -> tuple[str, str] | None:
    """Return what stands before the "by" and who made the picture: "Photo of Ana Ruiz by Ben Kurz"."""
    match = _words().maker.search(line, max(0, len(line) - CREDIT_CHARS - 40))
    credit = _name(line[match.end() :]) if match else None
    return (line[: match.end("shown")], credit) if match and credit else None


def at_sign(line: str) -> tuple[str, str] | None:
    """Return what stands before a copyright sign and the credit behind it."""
    for match in _COPYRIGHT_SIGN.finditer(line, max(0, len(line) - CREDIT_CHARS - 20)):
        credit = _name(line[match.end() :])
        if credit and not _is_in_sentence(match, credit):
            return line[: match.start()], credit
    return None


def _is_in_sentence(sign: re.Match[str], credit: str) -> bool:
    """Return whether a sentence speaks of the copyright sign, and goes on behind it."""
    last = sign.string[: sign.start()].rstrip().rpartition(" ")[2]
    if _ARTICLE.fullmatch(last) or _GOES_ON.match(sign.string, sign.start() + len(sign[0].rstrip())):
        return True
    return len(LOWER_WORD.findall(credit)) > _MAX_LOWER_WORDS


def _at_source(line: str) -> tuple[str, str] | None:
    start = max(0, len(line) - CREDIT_CHARS - 4)
    set_off = _BEHIND_SLASH.search(line, start)
    if set_off and _words().source.fullmatch(set_off[1].strip()) and _has_small_word(line[: set_off.start()]):
        return line[: set_off.start()], set_off[1]
    for match in last_parts(line):
        part = match[1].strip()
        source = _words().source.search(part)
        if (source and _is_signature(part, source)) or _BODY_AND_NAME.fullmatch(part):
            return line[: match.start(1)], part
    behind = _BEHIND_EQUALS.search(line, start)
    if behind and _words().source.fullmatch(behind[1].strip()):
        return line[: behind.start()], behind[1]
    return None


def _has_small_word(text: str) -> bool:
    """Return whether words of a text's last sentence, in any script with cases, are written small as no name's."""
    text = _SENTENCE.split(text)[-1]
    if LOWER_WORD.search(text):
        return True
    return any(not word.isascii() and len(word) > 1 and word.islower() for word in text.split())


def _is_signature(part: str, source: re.Match[str]) -> bool:
    """Return whether a caption's last part is only names: "AP" inside a sentence is not a credit."""
    alone = source.group(0) == part
    return (alone or _SIGNED_BY.search(part) is not None) and not LOWER_WORD.search(part)


def _name(rest: str) -> str | None:
    rest = without_edges(_YEARS.sub("", rest.strip(_EDGES)))
    if not 1 < len(rest) <= CREDIT_CHARS or _SENTENCE_END.search(rest):
        return None
    return rest.rstrip(" .") or None


def without_edges(text: str) -> str:
    """Return a text without the marks around it; a bracket that it opens is closed.

    >>> without_edges("Ana Ruiz)"), without_edges("Ana Ruiz (EXN)")
    ('Ana Ruiz', 'Ana Ruiz (EXN)')
    """
    inner = text.strip(CLOSING)
    for opening, closing in _PAIRS:
        if inner.count(opening) > inner.count(closing) and closing in text[text.rfind(inner) + len(inner) :]:
            inner += closing
    return inner


class _Words(NamedTuple):
    first_of_labels: FirstWords
    label: re.Pattern[str]
    behind_label: re.Pattern[str]  # what must stand behind any of them
    maker: re.Pattern[str]  # what a picture shows, and the "by" behind it
    source: re.Pattern[str]
    source_at_end: re.Pattern[str]
    leading: re.Pattern[str]  # a label before a name


@cache
def _words() -> _Words:
    labels = words_of(WORDS, "labels")
    joiners, of_words = any_of(words_of(WORDS, "joiners")), any_of(words_of(WORDS, "of"))
    spaced = any_of(label for label in labels if not TOUCHING_CHAR.search(label))
    unspaced = any_of(label for label in labels if TOUCHING_CHAR.search(label))
    # "Fot. Jan Nowak" needs no colon.
    of = rf"(?<=\bcourtesy)\sof\b:?|(?P<of>\s(?:{of_words})\b:?)"
    after = rf"(?:\.?\s?[{_COLONS}]|\s?[©|/]|\s(?P<joiner>{joiners})\b:?|{of}|(?<=\.)\s)"
    label = re.compile(
        rf"[(\[（【]?(?:(?<![\w'’-])(?P<label>{spaced})(?:\(s\))?{after}|(?:{unspaced})\s?[{_COLONS}|/=＝]"
        rf"|(?<![\w{TOUCHING}])(?:{unspaced})\s?[–-])\s*",
        re.IGNORECASE,
    )
    behind_label = re.compile(
        rf"[{_COLONS}©|/=＝]|[{TOUCHING}]\s?[–-]|\.\s|\s(?:{joiners}|{of_words}|of)\b", re.IGNORECASE
    )
    maker = re.compile(
        rf"(?:^|(?<=[.!?…|(\[])|(?<=[.!?…|]\s))(?P<shown>(?i:{spaced})\s[Oo]f\s[^.!?…|()\[\]]{{2,80}}?)\s[Bb]y\s(?=[^\W\d_a-z])"
    )
    sources = any_of(words_of(WORDS, "sources"), ignore_case=False)
    source = re.compile(rf"(?<![\w'’-])(?:{sources})(?![\w'’])")
    source_at_end = re.compile(rf"(?<![\w'’-])(?:{sources})\s?$")
    leading = re.compile(rf"(?:©\s*)?(?:(?i:{spaced})(?:\s?[{_COLONS}]\s*|\s+(?=[A-ZÀ-ÞА-ЯĀ-Ž]))|©\s*)(?=\w)")
    return _Words(FirstWords(labels), label, behind_label, maker, source, source_at_end, leading)
