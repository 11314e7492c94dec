"""The pages of a run that deserve a look, with the command that explains each."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsspider.display.document import element
from newsspider.display.wording import one_line_of
from newsspider.report.figures import PageToCheck, SiteFigures

_SHOWN_CHARS = 120


def pages_to_check(site: SiteFigures) -> Iterator[_Element]:
    """Yield one section with lists of pages, if there is any."""
    kinds = (
        ("Kept, but may not be articles", site.unlikely),
        ("Dropped, but may be articles", site.nearly),
        ("Rejected", site.failed),
    )
    lists = [_list(title, pages) for title, pages in kinds if pages]
    if lists:
        columns = element("div", *lists, class_="columns")
        yield element("section", element("h2", "Pages to look at"), columns, class_="check")


def _list(title: str, pages: Sequence[PageToCheck]) -> _Element:
    return element("div", element("h3", title), element("ul", *map(_line, pages)))


def _line(page: PageToCheck) -> _Element:
    address = one_line_of(page.address, _SHOWN_CHARS) or one_line_of(page.place, _SHOWN_CHARS) or "a page"
    shown = (
        element("a", address, href=page.address, rel="noreferrer nofollow") if _is_web(page.address) else address
    )
    parts = [shown, element("span", one_line_of(page.note, 80), class_="why")]
    if page.place and page.address:
        parts.append(element("span", one_line_of(page.place, _SHOWN_CHARS), class_="place"))
    if command := _command(page):
        parts.append(element("code", command))
    return element("li", *parts)


def _command(page: PageToCheck) -> str:
    """Return the command that explains a page: from its archive, or else as it is on the web now."""
    if page.archive and page.offset is not None and page.archive.isprintable():
        return f"newsspider explain {shlex.quote(page.archive)} --at {page.offset}"
    if not page.place and _is_web(page.address):
        return f"newsspider explain {shlex.quote(page.address)}"
    return ""


def _is_web(address: str) -> bool:
    """Return whether an address may be made a link: no script, and nothing that a page only looks like."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and address.isprintable()
    except ValueError:
        return False
