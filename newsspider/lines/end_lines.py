"""Which lines below a text are none of it: agencies, sources, calls to readers, walls, requests for consent."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.agencies import agencies_in, is_agency
from newsspider.language.word_lists import any_of, words_of
from newsspider.lines.captions import is_credit
from newsspider.lines.page_lines import is_advertisement_label, is_page_line, says_end
from newsspider.lines.shapes import ends_in_mark, ends_sentence
from newsspider.lines.wording import begins_with_phrase, holds_phrase, is_label
from newsspider.processors.authors import looks_like_name

_WORDS = "lines/data/end_lines"
END_LINE_CHARS = 320
_THANKS_CHARS = 40
_MARK_CHARS, _MARK_WORDS = 40, 5
_QUOTES = tuple("\"'“„«‘»「『")  # who is quoted speaks of the matter
_WORD_CHARS = 3  # "in", "de", "of" stand between names
_LOOSE_LETTERS = 6  # beside an agency's name: "dpa/mkl", "TT-AFP", "(Avec AFP)"
_INITIALS = re.compile(r"[(（\[][^\W\d_]{2,4}(?:\s?[/,·-]\s?[^\W\d_]{2,4}){0,3}[)）\]]")
# "(Ana Ruiz, 12.3.2026)", "(APA, red, 4. 5. 2031)": who wrote it, and when.
_DATED = re.compile(
    r"[(（\[][^()\[\]\d]{2,60}[,;/|]\s?\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:20)?\d{2}\.?[)）\]]\.?"
)
_SHORTHAND = re.compile(r"[a-zäöüß]{2,4}(?:\s?/\s?[a-zäöüß]{2,4}){0,2}")  # who wrote it: "kab", "kab/red"
_NAME_IN_BRACKETS = re.compile(
    r"（(?!敬称略|注|続く|つづく)[一-鿿々ぁ-ヿ・\s]{2,10}）"
)  # "（山野はるか）", "（完）"
_WORD = re.compile(r"[^\W\d_]+")
_CONTACT_CHARS, _NAME_WORDS, _NUMBER_DIGITS = 90, 4, 7
# Addresses of e-mail, accounts, telephone numbers.
_CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|@[\w.]{2,40}|\[email\sprotected\]|\+?\(?\d[\d().–-]{0,8}(?:\s?[\d().–-]{2,8}){1,5}"
)
_ADDRESS = re.compile(r"(?<![\w.@+-])([\w.+-]{2,64})@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|(?<!\w)@([\w.]{2,40})")
_CAPITALIZED = re.compile(r"\b[^\W\d_a-zß-ÿ][^\W\d_]{2,30}")
_WORDS_BEFORE_NAME = 3  # "You can reach"
_LETTERS_BEHIND = 4  # "or 555-201-3344"
_CONTACT_LABEL = re.compile(r"[^:.?!]{3,40}:\s")
_STAFF_CHARS = 120
_STAFF_MARK = re.compile(r"：|(?<=[一-鿿])\s?[|｜]\s?(?=[一-鿿])")  # "编辑 | 王小明"
_HAN_NAME = re.compile(
    rf"(?:{any_of(words_of('language/data/bylines', 'family_names'), ignore_case=False)})[一-鿿]{{1,3}}"
)
_BETWEEN_PEOPLE = re.compile(r"\s?[,;&/、，]\s?|\s(?:and|und|et|y|e|en|og|och|i|и|та)\s")
_ASKED = re.compile(r"[^?？؟.!。]{3,160}[?？؟]\s?(?=\w)")
_BY = frozenset(("by", "von", "par", "por", "da", "door", "af", "av", "de", "di"))
# What press releases end with, above whom to ask.
_END_MARK = re.compile(r"(?:#\s?){3}|[-–—]\s?30\s?[-–—]|(?:[-–—/*]\s?){0,3}ENDS?(?:\s?[-–—/*]){0,3}")
_SOURCE = "SOURCE "  # of press releases, below them: "SOURCE Quay Trust"
_END_MARK_CHARS = 12
_CONTROL_CHARS, _CONTROL_WORDS = 30, 2
_COPYRIGHT = re.compile(r"(?:©|copyrights?\s?(?:©|\(c\)|:?\s?\d{4}))\s?\S", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][^\s,;:|•·()]*")


def is_end_line(text: str) -> bool:
    """Return whether a line that stands last in a text is none of it, by its words: only such lines may be asked.

    >>> [is_end_line(line) for line in ("(AFP)", "dpa/mkl", "Źródło: PAP", "The AFP said so.", "The end.")]
    [True, True, True, False, False]
    >>> is_end_line("Condividi su"), is_end_line("Share prices fell")
    (True, False)
    >>> is_end_line("Thanks for reading! Subscribe for more."), is_end_line("(red/jw)"), is_end_line("(sic)")
    (True, True, False)
    """
    if len(text) > END_LINE_CHARS:
        return False
    return (
        _is_mark(text)
        or is_end_mark(text)
        or _is_control(text)
        or (text.startswith(_SOURCE) and not ends_in_mark(text))
        or (not text.startswith(_QUOTES) and (_begins_as_end(text) or says_end(text) or is_rights_line(text)))
        or is_page_line(text)
        or is_advertisement_label(text)
        or (is_credit(text) and (":" in text or not _is_prose(text)))
        or is_staff_line(text)
        or ("@" in text and is_own_address(text))
    )


def is_own_address(text: str) -> bool:
    """Return whether a text ends in where to reach somebody, whose name it holds as the address does.

    What says more before the name says whom to ask about its matter: "For tickets and times, please ask Ana ...".

    >>> is_own_address("Reach Ana Ruiz at aruiz@quay.example."), is_own_address("Follow Ana Ruiz on X @ana_r")
    (True, True)
    >>> is_own_address("Book at boats@quay.example."), is_own_address("Ruiz told ruiz@quay.example of it all")
    (False, False)
    """
    last = next(reversed([*_ADDRESS.finditer(text)]), None)
    if last is None or sum(map(str.isalpha, text[last.end() :])) > _LETTERS_BEHIND:
        return False
    address = (last[1] or last[2]).casefold()
    names = (word for word in _CAPITALIZED.finditer(text, 0, last.start()) if word[0].casefold() in address)
    name = next(names, None)
    if name is None:
        return False
    before = text[: name.start()].split()
    while len(before) > 1 and before[-1][0].isupper():  # her first name
        before.pop()
    return len(before) <= _WORDS_BEFORE_NAME


def _is_control(text: str) -> bool:
    """Return whether a line is what stands above buttons, or on one: "Share on", "Teilen:"."""
    is_short = text.endswith((":", "：")) or (len(text.split()) <= _CONTROL_WORDS and not ends_in_mark(text))
    return len(text) <= _CONTROL_CHARS and is_short and is_label("controls", text)


def asks_for_tips(text: str) -> bool:
    """Return whether a line begins as newsrooms ask for tips, and names no police.

    >>> asks_for_tips("Do you have a tip?"), asks_for_tips("Do you have a tip? Call the police.")
    (True, False)
    """
    return begins_with_phrase("tips", text) and not _police().search(text.casefold())


def is_end_mark(text: str) -> bool:
    """Return whether a line is a mark that a press release ends, above whom to ask.

    >>> [is_end_mark(line) for line in ("###", "- 30 -", "ENDS", "The end", "* * *")]
    [True, True, True, False, False]
    """
    return len(text) <= _END_MARK_CHARS and _END_MARK.fullmatch(text) is not None


def is_shorthand(text: str) -> bool:
    """Return whether a line is who wrote a text, in a few small letters; it may be a short word as well.

    >>> [is_shorthand(line) for line in ("kab", "kab/red", "Kab", "the end")]
    [True, True, False, False]
    """
    return _SHORTHAND.fullmatch(text) is not None


def holds_contact(text: str) -> bool:
    """Return whether a line holds an e-mail address, or a label and a telephone number.

    >>> holds_contact("Press office: Ana Ruiz, 555 0123"), holds_contact("Her number was 555 0123.")
    (True, False)
    """
    found = _CONTACT.findall(text)
    return any("@" in address for address in found) or (
        _CONTACT_LABEL.match(text) is not None
        and not _is_prose(text)
        and any(sum(map(str.isdigit, number)) >= _NUMBER_DIGITS for number in found)
    )


def is_staff_line(text: str) -> bool:
    """Return whether a line says who edited, checked or drew something for a text, and nothing else.

    >>> is_staff_line("Redaktion: Ana Ruiz, Ben Kurz"), is_staff_line("Fact checked by Ana Ruiz")
    (True, True)
    >>> is_staff_line("Redaktion: Wir danken allen."), is_staff_line("Edited by hand")
    (False, False)
    """
    if len(text) > _STAFF_CHARS:
        return False
    names = _behind_staff_label(text)
    people = _BETWEEN_PEOPLE.split(names.strip(" .")) if names else []
    return bool(people) and all(
        (" " in name and looks_like_name(name)) or _HAN_NAME.fullmatch(name) is not None for name in people
    )


def _behind_staff_label(text: str) -> str:
    """Return what stands behind a word for such work, or two: "Redaktion & Grafik: "; "" without one."""
    label, colon, names = _STAFF_MARK.sub(":", text, count=1).partition(":")
    if colon:
        works = [part.strip() for part in _BETWEEN_PEOPLE.split(label.casefold())]
        return names if all(work in _staff_work() for work in works) else ""
    folded = text.casefold()
    phrase = next((phrase for phrase in _staff_phrases() if folded.startswith(phrase)), "")
    return text[len(phrase) :] if phrase else ""


def is_rights_line(text: str) -> bool:
    """Return whether a line says who may use a text, or that it is its author's opinion alone.

    >>> is_rights_line("© 2031 Example News"), is_rights_line("Copyright law is old.")
    (True, False)
    """
    return _COPYRIGHT.match(text) is not None or holds_phrase("rights", text)


def _begins_as_end(text: str) -> bool:
    asked = _ASKED.match(text)  # "What do you think of it? Let us know in the comments!"
    return (
        begins_with_phrase("below", text)
        or (asked is not None and begins_with_phrase("below", text[asked.end() :]))
        or (begins_with_phrase("credited", text) and not _is_prose(text))
        or asks_for_tips(text)
        or (begins_with_phrase("thanks", text) and (len(text) <= _THANKS_CHARS or holds_phrase("promotion", text)))
    )


def _is_prose(text: str) -> bool:
    """Return whether a line ends as sentences do, and no more of its words are names than are none."""
    if not ends_in_mark(text):
        return False
    words = [
        word for word in _WORD.findall(text) if len(word) >= _WORD_CHARS and word.casefold() not in _crediting()
    ]
    return 2 * sum(not word[0].isupper() for word in words) >= len(words) > 0


def tells_of_author(text: str) -> bool:
    """Return whether a text says who somebody is: of lines in italics below a text these tell of its author.

    >>> tells_of_author("Ana Ruiz is a geologist and lives in Bern."), tells_of_author("The sea is a mirror.")
    (True, False)
    >>> tells_of_author("Carlo Neri è geologo e insegna a Berna.")
    True
    """
    return len(text) <= END_LINE_CHARS and _about().match(text) is not None


def is_contact_line(text: str) -> bool:
    """Return whether a line is where to reach its author, perhaps behind the name, and nothing else.

    >>> is_contact_line("Ana Ruiz • 555-123-4567"), is_contact_line("@anaruiz on Twitter")
    (True, True)
    >>> is_contact_line("Tickets: 555-123-4567"), is_contact_line("Write to ana@quay.example for a ticket")
    (False, False)
    """
    is_hidden = "[email" in text  # as a service writes addresses that its script shows: "[email protected]"
    has_number = sum(map(str.isdigit, text)) >= _NUMBER_DIGITS
    if len(text) > _CONTACT_CHARS or not ("@" in text or is_hidden or has_number):
        return False
    rest, found = _CONTACT.subn(" ", text)
    if not found or any(map(str.isdigit, rest)):
        return False
    known = words_of(_WORDS, "contact")
    words = [word for word in _NAME_WORD.findall(rest) if word.casefold().strip(".") not in known]
    name = " ".join(words)
    return not words or (text.startswith(name) and 1 < len(words) <= _NAME_WORDS and looks_like_name(name))


@cache
def _crediting() -> frozenset[str]:
    return frozenset(
        word for phrase in words_of("lines/data/wording", "credited") for word in _WORD.findall(phrase)
    )


@cache
def _staff_work() -> frozenset[str]:
    return frozenset(
        (*words_of("language/data/bylines", "collaborators"), *words_of("language/data/bylines", "writers"))
    )


@cache
def _staff_phrases() -> tuple[str, ...]:
    """Return the words for such work that a name follows without a colon: "edited by ", "redigiert von "."""
    words = words_of("language/data/bylines", "collaborators")
    return tuple(f"{word} " for word in words if word.rpartition(" ")[2] in _BY)


@cache
def _police() -> re.Pattern[str]:
    return re.compile(any_of(words_of(_WORDS, "police"), ignore_case=False))


@cache
def _about() -> re.Pattern[str]:
    name = r"[^\W\d_a-z][\w'’.-]{1,30}"
    return re.compile(rf"{name}(?:\s(?:[a-z]{{1,4}}\s)?{name}){{1,3}},?\s(?:{any_of(words_of(_WORDS, 'is'))})\s")


def _is_mark(text: str) -> bool:
    """Return whether a line is an agency, with initials or a small word beside it, or initials in brackets."""
    if text[:1] in "(（[" and _DATED.fullmatch(text):
        return True
    if len(text) > _MARK_CHARS or len(text.split()) > _MARK_WORDS:
        return False
    if ("/" in text and _INITIALS.fullmatch(text)) or is_shorthand(text) or _NAME_IN_BRACKETS.fullmatch(text):
        return True
    if is_agency(text):
        return True
    found = agencies_in(text)
    if not found or ends_sentence(text.rstrip(")）]")):
        return False
    letters = sum(map(len, _WORD.findall(text)))
    named = sum(len(word) for name in found for word in _WORD.findall(name))
    return letters <= named + _LOOSE_LETTERS
