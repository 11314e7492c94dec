"""The runs of a crawl: which work, which were killed and go on, and which crawl the same together."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, delete, func, select, update

from newsspider.state.clock import Clock
from newsspider.state.feed_files import file_of
from newsspider.state.lease_log import LeaseLog
from newsspider.state.many_rows import insert_rows, update_rows
from newsspider.state.processes import is_gone, is_of_this_machine, name_of, this_process
from newsspider.state.tables import ARTICLES, CRAWL_SITES, DUPLICATES, FIGURES, PAGES, RUNS, SITES
from newsspider.state.terms import check_terms, terms_json
from newsspider.state.transactions import tried_again
from newsspider.state.types import Run, Status, Terms

_ANY_TERMS = Terms()
_BEGIN_LOCK = 0x6E657773  # of PostgreSQL's advisory locks, of which each database has its own: "news"


class RunTakenOverError(OSError):
    """Nothing is written for a run whose sites others have taken: they request its pages."""

    def __init__(self) -> None:
        super().__init__("others have taken its sites, as it had not written for too long")


class RunLog:
    """The runs in the database of a crawl's state. Its methods are transactions, unless they are given one."""

    def __init__(self, engine: Engine, leases: LeaseLog) -> None:
        self._engine, self._leases = engine, leases
        self._is_shared = engine.dialect.name == "postgresql"
        self._renewed = -math.inf  # when the leases were, last
        self._sites: frozenset[str] | None = None  # as they were written last

    @property
    def _clock(self) -> Clock:
        return self._leases.clock

    @tried_again
    def begin(
        self,
        label: str,
        cut: Callable[[Mapping[str, int]], None] = lambda _: None,
        *,
        continues: bool = True,
        terms: Terms = _ANY_TERMS,
    ) -> Run:
        """Return a new run, or the last one with this label if it was killed (and `continues` is true).

        `cut` is called with the files of this and of other killed runs, and the length up to which they are valid:
        what stands behind that belongs to pages that will be requested again. Only after that these runs count as
        ended, so that a kill in between leaves their files to the next run. Of a killed run that cannot be
        continued nothing in its feeds is valid: all its articles are requested again.

        A run crawls together with those that work under the same terms. Raises SettingError where they are at the
        same sites under others.
        """
        with self._engine.begin() as connection:
            self._begin_alone(connection)
            now = self._clock.now()
            is_open = RUNS.c.finished.is_(None)
            rows = connection.execute(select(RUNS).where(is_open).order_by(RUNS.c.id.desc())).all()
            working = [row for row in rows if self._is_alive(row, now)]
            check_terms(terms, [row.terms for row in working])
            killed = [row for row in rows if row not in working and (_is_here(row) or not row.continues)]
            # A run that wrote nothing yet begins again: it may not even have opened its feeds.
            mine = next((row for row in killed if row.label == label and row.outputs and continues), None)
            outputs = self._end_killed(connection, killed, now)
            cut(outputs)
            ended = [row.id for row in killed if row is not mine]
            connection.execute(update(RUNS).where(RUNS.c.id.in_(ended)).values(finished=now))
            _forget_ended(connection)
            joined = next((row for row in working if row.terms == terms_json(terms)), None)
            if mine is not None and self._take_over(connection, mine, joined, now):
                mine = connection.execute(select(RUNS).where(RUNS.c.id == mine.id)).one()
                return self._run(connection, mine, outputs, is_continued=True, is_joined=joined is not None)
            values = {
                "label": label,
                "terms": terms_json(terms),
                "crawl": None if joined is None else joined.crawl,
                "process": this_process(),
                "started": now,
                "renewed": now,
                "alive_until": now + self._leases.lease_s,
                "continues": continues,
            }
            key = connection.execute(RUNS.insert().values(**values)).inserted_primary_key
            assert key is not None  # noqa: S101  # each row has one
            if joined is None:
                connection.execute(update(RUNS).where(RUNS.c.id == key[0]).values(crawl=key[0]))
            row = connection.execute(select(RUNS).where(RUNS.c.id == key[0])).one()
            return self._run(connection, row, outputs, is_continued=False, is_joined=joined is not None)

    def _begin_alone(self, connection: Connection) -> None:
        """Let no other process begin until the end of the transaction: each has to see those that began before.

        SQLite's transactions that write are one after the other anyway.
        """
        if self._is_shared:
            connection.execute(select(func.pg_advisory_xact_lock(_BEGIN_LOCK)))

    def _is_alive(self, run: Row[Any], now: float) -> bool:
        """Return whether a run's process still works: it renews its row, or its machine can be asked for it."""
        return bool(now <= run.alive_until) and not is_gone(run.process, may_be_elsewhere=self._is_shared)

    def _end_killed(self, connection: Connection, killed: Sequence[Row[Any]], now: float) -> dict[str, int]:
        """Free what killed runs have leased; return their files, with the lengths up to which these are valid."""
        outputs: dict[str, int] = {}
        for row in reversed(killed):
            if _is_here(row):
                outputs |= json.loads(row.outputs or "{}") | (
                    {} if row.continues else json.loads(row.feeds or "{}")
                )
            if not row.continues:
                _take_back(connection, row.id, now)
        self._leases.end(connection, [row.id for row in killed], now)
        return outputs

    @staticmethod
    def _run(
        connection: Connection, row: Row[Any], outputs: Mapping[str, int], *, is_continued: bool, is_joined: bool
    ) -> Run:
        started = connection.execute(select(RUNS.c.started).where(RUNS.c.id == row.crawl)).scalar()
        return Run(
            id=row.id,
            started=row.started,
            outputs=outputs,
            crawl=row.crawl,
            crawl_started=row.started if started is None else started,
            is_joined=is_joined,
            name=name_of(this_process(), row.id),
            sites=frozenset(json.loads(row.sites or "[]")) if is_continued else frozenset(),
            is_continued=is_continued,
            continues=row.continues,
            figures=_figures(connection, row.id) if is_continued else {},
        )

    def _take_over(self, connection: Connection, killed: Row[Any], joined: Row[Any] | None, now: float) -> bool:
        """Return whether this process goes on with a killed run, or another one has just begun to."""
        same = and_(RUNS.c.id == killed.id, RUNS.c.process == killed.process)
        values = {
            "process": this_process(),
            "renewed": now,
            "alive_until": now + self._leases.lease_s,
            "crawl": killed.crawl if joined is None else joined.crawl,
        }
        return connection.execute(update(RUNS).where(same).values(**values)).rowcount == 1

    @tried_again
    def note_feeds(self, run: Run, lengths: Mapping[str, int]) -> None:
        """Write which files are the feeds of a new run, and their lengths before it."""
        with self._engine.begin() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(feeds=json.dumps(dict(lengths))))

    @staticmethod
    def note_figures(connection: Connection, run: Run, figures: Mapping[str, str]) -> None:
        """Write in a transaction of the run those parts of its figures that have changed."""
        rows = [{"run": run.id, "part": part, "form": form} for part, form in sorted(figures.items())]
        insert_rows(connection, FIGURES, rows)
        update_rows(connection, FIGURES, rows)

    @tried_again
    def finish(self, run: Run) -> None:
        """Note that a run came to its end, and free its sites."""
        self._let_go(run, "finished")

    @tried_again
    def leave(self, run: Run) -> None:
        """Note that a run was stopped, and free its sites: it may go on later."""
        self._let_go(run, "alive_until")

    def _let_go(self, run: Run, when: str) -> None:
        with self._engine.begin() as connection:
            if connection.execute(update(RUNS).where(_is_own(run)).values({when: self._clock.now()})).rowcount:
                connection.execute(update(SITES).where(SITES.c.run == run.id).values(run=None, leased_until=0.0))

    @tried_again
    def stay_alive(self, run: Run) -> None:
        """Note that a run that has written all its pages still works: its feeds are not stored yet."""
        with self._engine.begin() as connection:
            alive_until = self._clock.now() + self._leases.lease_s
            connection.execute(update(RUNS).where(_is_own(run)).values(alive_until=alive_until))

    @tried_again
    def is_anothers(self, run: Run) -> bool:
        """Return whether another process goes on with a run, or has ended it, and has cut its files by then."""
        with self._engine.begin() as connection:
            return connection.execute(select(RUNS.c.id).where(_is_own(run))).first() is None

    @staticmethod
    def has_written(connection: Connection, run: Run, now: float) -> bool:
        """Return whether the transaction of `run` that was begun at `now` is written already.

        That is so where the connection was lost after the database had written it, and before it said so.
        """
        of_run = select(RUNS.c.renewed).where(RUNS.c.id == run.id, RUNS.c.process == this_process())
        return connection.execute(of_run).scalar() == now

    def renew(
        self, connection: Connection, run: Run, outputs: Mapping[str, int], sites: frozenset[str], now: float
    ) -> None:
        """Write in a transaction of the run how far its outputs are valid, and that it still works.

        Sites, of which a run may have thousands, are written when it is time: `written` says they were.
        Raises RunTakenOverError.
        """
        values: dict[str, Any] = {
            "outputs": json.dumps(dict(outputs)),
            "renewed": now,
            "alive_until": now + self._leases.lease_s,
        }
        if sites != self._sites:
            values["sites"] = json.dumps(sorted(sites))
        mine = _is_own(run)
        if self._is_shared and not self._is_time(now):
            mine = and_(mine, self._leases_surely_last())
        if connection.execute(update(RUNS).where(mine).values(**values)).rowcount != 1:
            raise RunTakenOverError

    def renew_leases(self, connection: Connection, run: Run, held: int, now: float) -> None:
        """Renew the leases in a transaction of the run, if it is time to. Raises RunTakenOverError."""
        if self._is_shared and not self._is_time(now):
            # A virtual machine can be paused, and its clocks with it.
            is_sure = select(self._leases_surely_last()).where(RUNS.c.id == run.id)
            if not connection.execute(is_sure).scalar():
                self._renewed = -math.inf
        if self._is_time(now) and not self._leases.is_renewed(connection, run, held, now):
            raise RunTakenOverError

    def written(self, sites: frozenset[str], now: float) -> None:
        """Note that the transaction of `renew` is written."""
        self._sites = sites
        if self._is_time(now):
            self._renewed = now

    def _leases_surely_last(self) -> ColumnElement[bool]:
        """Return the condition that no lease has ended by the server's clock, wherever it was renewed last."""
        lasting_s = self._leases.lease_s - self._leases.renew_every_s
        return RUNS.c.renewed + lasting_s > func.extract("epoch", func.clock_timestamp())

    def _is_time(self, now: float) -> bool:
        """Return whether the leases are renewed by a transaction that is begun at `now`."""
        return now - self._renewed >= self._leases.renew_every_s


