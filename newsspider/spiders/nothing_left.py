"""What a replay says at its end where there is nothing: the filters left nothing, or nothing could be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
_BEFORE_REGION = re.compile("[-_]")
# The same of articles, which are dropped.
_OF_ARTICLES = {"language": ("languages",), "too-short": ("min_words",)}
_NO_DATE = ": when they were captured is not known"
_OTHER_STATUS = (
    "No page: {:,} skipped for an HTTP status other than 200; -a statuses=200,404 would also read those with 404"
)
_NO_ARTICLE = (
    "No article: {:,} dropped as not-article; newsspider explain shows how likely each page is one, "
    "-s NEWSSPIDER_MIN_PROBABILITY=0 keeps them"
)
# What reasons have that say what to do: a setting, a package, a command.
_HINTS = ("NEWSSPIDER_", "pip install", "`", "convert it", "unpack it")
# Records that are skipped wherever they occur, and never hold a page.
_WITHOUT_PAGE = {"warcinfo", "request", "metadata", "continuation", "no-page-field", "index"}


def nothing_left(
    pages: int, articles: int, left_out: Mapping[str, int], given: Mapping[str, object], rejects: int = 0
) -> str | None:
    """Return a line for a replay of which the filters left no page, or no article; None for others.

    `left_out` counts skipped records and dropped articles by reason, and `given` has the filters by name.

    >>> nothing_left(0, 0, {"date": 12, "request": 3}, {"since": "2024"})
    'The filters left no page: 12 skipped by since (date)'
    >>> nothing_left(0, 0, {"no-date": 1}, {"since": "2024"})
    'The filters left no page: 1 skipped by since (no-date: when they were captured is not known)'
    >>> nothing_left(3, 0, {"language": 3}, {"languages": ["en-US"]})
    'The filters left no article: 3 dropped by languages (language). en-US is only what says so, en all of it'
    >>> nothing_left(3, 0, {"language": 3}, {"languages": "en_us"})
    'The filters left no article: 3 dropped by languages (language). en_us is only what says so, en all of it'
    >>> nothing_left(0, 0, {"status": 7}, {})
    'No page: 7 skipped for an HTTP status other than 200; -a statuses=200,404 would also read those with 404'
    >>> nothing_left(2, 0, {"not-article": 2}, {}).partition(";")[0]
    'No article: 2 dropped as not-article'
    >>> nothing_left(1, 1, {"domain": 12}, {}), nothing_left(0, 0, {"request": 3}, {})
    (None, None)
    >>> nothing_left(0, 0, {"status": 7}, {}, rejects=2)
    """
    if articles:
        return None
    what, how, reasons = ("article", "dropped", _OF_ARTICLES) if pages else ("page", "skipped", _OF_PAGES)
    counts = Counter[str]()
    for reason in reasons.keys() & left_out.keys():
        if names := [name for name in reasons[reason] if name in given]:
            counts[f"{' and '.join(names)} ({reason}{_NO_DATE if reason == 'no-date' else ''})"] += left_out[
                reason
            ]
    if not counts:
        if pages and left_out.get("not-article"):
            return _NO_ARTICLE.format(left_out["not-article"])
        is_by_status = not (pages or rejects) and left_out.get("status")
        return _OTHER_STATUS.format(left_out["status"]) if is_by_status else None
    listed = ", ".join(f"{count:,} {how} by {name}" for name, count in sorted(counts.items()))
    hint = _hint(given) if "language" in left_out and pages else ""
    return f"The filters left no {what}: {listed}{hint}"


def _hint(given: Mapping[str, object]) -> str:
    """Return what to write for a language with a region, where it left nothing."""
    languages = given.get("languages") or ()
    names = languages.split(",") if isinstance(languages, str) else list(map(str, languages))  # type: ignore[call-overload]
    regional = next((name.strip() for name in names if _BEFORE_REGION.search(name)), None)
    return f". {regional} is only what says so, {_BEFORE_REGION.split(regional)[0]} all of it" if regional else ""


@dataclass(frozen=True, slots=True)
class ToldReject:
    """The reject that is told where nothing could be read: the first that says what to do, else the first."""

    reject: Reject
    is_of_one_file: bool = True  # whether all rejects are

    def joined(self, reject: Reject) -> ToldReject:
        """Return what is told where there is one more reject.

        >>> cut = Reject(path="a", code="damaged", reason="not JSON")
        >>> rows = Reject(path="b", code="no-text", reason="no known field; see NEWSSPIDER_JSON_FIELDS")
        >>> ToldReject(cut).joined(rows).reject is ToldReject(rows).joined(cut).reject is rows
        True
        >>> ToldReject(cut).joined(cut).is_of_one_file, ToldReject(cut).joined(rows).is_of_one_file
        (True, False)
        """
        is_better = _says_what_to_do(reject) and not _says_what_to_do(self.reject)
        is_of_same = (reject.source, reject.path) == (self.reject.source, self.reject.path)
        return ToldReject(reject if is_better else self.reject, self.is_of_one_file and is_of_same)


def _says_what_to_do(reject: Reject) -> bool:
    return any(hint in (reject.reason or "") for hint in _HINTS)


def nothing_read(
    pages: int, skipped: Mapping[str, int], given: Mapping[str, object], rejects: int, told: ToldReject | None
) -> str | None:
    """Return why a replay fails of which no page could be read, and no filter left any out; None for others.

    >>> cut = ToldReject(Reject(path="a.warc", code="damaged", reason="the record is cut"))
    >>> nothing_read(0, {"warcinfo": 1}, {}, 2, cut)
    'a.warc: nothing could be read: the record is cut (and 1 more reject)'
    >>> nothing_read(0, {"warcinfo": 1}, {}, 2, ToldReject(cut.reject, is_of_one_file=False))
    'Nothing could be read: 2 rejects, one of them a.warc: the record is cut'
    >>> nothing_read(0, {"status": 7}, {}, 1, cut)
    'a.warc: no page could be read: the record is cut'
    >>> nothing_read(0, {"status": 7}, {"statuses": "404"}, 1, cut)
    >>> nothing_read(0, {"content-type": 7}, {}, 1, cut)
    >>> nothing_read(0, {"index": 1}, {}, 0, None)
    'No page: what was read is an index of an archive; name the archive itself'
    """
    if not (pages or rejects) and skipped.keys() == {"index"}:
        return "No page: what was read is an index of an archive; name the archive itself"
    others = skipped.keys() - _WITHOUT_PAGE
    by_default = set() if "statuses" in given else {"status"}
    if pages or told is None or others - by_default:
        return None
    first, what = told.reject, "no page" if others else "nothing"
    if rejects > 1 and not told.is_of_one_file:
        return (
            f"{what.capitalize()} could be read: {rejects:,} rejects, one of them {file_of(first)}: {first.reason}"
        )
    more = f" (and {rejects - 1:,} more reject{'s' if rejects > 2 else ''})" if rejects > 1 else ""
    return f"{file_of(first)}: {what} could be read: {first.reason}{more}"


def file_of(reject: Reject) -> str:
    """Return where the file of a reject is, as far as its row tells, without the current folder."""
    return _below(reject.source or "", reject.path or "", f"{Path.cwd()}/")


def _below(source: str, path: str, here: str) -> str:
    """Return a path below a source, which may be the file itself, without the folder `here`.

    >>> _below("/dumps", "a.warc", "/home/"), _below("/dumps/a.warc", "a.warc", "/dumps/")
    ('/dumps/a.warc', 'a.warc')
    >>> _below("/dumps/", ".", "/home/"), _below("", "a.warc", "/home/")
    ('/dumps', 'a.warc')
    """
    root = source.removesuffix("/")
    is_whole = path in ("", ".") or root.endswith(f"/{path}")
    whole = (root or path) if is_whole or not root else f"{root}/{path}"
    return whole.removeprefix(here) if len(whole) > len(here) else whole
