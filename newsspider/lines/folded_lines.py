"""Lines without what stands around their words: the form in which lists of lines hold them."""

from __future__ import annotations

_ASCII_EDGES = "".join(char for char in map(chr, range(128)) if not char.isalnum())


def folded(text: str) -> str:
    """Return what a line says, casefolded: no arrows, bullets, brackets or small pictures around it."""
    text = text.strip(_ASCII_EDGES)
    if text.isascii():
        return text.casefold()
    text = text.replace("’", "'").replace("İ", "i")
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end].casefold()
