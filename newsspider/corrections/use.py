"""What a run has used of its corrections: counted page by page, and told of what never applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from newsspider.body import Body, article_probability
from newsspider.corrections.selectors import Selector
from newsspider.page.types import Page

if TYPE_CHECKING:
    from newsspider.corrections.types import Correction, Corrections

# A front page has no byline: only pages that are probably articles speak against a selector.
_LIKELY = 0.5
_MOST_TOLD = 5
_PAGES = "pages"


def count_use(count: Callable[[str], None], entries: Sequence[Correction], page: Page, body: Body) -> None:
    """Count a page, the corrections that are for it, and those of their selectors that select something on it."""
    count(_PAGES)
    if not entries:
        return
    is_likely = page.root is not None and article_probability(page, body) >= _LIKELY
    for entry in entries:
        count(f"{entry.number}")
        if is_likely:
            count(f"{entry.number} articles")
        for number, selector in enumerate(_selectors(entry)):
            if next(selector.strings(page.root), None) is not None:
                count(f"{entry.number} {number}")


def _selectors(entry: Correction) -> Iterator[Selector]:
    for field in entry.fields.values():
        yield from field.selectors
    yield from entry.body.wanted
    yield from entry.body.dropped


def unused_lines(corrections: Corrections, counts: Mapping[str, int], *, is_part: bool = False) -> Iterator[str]:
    """Yield a line for each selector that matched on no page, or one on sites of which a run had no page.

    `counts` are those of `count_use`. A file may be for more sites than one run reads: those without pages are
    told where none of its corrections was for any page. A run without pages has nothing to say of corrections,
    and one that read a part of the pages (`is_part`) says nothing of sites.
    """
    entries = corrections.entries
    if not counts.get(_PAGES):
        return
    if not entries:
        yield f"{corrections.path}: holds no [[corrections]]"
    elif not (is_part or any(counts.get(f"{entry.number}") for entry in entries)):
        sites = ", ".join(f"{entry.site} (line {entry.line})" for entry in entries[:_MOST_TOLD])
        more = f" and {len(entries) - _MOST_TOLD:,} more" if len(entries) > _MOST_TOLD else ""
        yield f"{corrections.path}: applied to no page: none was of {sites}{more}"
    for entry in entries:
        articles = counts.get(f"{entry.number} articles", 0)
        for number, selector in enumerate(_selectors(entry)):
            if articles and not counts.get(f"{entry.number} {number}"):
                on = f"matched on none of {articles:,} pages" if articles > 1 else "did not match on the one page"
                yield f"{corrections.path}:{entry.line}: {selector.written!r} {on} of {entry.site}"
