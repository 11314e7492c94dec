"""Explanations of several pages as a folder of HTML pages, each with links to the next and the previous."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from newsspider.explain.browser import Neighbours, Overview, html_page, overview_page
from newsspider.explain.types import Explanation

_INDEX = "index.html"
_MADE_HERE = b": explained</title>"  # the end of the title that overview_page writes


def write_folder(
    folder: Path, title: str, explained: Iterable[Explanation], *, report: str | None = None
) -> list[str]:
    """Write a page for each explanation, and `index.html`, which lists them; return the names of the pages.

    `report` is the address of the report that leads to them, relative to theirs; each then leads back to it.

    One explanation is held at a time, and one more, since a page links to the next only where there is one. The
    list is written too where a page raises an error: those before it can be looked at. What an earlier call has
    written there is replaced. Raises FileExistsError where `index.html` is another's.
    """
    is_there = _is_ours(folder)
    folder.mkdir(parents=True, exist_ok=True)
    listed: list[Overview] = []
    waiting: Explanation | None = None
    try:
        for explanation in explained:
            if waiting is not None:
                _write(folder, listed, waiting, report, is_last=False)
            waiting = explanation
    finally:
        if waiting is not None:
            _write(folder, listed, waiting, report, is_last=True)
        (folder / _INDEX).write_bytes(overview_page(title, listed, report))
        if is_there:
            _remove_pages(folder, len(listed) + 1)
    return [page.href for page in listed]


def remove_folder(folder: Path) -> None:
    """Remove what `write_folder` has written, if it has, and the folder if nothing else is in it."""
    with suppress(FileExistsError):  # another's list
        if _is_ours(folder):
            _remove_pages(folder, 1)
            (folder / _INDEX).unlink()
            with suppress(OSError):  # not empty
                folder.rmdir()


def _is_ours(folder: Path) -> bool:
    """Return whether a list of explained pages is there. Raises FileExistsError for another's `index.html`."""
    index = folder / _INDEX
    if not index.exists():
        return False
    if _MADE_HERE not in index.read_bytes():
        raise FileExistsError(errno.EEXIST, "it is not a list of explained pages; give another folder", str(index))
    return True


def _remove_pages(folder: Path, first: int) -> None:
    """Remove the pages from a number on, which an earlier list had."""
    for number in count(first):
        page = folder / _name(number)
        if not page.exists():
            return
        page.unlink()


def _write(
    folder: Path, listed: list[Overview], explanation: Explanation, report: str | None, *, is_last: bool
) -> None:
    number = len(listed) + 1
    neighbours = Neighbours(
        number=number,
        previous=_name(number - 1) if number > 1 else None,
        following=None if is_last else _name(number + 1),
        overview=_INDEX,
        report=report,
    )
    (folder / _name(number)).write_bytes(html_page(explanation, neighbours))
    listed.append(
        Overview(
            href=_name(number),
            title=explanation.title,
            address=explanation.address,
            probability=explanation.probability,
            is_dropped=explanation.is_dropped,
        )
    )


def _name(number: int) -> str:
    return f"page-{number}.html"
