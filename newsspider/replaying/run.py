"""`newsspider replay --out`: read all sources and write one feed for each archive into a folder."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from scrapy.settings import BaseSettings

from newsspider.archives.remote_path import RemotePath
from newsspider.archives.requested import Requested
from newsspider.archives.types import ReadOptions
from newsspider.display.terminal import width_of
from newsspider.errors import CorrectionsError, RemoteError, SettingError, printable
from newsspider.feeds.paths import shown_path
from newsspider.replaying.archive_states import (
    WORK_SIZE_SETTINGS,
    across_archives,
    archives_to_do,
    classify_archives,
    feed_fingerprint,
    looks_for_duplicates,
    to_do_across,
)
from newsspider.replaying.converted import check_requirements
from newsspider.replaying.finish import done_path
from newsspider.replaying.job_queue import JobQueue
from newsspider.replaying.jobs import Archive, FeedFormat
from newsspider.replaying.locks import replay_lock
from newsspider.replaying.manifest import Manifest, Row
from newsspider.replaying.plan import Plan, make_plan
from newsspider.replaying.progress import Progress
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.run_files import RunFiles
from newsspider.replaying.run_folder import (
    adopt_older_layout,
    all_rejects_path,
    check_out,
    has_older_layout,
    manifest_path,
    run_folder,
    work_root,
)
from newsspider.replaying.shared_work import SharedWork
from newsspider.replaying.source_files import SourceFiles, faults_of, read_sources
from newsspider.replaying.summary import (
    failure_line,
    first_reject_of,
    named,
    nothing_read_of,
    nothing_to_do,
    outdated_lines,
    summary,
)
from newsspider.replaying.supervisor import Supervisor
from newsspider.replaying.worker import WorkerSetup, worker_settings
from newsspider.replaying.workers import LocalWorkers, Workers, cores
from newsspider.report.explained_pages import Explaining
from newsspider.settings import NEWSSPIDER_DEFAULTS, wrong_settings
from newsspider.spiders.reading import (
    check_arguments,
    configured_options,
    filters_given,
    named_as_given,
    with_filters,
)

logger = logging.getLogger(__name__)

DONE, INCOMPLETE, INTERRUPTED = 0, 1, 130  # exit codes; 130 is what shells use for Ctrl-C


@dataclass(frozen=True, slots=True)
class ReplayOptions:
    """What to replay, where to, and how."""

    source: Sequence[str]
    out: Path
    arguments: Mapping[str, str]  # of the spider
    form: FeedFormat = "jsonl"
    workers: int | None = None  # None: one for each processor
    redo: bool = False
    quiet: bool = False
    strict: bool = False  # fail if an archive has rejects
    lists: Sequence[str] = ()  # files that list sources
    prefix: str = ""  # where relative paths in them begin
    remote: RemoteOut | None = None  # where finished feeds are sent; `out` is its folder on disk
    cluster: Callable[[WorkerSetup], Workers] | None = (
        None  # what returns the workers of a cluster, if one is used
    )


def replay_into(options: ReplayOptions, settings: BaseSettings) -> int:
    """Replay all archives that are not done yet and return the exit code. Raises SettingError."""
    for error in wrong_settings(with_filters(settings, options.arguments)):
        raise named_as_given(error, options.arguments)
    if settings.getdict("NEWSSPIDER_FIELDS"):  # rare, and costs the supervisor the import of extraction
        from newsspider.fields.registry import with_fields  # noqa: PLC0415

        with_fields(settings.getdict("NEWSSPIDER_FIELDS"))
    check_requirements(options.form)
    check_arguments(options.arguments)
    if across_archives(settings) and options.cluster is not None:
        reason = "archives are compared one after the other: replay on the cluster without it, then its feeds here"
        raise SettingError("NEWSSPIDER_DUPLICATES_ACROSS", reason)
    check_out(options.out)
    reading = configured_options(settings, options.arguments)
    try:
        sources = read_sources(Requested(options.source, options.lists, options.prefix), options.out, reading)
        if _is_refused(sources, options.out):
            return INCOMPLETE
        with _locked(options.out) as lock:
            if options.remote is not None:
                options.remote.fetch()
            return _Run(options, settings, reading, lock).run(sources)
    except KeyboardInterrupt:  # before the first job
        return INTERRUPTED
    except RemoteError as error:
        logger.error(str(error))  # noqa: TRY400  # one line
        return INCOMPLETE
    except OSError as error:
        logger.error("%s: %s", printable(error.filename or options.out), error.strerror or error)  # noqa: TRY400  # one line
        return INCOMPLETE


def _is_refused(sources: Sequence[SourceFiles], out: Path) -> bool:
    """Return whether no source can be read, and say why, where nothing was written to `out` before.

    Then nothing is made there either: the folder may be one of the sources.
    """
    faults = faults_of(sources)
    if not faults or len(faults) < len(sources) or run_folder(out).exists() or has_older_layout(out):
        return False
    for fault in faults:
        logger.error(str(fault))
    return True


@contextmanager
def _locked(out: Path) -> Iterator[int]:
    """Lock the output folder for this replay and bring it into order; yield the lock's descriptor."""
    work = work_root(out)
    work.mkdir(parents=True, exist_ok=True)
    with replay_lock(out, work) as lock:
        if has_older_layout(out):
            with replay_lock(out, out / ".replay"):
                adopt_older_layout(out)
        yield lock


