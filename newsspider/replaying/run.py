"""`scrapy replay --out`: from sources to an output folder in which each archive has its feed."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings, Settings

from newsspider.errors import SettingError
from newsspider.replaying.durable import sync_folder, write_whole
from newsspider.replaying.finish import kept_rejects_path
from newsspider.replaying.job_queue import JobQueue
from newsspider.replaying.jobs import Archive, Format
from newsspider.replaying.judge import Judgement, judged
from newsspider.replaying.locks import replaying_into
from newsspider.replaying.maker import SIZES, maker_of
from newsspider.replaying.manifest import Manifest, Row
from newsspider.replaying.parquet import require_pyarrow
from newsspider.replaying.plan import Plan, planned, work_folder
from newsspider.replaying.progress import Progress
from newsspider.replaying.summary import summary
from newsspider.replaying.supervisor import Supervisor
from newsspider.replaying.worker import Setup
from newsspider.settings import NEWSSPIDER_DEFAULTS

logger = logging.getLogger(__name__)

# Feeds, rejects and logs go other ways, and a worker ends when there is nothing more to do.
_SETTINGS_OF_WORKERS: dict[str, Any] = {
    "FEEDS": {},
    "NEWSSPIDER_REJECTS_PATH": "",
    "LOG_INSTALL_ROOT_HANDLER": False,
    "JOBDIR": None,
    **dict.fromkeys(
        f"CLOSESPIDER_{what}" for what in ("TIMEOUT", "TIMEOUT_NO_ITEM", "ITEMCOUNT", "PAGECOUNT", "ERRORCOUNT")
    ),
}
# No replay opens its port, and to import it brings a web server along: a twentieth of a worker's start.
_REMOTE_CONTROL = "scrapy.extensions.remote_control.RemoteControl"
DONE, INCOMPLETE, INTERRUPTED = 0, 1, 130  # exit codes; 130 is what shells say of Ctrl-C


@dataclass(frozen=True, slots=True)
class Order:
    """What a replay is asked to do."""

    sources: Sequence[str]
    out: Path
    arguments: Mapping[str, str]  # of the spider
    form: Format = "jsonl"
    workers: int | None = None  # default: the cores
    redo: bool = False
    quiet: bool = False


def replay_into(order: Order, settings: BaseSettings) -> int:
    """Do what is asked, as far as it is not done yet; return the exit code. Raises SettingError."""
    if order.form == "parquet":
        require_pyarrow()
    try:
        (order.out / ".replay").mkdir(parents=True, exist_ok=True)
        with replaying_into(order.out):
            return _Run(order, settings).run()
    except KeyboardInterrupt:  # while it was seen what is to do
        return INTERRUPTED
    except OSError as error:
        logger.error("%s: %s", error.filename or order.out, error.strerror or error)  # noqa: TRY400  # one line
        return INCOMPLETE


class _Run:
    def __init__(self, order: Order, settings: BaseSettings) -> None:
        self.order, self.settings = order, settings
        self.maker = maker_of(settings, order.arguments)
        self.manifest = Manifest(order.out / "manifest.jsonl")
        self.began_s = time.monotonic()

    def run(self) -> int:
        order = self.order
        plan = planned(order.sources, order.out, order.form, self.manifest.feeds())
        for fault in plan.faults:
            logger.error(str(fault))
        found = judged(plan.archives, self.manifest, self.maker, order.out)
        to_do = self._to_do(found)
        earlier = {archive: self.manifest.row(archive) for archive in to_do}
        code = self._replay(to_do) if to_do else DONE
        self.manifest.settle(plan.archives)
        self._write_rejects(plan)
        rows = [row for one in to_do if (row := self.manifest.row(one)) and row is not earlier[one]]
        if to_do:
            self._say(rows, len(to_do), code)
        elif plan.archives and not self.order.quiet:  # else it was said what is wrong with the sources
            sys.stderr.write(f"nothing to do: {len(found.done)} of {len(plan.archives)} archives are done\n")
        failed = any("failed" in row or "cutShort" in row for row in rows)
        return code or (INCOMPLETE if plan.faults or failed else DONE)

    def _to_do(self, found: Judgement) -> list[Archive]:
        for archive, reason in found.outdated:
            what = "done again" if self.order.redo else "left as it is; --redo replays it again"
            logger.warning("%s: %s: %s", archive.title, reason, what)
        return [*found.to_do, *(archive for archive, _ in found.outdated if self.order.redo)]

    def _replay(self, archives: Sequence[Archive]) -> int:
        order = self.order
        progress = Progress(sys.stderr, len(archives), sum(one.size_bytes for one in archives), quiet=order.quiet)
        noted = {"version": self.maker.version, "settings": self.maker.settings, "format": order.form}
        setup = Setup(_of_workers(self.settings), dict(order.arguments), order.form, order.out, os.getpid())
        supervisor = Supervisor(setup, order.workers or _cores(), self.manifest, noted, progress)
        queue = JobQueue(archives, self._key(), _chunk_bytes(self.settings))
        fatal = supervisor.run(queue)
        progress.clear()
        if fatal:
            logger.error("%s: stopped; the same line goes on from here", fatal)
            return INCOMPLETE
        if supervisor.was_interrupted:
            return INTERRUPTED
        for log in (order.out / ".replay").glob("worker-*.log"):
            log.unlink()
        return DONE

    def _key(self) -> str:
        """Return what unfinished work must have been begun with for this run to go on with it."""
        sizes = (self.settings.get(name, NEWSSPIDER_DEFAULTS[name]) for name in SIZES)
        return " ".join(map(str, (self.maker.key, self.order.form, *sizes)))

    def _write_rejects(self, plan: Plan) -> None:
        """Write the rejects of all archives, in the manifest's order, into one file."""
        rows = self.manifest.rows(plan.archives)
        kept = [kept_rejects_path(work_folder(self.order.out, Path(row["source"]), row["path"])) for row in rows]
        content = b"".join(path.read_bytes() for path in kept if path.exists())
        path = self.order.out / "rejects.jsonl"
        if content != (path.read_bytes() if path.exists() else b""):
            write_whole(path, content)
            sync_folder(path.parent)

    def _say(self, rows: Sequence[Row], count: int, code: int) -> None:
        """Say what became of the archives that this run came to the end of, of `count` that it was to replay."""
        if self.order.quiet:
            return
        if rows:
            sys.stderr.write(summary(rows, time.monotonic() - self.began_s, self.order.out) + "\n")
        if code == INTERRUPTED:
            sys.stderr.write(
                f"stopped: {len(rows)} of {count} archives are done; the same line goes on from here\n"
            )


def _cores() -> int:
    """Return how many processors this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunk_bytes(settings: BaseSettings) -> int:
    """Return how large chunks are at most; 0 where an archive must be read in one: what it remembers counts."""
    if settings.getbool("NEWSSPIDER_DROP_DUPLICATES"):
        return 0
    name = "NEWSSPIDER_REPLAY_CHUNK_BYTES"
    try:
        return max(0, settings.getint(name, NEWSSPIDER_DEFAULTS[name]))
    except ValueError as error:
        raise SettingError(name, str(error)) from error


def _of_workers(settings: BaseSettings) -> Settings:
    """Return the settings of a worker, which writes feeds and rejects by itself."""
    theirs = settings.copy()
    assert isinstance(theirs, Settings)  # noqa: S101  # a copy is of the type of what is copied
    theirs.frozen = False
    base = theirs.getdict("EXTENSIONS_BASE")
    theirs.set(
        "EXTENSIONS_BASE", {name: base[name] for name in base if name != _REMOTE_CONTROL}, priority="cmdline"
    )
    for name, value in _SETTINGS_OF_WORKERS.items():
        theirs.set(name, value, priority="cmdline")
    return theirs
