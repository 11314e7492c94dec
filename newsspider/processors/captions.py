"""Split what stands under a picture: what it shows, and whose it is."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsspider.language.scripts import TOUCHING
from newsspider.language.word_lists import any_of, words_of
from newsspider.processors.credits import (
    BEFORE_CREDIT,
    BRACKETED,
    CLOSING,
    CREDIT_CHARS,
    LAST_PART,
    LOWER_WORD,
    MAX_CAPTION_CHARS,
    at_label,
    at_sign,
    split_line,
    without_label,
)
from newsspider.processors.text import one_line, without_entities

_WORDS = "processors/data/captions"
_FULL_STOPS = (".", "!", "?", "…", "。", "”", '"', "»", "“", "’")
_MAX_NAMES_CHARS = 60  # in brackets: longer ones explain what the picture shows
_MAX_SUFFIXED_CHARS = 60
_DIGITS = re.compile(r"\d")
# "Ana Ruiz/EXN": a person of two words or more, and whom they work for.
_NAME_AND_AGENCY = re.compile(r"[^\W\d_]\S{0,30}(?:\s\S{1,30}){1,4}\s?/\s?\S.{0,40}")
_ACRONYM = re.compile(r"[^\W\d_a-z]{2,6}")  # "EXN": an agency's
_MIN_GIVEN_CHARS = 5  # before a bare name: "Supplied Ana Ruiz", but not "Dr Ruiz"
_LONG_CONTROL = 3  # words: shorter ones are sentences' beginnings and ends as well: "Close up", "Read more books"
_MAX_CONTROL_CHARS = 60
_TOUCHING = re.compile(f"[{TOUCHING}]")
_MAIL_AT_END = re.compile(r"\s[\w.+-]{1,40}@[\w.-]{1,60}$", re.ASCII)
_WIDE_SIGN = re.compile(r"[ⓒⒸ]|[(（][CＣｃ][)）]|（c）")
_LISTS = ("caption_labels", "source_labels", "given", "kinds", "controls", "joiners")
_MARKS = (" | ", "|", " / ", " - ", ", ", " ")


def split_caption(text: str) -> tuple[str | None, str | None]:
    """Return the caption and the credit in a text known to stand under a picture; None for what is missing.

    There, more is a credit than in other lines: names in brackets behind the last sentence, "Supplied", "○○撮影".

    >>> split_caption("Legende: Der Hafen am Morgen. Foto: Ben Kurz (Keystone)")
    ('Der Hafen am Morgen.', 'Ben Kurz (Keystone)')
    >>> split_caption("The harbour at dawn. (Ana Ruiz/EXN)"), split_caption("The new hall. Supplied")
    (('The harbour at dawn.', 'Ana Ruiz/EXN'), ('The new hall.', 'Supplied'))
    """
    return _split_caption(one_line(without_entities(text[:MAX_CAPTION_CHARS])))


@lru_cache(maxsize=64)  # the main picture's caption is cleaned as that, and among all pictures
def _split_caption(line: str) -> tuple[str | None, str | None]:
    words = _words()
    line = words.controls_behind.sub("", words.controls_before.sub("", line, count=1), count=1)
    label = words.label.match(line)
    line = _WIDE_SIGN.sub("©", line[label.end() :] if label else line)
    found = _at_label_and_bracket(line) or _at_suffix(line) or _at_names_in_brackets(line)
    if found is None:
        caption, credit = split_line(line)
        if credit:
            return caption, _once(credit)
        found = _at_given(line)
        if found is None:
            return caption, None
    return found[0].strip().rstrip(BEFORE_CREDIT) or None, _once(found[1])


def is_control(text: str) -> bool:
    """Return whether a text is what a button beside a picture says.

    >>> is_control(" Show more "), is_control("Show more love")
    (True, False)
    """
    return len(text) <= _MAX_CONTROL_CHARS and _words().control.fullmatch(one_line(text)) is not None


def clean_credit(text: str) -> str | None:
    """Return a credit without its label, and once where it is doubled.

    >>> clean_credit("Foto: Ana Ruiz"), clean_credit("© Bild: Ana Ruiz"), clean_credit("Photo Ana Ruiz. AFP")
    ('Ana Ruiz', 'Ana Ruiz', 'Ana Ruiz. AFP')
    >>> clean_credit("Image source, Ana Ruiz"), clean_credit("Ana Ruiz | Ana Ruiz")
    ('Ana Ruiz', 'Ana Ruiz')
    """
    line = one_line(without_entities(text[:MAX_CAPTION_CHARS]))
    label = _words().source_label.match(line)
    line = line[label.end() :] if label else line
    caption, credit = _split_caption(line)
    if credit and not caption:
        return _without_joiner(credit)
    line = _without_joiner(_once(without_label(line.strip(CLOSING))))
    return line if 0 < len(line) <= CREDIT_CHARS else None


def _without_joiner(credit: str) -> str:
    """Return a credit without the "By" before a name."""
    match = _words().joiner.match(credit)
    return credit[match.end() :] if match else credit


def without_credit(caption: str, credit: str) -> str | None:
    """Return a caption that neither begins nor ends with its own credit; None if it says nothing else.

    >>> without_credit("The harbour at dawn. Ana Ruiz", "Ana Ruiz"), without_credit("Ana Ruiz", "Ana Ruiz")
    ('The harbour at dawn.', None)
    """
    line = caption.strip(CLOSING)
    if line.startswith(credit) and not line[len(credit) : len(credit) + 1].isalnum():
        line = line[len(credit) :].lstrip(BEFORE_CREDIT)
        return line if any(map(str.isalnum, line)) else None
    if not line.endswith(credit):
        return caption
    rest = line[: len(line) - len(credit)]
    if rest[-1:].isalnum():
        return caption
    rest = rest.rstrip(BEFORE_CREDIT)
    return rest if any(map(str.isalnum, rest)) else None


def _once(credit: str) -> str:
    """Return a credit that a template wrote twice as if it had done so once."""
    first, _, second = credit.partition(" | ")
    if second and first == without_label(second):
        return first
    for mark in _MARKS:
        half, odd = divmod(len(credit) - len(mark), 2)
        if not odd and half > 0 and credit[half : half + len(mark)] == mark and credit[:half] == credit[-half:]:
            return credit[:half]
    return credit


def _bracket(line: str) -> re.Match[str] | None:
    return BRACKETED.search(line, max(0, len(line) - CREDIT_CHARS - 8))


def _at_label_and_bracket(line: str) -> tuple[str, str] | None:
    """Split "... Photo: Ana Ruiz (Agency)"."""
    match = _bracket(line)
    if match is None or not _is_names(match[1]) or at_label(match[1]) or at_sign(match[1]):
        return None
    found = at_label(line[: match.start()])
    return (found[0], f"{found[1]} ({match[1].strip()})") if found else None


def _at_names_in_brackets(line: str) -> tuple[str, str] | None:
    """Split "... at dawn. (Agency)" and "... at dawn (Ana Ruiz/Agency)"."""
    match = _bracket(line)
    if match is None:
        return None
    before, inner = line[: match.start()].rstrip(), match[1].strip()
    if not _is_names(inner) or _words().no_credit.fullmatch(inner) or at_label(inner) or at_sign(inner):
        return None
    if _NAME_AND_AGENCY.fullmatch(inner):
        return before, inner
    # One name alone is a place as often as an agency; split_line() knows the large ones.
    is_signed = before.endswith(_FULL_STOPS) and (" " in inner or "/" in inner or _ACRONYM.fullmatch(inner))
    return (before, inner) if is_signed else None


def _at_suffix(line: str) -> tuple[str, str] | None:
    """Split "...（○○撮影）", "...＝○○撮影" and "... ○○ 기자"."""
    end = _MAIL_AT_END.sub("", line)
    match = _words().suffix.search(end, max(0, len(end) - _MAX_SUFFIXED_CHARS))
    return (end[: match.start()], match["name"].strip()) if match else None


def _at_given(line: str) -> tuple[str, str] | None:
    """Split "... at dawn. Supplied" and "... at dawn (Supplied by Ana Ruiz)"."""
    match = _bracket(line)
    if match is not None and _is_given(match[1].strip()):
        return line[: match.start()], match[1].strip()
    for match in LAST_PART.finditer(line, max(0, len(line) - CREDIT_CHARS - 4)):
        part = match[1].strip()
        if _is_given(part):
            return line[: match.start(1)], part
    return None


def _is_given(text: str) -> bool:
    """Return whether a text says who gave a picture, and nothing else: "Supplied", "Supplied by Ana Ruiz"."""
    match = _words().given.match(text)
    if match is None:
        return False
    name = text[match.end() :].strip()
    if not name:
        return True
    is_set_off = match["mark"] or match["joiner"] or match["given"].endswith(".")
    if not is_set_off and len(match["given"]) < _MIN_GIVEN_CHARS:
        return False
    return _is_names(name) and not any(word[0].islower() for word in name.split())


def _is_names(text: str) -> bool:
    """Return whether a text may be names alone: it begins with a capital, and no common word stands in it."""
    text = text.strip()
    if not text[:1].isupper() or len(text) > _MAX_NAMES_CHARS:
        return False
    return not LOWER_WORD.search(text) and not _DIGITS.search(text)


class _Words(NamedTuple):
    label: re.Pattern[str]  # before a caption
    source_label: re.Pattern[str]  # before a credit, with a comma
    given: re.Pattern[str]
    no_credit: re.Pattern[str]  # what kind of picture it is
    suffix: re.Pattern[str]
    joiner: re.Pattern[str]
    control: re.Pattern[str]
    controls_before: re.Pattern[str]
    controls_behind: re.Pattern[str]


@cache
def _words() -> _Words:
    lists = {kind: any_of(words_of(_WORDS, kind)) for kind in _LISTS}
    suffixes = any_of(words_of(_WORDS, "suffixes"))
    controls = words_of(_WORDS, "controls")
    long = any_of(one for one in controls if len(one.split()) >= _LONG_CONTROL)
    touching = any_of(one for one in controls if _TOUCHING.search(one))  # a blank is a mark there
    # A name in a script without spaces; the mark before it tells where it begins.
    name = r"(?P<name>[^\s()（）\[\]【】=＝/／|。.,、:：]{1,20}(?:\s[^\s()（）\[\]【】=＝/／|。.,、:：]{1,20})?)"
    return _Words(
        label=re.compile(rf"(?:{lists['caption_labels']})\s?[:：,،]\s?(?=\S)", re.IGNORECASE),
        source_label=re.compile(rf"(?:{lists['source_labels']})\s?[,،]\s?(?=\S)", re.IGNORECASE),
        given=re.compile(
            rf"(?P<given>(?:{lists['given']})(?!\w)\.?)\s?(?P<mark>[/:|,])?\s?(?P<joiner>(?:{lists['joiners']})\s)?",
            re.IGNORECASE,
        ),
        no_credit=re.compile(lists["kinds"], re.IGNORECASE),
        joiner=re.compile(rf"(?i:{lists['joiners']})\s(?=[^\W\d_a-z])"),
        control=re.compile(f"(?:{lists['controls']})", re.IGNORECASE),
        controls_before=re.compile(
            rf"^(?:(?i:{lists['controls']})(?:$|\s?[:：|•·。]\s?)|(?i:{long})\s(?=[^\W_a-z]))"
        ),
        controls_behind=re.compile(
            rf"(?:(?:^|(?<=[.!?…。|•·»”\"')\]）])\s?)(?i:{lists['controls']})|\s(?:{touching}|(?=[^\W_a-z])(?i:{long})))$"
        ),
        suffix=re.compile(rf"\s?[(（\[【=＝/／|。.]\s?{name}\s?(?:{suffixes})\s?[)）\]】]?[.。]?$"),
    )
