"""The pages of a run that deserve a look, with the command that explains each."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsspider.display.document import element
from newsspider.display.wording import one_line_of
from newsspider.report.figures import PageKey, PageToCheck, SiteFigures

_SHOWN_CHARS, _REASON_CHARS = 120, 300
# Why a page was rejected of which no HTML came.
_STATUS = re.compile(r"status-\d{3}")
_NO_ANSWER = frozenset(
    {"time-out", "unknown-name", "refused", "cut-off", "certificate", "tls", "broken-off", "not-fetched"}
)
# Why a record of an archive was rejected from which no page can be read: `explain` ends with the same reason.
_NO_PAGE = frozenset(
    {
        "damaged", "truncated", "unreadable", "digest", "segmented", "encoding", "no-content", "missing-package",
        "gone", "too-large",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """Where a page is explained, and where it was found."""

    href: str  # relative to the report
    page: PageToCheck


ExplainedPages: TypeAlias = Mapping[PageKey, Explained]


def kinds_of_pages(site: SiteFigures) -> Sequence[tuple[str, Sequence[PageToCheck]]]:
    """Return why pages deserve a look, and those that do."""
    return (
        ("Kept, but may not be articles", site.unlikely),
        ("Dropped, but may be articles", site.nearly),
        ("Rejected", site.failed),
    )


def pages_to_check(site: SiteFigures, explained: ExplainedPages | None = None) -> Iterator[_Element]:
    """Yield one section with lists of pages, if there is any."""
    left_out = {"Rejected": max(0, site.rejected.total() - len(site.failed))}  # of other kinds most need no look
    lists = [
        _list(title, pages, explained or {}, left_out.get(title, 0))
        for title, pages in kinds_of_pages(site)
        if pages
    ]
    if lists:
        columns = element("div", *lists, class_="columns")
        yield element("section", element("h2", "Pages to look at"), columns, class_="check")


def _list(title: str, pages: Sequence[PageToCheck], explained: ExplainedPages, left_out: int) -> _Element:
    lines = [_line(page, explained.get(page.key)) for page in pages]
    if left_out:
        lines.append(element("li", f"and {left_out:,} more"))
    return element("div", element("h3", title), element("ul", *lines))


def _line(page: PageToCheck, explained: Explained | None) -> _Element:
    address = one_line_of(page.address, _SHOWN_CHARS) or one_line_of(page.place, _SHOWN_CHARS) or "a page"
    shown = (
        element("a", address, href=page.address, rel="noreferrer nofollow") if _is_web(page.address) else address
    )
    parts: list[_Element | str] = [shown, element("span", one_line_of(page.note, 80), class_="why")]
    if explained is not None:
        parts.append(element("a", "explained", href=explained.href, class_="explained"))
    if page.place and page.address:
        parts.append(element("span", one_line_of(page.place, _SHOWN_CHARS), class_="place"))
    if command := command_of(explained.page if explained is not None else page):
        parts.append(element("code", command))
    elif page.place and page.note in _NO_PAGE and page.reason:
        parts.append(element("span", one_line_of(page.reason, _REASON_CHARS), class_="reason"))
    # A margin alone is lost where the line is copied as text.
    spaced = [piece for part in parts for piece in (part, " ")]
    return element("li", *spaced[:-1])


def command_of(page: PageToCheck) -> str:
    """Return the command that explains a page: from its archive, or else as it is on the web now."""
    if page.place and page.note in _NO_PAGE:
        return ""
    if page.archive and page.offset is not None and page.archive.isprintable():
        return f"newsspider explain {shlex.quote(page.archive)} --at {page.offset}"
    if not page.place and _is_web(page.address) and not has_no_answer(page.note):
        return f"newsspider explain {shlex.quote(page.address)}"
    return ""


def has_no_answer(note: str) -> bool:
    """Return whether a page was rejected since its server gave none: there is nothing to explain.

    >>> has_no_answer("status-404"), has_no_answer("refused"), has_no_answer("probability 0.30")
    (True, True, False)
    """
    return bool(_STATUS.fullmatch(note)) or note in _NO_ANSWER


def _is_web(address: str) -> bool:
    """Return whether an address may be made a link: no script, and nothing that a page only looks like."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and address.isprintable()
    except ValueError:
        return False
