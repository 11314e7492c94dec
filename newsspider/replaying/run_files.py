"""What a run writes of all archives in one: manifest, rejects, dropped pages, duplicates and report."""

from __future__ import annotations

import filecmp
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from newsspider.errors import RemoteError
from newsspider.replaying.durable import sync, sync_folder
from newsspider.replaying.finish import DROPPED, DUPLICATES, archive_figures_path, kept_path
from newsspider.replaying.jobs import Archive
from newsspider.replaying.manifest import Manifest, Row
from newsspider.replaying.plan import Plan, work_folder
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.run_folder import all_dropped_path, all_duplicates_path, all_rejects_path, report_path
from newsspider.replaying.summary import problems
from newsspider.report.explained_pages import Explaining
from newsspider.report.figures import Figures, PageToCheck
from newsspider.report.history import RunReport
from newsspider.report.retry_command import ListedRejects, list_in_folder
from newsspider.report.write import write_report


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Writes the files of an output folder that tell of all its archives, those of earlier runs among them."""

    out: Path
    manifest: Manifest
    remote: RemoteOut | None  # where they are sent
    report: Path | None  # where the report goes, if not to `_run`
    began: datetime
    seconds: float  # that the replay took
    explaining: Explaining | None = None  # of the pages that the report names

    def write(self, plan: Plan, *, has_new: bool) -> OSError | RemoteError | None:
        """Write them; with `has_new` the report too.

        Returns why they could not be written: the run's summary is to be printed before that is told.
        """
        try:
            self._write(plan, has_new=has_new)
        except (OSError, RemoteError) as error:
            return error
        return None

    def _write(self, plan: Plan, *, has_new: bool) -> None:
        self.manifest.compact(plan.archives)
        self._join(plan.archives, "rejects", all_rejects_path(self.out))
        self._join(plan.archives, DROPPED, all_dropped_path(self.out))
        self._join(plan.archives, DUPLICATES, all_duplicates_path(self.out))
        if has_new:
            self._write_report(plan)
        if self.remote is not None and plan.archives:
            self.remote.send_run()

    def _join(self, archives: Sequence[Archive], kind: str, path: Path) -> None:
        """Write what is kept of all archives of one kind to one file, in the manifest's order."""
        kept = [found for work in self._work_folders(archives) if (found := kept_path(work, kind)).exists()]
        if _is_joined(kept, path):  # the dropped pages of large archives take gigabytes
            return
        joined = path.with_name(f"{path.name}.new")
        with joined.open("wb") as file:
            for one in kept:
                with one.open("rb") as source:
                    shutil.copyfileobj(source, file, 1 << 20)
            sync(file)
        if path.exists() and filecmp.cmp(joined, path, shallow=False):
            joined.unlink()
        else:
            joined.replace(path)
            sync_folder(path.parent)

    def _work_folders(self, archives: Sequence[Archive]) -> Iterable[Path]:
        return (work_folder(self.out, row["source"], row["path"]) for row in self.manifest.rows(archives))

    def _write_report(self, plan: Plan) -> None:
        figures, rows = Figures(), self.manifest.rows(plan.archives)
        for row in rows:
            path = archive_figures_path(work_folder(self.out, row["source"], row["path"]))
            if path.exists():
                found = Figures.from_dict(json.loads(path.read_bytes()))
                for site in found.sites.values():
                    site.change_pages(_with_file(row))
                figures.join(found)
            figures.records.update(row.get("skipped") or {})
        report = RunReport(
            title="Replay",
            began=self.began,
            seconds=self.seconds,
            figures=figures,
            problems=[*map(str, plan.faults), *chain(*problems(rows))],
            rejects=self._reject_list(),
        )
        write_report(self.report or report_path(self.out), report, self.explaining)

    def _reject_list(self) -> ListedRejects:
        path = all_rejects_path(self.out)
        if self.remote is None:
            return list_in_folder(path)
        return ListedRejects(str(self.remote.place_of(path)))  # of a list at a URL no command is known


def _is_joined(kept: Sequence[Path], path: Path) -> bool:
    """Return whether a file has what is kept already: it is as long, and was written after all of that was there.

    A part may have been written before, and be put into its place only now: that changes its time of change.
    """
    if not path.exists():
        return not kept
    parts, joined = [one.stat() for one in kept], path.stat()
    is_newer = all(max(part.st_mtime_ns, part.st_ctime_ns) < joined.st_mtime_ns for part in parts)
    return is_newer and sum(part.st_size for part in parts) == joined.st_size


def _with_file(row: Row) -> Callable[[PageToCheck], PageToCheck]:
    """Return what adds to a page of this row's archive the file that holds it.

    A source that is a file has a name that is its own, and so has no file below it. The pages of a list of rejects
    lie in other files: where it is not known which, they are found through the list.

    >>> of_folder = _with_file({"source": "/dumps", "path": "."})
    >>> of_folder(PageToCheck(0.3, "", "2026/b.html at byte 0", "", offset=0)).archive
    '/dumps/2026/b.html'
    >>> of_file = _with_file({"source": "/a.warc", "path": "a.warc"})
    >>> of_file(PageToCheck(0.3, "", "a.warc at byte 7", "", offset=7)).archive
    '/a.warc'
    """
    source, name = str(row["source"]).rstrip("/"), str(row["path"])
    above, _, last = source.rpartition("/")
    root = above if last == name else source

    def located(page: PageToCheck) -> PageToCheck:
        is_own = name in {".", page.path} or page.path.startswith(f"{name}/")
        if is_own:
            return page.below(root)
        return page if page.archive else page.of_archive(f"{root}/{name}")

    return located
