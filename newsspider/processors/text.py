"""Normalize text: composed (NFC), without invisible characters, with whitespace collapsed.

Everything here is pure, takes any `str` that Python can hold, and never raises.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from newsspider._native import is_clean, is_tidy

# What a text loses without a reader noticing: C0 and C1 controls that are no whitespace (NUL first of all,
# which databases refuse), soft hyphen, zero-width space, word joiner, byte order mark, noncharacters.
# ZWNJ and ZWJ stay: Persian and the Indic scripts spell with them, and emoji are joined by them. So do the
# direction marks, which decide how a mixed line reads.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile("\n{3,}")
LINE_SEPARATOR = "\u2028"
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028]")
# `&amp;` in any spelling, once or over and over: pages that were escaped twice have "&amp;quot;".
_ESCAPED_AMPERSAND = re.compile(r"&(?:(?:amp|#0{0,5}38|#x0{0,4}26);)+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_ENTITY_ROUNDS = 4
_WRAPPED_CHARS = 120  # mails and plain files are wrapped at 65 to 100
_START_TAG = re.compile(r"<[a-zA-Z][^<>]{0,2000}>")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{0,2000}>")
# Elements that stand within a word or a line; others part what is on both their sides.
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u", "wbr",
))  # fmt: skip
# Python puts combining marks in order in quadratic time. Languages need a few in a row, and what Unicode calls the
# Stream-Safe Text Format (UAX #15, 13) allows 30. Short texts are spared the search: their marks are few.
_MAX_MARKS = 30
_MANY_SIGNS = re.compile(rf"[^\x00-\u02ff\w\s]{{{_MAX_MARKS + 1},}}")
_SHORT_CHARS = 250


def without_invisible(text: str) -> str:
    r"""Return `text` in NFC, without control characters, zero-width fill, noncharacters and lone surrogates.

    Whitespace of every kind is left as it stands.

    >>> without_invisible("\ufeffRi\u00adver\x00side\u200b caf\u0065\u0301\ud800")
    'Riverside café'
    """
    if is_clean(text):  # as nearly all is: none of what goes prints
        return text
    if text.isascii():
        return _INVISIBLE.sub("", text)
    if _SURROGATES.search(text):
        # Two halves of one character, as a careless JSON writer leaves them, are put together; a lone half
        # is no character, and no UTF-8 file can hold it.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return composed(_INVISIBLE.sub("", text))


def composed(text: str, form: Literal["NFC", "NFKC", "NFKD"] = "NFC") -> str:
    r"""Return `text` in a Unicode normalization form, of more than 30 combining marks in a row the first 30 alone.

    >>> composed("cafe\u0301")
    'café'
    """
    if len(text) > _SHORT_CHARS:
        text = _MANY_SIGNS.sub(_few_marks, text)
    return unicodedata.normalize(form, text)


def _few_marks(signs: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for sign in signs[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MAX_MARKS:
            kept.append(sign)
    return "".join(kept)


def is_small(letter: str) -> bool:
    """Return whether a letter is a small one of a script that begins names with capitals, as Georgian does not.

    >>> is_small("a"), is_small("A"), is_small("ა")
    (True, False, False)
    """
    return letter.islower() and not "\u10d0" <= letter <= "\u10ff"


def one_line(text: str) -> str:
    r"""Return `text` as one line: nothing invisible, each run of whitespace one space, none at the ends.

    >>> one_line(" Storm\n hits\xa0 coast ")
    'Storm hits coast'
    """
    if text.isprintable() and "  " not in text:  # a space is the one whitespace that prints
        return (text if text.isascii() else composed(text)).strip()
    return " ".join(without_invisible(text).split())


def paragraphs(text: str) -> str:
    r"""Return `text` with each paragraph on one line and one blank line between paragraphs.

    >>> paragraphs("One\ntwo. \r\n\r\n\r\n Three.\n")
    'One two.\n\nThree.'
    """
    if is_tidy(text):  # as body texts are: a tenth of the time
        return text
    text = without_invisible(text)
    if is_tidy(text):  # as it is where that was all
        return text
    lines = _LINE_ENDS.sub("\n", text.replace("\u2029", "\n\n")).split("\n")
    folded = (" ".join(line.split()) for line in lines)
    return "\n\n".join(" ".join(group) for filled, group in groupby(folded, bool) if filled)


def paragraphs_and_lines(text: str) -> str:
    r"""Return `text` as `paragraphs` does, but leaves the lines that U+2028 parts a paragraph into.

    That is Unicode's LINE SEPARATOR, which unlike a line feed never comes from wrapping: so preformatted text is
    told.

    >>> paragraphs_and_lines("Run\nthis:\n\nif x:\u2028    y()\n\nDone.")
    'Run this:\n\nif x:\n    y()\n\nDone.'
    """
    if LINE_SEPARATOR not in text:
        return paragraphs(text)
    parts = text.split("\n\n")
    return "\n\n".join(
        filter(None, (_lines(part) if LINE_SEPARATOR in part else paragraphs(part) for part in parts))
    )


def _lines(text: str) -> str:
    """Return a paragraph with its lines and their indents, and one blank line where it has several."""
    lines = without_invisible(text).split(LINE_SEPARATOR)
    written = "\n".join(" ".join(line.splitlines()).expandtabs(4).rstrip() for line in lines)
    return _BLANK_LINES.sub("\n\n", written).strip("\n")


def paragraphs_of_lines(text: str) -> str:
    r"""Return `text` as `paragraphs` does, with a paragraph of each line where they are not those of wrapped text.

    None is blank then, and one is too long. So spiders join the texts of a page's paragraphs: `"\n".join(...)`.

    >>> paragraphs_of_lines("One two\nthree.")
    'One two three.'
    >>> paragraphs_of_lines("One.\n" + "Two and more. " * 10).count("\n\n")
    1
    """
    if "\n" not in text or is_tidy(text):
        return paragraphs(text)
    lines = text.strip().splitlines()
    are_paragraphs = all(map(str.strip, lines)) and max(map(len, lines), default=0) > _WRAPPED_CHARS
    return paragraphs("\n\n".join(lines) if are_paragraphs else text)


def without_entities(text: str) -> str:
    """Return `text` with the character references that a page escaped once too often replaced.

    For titles and names, where these are leftovers; a body may well speak of `&lt;`. References to
    letters, digits, `#` and `;` stay: nobody escapes those, and from them new references could be spelled.

    >>> without_entities("Fish &amp;amp; chips: &quot;caf&eacute;&quot;")
    'Fish & chips: "café"'
    """
    if "&" not in text:
        return text
    for _ in range(_ENTITY_ROUNDS):
        decoded = _ENTITY.sub(_character, _ESCAPED_AMPERSAND.sub("&", text))
        if decoded == text:
            break
        text = decoded
    return text


def is_element(text: str) -> bool:
    """Return whether a text is the HTML of an element, as a selector gives one of which no text was asked for.

    >>> is_element("<p>Rain <b>again</b></p>"), is_element("a < b and b > c"), is_element("<3")
    (True, False, False)
    """
    stripped = text.strip()
    return stripped.startswith("<") and stripped.endswith(">") and _START_TAG.match(stripped) is not None


def text_of_element(text: str) -> str:
    """Return an element's HTML as one line of text; any other text as it is.

    >>> text_of_element('<p class="byline">By <a href="/ana">Ana Ruiz</a> &amp; <b>B</b>o</p>')
    'By Ana Ruiz & Bo'
    >>> text_of_element("Fish <b>and</b> chips ")
    'Fish <b>and</b> chips '
    """
    if not is_element(text):
        return text
    return one_line(html.unescape(without_tags(text)))


def without_tags(text: str) -> str:
    """Return a text without the tags in it, in place of which a space stands where they part words.

    >>> without_tags("<p>The <b>p</b>ier</p>")
    ' The pier '
    """
    return _TAG.sub(lambda tag: "" if tag[1].lower() in _INLINE else " ", text)


def tags_as_blanks(text: str) -> str:
    """Return a text with a space in place of each tag: in lists of names and labels any of them parts words.

    >>> tags_as_blanks("<span>Ana</span><span>Ruiz</span>")
    ' Ana  Ruiz '
    """
    return _TAG.sub(" ", text) if "<" in text else text


def distinct(texts: Iterable[str]) -> list[str]:
    """Return `texts` without the empty ones and without repeats, letter case aside, in order.

    >>> distinct(["Floods", "", "floods", "Coast"])
    ['Floods', 'Coast']
    """
    first: dict[str, str] = {}
    for text in texts:
        if text:
            first.setdefault(text.casefold(), text)
    return list(first.values())


def _character(match: re.Match[str]) -> str:
    decoded = html.unescape(match[0])
    if decoded == match[0] or any(mark.isascii() and (mark.isalnum() or mark in "#;") for mark in decoded):
        return match[0]
    return decoded
