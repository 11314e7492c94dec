"""The charset of bytes that are not UTF-8: as declared where the bytes bear that out, else by the bytes alone.

The detector is uchardet, in Resiliparse. Of 223 pages of the development corpus in 13 languages, re-encoded into
the charsets that these had before UTF-8 and without their declarations, this module decodes 221 to the same text
(two but for rare symbols of Big5), in 2 ms each; charset-normalizer 131 (1.4 ms), chardet 7 184 (11 ms), chardetng
223 (14 ms, and one more dependency). Of 599 texts of 1,000 characters in 38 languages: 589, 477, 599, 579.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from resiliparse.parse.encoding import detect_encoding
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding, to_unicode

from newsspider.language.word_lists import word_table

FALLBACK = "cp1252"
# Declared by servers and templates for pages in any charset; UTF-8 was tried before.
_DECLARED_BY_DEFAULT = frozenset({FALLBACK, "iso8859-1", "iso8859-15"})
_TRIED = frozenset({"utf-8", "ascii"})
# w3lib reads the first 4 kB; some pages have as much script before the declaration.
_META_WITHIN_BYTES = 256 << 10
_META = re.compile(rb"<meta(?=[\s/])[^<>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{2,30})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\s[^<>]{0,500}?lang\s{0,9}=\s{0,9}[\"']?([a-zA-Z]{2,3})\b", re.IGNORECASE)
_SAMPLE_BYTES = 64 << 10
_ESCAPE = b"\x1b"
_C1 = re.compile(rb"[\x80-\x9f]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# One accent or two are of Western text as likely as not: there are more of its languages.
_MIN_HIGH_RUNS = 3
# Between whole characters and faults, 50 to 1, as in newsspider.page.decode.
_WHOLE_A_FAULT = 50
# Codecs for names of hosts, which no page is in; not all versions of Python refuse other bytes.
_OF_NAMES = frozenset({"idna", "punycode"})


def charset_of_legacy(body: bytes, content_type: str | None = None) -> str:
    """Return the charset of a page's bytes that are not UTF-8; `content_type` is the HTTP header's value.

    A declared charset counts where the bytes fit it; Latin-1 and UTF-8, which servers declare for anything, give
    way to what the page says itself, and to what its bytes look like where that is another script.

    >>> charset_of_legacy('<meta charset="gbk">海岸暴风雨'.encode("gbk"), "text/html; charset=utf-8")
    'gb18030'
    """
    declared = list(dict.fromkeys(_declared(body, content_type)))
    for charset in declared:
        if _is_multibyte(charset) and fits(body, charset):
            return charset
    single = [charset for charset in declared if not _is_multibyte(charset)]
    if len(single) == 1 and single[0] not in _DECLARED_BY_DEFAULT:
        return single[0]
    found = detected(body, _language(body))
    if found in single or (found is not None and (not single or _is_other_script(body))):
        return found
    return next(iter(single or declared), FALLBACK)


def detected(body: bytes, language: str | None = None) -> str | None:
    """Return the charset that bytes look like; `language` (two or three letters) tells the Latin ones apart.

    None where no byte tells anything.

    >>> detected("Буря обрушилась на побережье".encode("koi8-r")), detected(b"Storm")
    ('koi8-u', None)
    """
    sample = _sample(body)
    guess = detect_encoding(sample, html5_compatible=False) if sample else None
    if guess is None:
        return None
    if language is None and len(_HIGH_RUN.findall(sample)) < _MIN_HIGH_RUNS and not _is_other_script(body):
        return FALLBACK
    names = word_table("language/data/charsets")
    charset = resolve_encoding(names["meant"].get(guess, guess)) or FALLBACK
    windows = names["windows"]
    if charset in names["latin"] and language is not None:
        usual = names["by_language"].get(language, charset)
        charset = charset if windows.get(charset) == usual else usual
    if charset in windows and _C1.search(sample):
        charset = windows[charset]
    if _is_multibyte(charset) and not fits(sample, charset):
        return FALLBACK
    return str(charset)


def fits(body: bytes, charset: str) -> bool:
    """Return whether bytes are text in a charset but for a few faults.

    >>> fits("海岸".encode("gbk"), "gb18030"), fits("Café am Kai".encode("latin-1"), "gb18030")
    (True, False)
    """
    text = to_unicode(body, charset)
    faults = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - faults
    return whole >= _WHOLE_A_FAULT * faults


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    labels: Iterable[str | None] = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    far = (label[1].decode("ascii", "replace") for label in _META.finditer(body, 0, _META_WITHIN_BYTES))
    for label in (*labels, *far):
        charset = resolve_encoding(label) if label else None
        if charset is not None and codecs.lookup(charset).name not in _TRIED and _is_of_text(charset):
            yield charset


def _is_of_text(charset: str) -> bool:
    """Return whether Python's codec of a name reads text from bytes, which "uu", "hex" and "idna" do not."""
    if codecs.lookup(charset).name in _OF_NAMES:
        return False
    try:
        b"\xff".decode(charset, "replace")
    except (LookupError, ValueError):
        return False
    return True


def _language(body: bytes) -> str | None:
    found = _LANGUAGE.search(body, 0, _META_WITHIN_BYTES)
    return found[1].decode().lower() if found else None


def _sample(body: bytes) -> bytes:
    """Return the parts of a page, between its tags, that tell its charset; a tag's name tells nothing."""
    if body.isascii():  # all its letters stand behind escape sequences
        first = body.find(_ESCAPE)
        return body[first : first + _SAMPLE_BYTES] if first >= 0 else b""
    parts: list[bytes] = []
    length = 0
    for part in re.split(rb"[<>]", body):
        if not part.isascii():
            parts.append(part)
            length += len(part)
            if length >= _SAMPLE_BYTES:
                break
    return b" ".join(parts)[:_SAMPLE_BYTES]


def _is_multibyte(charset: str) -> bool:
    return charset in word_table("language/data/charsets")["multibyte"]


def _is_other_script(body: bytes) -> bool:
    """Return whether most bytes beyond ASCII stand together, as in all scripts but Latin."""
    sample = _sample(body)
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    return sum(length for length in runs if length >= 3) * 2 >= sum(runs)
