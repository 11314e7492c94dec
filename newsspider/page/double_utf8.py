"""Text that was encoded in UTF-8 twice: "itâ€™s" in place of "it’s".

A program took UTF-8 for Windows-1252 or Latin-1 and wrote it as UTF-8 once more, mostly in some stretches of a
page: a teaser, a quotation from a feed. What looks so may be right all the same ("NESCAFÉ®", "těžké – s", a page
about wrong charsets), so that only what cannot be is changed: control characters that no text has, letters of two
cases in a word, symbols behind "â" that no language puts there. On the 41 articles of the development corpus that
have such stretches F1 rises from .904 to .924, exact bodies from 0 to 4, headlines from .63 to .71; the five pages
that only look so stay as they are. ftfy takes 36 ms a page and changes one of the five; here it takes 0.02 ms to
see that a page has nothing of the kind.

In a sentence that consists of such runs all are changed, in languages too whose letters alone prove nothing
("październik" written "paÅºdziernik"). Cyrillic was taken for Windows-1251 as well: "РњРѕСЃС‚" is "Мост".
"""

from __future__ import annotations

import re

from newsspider._native import may_be_double_utf8

# What the bytes 0x80 to 0xBF are in Windows-1252, and in Latin-1.
_WINDOWS = {bytes([byte]).decode("cp1252", "ignore"): chr(byte) for byte in range(0x80, 0xA0)}
_WINDOWS.pop("", None)
_TO_LATIN = str.maketrans(_WINDOWS)
_REST = "[" + re.escape("".join(_WINDOWS)) + "\x80-\xbf]"
# Whole characters of UTF-8, taken for Windows-1252; a first byte is never one of the others, so this is linear.
# It begins with a set of characters, which are looked for in half of the time that alternatives take.
_RUN = re.compile(
    f"[Â-ô](?:(?<=[Â-ß]){_REST}|(?<=[à-ï]){_REST}{{2}}|(?<=[ð-ô]){_REST}{{3}})"
    f"(?:[Â-ß]{_REST}|[à-ï]{_REST}{{2}}|[ð-ô]{_REST}{{3}})*"
)
# U+0085 alone ends lines in some texts.
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_CONTROL_IN_PLACE = re.compile("[Â-ô][\x80-\x84\x86-\x9f]")
# General punctuation, currency, letter-like symbols, arrows, mathematics; emoji; "Ã" that was encoded once more.
_SYMBOLS = re.compile("â[€‚„†ˆ]|ðŸ|Ãƒ")
_SIGNS = re.compile("Â[©®°£¥§±²³¼½¾¿¡]")
# Characters in a row that no text has in that order.
_MIN_LONG_RUN = 4
_FIRST_OF_LONG = frozenset("ÂÃÐÑ")
_OPENING, _CLOSING = frozenset("\"'“‘„«`"), frozenset("\"'”’“»`")
_WEAK = re.compile(f"(?:[ÂÃÐÑ]{_REST}|â{_REST}{{2}})+")
# What stands between two tags, or on a line; and as many characters in it as make it a sentence.
_PART = re.compile(r"[^<>\n]+")
_MIN_CHARS_OF_PART = 6
_ASCII = re.compile(r"[\0-\x7f]+")
# "а" and "о" of which the bytes were taken for Windows-1251; 0x98 is no letter there.
_IN_1251 = ("Р°".encode(), "Рѕ".encode())
_TO_LATIN_1251 = str.maketrans(
    {bytes([byte]).decode("cp1251", "ignore") or "\x98": chr(byte) for byte in range(0x80, 0x100)}
)
# Some text was encoded more than twice.
_MAX_ROUNDS = 3


def without_double_utf8(markup: bytes) -> bytes:
    """Return a page's bytes, in UTF-8, with what was encoded twice as it was meant; others come back as they are.

    >>> without_double_utf8("It\\u00e2\\u20ac\\u2122s a clich\\u00c3\\u00a9".encode()).decode()
    'It’s a cliché'
    """
    if not _may_be_double(markup):
        return markup
    text = markup.decode("utf-8", "surrogatepass")
    mended = _mended(text)
    return markup if mended is text else mended.encode("utf-8", "surrogatepass")


def mended_text(text: str) -> str:
    """Return a text with what was encoded in UTF-8 twice as it was meant; itself where nothing was.

    >>> mended_text("clich\\u00c3\\u00a9"), mended_text("NESCAF\\u00c9\\u00ae")
    ('cliché', 'NESCAFÉ®')
    """
    if not _may_be_double(text.encode("utf-8", "surrogatepass")):  # as nearly all, in a tenth of the time
        return text
    return _mended(text)