class _Run:
    def __init__(self, options: ReplayOptions, settings: BaseSettings, reading: ReadOptions, lock: int) -> None:
        self.options, self.settings, self.reading, self.lock = options, settings, reading, lock
        self.fingerprint = feed_fingerprint(settings, options.arguments)
        self.manifest = Manifest(manifest_path(options.out))
        self.began, self.began_s = datetime.now(UTC), time.monotonic()
        self._filters = filters_given(with_filters(settings, options.arguments))

    def run(self, sources: Sequence[SourceFiles]) -> int:
        options = self.options
        plan = make_plan(sources, options.out, options.form, self.manifest.feeds())
        for fault in plan.faults:
            logger.error(str(fault))
        folders = [path for source in options.source if (path := Path(source).absolute()).is_dir()]
        if gone := self.manifest.gone(folders, plan.archives):
            logger.warning("%s: gone; its feed is kept", printable(named(gone)))
        found = classify_archives(plan.archives, self.manifest, self.fingerprint, self._has_feed())
        to_do: Sequence[Archive] = archives_to_do(found, redo=options.redo)
        if across_archives(self.settings):
            to_do = to_do_across(plan.archives, to_do, found.done, self.manifest)
        if foreign := self._foreign_feeds(to_do):
            why = "in the way of a feed, and no feed that _run knows: move it, or name another folder"
            logger.error(printable(f"{named(foreign, 'file')}: {why}"))
            return INCOMPLETE
        outdated = [(archive.title, reason) for archive, reason in found.outdated]
        self._tell(found.missing, outdated if to_do or options.quiet else ())  # else with what is done
        earlier = {archive: self.manifest.row(archive) for archive in to_do}
        code, fatal = self._replay(to_do) if to_do else (DONE, None)
        seconds = time.monotonic() - self.began_s  # the report and the terminal say the same
        unwritten = self._files(seconds).write(plan, has_new=bool(to_do) and code != INTERRUPTED)
        rows = [row for one in to_do if (row := self.manifest.row(one)) and row is not earlier[one]]
        if to_do:
            for line in _unused_corrections(self.settings, rows):
                logger.warning(printable(line))
            self._print_summary(rows, len(to_do), code, seconds, has_report=not unwritten)
        elif plan.archives and not self.options.quiet:  # otherwise an error was logged above
            sys.stderr.write(nothing_to_do(len(found.done), outdated) + "\n")
        waiting = [] if options.redo else [archive.title for archive in found.waiting]
        reason = (
            fatal or failure_line(plan.faults, rows, waiting) or self._reason_in_rejects(plan, is_new=bool(to_do))
        )
        if reason and (fatal or not self._ends_with_faults(plan, to_do)):
            logger.error(printable(reason))
        if unwritten and not fatal:  # what stops a run may keep this from being written too
            raise unwritten
        return code or (INCOMPLETE if reason else DONE)

    def _tell(self, missing: Sequence[Archive], outdated: Sequence[tuple[str, str]]) -> None:
        """Say which feeds are missing, and which are outdated and why."""
        if missing:
            logger.warning("%s: the feed is missing: replaying it again", named([one.title for one in missing]))
        for line in outdated_lines(outdated, redo=self.options.redo):
            logger.warning(line)

    @property
    def _shown_out(self) -> Path | RemotePath:
        """Where the user finds the feeds."""
        if self.options.remote is not None:
            return self.options.remote.target
        return shown_path(self.options.out)

    def _foreign_feeds(self, archives: Sequence[Archive]) -> list[str]:
        """Return which files are in the way of feeds: those of archives that no run has finished, or begun to."""
        known = self.manifest.feeds()
        new = [
            archive.feed
            for archive in archives
            if known.get((str(archive.source), archive.name)) != archive.feed and not done_path(archive).exists()
        ]
        return [str(self._shown_out / feed) for feed in filter(self._has_feed(), new)] if new else []

    def _has_feed(self) -> Callable[[str], bool]:
        if self.options.remote is not None:
            return self.options.remote.feeds().__contains__
        return lambda name: (self.options.out / name).exists()

    def _files(self, seconds: float) -> RunFiles:
        own = self.settings.get("NEWSSPIDER_REPORT_PATH")
        report = Path(own) if own else None
        explaining = Explaining(settings=self.settings)
        return RunFiles(
            self.options.out, self.manifest, self.options.remote, report, self.began, seconds, explaining
        )

    def _reason_in_rejects(self, plan: Plan, *, is_new: bool) -> str | None:
        """Return why a run fails that left nothing but rejects, or was to leave none; None if it does not."""
        rows = [row for archive in plan.archives if (row := self.manifest.row(archive))]
        count = sum(sum((row.get("rejected") or {}).values()) for row in rows)
        if count and (reason := nothing_read_of(rows, all_rejects_path(self.options.out), self._filters)):
            return reason if is_new else f"{reason}, in an earlier run"
        where = f"listed in {self._shown_out}/_run/rejects.jsonl"
        return f"{count:,} rejected, {where}" if count and self.options.strict else None

    def _ends_with_faults(self, plan: Plan, to_do: Sequence[Archive]) -> bool:
        """Return whether the faults of sources are the last lines that were printed."""
        return bool(plan.faults) and (self.options.quiet or not plan.archives) and not to_do

    def _replay(self, archives: Sequence[Archive]) -> tuple[int, str | None]:
        """Return the exit code, and why the run could not go on, if it could not."""
        options = self.options
        progress = Progress(
            sys.stderr, len(archives), sum(one.size_bytes for one in archives), quiet=options.quiet
        )
        common_fields = {
            "version": self.fingerprint.version,
            "settings": self.fingerprint.settings,
            "format": options.form,
        }
        queue = JobQueue(archives, self._key(), _chunk_bytes(self.settings), self.reading)
        workers = self._workers(queue.key)
        supervisor = Supervisor(options.out, workers, self.manifest, common_fields, progress)
        fatal = supervisor.run(queue)
        progress.clear()
        if fatal:
            return INCOMPLETE, f"{fatal}. Stopped. Run the same command again to continue."
        if supervisor.was_interrupted:
            return INTERRUPTED, None
        for log in work_root(options.out).glob("worker-*.log"):
            log.unlink()
        return DONE, None

    def _workers(self, key: str) -> Workers:
        """Return the workers; `key` is that of the work that is kept for later runs."""
        options = self.options
        setup = WorkerSetup(
            worker_settings(self.settings),
            dict(options.arguments),
            options.form,
            options.out,
            os.getpid(),
            self.lock,
            options.remote,
        )
        if options.cluster is not None:
            out = options.remote.target if options.remote is not None else options.out
            return options.cluster(replace(setup, shared=SharedWork(out / "_run" / "work", key)))
        # In order, for duplicates across archives: what is dropped depends on what came before.
        count = 1 if across_archives(self.settings) else options.workers or cores()
        return LocalWorkers(setup, count)

    def _key(self) -> str:
        """Return the key of this run's work: unfinished work with another key cannot be continued."""
        sizes = (self.settings.get(name, NEWSSPIDER_DEFAULTS[name]) for name in WORK_SIZE_SETTINGS)
        return " ".join(map(str, (self.fingerprint.key, self.options.form, *sizes)))

    def _print_summary(
        self, rows: Sequence[Row], count: int, code: int, seconds: float, *, has_report: bool
    ) -> None:
        """Print the summary of the archives that this run finished, out of `count`, and where the report is."""
        if self.options.quiet:
            return
        if rows:
            table = summary(
                rows,
                seconds,
                self._shown_out,
                self._filters,
                first_reject=first_reject_of(all_rejects_path(self.options.out)),
                width=width_of(sys.stderr),
            )
            sys.stderr.write("\n".join(map(printable, table.split("\n"))) + "\n")
        if code == INTERRUPTED:
            sys.stderr.write(
                f"Stopped: {len(rows)} of {count} archives are done. Run the same command again to continue.\n"
            )
        elif rows and has_report:
            report = self.settings.get("NEWSSPIDER_REPORT_PATH") or self._shown_out / "_run" / "report.html"
            sys.stderr.write(f"report: {printable(report)}\n")


def _unused_corrections(settings: BaseSettings, rows: Sequence[Row]) -> Iterator[str]:
    """Yield lines on corrections that never applied to the pages of these archives."""
    counts: Counter[str] = sum((Counter(row.get("corrections") or {}) for row in rows), Counter())
    if counts:
        from newsspider.corrections import unused_lines  # noqa: PLC0415  (few runs have any; it costs an import)
        from newsspider.middlewares.page_context import configured_corrections  # noqa: PLC0415
        from newsspider.spiders.base import configured_fields  # noqa: PLC0415

        with suppress(CorrectionsError):  # it was changed during the run
            corrections = configured_corrections(settings, configured_fields(settings))
            yield from unused_lines(corrections, counts) if corrections is not None else ()


def _chunk_bytes(settings: BaseSettings) -> int:
    """Return the largest size of a chunk; 0 for whole archives, since the duplicate filter must see all of one."""
    if looks_for_duplicates(settings):
        return 0
    name = "NEWSSPIDER_REPLAY_CHUNK_BYTES"
    return max(0, settings.getint(name, NEWSSPIDER_DEFAULTS[name]))
