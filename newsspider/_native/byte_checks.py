"""What is asked of all bytes of a page before it is parsed."""

from __future__ import annotations

import re

# XML 1.0 (2.2 Characters) allows no other control characters, and lxml refuses to hand them out.
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_BLANKED = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
# "Â", "Ã", "Ð" or "Ñ" and a sign, "â" and a sign of Windows-1252, "ðŸ", any letter and a control character: they
# stand for bytes of UTF-8. Other letters often have signs behind them: "é –".
_TWICE = re.compile(
    rb"\xc3(?:[\x82\x83\x90\x91][\xc2\xc5\xc6\xcb\xe2]|\xa2[\xcb\xe2]|\xb0\xc5|[\x84-\xb4]\xc2[\x80-\x9f])"
)
_END_TAG = re.compile(rb"</html", re.IGNORECASE)
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def is_utf8(raw: bytes) -> bool:
    """Return whether bytes are valid UTF-8.

    >>> is_utf8("é".encode()), is_utf8("é".encode("latin-1"))
    (True, False)
    """
    try:
        raw.isascii() or raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def may_be_double_utf8(raw: bytes) -> bool:
    """Return whether text in UTF-8 may have stretches that were encoded twice.

    >>> may_be_double_utf8("itâ€™s".encode()), may_be_double_utf8("Küste".encode())
    (True, False)
    """
    return not raw.isascii() and _TWICE.search(raw) is not None


def is_xml(raw: bytes) -> bool:
    """Return whether text in UTF-8 holds no character that XML forbids."""
    return in_xml(raw) == raw


def in_xml(raw: bytes) -> bytes:
    """Return text in UTF-8 with a space in place of all that XML forbids.

    >>> in_xml(b"a\\0b")
    b'a b'
    """
    raw = raw.translate(_BLANKED)
    for mark in _NONCHARACTERS:
        raw = raw.replace(mark, b" ")
    return raw


def end_tag(raw: bytes) -> int:
    """Return where the first </html> begins, in any case; -1 where there is none.

    >>> end_tag(b"a</HTML>"), end_tag(b"</htm>")
    (1, -1)
    """
    found = _END_TAG.search(raw)
    return found.start() if found else -1
