"""Where the files of a durable replay are: feeds alone in the output folder, all else in its folder `_run`.

A pattern like `out/*.jsonl` finds feeds only, and so do readers of data sets that leave out what begins with an
underscore, as Spark and pyarrow do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from newsspider.errors import SettingError
from newsspider.feeds.paths import write_obstacle
from newsspider.replaying.durable import write_atomically

RUN = "_run"
_STATE_OF_CRAWLS = "state.sqlite"


def run_folder(out: Path) -> Path:
    """Return the folder of all that is no feed."""
    return out / RUN


def manifest_path(out: Path) -> Path:
    """Return the path of the manifest."""
    return run_folder(out) / "manifest.jsonl"


def all_rejects_path(out: Path) -> Path:
    """Return the path of the rejects of all archives."""
    return run_folder(out) / "rejects.jsonl"


def all_dropped_path(out: Path) -> Path:
    """Return the path of the list of the pages that were dropped, of all archives."""
    return run_folder(out) / "dropped.jsonl"


def all_duplicates_path(out: Path) -> Path:
    """Return the path of the list of the duplicates that were dropped, of all archives."""
    return run_folder(out) / "duplicates.jsonl"


def report_path(out: Path) -> Path:
    """Return the path of the report of all archives."""
    return run_folder(out) / "report.html"


def logs_folder(out: Path) -> Path:
    """Return the folder of the last output of workers that died."""
    return run_folder(out) / "logs"


def work_root(out: Path) -> Path:
    """Return the folder of unfinished work, and of each finished archive's rejects and figures."""
    return run_folder(out) / "work"


def is_below(name: str) -> bool:
    """Return whether a feed's name, which comes from an archive's or a manifest's, stays in the output folder.

    >>> is_below("2024/a.warc.gz.jsonl"), is_below("../a.jsonl"), is_below("/tmp/a.jsonl")
    (True, False, False)
    """
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name


def check_out(out: Path) -> None:
    """Raise SettingError if feeds cannot be written into this folder.

    That is also where a live crawl writes: either would replace the other's files.
    """
    if out.exists() and not out.is_dir():
        raise SettingError("--out", f"{out} is a file; name a folder, or use -O to write one feed")
    if reason := write_obstacle(manifest_path(out)):
        raise SettingError("--out", f"nothing can be written to {out}: {reason}")
    if (run_folder(out) / _STATE_OF_CRAWLS).exists():
        raise SettingError("--out", f"{out} has the feeds of a live crawl; choose another folder")


def has_older_layout(out: Path) -> bool:
    """Return whether an earlier version wrote here: its manifest, rejects and work were among the feeds."""
    return (out / ".replay").is_dir()


def adopt_older_layout(out: Path) -> None:
    """Move the files of an earlier version to where they belong now. It can be interrupted and repeated.

    Where there are both, the earlier version has run once more after a move, so that its files are the newer. Its
    manifest lacks what only later versions have done.
    """
    old = out / ".replay"
    moves = [
        (out / "rejects.jsonl", all_rejects_path(out)),
        (out / "logs", logs_folder(out)),
        *_work_moves(old, work_root(out)),
    ]
    _move_manifest(out / "manifest.jsonl", manifest_path(out))
    for path, target in moves:
        if path.exists():
            if target.is_dir():
                shutil.rmtree(target)
            path.replace(target)
    for lock in ("lock", "workers.lock"):
        (old / lock).unlink(missing_ok=True)
    old.rmdir()


def _move_manifest(path: Path, target: Path) -> None:
    if path.exists():
        if target.exists():  # of an archive's rows the last one holds
            rows = target.read_bytes()
            write_atomically(path, rows[: rows.rfind(b"\n") + 1] + path.read_bytes())
        path.replace(target)


def _work_moves(old: Path, work: Path) -> Iterator[tuple[Path, Path]]:
    for path in sorted(old.iterdir()):
        if path.name not in ("lock", "workers.lock"):
            yield path, work / path.name
