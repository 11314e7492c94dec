"""The inline HTML of a block: what stands between the block-level elements of one element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from newsspider._native.markup import DROPPED, EMPHASIS, INLINE, is_unseen

KEPT = {
    "b": "strong", "strong": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code", "samp": "code",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
TRANSPARENT = INLINE | EMPHASIS | {"a"}
# A page may nest inline elements without end, and each split of a block closes and opens all of them again.
MOST_OPEN = 20
_IMAGE_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
# An absolute address that needs no work, as most are: host, then nothing that is special to a URL's parser.
_PLAIN_URL = re.compile(r"https?://[a-zA-Z0-9.-]{1,255}(?:/[\w/.,~%+&=;:@!$*()?#-]{0,3000})?", re.ASCII)
# An address on the page's own host that joining changes nothing of, and that host.
_PLAIN_PATH = re.compile(r"/(?!/)[\w/.,~%+&=:@!$*()-]{0,3000}", re.ASCII)
_PLAIN_HOST = re.compile(r"https?://[a-zA-Z0-9.-]{1,255}(?=[/?#]|$)")
_URL_CHARS = 4000  # longer ones are embedded data or an attack; browsers stop near 2,000 in practice


def inline_parts(element: _Element, base_url: str | None) -> list[str]:
    """Return the HTML of each block that lies directly in `element`, in the order of the blocks.

    Splits where newsspider.blocks.from_html does. Holds a, img, strong, em, code, sub, sup and escaped text only.
    """
    if not len(element):  # as most paragraphs
        text = (element.text or "").strip()
        return [escaped(text)] if text else []
    reader = _Inline(base_url)
    reader.read(element)
    return reader.parts


def blocks_html(
    texts: Sequence[str],
    places: Sequence[int],
    elements: Sequence[_Element],
    chosen: Sequence[int],
    base_url: str | None,
) -> list[str]:
    """Return the inline HTML of each of the `chosen` blocks; `places` are the indices of the blocks' elements.

    An element is read once, however many blocks it holds.
    """
    wanted = {places[i] for i in chosen}
    parts = {place: inline_parts(elements[place], base_url) for place in wanted}
    numbers: dict[int, int] = {}  # of the blocks that each element has held so far
    found = {}
    for i in range(chosen[-1] + 1 if chosen else 0):
        place = places[i]
        if place in wanted:
            number = numbers[place] = numbers.get(place, -1) + 1
            own = parts[place]
            found[i] = own[number] if number < len(own) else escaped(texts[i])
    return [found[i] for i in chosen]


def escaped(text: str) -> str:
    """Return `text` as HTML; most texts have nothing to escape, which is found out in a fifth of the time.

    >>> escaped("R&D"), escaped("a < b"), escaped("it's")
    ('R&amp;D', 'a &lt; b', "it's")
    """
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def link_url(url: str | None, base_url: str | None) -> str | None:
    """Return `url` as an absolute http(s) or mailto URL, or None where it is none.

    >>> link_url("../b?x=1", "https://example.org/a/")
    'https://example.org/b?x=1'
    >>> link_url("java\\nscript:alert(1)", "https://example.org/a/") is None
    True
    """
    if not url or len(url) > _URL_CHARS:
        return None
    if _PLAIN_URL.fullmatch(url):
        return url
    if _PLAIN_PATH.fullmatch(url) and "/." not in url and (host := _PLAIN_HOST.match(base_url or "")):
        return f"{host[0]}{url}"
    try:
        absolute = urljoin(base_url or "", url.strip())
        urlsplit(absolute)
    except ValueError:  # "http://[" and the like
        return None
    return absolute if absolute.lower().startswith(("https://", "http://", "mailto:")) else None


def image_html(element: _Element, base_url: str | None) -> str:
    """Return the <img> element with an absolute source, or "" where it has none.

    Attributes that scripts fill later (data-src and the like) count where src holds no http(s) URL.
    """
    urls = (link_url(source, base_url) for source in _sources(element))
    url = next((url for url in urls if url and not url.startswith("mailto:")), None)
    if url is None:
        return ""
    sizes = "".join(
        f' {name}="{value}"'
        for name in ("width", "height")
        if (value := element.get(name) or "").isascii() and value.isdigit() and len(value) < 6
    )
    return f'<img src="{escape(url)}" alt="{escape(element.get("alt") or "")}"{sizes}>'


def _sources(element: _Element) -> Iterator[str | None]:
    yield from map(element.get, _IMAGE_SOURCES)
    yield (element.get("srcset") or element.get("data-srcset") or "").strip().split(" ", 1)[0]


class _Inline:
    def __init__(self, base_url: str | None) -> None:
        self.base_url = base_url
        self.parts: list[str] = []
        self.pieces: list[str] = []
        self.has_text = self.after_break = False
        self.open: list[tuple[str, str]] = []  # start tag, end tag

    def read(self, element: _Element) -> None:
        """Walk the inline content; block-level elements inside only end a part."""
        self.text(element.text)
        frames: list[tuple[Iterator[_Element], _Element, bool]] = []
        children = iter(element)
        while True:
            child = next(children, None)
            if child is None:
                if not frames:
                    break
                children, child, opened = frames.pop()
                if opened:
                    self.pieces.append(self.open.pop()[1])
            elif child.tag in TRANSPARENT:
                if not is_unseen(child):
                    frames.append((children, child, self.start(child)))
                    children = iter(child)
                    self.text(child.text)
                    continue
            else:
                self.leaf(child)
            self.text(child.tail)
        self.flush()

    def start(self, element: _Element) -> bool:
        """Open the inline element; return whether there is an end tag to write."""
        self.after_break = False
        tag = KEPT.get(str(element.tag), "")
        attributes = ""
        if element.tag == "a":
            url = link_url(element.get("href"), self.base_url)
            tag, attributes = ("a", f' href="{escape(url)}"') if url else ("", "")
        if not tag or len(self.open) >= MOST_OPEN:
            return False
        self.open.append((f"<{tag}{attributes}>", f"</{tag}>"))
        self.pieces.append(self.open[-1][0])
        return True

    def leaf(self, element: _Element) -> None:
        """Read an element whose inside is not walked."""
        tag = element.tag
        if tag == "br":
            if self.after_break:
                self.flush()
            self.pieces.append("\n")
            self.after_break = True
        elif tag == "img":
            self.after_break = False
            self.pieces.append(image_html(element, self.base_url))
        elif isinstance(tag, str) and tag not in DROPPED:
            self.flush()
            self.after_break = False

    def text(self, text: str | None) -> None:
        """Add a piece of text."""
        if text:
            self.pieces.append(escaped(text))
            if not text.isspace():
                self.has_text, self.after_break = True, False

    def flush(self) -> None:
        """End a part, and go on in the next with the same elements open."""
        if self.has_text:
            ends = "".join(end for _, end in reversed(self.open))
            self.parts.append("".join(self.pieces).strip() + ends)
        self.pieces = [start for start, _ in self.open]
        self.has_text = False
