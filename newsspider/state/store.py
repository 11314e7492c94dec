"""A crawl's state in a database: what was found, what became of it, and what is to be requested next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from sqlalchemy import Engine, delete

from newsspider.state.changes import write_changes
from newsspider.state.clock import Clock
from newsspider.state.duplicate_log import DuplicateLog
from newsspider.state.known_pages import KnownPages
from newsspider.state.lease_log import LEASE_S, LeaseLog
from newsspider.state.page_queue import PageQueue
from newsspider.state.run_log import RunLog
from newsspider.state.tables import METADATA, open_database
from newsspider.state.transactions import tried_again
from newsspider.state.types import Changes, Run


class CrawlStore:
    """The state of one or more crawls in one database. Its methods are transactions, and those of its parts."""

    def __init__(self, engine: Engine, lease_s: float = LEASE_S) -> None:
        self.engine = engine
        self.clock = Clock(engine)
        self.leases = LeaseLog(engine, self.clock, lease_s)
        self.runs = RunLog(engine, self.leases)
        self.queue = PageQueue(engine, self.clock)
        self.pages = KnownPages(engine)
        self.duplicates = DuplicateLog(engine)

    @classmethod
    def open(cls, url: str, lease_s: float = LEASE_S) -> Self:
        """Return the store at an SQLAlchemy URL or in an SQLite file. Raises SettingError."""
        return cls(open_database(url), lease_s)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    @tried_again
    def forget(self) -> None:
        """Forget all pages and articles: the next crawl begins anew."""
        with self.engine.begin() as connection:
            for table in METADATA.sorted_tables:
                connection.execute(delete(table))

    def commit(self, run: Run, changes: Changes, outputs: Mapping[str, int], sites: frozenset[str]) -> None:
        """Write `changes`, and the length in bytes of each output with what belongs to them: all or nothing."""
        now = self.clock.now()
        self._commit(run, changes, outputs, sites, now)
        self.runs.written(sites, now)

    @tried_again
    def _commit(
        self, run: Run, changes: Changes, outputs: Mapping[str, int], sites: frozenset[str], now: float
    ) -> None:
        with self.engine.begin() as connection:
            if self.runs.has_written(connection, run, now):
                return  # versions of articles and records of duplicates would be doubled
            self.runs.renew_leases(connection, run, changes.leases.held, now)
            write_changes(connection, changes, run, now)
            self.duplicates.append(connection, run.id, changes.duplicates)
            self.runs.note_figures(connection, run, changes.figures)
            self.leases.write(connection, run, changes.leases, now)
            self.runs.renew(connection, run, outputs, sites, now)
