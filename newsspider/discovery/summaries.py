"""Texts of feeds, which are plain or HTML, as one line of plain text."""

from __future__ import annotations

import re
from html import unescape

from lxml import html
from lxml.etree import LxmlError, _Element, tostring

from newsspider.processors.text import one_line, without_entities
from newsspider.processors.urls import canonical_url

_MAX_MARKUP_CHARS = 20_000
# A standfirst has some 300 characters; what is longer than this is the text itself.
_MAX_SUMMARY_CHARS = 1_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "figure", "blockquote", "h1", "h2", "h3", "h4", "table", "br"})
_SILENT = frozenset({"script", "style", "figcaption"})
_CUT = re.compile(r"\s?\[(?:…|\.{3})\]$")


def plain_line(text: str) -> str:
    """Return a text that may hold markup and references as one line.

    >>> plain_line("Fish &amp; chips: <b>caf&eacute;</b>")
    'Fish & chips: café'
    """
    cut = text[:_MAX_MARKUP_CHARS]
    if "<" not in cut and "&" not in cut:
        return one_line(cut)
    return one_line(without_entities(unescape(_TAG.sub("", cut))))


def summary_line(markup: str, url: str | None) -> str | None:
    """Return the text of an entry's summary; None where there is none, or where it is a whole article.

    Links to the entry itself ("Read more", "The post ... appeared first on ...") are left out: a paragraph behind
    the first that holds one, else the link alone.

    >>> summary_line("<p>Storm hits.</p><p>The post <a href='/a'>Storm</a> is here.</p>", "https://example.org/a")
    'Storm hits.'
    """
    if len(markup) > _MAX_MARKUP_CHARS:
        return None
    text = _text_of_html(markup, url) if "<" in markup else plain_line(markup)
    text = _CUT.sub("…", text)
    return text if 0 < len(text) <= _MAX_SUMMARY_CHARS else None


def _text_of_html(markup: str, url: str | None) -> str:
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (LxmlError, ValueError):  # nothing but comments, or what no XML can hold
        return plain_line(markup)
    for link in [link for link in root.iter("a") if _leads_to(link, url)]:
        block = _block_of(link, root)
        _remove(link if block is None or block.getprevious() is None else block)
    for element in root.iter(*_BLOCKS):
        element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    for element in list(root.iter(*_SILENT)):
        _remove(element)
    return one_line(tostring(root, method="text", encoding="unicode"))


def _leads_to(link: _Element, url: str | None) -> bool:
    return bool(url) and canonical_url(link.get("href") or "", url) == url


def _block_of(link: _Element, root: _Element) -> _Element | None:
    """Return the block that a link stands in, None where it stands in the text itself."""
    return next((parent for parent in link.iterancestors() if parent is not root and parent.tag in _BLOCKS), None)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)
