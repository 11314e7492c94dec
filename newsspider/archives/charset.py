"""The charset of text that does not name it."""

from __future__ import annotations

import charset_normalizer

from newsspider.archives.sniff import byte_order_mark, utf16_without_mark

_SAMPLE_BYTES = 32 << 10
# The charsets of the web (WHATWG Encoding, its larger groups), not the hundred that Python knows: without this
# list short German texts came out as Baltic and old Macintosh charsets.
_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r",
    "shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5", "euc_kr", "cp874",
]  # fmt: skip


def charset_of(content: bytes) -> str:
    """Return the charset in which `content` reads as text: UTF-8 where it can be, else the likeliest.

    >>> charset_of("Küste".encode()), charset_of("Küste".encode("utf-16"))
    ('utf-8', 'utf-16-le')
    """
    marked = byte_order_mark(content) or utf16_without_mark(content)
    if marked or _mostly_utf8(content):
        return marked or "utf-8"
    sample = content[:_SAMPLE_BYTES]
    best = charset_normalizer.from_bytes(sample, cp_isolation=_CANDIDATES).best()
    # The Windows charsets share most letters of Western text; of two that read alike the commonest is named.
    if best is None or sample.decode(best.encoding, "replace") == sample.decode("cp1252", "replace"):
        return "cp1252"
    return best.encoding


def _mostly_utf8(content: bytes) -> bool:
    """Return whether all is UTF-8 but for a stray byte in a hundred, as where a dump was cut or joined."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        replaced = text.count("\ufffd")
        others = sum(character > "\x7f" for character in text) - replaced
        return replaced * 100 <= others
    return True