def _is_own(run: Run) -> ColumnElement[bool]:
    """Return the condition that a run is still this process's: it may have been taken for killed."""
    return and_(RUNS.c.id == run.id, RUNS.c.process == this_process(), RUNS.c.finished.is_(None))


def _take_back(connection: Connection, run: int, now: float) -> None:
    """Queue all pages of which a run's articles came, as if they had not been requested by it."""
    keys = select(ARTICLES.c.key).where(ARTICLES.c.run == run)
    anew = {"status": Status.QUEUED, "due": now, "etag": None, "last_modified": None, "digest": None}
    connection.execute(update(PAGES).where(PAGES.c.key.in_(keys)).values(**anew))
    of_keys = select(PAGES.c.site).where(PAGES.c.key.in_(keys))
    connection.execute(update(CRAWL_SITES).where(CRAWL_SITES.c.site.in_(of_keys)).values(due=now))
    for table in (ARTICLES, DUPLICATES):
        connection.execute(delete(table).where(table.c.run == run))


def _figures(connection: Connection, run: int) -> dict[str, str]:
    return {row.part: row.form for row in connection.execute(select(FIGURES).where(FIGURES.c.run == run))}


def _forget_ended(connection: Connection) -> None:
    """Forget the figures of runs that have ended, and which sites crawls had whose runs have all ended."""
    open_runs = select(RUNS.c.id).where(RUNS.c.finished.is_(None))
    connection.execute(delete(FIGURES).where(FIGURES.c.run.not_in(open_runs)))
    open_crawls = select(RUNS.c.crawl).where(RUNS.c.finished.is_(None), RUNS.c.crawl.is_not(None))
    connection.execute(delete(CRAWL_SITES).where(CRAWL_SITES.c.crawl.not_in(open_crawls)))


def _is_here(run: Row[Any]) -> bool:
    """Return whether the files of a killed run are here: it ran on this machine, or wrote into a shared folder.

    The leases of others end by themselves. What stands in their feeds behind the last transaction is cut off when
    they are started again where these are.
    """
    if is_of_this_machine(run.process):
        return True
    name = name_of(run.process, run.id)
    files = {file_of(key): length for key, length in json.loads(run.outputs or "{}").items()}
    # Those that nothing was written to yet need not be there.
    found = {file for file in files if file.exists()}
    return bool(found) and all(name in str(file) and (file in found or not files[file]) for file in files)
