"""What a run has used of its corrections: counted page by page, and told of what never applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from newsspider.body import Body, article_probability
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
        for number, selector in enumerate(entry.selectors()):
            if next(selector.strings(page.root), None) is not None:
                count(f"{entry.number} {number}")


def unused_lines(corrections: Corrections, counts: Mapping[str, int], *, is_part: bool = False) -> Iterator[str]:
    """Yield a line for each selector that matched on no page, or one on sites of which a run had no page.

    `counts` are those of `count_use`. A file may be for more sites than one run reads: those without pages are
    told where they are at most half of the file's. A run without pages has nothing to say of corrections, and one
    that read a part of the pages (`is_part`) says nothing of sites.
    """
    if not counts.get(_PAGES):
        return
    if not corrections.entries:
        yield f"{corrections.path}: holds no [[corrections]]"
    elif not is_part:
        yield from _lines_on_sites(corrections, counts)
    for entry in corrections.entries:
        articles = counts.get(f"{entry.number} articles", 0)
        lines = entry.selector_lines or [entry.line] * sum(1 for _ in entry.selectors())
        for number, (selector, line) in enumerate(zip(entry.selectors(), lines, strict=True)):
            if articles and not counts.get(f"{entry.number} {number}"):
                on = f"matched on none of {articles:,} pages" if articles > 1 else "did not match on the one page"
                yield f"{corrections.path}:{line}: {selector.written!r} {on} of {entry.site}"


def _lines_on_sites(corrections: Corrections, counts: Mapping[str, int]) -> Iterator[str]:
    """Yield a line on the sites whose corrections were for no page, if there are any and they are not the most."""
    lines: dict[str, int] = {}
    for entry in corrections.entries:
        lines.setdefault(entry.site, entry.line)
    used = {entry.site for entry in corrections.entries if counts.get(f"{entry.number}")}
    unused = [f"{site} (line {line})" for site, line in lines.items() if site not in used]
    more = f" and {len(unused) - _MOST_TOLD:,} more" if len(unused) > _MOST_TOLD else ""
    sites = f"{', '.join(unused[:_MOST_TOLD])}{more}"
    if unused and not used:
        yield f"{corrections.path}: applied to no page: none was of {sites}"
    elif unused and len(unused) <= len(used):
        yield f"{corrections.path}: no correction of these sites was for a page of this run: {sites}"
