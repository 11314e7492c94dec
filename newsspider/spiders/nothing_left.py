"""What a replay says at its end where there is nothing: the filters left nothing, or nothing could be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from newsspider.items import Reject

# Why a page is left out, in the stats, and the filters that do it.
_OF_PAGES = {
    "date": ("since", "until"),
    "no-date": ("since", "until"),
    "domain": ("domains", "domains_file"),
    "url-pattern": ("url_pattern",),
    "mime-type": ("mime_types",),
    "status": ("statuses",),
}
# The same of articles, which are dropped.
_OF_ARTICLES = {"language": ("languages",), "too-short": ("min_words",)}
_NO_DATE = " (when they were captured is not known)"
# Records that are skipped wherever they occur, and never hold a page.
_WITHOUT_PAGE = {"warcinfo", "request", "metadata", "continuation", "no-page-field", "index"}


def nothing_left(
    pages: int, articles: int, left_out: Mapping[str, int], given: Mapping[str, object]
) -> str | None:
    """Return a line for a replay of which the filters left no page, or no article; None for others.

    `left_out` counts skipped records and dropped articles by reason, and `given` has the filters by name.

    >>> nothing_left(0, 0, {"date": 12, "no-date": 1, "request": 3}, {"since": "2024"})
    'The filters left no page: 12 skipped by since, 1 skipped by since (when they were captured is not known)'
    >>> nothing_left(3, 0, {"language": 3}, {"languages": ["en-US"]})
    'The filters left no article: 3 dropped by languages. en-US is only what says so, en all of it'
    >>> nothing_left(1, 1, {"domain": 12}, {}), nothing_left(0, 0, {"request": 3}, {})
    (None, None)
    """
    if articles:
        return None
    what, how, reasons = ("article", "dropped", _OF_ARTICLES) if pages else ("page", "skipped", _OF_PAGES)
    counts = Counter[str]()
    for reason in reasons.keys() & left_out.keys():
        names = [name for name in reasons[reason] if name in given] or reasons[reason]
        counts[f"{' and '.join(names)}{_NO_DATE if reason == 'no-date' else ''}"] += left_out[reason]
    if not counts:
        return None
    listed = ", ".join(f"{count:,} {how} by {name}" for name, count in sorted(counts.items()))
    hint = _hint(given) if "language" in left_out and pages else ""
    return f"The filters left no {what}: {listed}{hint}"


def _hint(given: Mapping[str, object]) -> str:
    """Return what to write for a language with a region, where it left nothing."""
    languages = given.get("languages") or ()
    names = languages.split(",") if isinstance(languages, str) else list(map(str, languages))  # type: ignore[call-overload]
    regional = next((name.strip() for name in names if "-" in name), None)
    return f". {regional} is only what says so, {regional.partition('-')[0]} all of it" if regional else ""


def nothing_read(pages: int, skipped: Mapping[str, int], rejects: int, first: Reject | None) -> str | None:
    """Return why a replay fails of which nothing could be read at all, in one line; None for others.

    >>> nothing_read(0, {"warcinfo": 1}, 2, Reject(path="a.warc", code="damaged", reason="the record is cut"))
    'a.warc: nothing could be read: the record is cut (and 1 more reject)'
    >>> nothing_read(0, {"status": 7}, 1, Reject(path="a.warc", code="damaged", reason="the record is cut"))
    """
    if pages or first is None or skipped.keys() - _WITHOUT_PAGE:
        return None
    others = rejects - 1
    more = f" (and {others:,} more reject{'s' if others > 1 else ''})" if others else ""
    return f"{first.path}: nothing could be read: {first.reason}{more}"
