"""Split what stands under a picture: what it shows, and whose it is."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsspider.language.agencies import is_agency
from newsspider.language.first_words import FirstWords
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.language.word_lists import any_of, word_set, words_of
from newsspider.processors.caption_ends import (
    FULL_STOPS,
    NAME_AND_AGENCY,
    at_signature,
    is_names,
    is_other_capitals,
    without_notes,
)
from newsspider.processors.credits import (
    BEFORE_CREDIT,
    BRACKETED,
    CLOSING,
    CREDIT_CHARS,
    LOWER_WORD,
    MAX_CAPTION_CHARS,
    at_label,
    at_sign,
    bracket_at_end,
    last_parts,
    split_line,
    without_edges,
    without_label,
)
from newsspider.processors.credits import WORDS as CREDIT_WORDS
from newsspider.processors.text import is_small, one_line, without_entities

_WORDS = "processors/data/captions"
_MAX_SUFFIXED_CHARS = 60
_ACRONYM = re.compile(r"[^\W\d_a-z]{2,6}")  # "EXN": an agency's
_MIN_GIVEN_CHARS = 5  # before a bare name: "Supplied Ana Ruiz", but not "Dr Ruiz"
_LONG_CONTROL = 3  # words: shorter ones are sentences' beginnings and ends as well: "Close up", "Read more books"
_MAX_CONTROL_CHARS = 60
_MAIL_AT_END = re.compile(r"\s[\w.+-]{1,40}@[\w.-]{1,60}$", re.ASCII)
_MIN_DOUBLED_CHARS = 15
_BEGUN_LABEL = re.compile(r"\w{3,12}\s(?:and|&|und|et|y|e|en|og|och|ja|i|и|та|ve|dan)", re.IGNORECASE)
_MIN_SHOWN_WORDS = 4  # before a name in square brackets
_MIN_LOWER_WORDS = 3  # of a sentence behind a label: a credit has fewer
_SENTENCE_END = re.compile(r"\w{2}[.!?…](?:\s|$)")
_CREDIT_DOTS = re.compile(r"(?<!\w)(Credit|CREDIT)(?:\.{3}|…)(?=[^\W\d_a-z])")  # "Credit...Ana Ruiz"
_FULL_NAME = re.compile(r"[^\W\d_a-z]\S{0,30}(?:\s\S{1,30}){1,3}")
# A name in Chinese characters, no day: "今年四月撮影".
_LAST_TAKER = re.compile(
    r"[=＝][^=＝]{1,40}、(?P<name>[一-鿿々]{3,6}(?<![年月日時頃前後夜朝])|[一-鿿々]{1,4}[ぁ-ゖ]{1,4}(?<![でらにてりをは]))撮影[。]?$"
)
# "（撮影・○○○○）", "港の朝 撮影・○○○○"; what else a hand may do there, 録音 or 編集, is written so as well,
# in two characters.
_TAKER_IN_BRACKETS = re.compile(r"(?:[（(]|\s)撮影[・･](?P<name>[一-鿿々ぁ-ヿ]{3,8})[)）]?。?$")
# "[항구청 제공. 재판매 및 DB금지]": whose picture it is, and that it may not be sold.
_NO_RESALE = re.compile(r"[.,·]?\s?(?:재판매|무단\s?전재)[^\[\]()]{0,30}금지(?=\s?[\])])")
_WIDE_SIGN = re.compile(r"[ⓒⒸ]|[(（][CＣｃ][)）]|（c）")
_LISTS = (
    "kinds_before",
    "caption_labels",
    "source_labels",
    "given",
    "kinds",
    "controls",
    "joiners",
    "rights",
    "credit_labels",
)
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


# "1 / 5 The pier", "[1/5] The pier", "2 of 9 | The pier": where a gallery is. Without blanks, brackets, a mark it
# is a day or a share: "9/11 Memorial", "1 of 3 Americans".
_OF = r"(?:/|\s(?:of|von|de|sur|di|van|av|af|z|из|з)\s)"
_COUNTER = re.compile(
    rf"(?:[(\[](\d{{1,3}})\s?{_OF}\s?(\d{{1,3}})[)\]]\s?|(\d{{1,3}})\s/\s(\d{{1,3}})\s"
    rf"|(\d{{1,3}})\s?{_OF}\s?(\d{{1,3}})\s?[|:–—•-]\s)(?:[|:–—•-]\s)?(?=[^\W\d_a-zß-ÿа-я])"
)


@lru_cache(maxsize=64)  # the main picture's caption is cleaned as that, and among all pictures
def _split_caption(line: str) -> tuple[str | None, str | None]:
    words = _words()
    line = _CREDIT_DOTS.sub(r"\1: ", line) if "..." in line or "…" in line else line
    if words.first_of_controls.may_stand_in(line):
        line = words.controls_behind.sub("", words.controls_before.sub("", line, count=1), count=1)
    line = without_notes(line)
    if words.first_of_rights.may_stand_in(line):
        line = words.rights.sub("", line, count=1)
    if "금지" in line:
        line = _NO_RESALE.sub("", line, count=1)
    counter = _COUNTER.match(line) if line[:1].isdigit() or line[:1] in "([" else None
    if counter and 0 < (numbers := [int(one) for one in counter.groups() if one])[0] <= numbers[1] > 1:
        line = line[counter.end() :]
    label = words.label.match(line)
    line = _without_kind_before(_WIDE_SIGN.sub("©", line[label.end() :] if label else line))
    found = (
        _at_source(line)
        or _at_label_before(line)
        or _at_label_and_bracket(line)
        or _at_suffix(line)
        or _at_names_in_brackets(line)
    )
    if found is None:
        caption, credit = split_line(line)
        if credit:
            return _told_once(caption), _without_kind(_once(credit))
        found = _at_given(line) or at_signature(line) or _at_bare_label(line) or _at_taker(line)
        if found is None:
            return _told_once(caption), None
    return _told_once(found[0].strip().rstrip(BEFORE_CREDIT)), _without_kind(_once(without_label(found[1])))


def _told_once(caption: str | None) -> str | None:
    """Return a caption that a page holds twice, for wide and for narrow screens, as if it did so once.

    None for what a credit leaves: brackets, "( )", or the beginning of its label, "Text and".
    """
    if not caption or not any(map(str.isalnum, caption)) or _BEGUN_LABEL.fullmatch(caption):
        return None
    half = len(caption) // 2
    doubled = half >= _MIN_DOUBLED_CHARS and caption[half] == " " and caption[:half] == caption[half + 1 :]
    return caption[:half] if doubled else caption


def _without_kind(credit: str) -> str:
    """Return a credit without what kind of picture it is: "Ana Ruiz/EXN (File photo)"."""
    match = BRACKETED.search(credit)
    is_kind = match is not None and match.start() and _words().no_credit.fullmatch(match[1].strip())
    return credit[: match.start()] if match is not None and is_kind else credit


def is_control(text: str) -> bool:
    """Return whether a text is what a button beside a picture says.

    >>> is_control(" Show more "), is_control("Show more love")
    (True, False)
    """
    if len(text) > _MAX_CONTROL_CHARS or not _words().first_of_controls.may_begin(text):
        return False
    return _words().control.fullmatch(one_line(text)) is not None


def clean_credit(text: str) -> str | None:
    """Return a credit without its label, and once where it is doubled.

    >>> clean_credit("Foto: Ana Ruiz"), clean_credit("© Bild: Ana Ruiz"), clean_credit("Photo Ana Ruiz. AFP")
    ('Ana Ruiz', 'Ana Ruiz', 'Ana Ruiz. AFP')
    >>> clean_credit("Image source, Ana Ruiz"), clean_credit("Ana Ruiz | Ana Ruiz")
    ('Ana Ruiz', 'Ana Ruiz')
    """
    line = one_line(without_entities(text[:MAX_CAPTION_CHARS]))
    line = _CREDIT_DOTS.sub(r"\1: ", line)
    label = _words().source_label.match(line) or _words().credit_label.match(line)
    line = line[label.end() :] if label else line
    caption, credit = _split_caption(line)
    if credit and not caption:
        return _without_joiner(credit)
    line = _without_joiner(_once(without_label(without_edges(line))))
    return line if 0 < len(line) <= CREDIT_CHARS else None


def _without_joiner(credit: str) -> str:
    """Return a credit without the "By" before a name."""
    match = _words().joiner.match(credit)
    return credit[match.end() :] if match else credit


def is_signed_apart(before: str, part: str) -> bool:
    """Return whether what stands in an element of its own behind a sentence is names: whose the picture is.

    >>> is_signed_apart("The harbour at dawn.", "Ana Ruiz"), is_signed_apart("A scene of", "Quay Days")
    (True, False)
    """
    line = one_line(part)
    if not line or not one_line(before).endswith(FULL_STOPS) or line.endswith(FULL_STOPS):
        return False
    return is_names(line) and not is_other_capitals(line)


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


def _at_source(line: str) -> tuple[str, str] | None:
    """Split "Image source, Example Pictures Image caption, The harbour at dawn", as some templates write both."""
    source = _words().source_label.match(line)
    if source is None:
        return None
    credit, rest = line[source.end() :], ""
    if label := _words().inner_label.search(credit):
        credit, rest = credit[: label.start()], credit[label.end() :]
    credit = credit.strip().rstrip(BEFORE_CREDIT)
    is_one = len(credit) <= CREDIT_CHARS if label else is_names(credit)
    return (rest, credit) if credit and is_one else None


def _at_label_before(line: str) -> tuple[str, str] | None:
    """Split "Photo: The harbour at dawn. (Agency: Ana Ruiz)", where the label says what the line is about."""
    match = bracket_at_end(line)
    rest = without_label(line) if match is not None else line
    if match is None or len(rest) == len(line) or ":" not in line[: len(line) - len(rest)]:
        return None
    caption = rest[: len(rest) - len(match[0])]
    is_sentence = caption.endswith(FULL_STOPS) and LOWER_WORD.search(caption) is not None
    return (caption, match[1].strip()) if is_sentence and not LOWER_WORD.search(match[1]) else None


def _without_kind_before(line: str) -> str:
    """Return a line without what kind of picture it is, before a sentence: "FILE PHOTO: The sea is calm."."""
    label = _words().kind_before.match(line)
    rest = line[label.end() :] if label else ""
    is_sentence = len(LOWER_WORD.findall(rest)) >= _MIN_LOWER_WORDS and _SENTENCE_END.search(rest)
    if not is_sentence or not rest[0].isupper():
        return line
    found = at_label(rest)  # "Courtesy of the museum"
    return rest if found is None or found[0].strip() else line


def _at_label_and_bracket(line: str) -> tuple[str, str] | None:
    """Split "... Photo: Ana Ruiz (Agency)"."""
    match = bracket_at_end(line)
    if match is None or not is_names(match[1]) or at_label(match[1]) or at_sign(match[1]):
        return None
    found = at_label(line[: match.start()])
    return (found[0], f"{found[1]} ({match[1].strip()})") if found else None


def _at_names_in_brackets(line: str) -> tuple[str, str] | None:
    """Split "... at dawn. (Agency)" and "... at dawn (Ana Ruiz/Agency)"."""
    match = bracket_at_end(line)
    if match is None:
        return None
    before, inner = line[: match.start()].rstrip(), match[1].strip()
    if (
        not any(map(str.isalpha, inner))
        or at_label(inner)
        or at_sign(inner)
        or _words().no_credit.fullmatch(inner)
    ):
        return None
    label = _words().bare_label.match(inner)  # "(foto Example)", but no "(Picture House)"
    if label and is_names(inner[label.end() :]):
        return before, inner[label.end() :]
    if not is_names(inner):
        return None
    if NAME_AND_AGENCY.fullmatch(inner):
        return before, inner
    # One name alone is a place as often as an agency; split_line() knows the large ones.
    is_signed = before.endswith(FULL_STOPS) and (" " in inner or "/" in inner or _ACRONYM.fullmatch(inner))
    # Tabloids sign so; in a sentence square brackets hold what an editor put in.
    is_square = line[match.end(1) : match.end(1) + 1] == "]" and not is_other_capitals(inner)
    is_signed = is_signed or (is_square and len(before.split()) >= _MIN_SHOWN_WORDS)
    return (before, inner) if is_signed else None


def _at_suffix(line: str) -> tuple[str, str] | None:
    """Split "...（○○撮影）", "...＝○○撮影", "... ○○ 기자" and "... J. Petraičio nuotr."."""
    words = _words()
    if not words.first_of_suffixes.may_stand_in(line):
        return None
    end = _MAIL_AT_END.sub("", line)
    start = max(0, len(end) - _MAX_SUFFIXED_CHARS)
    match = words.suffix.search(end, start) or words.spaced_suffix.search(end, start)
    if match is None:
        return None
    # "사진=" is a label; "옛 사진 (...)" is what the picture shows.
    mark = match.start() + (end[match.start()] in "=＝")
    before = _words().label_at_end.sub("", end[:mark], count=1)
    return before.rstrip("=＝"), match["name"].strip()


def _at_bare_label(line: str) -> tuple[str, str] | None:
    """Split "... at dawn. Foto Ana Ruiz": a label and a full name or an agency, and nothing else."""
    for match in last_parts(line):
        label, _, name = match[1].strip().partition(" ")
        is_one = is_agency(name.strip()) or (_FULL_NAME.fullmatch(name.strip()) and is_names(name))
        if label.casefold() in _bare_labels() and is_one:
            return line[: match.start(1)], name.strip()
    return None


def ends_in_bare_credit(line: str) -> bool:
    """Return whether a line ends in a word for a picture and a full name, with no mark between them.

    >>> ends_in_bare_credit("Il ponte all'alba. Foto Ana Ruiz"), ends_in_bare_credit("She took a photo.")
    (True, False)
    """
    return _at_bare_label(line) is not None


def _at_taker(line: str) -> tuple[str, str] | None:
    """Split "...＝2031年5月4日、港市、○○撮影" and "...（撮影・○○）"."""
    if "撮影" not in line:
        return None
    begin = max(0, len(line) - _MAX_SUFFIXED_CHARS)
    match = _TAKER_IN_BRACKETS.search(line, begin)
    if match:
        return line[: match.start()], match["name"]
    match = _LAST_TAKER.search(line, begin)
    return (line[: match.start("name")].rstrip("、"), match["name"]) if match else None


@cache
def _bare_labels() -> frozenset[str]:
    return word_set(_WORDS, "bare_labels")


def _at_given(line: str) -> tuple[str, str] | None:
    """Split "... at dawn. Supplied" and "... at dawn (Supplied by Ana Ruiz)"."""
    match = bracket_at_end(line)
    if match is not None and _is_given(match[1].strip()):
        return line[: match.start()], match[1].strip()
    for match in last_parts(line):
        part = match[1].strip(BEFORE_CREDIT)
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
    return is_names(name) and not any(is_small(word[0]) for word in name.split())


class _Words(NamedTuple):
    label: re.Pattern[str]  # before a caption
    kind_before: re.Pattern[str]  # before one, and before a credit as well
    source_label: re.Pattern[str]  # before a credit, with a comma
    inner_label: re.Pattern[str]  # before a caption, behind such a credit
    credit_label: re.Pattern[str]  # before a credit in an element of its own
    given: re.Pattern[str]
    no_credit: re.Pattern[str]  # what kind of picture it is
    suffix: re.Pattern[str]
    spaced_suffix: re.Pattern[str]
    label_at_end: re.Pattern[str]  # of what stands before such a name: "(사진=... 제공)"
    bare_label: re.Pattern[str]  # before a name in brackets, without a colon
    joiner: re.Pattern[str]
    rights: re.Pattern[str]
    control: re.Pattern[str]
    controls_before: re.Pattern[str]
    controls_behind: re.Pattern[str]
    first_of_controls: FirstWords
    first_of_rights: FirstWords
    first_of_suffixes: FirstWords


@cache
def _words() -> _Words:
    lists = {kind: any_of(words_of(_WORDS, kind)) for kind in _LISTS}
    suffixes = any_of(one for one in words_of(_WORDS, "suffixes") if TOUCHING_CHAR.search(one))
    spaced_suffixes = any_of(one for one in words_of(_WORDS, "suffixes") if not TOUCHING_CHAR.search(one))
    controls = words_of(_WORDS, "controls")
    long = any_of(one for one in controls if len(one.split()) >= _LONG_CONTROL)
    touching = any_of(one for one in controls if TOUCHING_CHAR.search(one))  # a blank is a mark there
    # Hidden from view, without a mark: "Image caption The harbour", but no "Photo caption contest".
    long_labels = any_of(one.capitalize() for one in words_of(_WORDS, "caption_labels") if " " in one)
    labels = words_of(CREDIT_WORDS, "labels")
    unspaced = [label for label in labels if TOUCHING_CHAR.search(label)]
    spaced = [label for label in labels if not TOUCHING_CHAR.search(label)]
    # A name in a script without spaces; the mark before it tells where it begins.
    name = r"(?P<name>[^\s()（）\[\]【】=＝/／|。.,、:：]{1,20}(?:\s[^\s()（）\[\]【】=＝/／|。.,、:：]{1,20})?)"
    return _Words(
        label=re.compile(
            rf"(?:(?i:{lists['caption_labels']})\s?[:：,،]\s?(?=\S)|(?:{long_labels})\s(?=[^\W\d_a-zß-öø-ÿа-я]))"
        ),
        kind_before=re.compile(rf"(?:{lists['kinds_before']})\s?[:–—-]\s", re.IGNORECASE),
        source_label=re.compile(rf"(?:{lists['source_labels']})\s?[,،፣]\s?(?=\S)", re.IGNORECASE),
        inner_label=re.compile(rf"\s(?:{lists['caption_labels']})\s?[:：,،፣፡]\s?(?=\S)", re.IGNORECASE),
        credit_label=re.compile(rf"(?:{lists['credit_labels']})\s?[:：]\s?(?=\S)", re.IGNORECASE),
        given=re.compile(
            rf"(?P<given>(?:{lists['given']})(?!\w)\.?)\s?(?P<mark>[/:|,])?\s?(?P<joiner>(?:{lists['joiners']})\s)?",
            re.IGNORECASE,
        ),
        no_credit=re.compile(lists["kinds"], re.IGNORECASE),
        joiner=re.compile(rf"(?i:{lists['joiners']})\s(?=[^\W\d_a-z])"),
        rights=re.compile(
            rf"\s?(?:[-–—|/,(]\s?)?(?:(?:©|\(c\)|copyright)\s?)?(?<!\w)(?:{lists['rights']})\s?\)?\.?$",
            re.IGNORECASE,
        ),
        control=re.compile(f"(?:{lists['controls']})", re.IGNORECASE),
        controls_before=re.compile(
            rf"^(?:(?i:{lists['controls']})(?:$|\s?[:：|•·。]\s?)|(?i:{long})\s(?=[^\W_a-z]))"
        ),
        controls_behind=re.compile(
            rf"(?:(?:^|(?<=[.!?…。|•·»”\"')\]）])\s?)(?i:{lists['controls']})|\s(?:{touching}|(?=[^\W_a-z])(?i:{long})))$"
        ),
        label_at_end=re.compile(
            rf"(?:^|\s?[(（\[【]\s?|(?<=[。.])\s?|\s(?=\S{{1,9}}[=＝]))(?:{any_of(unspaced)})[=＝]?$"
        ),
        bare_label=re.compile(rf"(?:{any_of(spaced, ignore_case=False)})\s(?=[^\W\d_a-zß-öø-ÿ])"),
        suffix=re.compile(
            rf"(?:(?<=[。.])|\s?[(（\[【=＝/／|])\s?{name}\s?[/／]?\s?(?:{suffixes})\s?[)）\]】]?[.。]?$"
        ),
        spaced_suffix=re.compile(
            rf"(?:^|(?<=[.!?…])\s|[(|]\s?)(?P<name>(?:[^\W\d_a-z]\.\s?){{0,2}}[^\W\d_a-z][^.!?…|()]{{1,40}})"
            rf"\s(?i:{spaced_suffixes})\.?\)?$"
        ),
        first_of_controls=FirstWords(controls),
        first_of_rights=FirstWords(words_of(_WORDS, "rights")),
        first_of_suffixes=FirstWords(words_of(_WORDS, "suffixes")),
    )
