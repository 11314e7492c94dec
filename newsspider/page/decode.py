"""Bytes to text: what the bytes say goes before what the page says about itself."""

from __future__ import annotations

import re
import sys

from w3lib.encoding import read_bom, to_unicode

from newsspider._native import is_utf8
from newsspider.language.charsets import charset_of_legacy

# ISO-2022-JP, -KR and -CN switch character sets by escape sequences made of ASCII bytes alone, so such a page
# is valid UTF-8 too: ESC $ or ESC ( is what gives it away.
_ESCAPE_ENCODED = re.compile(rb"\x1b[$(][@-J]")
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

    In order: a byte order mark; UTF-8 where the bytes are valid UTF-8, whatever is declared (text in another
    encoding with a non-ASCII character is practically never valid UTF-8 by chance, while wrong declarations
    are common: RFC 3629, section 3); what charset_of_legacy() says. Bytes that fit no rule become U+FFFD. Never
    raises.

    >>> decode("Müller".encode(), "text/html; charset=iso-8859-1")
    'Müller'
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        return to_unicode(body[len(bom) :], bom_encoding)
    if _may_be_utf8(body):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            if _is_utf8_with_faults(body, error):
                return body.decode("utf-8", "replace")
    if _UTF16_LATIN.match(body, 0, 64):
        return to_unicode(body, "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be")
    return to_unicode(body, charset_of_legacy(body, content_type))


def _may_be_utf8(body: bytes) -> bool:
    if b"\x1b" in body and _ESCAPE_ENCODED.search(body, 0, sys.maxsize if body.isascii() else 4096):
        return False
    return not _UTF16_LATIN.match(body, 0, 64)


def _is_utf8_with_faults(body: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether the body is UTF-8 but for a few broken sequences, as where a teaser was cut by bytes.

    50 to 1 between whole multi-byte sequences and faults: in a legacy encoding nearly every non-ASCII run is
    a fault, so the two kinds lie orders of magnitude apart.
    """
    text = body[error.start :].decode("utf-8", "replace")
    faults = text.count("\ufffd")
    whole = sum(1 for char in body[: error.start].decode("utf-8") + text if "\x7f" < char != "\ufffd")
    return whole >= 50 * faults
