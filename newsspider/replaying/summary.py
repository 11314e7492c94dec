"""The table at the end of a replay: what became of all records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from newsspider.archives.locations import is_url
from newsspider.archives.remote_path import RemotePath
from newsspider.display.quantities import counted, format_duration
from newsspider.errors import SourceError, printable
from newsspider.feeds.paths import shown_path
from newsspider.item_display import reject_line
from newsspider.items import Reject
from newsspider.reject_rows import read_row
from newsspider.replaying.manifest import Row
from newsspider.spiders.nothing_left import ToldReject, nothing_left, nothing_read

_COLUMNS = ("records", "pages", "articles", "dropped", "rejected", "skipped")
_MOST_ROWS = 20  # one screen; the manifest has all
_NAME_CHARS, _LEAST_NAME_CHARS = 48, 12
_MOST_READ_REJECTS = 1_000  # of a run that read nothing, to find one that says what to do
_FIRST_TO_GO = ("records", "dropped", "skipped")
_OF_PIPELINES = ("error", "not-stored")  # codes of rejects, the first of which a reader may give too
EMPTY: Mapping[str, object] = MappingProxyType({})


def summary(  # noqa: PLR0913  (what is said, and for how wide a terminal)
    rows: Sequence[Row],
    seconds: float,
    out: Path | RemotePath,
    filters: Mapping[str, object] = EMPTY,
    *,
    first_reject: str = "",
    width: int = 160,
) -> str:
    """Return a table with one row for each archive and a total, the reasons for drops and rejects, and the paths.

    Where the table is wider than `width`, columns on the left give way, then the archives' names. Of many archives
    only 20 are shown: first those that failed, had rejects, or gave no article.
    """
    table: list[tuple[str, ...]] = [("archive", *_COLUMNS)]
    shown = sorted(rows, key=_interest)[:_MOST_ROWS]
    table += [_line(row) for row in rows if any(row is one for one in shown)]
    if len(rows) > len(shown):
        table.append((f"and {len(rows) - len(shown)} more in manifest.jsonl", *[""] * len(_COLUMNS)))
    table.append(("total", *(f"{sum(_count(row, name) for row in rows):,}" for name in _COLUMNS)))
    lines = [*_aligned(table, width), *_reasons(rows, filters)]
    failed, damaged = problems(rows)
    lines += [*failed[:_MOST_ROWS], *damaged[:_MOST_ROWS]]
    if any(row.get("rejected") for row in rows):
        first = f"; the first: {first_reject}" if first_reject else ""
        lines.append(f"Records that could not be read are listed in {out / '_run' / 'rejects.jsonl'}{first}")
    return "\n".join([*lines, f"Took {format_duration(seconds)}. Feeds are in {out}"])


def problems(rows: Iterable[Row]) -> tuple[list[str], list[str]]:
    """Return a line for each archive that failed, and for each that ends with damage."""
    failed, damaged = [], []
    for row in rows:
        if "failed" in row:
            failed.append(f"Failed: {_name(row)}: {row['failed']}")
        elif row.get("endsDamaged"):
            damaged.append(f"Damaged at its end, pages may be missing: {_name(row)}")
    return failed, damaged


def named(names: Sequence[str], what: str = "archive") -> str:
    """Return the first of several names, and how many others there are.

    >>> named(["a.warc"]), named(["a.warc", "b.warc"]), named(["a.warc"] * 2000)
    ('a.warc', 'a.warc and 1 other archive', 'a.warc and 1,999 other archives')
    """
    others = len(names) - 1
    return names[0] if not others else f"{names[0]} and {others:,} other {what}{'s' if others > 1 else ''}"


def outdated_lines(outdated: Iterable[tuple[str, str]], *, redo: bool) -> Iterator[str]:
    """Yield a line for each reason for which feeds are outdated, from the archives' names and reasons.

    >>> list(outdated_lines([("a.warc", "its feed has another format")] * 2, redo=False))
    ['a.warc and 1 other archive: their feeds have another format: kept; use --redo to replay them again']
    """
    names: dict[str, list[str]] = {}
    for name, reason in outdated:
        names.setdefault(reason, []).append(name)
    for reason, those in names.items():
        it = "it" if len(those) == 1 else "them"
        what = f"replaying {it} again" if redo else f"kept; use --redo to replay {it} again"
        yield f"{named(those)}: {reason if len(those) == 1 else _of_many(reason)}: {what}"


def _of_many(reason: str) -> str:
    for one, many in (
        ("its feed was", "their feeds were"),
        ("its feed has", "their feeds have"),
        ("the archive has", "they have"),
        ("this list, or a file that it names, has", "they, or files that they name, have"),
        ("what is in it has", "what is in them has"),
    ):
        reason = reason.replace(one, many)
    return reason


def failure_line(faults: Sequence[SourceError], rows: Iterable[Row], waiting: Sequence[str] = ()) -> str | None:
    """Return why a run ends with exit code 1 though it came to its end, None if it does not; all in one line.

    What is wrong with sources is told when the run begins. Archives are `waiting` whose feeds would have another
    format than those that are there.

    >>> failure_line([SourceError("/a", "no such file or folder")], [{"path": "b.warc", "failed": "it changed"}])
    '1 source could not be read (see above); 1 archive failed (b.warc: it changed)'
    """
    parts = []
    if faults:
        parts.append(f"{counted(len(faults), 'source')} could not be read (see above)")
    failed = [(row, row.get("failed", "it could not be read to its end")) for row in rows if has_failed(row)]
    if failed:
        row, reason = failed[0]
        parts.append(f"{counted(len(failed), 'archive')} failed ({_name(row)}: {reason})")
    if waiting:
        other = "the feeds that are there have another format: use --redo, or another folder"
        parts.append(f"{named(waiting)}: not replayed, since {other}")
    return "; ".join(parts) or None


def first_reject_of(rejects: Path) -> str:
    """Return the first reject of a list in one line, `""` where there is none."""
    with suppress(OSError), rejects.open("rb") as lines:
        if (row := read_row(next(lines, b""))) is not None:
            return reject_line(str(row.get("code")), str(row.get("reason")), row.get("path") or row.get("url"))
    return ""


def nothing_read_of(rows: Sequence[Row], rejects: Path, filters: Mapping[str, object] = EMPTY) -> str | None:
    """Return why a run fails that read no page and listed its rejects in a file; None for others."""
    skipped: Counter[str] = sum((Counter(row.get("skipped") or {}) for row in rows), Counter())
    count = sum(_count(row, "rejected") for row in rows)
    told: ToldReject | None = None
    with suppress(OSError), rejects.open("rb") as lines:
        for line in islice(lines, _MOST_READ_REJECTS):
            if (row := read_row(line)) is not None:
                values: Mapping[str, Any] = {name: row.get(name) for name in ("path", "code", "reason", "source")}
                told = ToldReject(Reject(**values)) if told is None else told.joined(Reject(**values))
    return nothing_read(sum(map(_read_pages, rows)), skipped, filters, count, told) if told else None


def _read_pages(row: Row) -> int:
    """Return how many pages of an archive became articles, whatever pipelines did with them."""
    rejected: Mapping[str, int] = row.get("rejected") or {}
    in_pipelines = sum(rejected.get(code, 0) for code in _OF_PIPELINES)
    return _count(row, "articles") + _count(row, "dropped") + in_pipelines


def has_failed(row: Row) -> bool:
    """Return whether an archive has no feed, or one that breaks off through a fault of the program."""
    return "failed" in row or bool(row.get("cutShort"))


def nothing_to_do(done: int, outdated: Sequence[tuple[str, str]]) -> str:
    """Return what a run says that has nothing to do; `outdated` are archives of outdated feeds, with reasons.

    >>> print(nothing_to_do(2, []))
    Nothing to do: 2 of 2 archives are done.
    >>> print(nothing_to_do(1, [("a.warc", "its feed was made with other settings or filters")]))
    Nothing was replayed: 1 feed is up to date, 1 is outdated and was kept.
    a.warc: its feed was made with other settings or filters: kept; use --redo to replay it again
    """
    if not outdated:
        return f"Nothing to do: {'the archive is' if done == 1 else f'{done:,} of {done:,} archives are'} done."
    current = "1 feed is" if done == 1 else f"{done:,} feeds are"
    kept = "1 is outdated and was" if len(outdated) == 1 else f"{len(outdated):,} are outdated and were"
    first = f"Nothing was replayed: {current} up to date, {kept} kept."
    return "\n".join([first, *outdated_lines(outdated, redo=False)])


def _interest(row: Row) -> int:
    if "failed" in row:
        return 0
    if row.get("cutShort") or row["rejected"]:  # archives damaged at their end are among these
        return 1
    return 3 if row["articles"] else 2


def _line(row: Row) -> tuple[str, ...]:
    if "failed" in row:
        return (_name(row), *["-"] * len(_COLUMNS))
    return (_name(row), *(f"{_count(row, name):,}" for name in _COLUMNS))


def _name(row: Row) -> str:
    """Return an archive's name as it is shown, or the end of a long one."""
    name = row["path"]
    if name == ".":  # what a folder holds beside archives
        source = row["source"]
        name = f"{source if is_url(source) else shown_path(Path(source))}: single pages"
    name = printable(name)  # with its ends of lines, which the table has too
    return name if len(name) <= _NAME_CHARS else f"…{name[1 - _NAME_CHARS :]}"


