"""Explanations of several pages as a folder of HTML pages, each with links to the next and the previous."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from newsspider.explain.browser import Neighbours, Overview, html_page, overview_page
from newsspider.explain.types import Explanation

_MADE_HERE = b": explained</title>"  # the end of the title that overview_page writes


def write_folder(folder: Path, source: str, explained: Iterable[Explanation]) -> int:
    """Write a page for each explanation, and `index.html`, which lists them; return how many there are.

    One explanation is held at a time, and one more, since a page links to the next only where there is one. The
    list is written too where a page raises an error: those before it can be looked at. What an earlier call has
    written there is replaced. Raises FileExistsError where `index.html` is another's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index.html"
    is_there = index.exists()
    if is_there and _MADE_HERE not in index.read_bytes():
        raise FileExistsError(errno.EEXIST, "it is not a list of explained pages; give another folder", str(index))
    listed: list[Overview] = []
    waiting: Explanation | None = None
    try:
        for explanation in explained:
            if waiting is not None:
                _write(folder, listed, waiting, is_last=False)
            waiting = explanation
    finally:
        if waiting is not None:
            _write(folder, listed, waiting, is_last=True)
        index.write_bytes(overview_page(source, listed))
        if is_there:
            _remove_pages(folder, len(listed) + 1)
    return len(listed)


def _remove_pages(folder: Path, first: int) -> None:
    """Remove the pages from a number on, which an earlier list had."""
    for number in count(first):
        page = folder / _name(number)
        if not page.exists():
            return
        page.unlink()


def _write(folder: Path, listed: list[Overview], explanation: Explanation, *, is_last: bool) -> None:
    number = len(listed) + 1
    neighbours = Neighbours(
        number=number,
        previous=_name(number - 1) if number > 1 else None,
        following=None if is_last else _name(number + 1),
    )
    (folder / _name(number)).write_bytes(html_page(explanation, neighbours))
    listed.append(
        Overview(
            href=_name(number),
            title=explanation.title,
            address=explanation.address,
            probability=explanation.probability,
        )
    )


def _name(number: int) -> str:
    return f"page-{number}.html"
