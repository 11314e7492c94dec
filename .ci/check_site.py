"""Check the built site: its links and anchors lead somewhere, and its pages load nothing from elsewhere.

Usage: check_site.py [FOLDER], by default site/. Exits with 1 and a line for each fault.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import html

# What a browser loads by itself. Links that a reader clicks may lead anywhere.
_LOADED = (("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"))
_IN_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]{1,300})")
# A page that a browser is told about and does not load.
_NOT_LOADED = {"canonical", "next", "prev", "alternate", "edit"}


def faults(root: Path) -> Iterator[str]:
    """Yield what is wrong with a built site, a line each."""
    pages = sorted(root.rglob("*.html"))
    if not (root / "index.html").exists() or len(pages) < 10:
        yield f"{root}: no site here: build it with mkdocs build --strict"
    for page in pages:
        name = page.relative_to(root)
        tree = html.parse(str(page)).getroot()
        yield from (f"{name}: loads {url}" for url in _loaded(tree) if _is_elsewhere(url))
        # A server shows 404.html for any address, so its links are not relative.
        links = [] if page.name == "404.html" else tree.xpath("//a/@href")
        yield from (f"{name}: {fault}" for link in links for fault in _faults_of(link, page, root))
    for style in sorted(root.rglob("*.css")):
        found = _IN_STYLE.findall(style.read_text("utf-8"))
        yield from (f"{style.relative_to(root)}: loads {url}" for url in found)
    if not (root / "search" / "search_index.js").exists():
        yield "no index for the search without a server"


def _loaded(tree: html.HtmlElement) -> Iterator[str]:
    for tag, attribute in _LOADED:
        for element in tree.iter(tag):
            if not _NOT_LOADED & set(element.get("rel", "").split()):
                yield element.get(attribute) or ""
    yield from (url for text in tree.xpath("//style/text() | //@style") for url in _IN_STYLE.findall(text))


def _is_elsewhere(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} or bool(parts.netloc)


def _faults_of(link: str, page: Path, root: Path) -> Iterator[str]:
    address, anchor = urldefrag(link)
    if urlsplit(link).scheme or link.startswith("javascript:"):
        return
    target = (page.parent / unquote(address)).resolve() if address else page.resolve()
    if target.is_dir():
        target = target / "index.html"
    if not target.is_relative_to(root.resolve()) or not target.is_file():
        yield f"no page at {link}"
    elif anchor and target.suffix == ".html" and unquote(anchor) not in _anchors(target):
        yield f"no anchor at {link}"


@cache
def _anchors(page: Path) -> frozenset[str]:
    tree = html.parse(str(page)).getroot()
    return frozenset(map(str, tree.xpath("//@id | //a/@name"))) | {"__top", ""}


if __name__ == "__main__":
    found = list(faults(Path(sys.argv[1] if len(sys.argv) > 1 else "site")))
    sys.exit("\n".join(found) or 0)
