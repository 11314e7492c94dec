"""Bytes to text: what the bytes say goes before what the page says about itself."""

from __future__ import annotations

import re

from w3lib.encoding import read_bom, to_unicode

from newsspider._native import is_utf8
from newsspider.language.charsets import (
    beyond_ascii,
    charset_of_legacy,
    is_mostly_utf8,
    is_multibyte,
    switches_charsets,
)

# What stands between two tags, or on a line, comes from one program and is in one charset.
_PART = re.compile(rb"[\x80-\xff][^<>\n]*")
# Fewer characters are valid UTF-8 by chance. In charsets with two bytes a character, and in Thai, so are more if
# each has two bytes in UTF-8: of 54,000 names of three characters in GBK 408.
_CERTAIN_CHARS, _CERTAIN_WHERE_DENSE = 3, 6
_TWO_BYTES_EACH = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\x00-\x7f])+")
_THAI = frozenset(("cp874", "tis-620", "iso8859-11"))
# Charsets in which "<" may be a part of a character.
_NOT_ASCII = ("utf-16", "utf-32", "iso2022", "hz")
# Quotes and dashes of Windows-1252, pasted into text in UTF-8, in which no character begins with their bytes.
_PASTED = re.compile(rb"(?<![\x80-\xff])[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f](?![\x80-\xff])")
_UTF16_LATIN = re.compile(rb"(?:[\t\n\r -~]\x00){8}|(?:\x00[\t\n\r -~]){8}")


def in_utf8(body: bytes, content_type: str | None = None) -> bytes:
    """Return a page's bytes in UTF-8: as they are where they are that already, else decoded by decode()'s rules.

    >>> in_utf8("Müller".encode("latin-1")).decode()
    'Müller'
    """
    if _may_be_utf8(body) and read_bom(body)[0] is None and is_utf8(body):
        return body
    return decode(body, content_type).encode("utf-8", "replace")


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of a page's bytes; `content_type` is the HTTP header's value.

    In order: a byte order mark, but that of UTF-8 only if the rest is UTF-8 too; UTF-8 where the bytes are valid
    UTF-8, whatever is declared (text in another encoding with a non-ASCII character is practically never valid
    UTF-8 by chance, while wrong declarations are common: RFC 3629, section 3); what charset_of_legacy() says,
    except for parts of the page that are in UTF-8. Bytes that fit no rule become U+FFFD. Never raises.

    >>> decode("Müller".encode(), "text/html; charset=iso-8859-1")
    'Müller'
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        body = body[len(bom) :]
        # An editor saved a template with the mark, into which a program writes text in an older charset.
        if bom_encoding != "utf-8":
            return to_unicode(body, bom_encoding)
    if _may_be_utf8(body):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            return _decoded_by_parts(body, content_type)
    if _UTF16_LATIN.match(body, 0, 64):
        return to_unicode(body, "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be")
    return to_unicode(body, charset_of_legacy(body, content_type))


def _decoded_by_parts(body: bytes, content_type: str | None) -> str:
    """Return the text of bytes that are not UTF-8 as a whole; parts of them may be.

    A teaser was cut within a character, a widget or the comments come from elsewhere.

    >>> _decoded_by_parts("<h1>Größe</h1>".encode("latin-1") + "<p>“Größe”</p>".encode(), None)
    '<h1>Größe</h1><p>“Größe”</p>'
    """
    is_utf8 = is_mostly_utf8 if is_mostly_utf8(body) else _is_certainly_utf8
    parts = {part for part in _PART.findall(body) if is_utf8(part)}
    charset = charset_of_legacy(_PART.sub(lambda part: b"" if part[0] in parts else part[0], body), content_type)
    if charset in _THAI or is_multibyte(charset):
        parts = {part for part in parts if not _is_utf8_by_chance(part)}
    if not parts or charset.startswith(_NOT_ASCII):
        return to_unicode(body, charset)

    def recoded(part: re.Match[bytes]) -> bytes:
        if part[0] in parts:
            return _PASTED.sub(lambda sign: sign[0].decode("cp1252").encode(), part[0])
        return to_unicode(part[0], charset).encode("utf-8", "replace")

    return _PART.sub(recoded, body).decode("utf-8", "replace")


def _is_certainly_utf8(part: bytes) -> bool:
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return beyond_ascii(text) >= _CERTAIN_CHARS


def _is_utf8_by_chance(part: bytes) -> bool:
    if not _TWO_BYTES_EACH.fullmatch(part):
        return False
    return beyond_ascii(part.decode("utf-8")) < _CERTAIN_WHERE_DENSE


def _may_be_utf8(body: bytes) -> bool:
    return not switches_charsets(body) and not _UTF16_LATIN.match(body, 0, 64)
