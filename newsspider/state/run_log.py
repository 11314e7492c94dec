"""The runs of a crawl: which work, which were killed and go on, and which hosts each has to itself."""

from __future__ import annotations

import json
import math
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, bindparam, delete, or_, select, update

from newsspider.state.tables import ARTICLES, DUPLICATES, HOSTS, PAGES, RUNS
from newsspider.state.transactions import insert_or_ignore, tried_again
from newsspider.state.types import Run, Status

_DEAD_AFTER_S = 60.0  # without a commit
_RENEW_EVERY_S = 20.0
LEASE_S = _DEAD_AFTER_S + _RENEW_EVERY_S


class RunTakenOverError(OSError):
    """Nothing is written for a run that another process has taken for dead: its pages are requested there."""

    def __init__(self) -> None:
        super().__init__("another run has gone on with this one, which had not written for a minute")


class RunLog:
    """The runs in the database of a crawl's state. Its methods are transactions, unless they are given one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._renewed = -math.inf  # when the leases were, last
        self._sites: frozenset[str] | None = None  # as they were written last

    @tried_again
    def begin(
        self, label: str, cut: Callable[[Mapping[str, int]], None] = lambda _: None, *, continues: bool = True
    ) -> Run:
        """Return a new run, or the last one with this label if it was killed (and `continues` is true).

        `cut` is called with the files of this and of other killed runs, and the length up to which they are valid:
        what stands behind that belongs to pages that will be requested again. Only after that these runs count as
        ended, so that a kill in between leaves their files to the next run. Of a killed run that cannot be
        continued nothing in its feeds is valid: all its articles are requested again.
        """
        now = time.time()
        with self._engine.begin() as connection:
            open_runs = connection.execute(
                select(RUNS).where(RUNS.c.finished.is_(None)).order_by(RUNS.c.id.desc())
            ).all()
            killed = [row for row in open_runs if not _is_alive(row, now)]
            # A run that wrote nothing yet begins again: it may not even have opened its feeds.
            mine = next((row for row in killed if row.label == label and row.outputs and continues), None)
            outputs: dict[str, int] = {}
            for row in reversed(killed):
                outputs |= json.loads(row.outputs or "{}")
                if not row.continues:
                    outputs |= json.loads(row.feeds or "{}")
                    _take_back(connection, row.id, now)
                connection.execute(delete(HOSTS).where(HOSTS.c.run == row.id))
            cut(outputs)
            ended = [row.id for row in killed if row is not mine]
            connection.execute(update(RUNS).where(RUNS.c.id.in_(ended)).values(finished=now))
            if mine is not None and _take_over(connection, mine, now):
                sites = frozenset(json.loads(mine.sites))
                return Run(
                    id=mine.id,
                    started=mine.started,
                    outputs=outputs,
                    sites=sites,
                    is_continued=True,
                    figures=mine.figures,
                )
            values = {
                "label": label,
                "process": _process(),
                "started": now,
                "renewed": now,
                "continues": continues,
            }
            key = connection.execute(RUNS.insert().values(**values)).inserted_primary_key
            assert key is not None  # noqa: S101  # each row has one
            return Run(id=key[0], started=now, outputs=outputs, continues=continues)

    @tried_again
    def note_feeds(self, run: Run, lengths: Mapping[str, int]) -> None:
        """Write which files are the feeds of a new run, and their lengths before it."""
        with self._engine.begin() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(feeds=json.dumps(dict(lengths))))

    @staticmethod
    def note_figures(connection: Connection, run: Run, figures: str) -> None:
        """Write in a transaction of the run what was counted so far."""
        connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(figures=figures))

    @tried_again
    def finish(self, run: Run) -> None:
        """Note that a run came to its end, and free its hosts."""
        with self._engine.begin() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(finished=time.time()))
            connection.execute(delete(HOSTS).where(HOSTS.c.run == run.id))

    @tried_again
    def lease(self, hosts: Sequence[str], run: Run) -> set[str]:
        """Return those of some hosts that `run` has to itself, until a minute after its last commit."""
        now = time.time()
        with self._engine.begin() as connection:
            # In one order, so that no two runs wait for each other.
            rows = [{"host": host, "run": None, "leased_until": 0.0} for host in sorted(hosts)]
            connection.execute(insert_or_ignore(connection, HOSTS), rows)
            mine = {"of_run": run.id, "now": now, "until": now + LEASE_S}
            connection.execute(_TAKE_HOST, [{"of_host": row["host"], **mine} for row in rows])
            taken = connection.execute(_TAKEN_HOSTS, {"of_run": run.id, "hosts": hosts})
            return {host for (host,) in taken}

    @staticmethod
    def has_written(connection: Connection, run: Run, now: float) -> bool:
        """Return whether the transaction of `run` that was begun at `now` is written already.

        That is so where the connection was lost after the database had written it, and before it said so.
        """
        of_run = select(RUNS.c.renewed).where(RUNS.c.id == run.id, RUNS.c.process == _process())
        return connection.execute(of_run).scalar() == now

    def renew(
        self, connection: Connection, run: Run, outputs: Mapping[str, int], sites: frozenset[str], now: float
    ) -> None:
        """Write in a transaction of the run how far its outputs are valid, and that it still works.

        Sites and leases, of which a run may have thousands, are written when it is time: `written` says they were.
        Raises RunTakenOverError.
        """
        values: dict[str, Any] = {"outputs": json.dumps(dict(outputs)), "renewed": now}
        if sites != self._sites:
            values["sites"] = json.dumps(sorted(sites))
        mine = and_(RUNS.c.id == run.id, RUNS.c.process == _process(), RUNS.c.finished.is_(None))
        if connection.execute(update(RUNS).where(mine).values(**values)).rowcount != 1:
            raise RunTakenOverError
        if now - self._renewed >= _RENEW_EVERY_S:
            connection.execute(update(HOSTS).where(HOSTS.c.run == run.id).values(leased_until=now + LEASE_S))

    def written(self, sites: frozenset[str], now: float) -> None:
        """Note that the transaction of `renew` is written."""
        self._sites = sites
        if now - self._renewed >= _RENEW_EVERY_S:
            self._renewed = now


# Made once: SQLAlchemy takes longer to make a statement than SQLite takes to do what it says.
_TAKE_HOST = (
    update(HOSTS)
    .where(HOSTS.c.host == bindparam("of_host"))
    .where(or_(HOSTS.c.run == bindparam("of_run"), HOSTS.c.run.is_(None), HOSTS.c.leased_until < bindparam("now")))
    .values(run=bindparam("of_run"), leased_until=bindparam("until"))
)
_TAKEN_HOSTS = select(HOSTS.c.host).where(
    HOSTS.c.run == bindparam("of_run"), HOSTS.c.host.in_(bindparam("hosts", expanding=True))
)


def _take_back(connection: Connection, run: int, now: float) -> None:
    """Queue all pages of which a run's articles came, as if they had not been requested by it."""
    keys = select(ARTICLES.c.key).where(ARTICLES.c.run == run)
    anew = {"status": Status.QUEUED, "due": now, "etag": None, "last_modified": None, "digest": None}
    connection.execute(update(PAGES).where(PAGES.c.key.in_(keys)).values(**anew))
    for table in (ARTICLES, DUPLICATES):
        connection.execute(delete(table).where(table.c.run == run))


def _take_over(connection: Connection, killed: Row[Any], now: float) -> bool:
    """Return whether this process goes on with a killed run, or another one has just begun to."""
    same = and_(RUNS.c.id == killed.id, RUNS.c.process == killed.process)
    values = {"process": _process(), "renewed": now}
    return connection.execute(update(RUNS).where(same).values(**values)).rowcount == 1


def _process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{_start_of(os.getpid())}"


def _start_of(process_id: int) -> str:
    """Return when a process of this machine started, in its kernel's terms; "" where that cannot be told.

    Numbers of processes are given again: in a container that is started anew, the next one has the same.
    """
    try:
        return Path(f"/proc/{process_id}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _is_alive(run: Row[Any], now: float) -> bool:
    """Return whether a run's process still works: it renews its row, and on this machine it can be asked for."""
    if now - run.renewed > _DEAD_AFTER_S:
        return False
    machine, process_id, start = run.process.rsplit(":", 2)
    # On Windows signal 0 is CTRL_C_EVENT: there the row alone tells.
    if machine != socket.gethostname() or os.name == "nt":
        return True
    try:
        os.kill(int(process_id), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return bool(start == _start_of(int(process_id)))
