"""HTML pages that need nothing else: no script, no address that is loaded, and all text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from lxml import etree
from lxml.etree import _Element

from newsspider.version import __version__

# Even if a browser could be led to see an address or a script in the page, it may load and run none.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def element(kind: str, /, *children: _Element | str, **attributes: str) -> _Element:
    """Return an element; `class_` gives its class. What is text stays text: lxml escapes it.

    >>> etree.tostring(element("p", "1 < 2", element("b", "so"), " it is", class_="sum"))
    b'<p class="sum">1 &lt; 2<b>so</b> it is</p>'
    """
    made = etree.Element(kind, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()})
    last: _Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                made.text = (made.text or "") + child
            else:
                last.tail = (last.tail or "") + child
        else:
            made.append(child)
            last = child
    return made


def html_document(
    title: str, body: Iterable[_Element], styles: tuple[str, str], *, is_framed: bool = False
) -> bytes:
    """Return a whole page as UTF-8, with a footer that names the version.

    `styles` are a package and the path in it of the style sheet that follows the one of all pages. One that
    `is_framed` is shown inside another page: it has no footer, and `body` is its body element.
    """
    package, path = styles
    sheet = _sheet("newsspider.display", "data/page.css") + _sheet(package, path)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", **{"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", sheet),
    )
    footer = element("footer", f"newsspider {__version__}")
    shown = list(body) if is_framed else [element("body", *body, footer)]
    page = element("html", head, *shown, lang="en")
    content: bytes = etree.tostring(page, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    return content + b"\n"


def meter(share: float) -> _Element:
    """Return a bar that is filled up to a share, 0.0-1.0."""
    return element("i", style=f"--share:{share:.2f}", class_="meter")


def _sheet(package: str, path: str) -> str:
    return files(package).joinpath(path).read_text("utf-8")
