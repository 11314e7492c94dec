"""The pages of a crawl's state that are to be requested."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Engine, Row, and_, bindparam, or_, select, update

from newsspider.discovery.types import Door, Kind, Outcome
from newsspider.state.changes import add_pages, update_pages
from newsspider.state.clock import Clock
from newsspider.state.database import READS
from newsspider.state.revisits import MAX_ATTEMPTS
from newsspider.state.tables import PAGES
from newsspider.state.transactions import parts, tried_again
from newsspider.state.types import Revisit, Run, Status, Task, read_announcement


class PageQueue:
    """The queued pages in the database of a crawl's state. Its methods are transactions."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock
        self._reading = engine.execution_options(**{READS: True})

    @tried_again
    def requeue(self, sites: Collection[str]) -> None:
        """Queue what a new run requests again: listings that are due, and pages that failed for a while."""
        now = self._clock.now()
        due = or_(
            and_(PAGES.c.revisit == Revisit.ALWAYS, PAGES.c.status != Status.FAILED),
            and_(PAGES.c.revisit != Revisit.NEVER, PAGES.c.due <= now),
            and_(PAGES.c.status == Status.FAILED, PAGES.c.attempts < MAX_ATTEMPTS, _may_recover()),
        )
        with self._engine.begin() as connection:
            for part in parts(sites):
                connection.execute(
                    update(PAGES)
                    .where(PAGES.c.site.in_(part), PAGES.c.status != Status.SKIPPED, due)
                    .values(status=Status.QUEUED, due=now)
                )

    @tried_again
    def requeue_pages(self, keys: Collection[int]) -> None:
        """Queue these pages again."""
        now = self._clock.now()
        with self._engine.begin() as connection:
            update_pages(connection, ((key, {"status": Status.QUEUED, "due": now}) for key in keys))

    @tried_again
    def requeue_sections(self, site: str, run: Run) -> None:
        """Queue the sections of a site that this run has not asked for."""
        unasked = and_(PAGES.c.status == Status.DONE, PAGES.c.fetched < run.crawl_started)
        with self._engine.begin() as connection:
            connection.execute(
                update(PAGES)
                .where(PAGES.c.site == site, PAGES.c.revisit == Revisit.SECTION, unasked)
                .values(status=Status.QUEUED, due=self._clock.now())
            )

    @tried_again
    def add_starts(self, tasks: Iterable[Task], *, is_continued: bool) -> None:
        """Queue the start pages of a run; one that goes on has those that it knows behind it."""
        now = self._clock.now()
        starts = {task.key: task for task in tasks}
        values: dict[int, dict[str, Any]] = {key: {} for key in starts}
        for key, task in starts.items():
            if task.revisit is Revisit.ALWAYS:
                values[key]["revisit"] = task.revisit
            if not is_continued:
                values[key] |= {"status": Status.QUEUED, "due": now, "priority": task.priority}
        with self._engine.begin() as connection:
            add_pages(connection, starts.values(), now)
            update_pages(connection, ((key, row) for key, row in values.items() if row))

    @tried_again
    def hosts(self, sites: Collection[str]) -> dict[str, str]:
        """Return the hosts of `sites` that have queued pages which are due, each with its site."""
        found: dict[str, str] = {}
        with self._reading.begin() as connection:
            for part in parts(sites):
                due = and_(PAGES.c.status == Status.QUEUED, PAGES.c.due <= self._clock.now())
                rows = select(PAGES.c.host, PAGES.c.site).where(PAGES.c.site.in_(part), due).distinct()
                found.update((host, site) for host, site in connection.execute(rows))
        return found

    @tried_again
    def take(self, host: str, limit: int) -> list[Task]:
        """Return the queued pages of a host that are due, likely articles first."""
        asked = {"of_host": host, "now": self._clock.now(), "most": limit}
        with self._reading.begin() as connection:
            rows = connection.execute(_NEXT_OF_HOST, asked).all()
        return [_task(row) for row in rows]


# Made once: SQLAlchemy takes longer to make a statement than SQLite takes to answer it.
_NEXT_OF_HOST = (
    select(PAGES)
    .where(PAGES.c.host == bindparam("of_host"), PAGES.c.status == Status.QUEUED, PAGES.c.due <= bindparam("now"))
    .order_by(PAGES.c.priority.desc(), PAGES.c.first_seen, PAGES.c.key)
    .limit(bindparam("most"))
)


def _task(row: Row[Any]) -> Task:
    return Task(
        key=row.key,
        url=row.url,
        site=row.site,
        host=row.host,
        kind=Kind(row.kind),
        door=Door(row.door),
        depth=row.depth,
        priority=row.priority,
        revisit=Revisit(row.revisit),
        interval_s=row.interval_s,
        announcement=read_announcement(row.announcement),
        attempts=row.attempts,
        etag=row.etag,
        last_modified=row.last_modified,
        digest=row.digest,
        outcome=Outcome(row.outcome) if row.outcome else None,
        fetched=row.fetched,
        article_id=row.article_id,
    )


def _may_recover() -> Any:
    """Return the condition of pages that failed by what may be over: see `revisits.may_be_over`."""
    status = PAGES.c.http_status
    return or_(status.is_(None), status == 429, status >= 500)