def _may_be_double(raw: bytes) -> bool:
    # A single byte is found in a hundredth of the time of several.
    return may_be_double_utf8(raw) or (b"\xd0" in raw and any(letter in raw for letter in _IN_1251))


def _mended(text: str) -> str:
    if any(letter.decode() in text for letter in _IN_1251):
        meant = _PART.sub(_meant_from_1251, text)
        text = text if meant == text else meant
    for _ in range(_MAX_ROUNDS):
        if not _Changes(text).certain:
            return text
        whole = _with_whole_parts(text, _MIN_CHARS_OF_PART)
        if whole != text:  # its headings are shorter than its sentences
            whole = _with_whole_parts(whole, 1)
        text = _RUN.sub(_Changes(whole).meant, whole)
    return text


def _with_whole_parts(text: str, min_chars: int) -> str:
    """Return a text with the parts mended that are runs and ASCII; most parts have no run, and are passed by."""
    pieces: list[str] = []
    at = 0
    for run in _RUN.finditer(text):
        if run.start() < at:
            continue
        start = max(at, 1 + max(text.rfind(mark, at, run.start()) for mark in "<>\n"))
        part = _PART.match(text, start)
        if part is not None:
            pieces += (text[at:start], _meant_as_a_whole(part, min_chars))
            at = part.end()
    return "".join((*pieces, text[at:]))


def _meant_as_a_whole(part: re.Match[str], min_chars: int) -> str:
    """Return what a part was meant to be if all that is not ASCII in it is of runs, and one run is certain.

    Otherwise, and if it was meant to have fewer than `min_chars` such characters, the part.
    """
    text = part[0]
    runs = [] if text.isascii() else list(_RUN.finditer(text))
    if sum(len(run[0]) for run in runs) != len(_ASCII.sub("", text)):
        return text
    meant = "".join(_decoded(run[0]) or "" for run in runs)
    if len(meant) < min_chars or not any(_is_certain(run, text) for run in runs):
        return text
    return _RUN.sub(lambda run: _decoded(run[0]) or run[0], text)


def _meant_from_1251(part: re.Match[str]) -> str:
    """Return what a part was meant to be that is UTF-8 taken for Windows-1251, or the part."""
    if part[0].isascii():
        return part[0]
    try:
        meant = part[0].translate(_TO_LATIN_1251).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return part[0]
    return meant if len(_ASCII.sub("", meant)) >= _MIN_CHARS_OF_PART else part[0]


class _Changes:
    """The runs of a text that were encoded twice for certain, and which others go with them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.certain = any(_is_certain(run, text) for run in _RUN.finditer(text))

    def meant(self, run: re.Match[str]) -> str:
        """Return what a run was meant to be, or the run."""
        if not (_is_certain(run, self._text) or _is_likely(run, self._text)):
            return run[0]
        return _decoded(run[0]) or run[0]


def _decoded(run: str) -> str | None:
    try:
        return run.translate(_TO_LATIN).encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return None


def _neighbours(run: re.Match[str], text: str) -> tuple[str, str]:
    return text[max(0, run.start() - 1) : run.start()], text[run.end() : run.end() + 1]


def _is_certain(run: re.Match[str], text: str) -> bool:
    written, meant = run[0], _decoded(run[0])
    before, after = _neighbours(run, text)
    if meant is None or (before in _OPENING and after in _CLOSING):  # a page about such text
        return False
    return (
        _CONTROL_IN_PLACE.search(written) is not None
        or _SYMBOLS.search(written) is not None
        or (len(meant) >= _MIN_LONG_RUN and not _FIRST_OF_LONG.isdisjoint(written))
        or (_SIGNS.match(written) is not None and not before.isupper())
        or (_is_in_word(before, after) and _is_word_part(written, meant))
    )


def _is_in_word(before: str, after: str) -> bool:
    return (before.isascii() and before.islower()) or (after.isascii() and after.islower())


def _is_word_part(written: str, meant: str) -> bool:
    """Return whether a run of "Ã" and signs, which no word has, stands for small letters."""
    return written.count("Ã") == len(meant) and meant.isalpha() and meant.islower() and "\xa0" not in written


def _is_likely(run: re.Match[str], text: str) -> bool:
    """Return whether a run is most likely one that goes with certain ones: nothing of a word in capitals."""
    before, after = _neighbours(run, text)
    is_quoted = before in _OPENING and after in _CLOSING
    is_after_capital = before.isupper() and _SIGNS.match(run[0]) is None
    may_go_along = _WEAK.fullmatch(run[0]) is not None or _CONTROL.search(run[0]) is not None
    return may_go_along and not is_after_capital and not is_quoted
