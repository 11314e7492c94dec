"""What is asked of all bytes of a page before it is parsed."""

from __future__ import annotations

import re

# XML 1.0 (2.2 Characters) allows no other control characters, and lxml refuses to hand them out.
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_BLANKED = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
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
