"""Recognizing HTML, JSON and text, and the charset of text, by their bytes."""

from __future__ import annotations

import re

from newsspider.language.charsets import charset_of_legacy, switches_charsets

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SNIFFED_BYTES = 4096
# The tags that mean HTML in the WHATWG's MIME sniffing standard (section 7.1), and those with which fragments of
# pages begin; anywhere in the first bytes, because comments, scripts and stray tags may come before them.
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|script|style|link|div|p|h1|table|article|main|section)[\s/>]",
    re.IGNORECASE,
)
_SAYS_HTML = re.compile(rb"[\x00\s]{0,64}<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_XHTML = re.compile(r"<html[\s>]", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\}\s*$)|\[\s*(?:[{\"\[]|\]\s*$))")
# The first object with a name in it, behind brackets and empty objects; or brackets as far as can be seen.
_JSON_OBJECT = re.compile(r"\s*(?:\[[\[\]\s,]*)?(?:\{\s*\}[\s,]*)*\{\s*\"|\s*\[[\[\]\s,]{1000,}\Z")
# Formats whose first bytes could pass for text.
_OTHER_MAGIC = (b"%PDF-", b"{\\rtf", b"%!PS", b"GIF8", b"PK\x03\x04", b"BM", b"RIFF", b"\x89PNG")
_PRINTED_MAGIC = frozenset({b"BM", b"RIFF", b"GIF8"})  # only letters: they count only together with control bytes
# Of a text in a script without spaces, such as Chinese; a headline has more.
_SHORTEST_CHARS = 12
_PATH = re.compile(r"\A\s*\Z|[/\\]|\.(?:gz|zst|warc|parquet|jsonl?)\s*\Z")
# Bytes that occur in no charset of the web; tab, newlines, form feed and escape (ISO-2022) do.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def byte_order_mark(content: bytes) -> str | None:
    """Return the charset that a byte order mark names, if there is one.

    >>> byte_order_mark("é".encode("utf-8-sig"))
    'utf-8'
    """
    return next((charset for bom, charset in _BOMS if content.startswith(bom)), None)


def utf16_without_mark(content: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" if nearly every other byte is NUL, as in Latin script.

    >>> utf16_without_mark("Storm hits coast".encode("utf-16-be"))
    'utf-16-be'
    """
    head = content[:_SNIFFED_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    # A tenth of NULs against almost none: in other scripts spaces and digits alone reach that share.
    if len(head) < 16 or max(even, odd) * 20 < len(head) or min(even, odd) * 100 > len(head):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def is_html(content: bytes) -> bool:
    """Return whether `content` begins like an HTML page.

    >>> is_html(b"<!-- saved --><!DOCTYPE html><p>Hi"), is_html(b"<?xml version='1.0'?><rss><title>Hi</title>")
    (True, False)
    """
    text = _head_text(content)
    if text is None or not text.startswith("<"):
        return False
    return bool((_XHTML if text.startswith("<?xml") else _HTML).search(text))


def is_json(content: bytes) -> bool:
    """Return whether `content` begins like a JSON object, or an array of objects, in UTF-8.

    >>> is_json(b'{"url": "https://example.org/a"}'), is_json(b'["a"]'), is_json(b"{Advertisement}")
    (True, False, False)
    """
    text = None if utf16_without_mark(content) else _head_text(content)
    return text is not None and bool(_JSON_OBJECT.match(text))


def is_text(content: bytes) -> bool:
    """Return whether `content` begins like written text: no binary data, markup or JSON.

    >>> is_text("Sturm trifft Küste".encode("latin-1")), is_text(b'{"a": 1}'), is_text(b"%PDF-1.4 text")
    (True, False, False)
    """
    text = _head_text(content)
    return bool(text) and text is not None and not text.startswith(("<?xml", "<rss")) and not _JSON.match(text)


def has_words(content: bytes) -> bool:
    """Return whether a text is more than a single word or number, and no mere list of paths or URLs.

    >>> has_words(b"OK"), has_words(b"crawl/a.warc.gz\\ncrawl/b.warc.gz\\n"), has_words(b"Storm hits coast")
    (False, False, True)
    """
    text = (_head_text(content) or "").strip()
    if not text.isascii() or switches_charsets(content):  # a list of names, or a script without spaces
        return len(text) >= _SHORTEST_CHARS or len(text.split()) > 1
    lines = text.split("\n")
    if len(lines) > 1 and len(content) > _SNIFFED_BYTES:
        lines.pop()  # it may be cut
    return any(" " in line or "\t" in line or not _PATH.search(line) for line in lines) and len(text.split()) > 1


def is_binary(content: bytes) -> bool:
    """Return whether `content` begins like binary data; False for blank content."""
    return not is_blank(content) and _head_text(content) is None


def is_blank(content: bytes) -> bool:
    """Return whether `content` is empty or nothing but white space.

    >>> is_blank(b""), is_blank(b" \\r\\n"), is_blank(b" a")
    (True, True, False)
    """
    return not content or content.isspace()  # stops at the first letter; strip() would copy the page


def _head_text(content: bytes) -> str | None:
    """Return the beginning of `content`, roughly decoded, without leading space; None if it is binary."""
    head = content[:_SNIFFED_BYTES]
    controls = len(_CONTROL.findall(head))
    if any(head.startswith(magic) and (controls or magic not in _PRINTED_MAGIC) for magic in _OTHER_MAGIC):
        return None
    charset = byte_order_mark(head) or utf16_without_mark(head) or "utf-8"
    text = head.decode(charset, "replace")
    if charset != "utf-8":
        controls = len(_CONTROL.findall(text.encode("utf-8", "replace")))
    # One in a hundred: stray control bytes occur in real pages; the first 4 kB of images, fonts, archives and
    # object code hold far more. A page that says what it is may be padded with NULs.
    if controls * 100 > len(head) and not _SAYS_HTML.match(head):
        return None
    return text.lstrip("\ufeff \t\r\n\x0c\0")


def charset_of(content: bytes, content_type: str | None = None) -> str:
    """Return the charset of a text: UTF-8 if it is valid, else the declared one if it fits, else the likeliest.

    >>> charset_of("Küste".encode()), charset_of("Küste".encode("utf-16"))
    ('utf-8', 'utf-16-le')
    """
    marked = byte_order_mark(content) or utf16_without_mark(content)
    if marked or (_mostly_utf8(content) and not switches_charsets(content)):
        return marked or "utf-8"
    return charset_of_legacy(content, content_type)


def _mostly_utf8(content: bytes) -> bool:
    """Return whether all but one byte in a hundred is UTF-8, as in dumps that were cut or concatenated."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        replaced = text.count("\ufffd")
        others = sum(character > "\x7f" for character in text) - replaced
        return replaced * 100 <= others
    return True