def _count(row: Row, name: str) -> int:
    value = row.get(name) or 0
    return value if isinstance(value, int) else sum(value.values())


def _reasons(rows: Sequence[Row], filters: Mapping[str, object]) -> list[str]:
    lines = []
    left_out = Counter[str]()
    for kind in ("stored", "dropped", "rejected", "skipped"):
        counts: Counter[str] = sum((Counter(row.get(kind) or {}) for row in rows), Counter())
        if counts:
            lines.append(f"{kind}: {', '.join(f'{count:,} {reason}' for reason, count in sorted(counts.items()))}")
        if kind in ("dropped", "skipped"):
            left_out += counts
    pages, articles = (sum(_count(row, name) for row in rows) for name in ("pages", "articles"))
    rejects = sum(_count(row, "rejected") for row in rows)
    left_none = nothing_left(pages, articles, left_out, filters, rejects)
    return [*lines, left_none] if left_none else lines


def _aligned(table: Sequence[tuple[str, ...]], width: int) -> list[str]:
    widths = [max(len(row[column]) for row in table) for column in range(len(_COLUMNS) + 1)]
    # Of a narrow table the counts that matter most stay: those of articles, and of what could not be read.
    shown = [column for column, name in enumerate(("archive", *_COLUMNS)) if name not in _FIRST_TO_GO]
    if sum(widths) + 2 * len(_COLUMNS) <= width:
        shown = list(range(len(widths)))
    room = width - sum(widths[column] + 2 for column in shown[1:])
    widths[0] = min(widths[0], max(room, _LEAST_NAME_CHARS))
    lines = []
    for row in table:
        name = row[0] if len(row[0]) <= widths[0] else f"…{row[0][1 - widths[0] :]}"
        cells = (row[column].rjust(widths[column]) for column in shown[1:])
        lines.append("  ".join([name.ljust(widths[0]), *cells]).rstrip())
    return lines
