"""A crawl's state in a database: what was found, what became of it, and what is to be requested next."""

from __future__ import annotations

import json
import logging
import os
import socket
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine, Insert, Row, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.exc import OperationalError

from newsspider.discovery.types import Door, Kind, Outcome
from newsspider.http import Announcement
from newsspider.state.duplicate_log import DuplicateLog
from newsspider.state.tables import ARTICLES, DUPLICATES, HOSTS, PAGES, READS, RUNS, open_database, reason_of
from newsspider.state.types import (
    ArticleVersion,
    Changes,
    KnownPage,
    NextVisit,
    Revisit,
    Run,
    Status,
    Task,
    Visit,
    announcement_json,
    read_announcement,
)

logger = logging.getLogger(__name__)

# A statement takes 999 values in old SQLite and 32,766 in new ones.
_VALUES_AT_ONCE = 500
LEASE_S = 60.0
_MAX_ATTEMPTS = 5  # of a page that failed, in as many runs
_PAUSES_S = (0.1, 1.0, 4.0, 10.0)


_P = ParamSpec("_P")
_T = TypeVar("_T")


def _tried_again(transaction: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return the transaction, made again where a server was away, or where two were in each other's way.

    What was written already is written again the same.
    """

    @wraps(transaction)
    def repeated(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for pause_s in _PAUSES_S:
            try:
                return transaction(*args, **kwargs)
            except OperationalError as error:
                if isinstance(error.orig, sqlite3.Error):  # which has waited itself
                    raise
                logger.warning("The state does not answer, asked again in %g s: %s", pause_s, reason_of(error))
                time.sleep(pause_s)
        return transaction(*args, **kwargs)

    return repeated


class CrawlStore:
    """The state of one or more crawls in one database. Its methods are transactions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = engine.execution_options(**{READS: True})
        self.duplicates = DuplicateLog(engine)

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the store at an SQLAlchemy URL or in an SQLite file. Raises SettingError."""
        return cls(open_database(url))

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    # Runs

    @_tried_again
    def begin_run(self, label: str, *, continues: bool = True) -> Run:
        """Return a new run, or the last one with this label if it was killed (and `continues` is true).

        `Run.outputs` are the files of this and of other killed runs, with the length up to which they are valid:
        what stands behind that belongs to pages that will be requested again.
        """
        now = time.time()
        with self.engine.begin() as connection:
            open_runs = connection.execute(
                select(RUNS).where(RUNS.c.finished.is_(None)).order_by(RUNS.c.id.desc())
            ).all()
            killed = [row for row in open_runs if not _is_alive(row, now)]
            outputs: dict[str, int] = {}
            for row in reversed(killed):
                outputs |= json.loads(row.outputs or "{}")
                connection.execute(delete(HOSTS).where(HOSTS.c.run == row.id))
            # A run that wrote nothing yet begins again: it may not even have opened its feeds.
            mine = next((row for row in killed if row.label == label and row.outputs and continues), None)
            ended = [row.id for row in killed if row is not mine]
            connection.execute(update(RUNS).where(RUNS.c.id.in_(ended)).values(finished=now))
            if mine is not None and _take_over(connection, mine, now):
                sites = frozenset(json.loads(mine.sites))
                return Run(id=mine.id, started=mine.started, outputs=outputs, sites=sites, is_continued=True)
            values = {"label": label, "process": _process(), "started": now, "renewed": now}
            key = connection.execute(RUNS.insert().values(**values)).inserted_primary_key
            assert key is not None  # noqa: S101  # each row has one
            return Run(id=key[0], started=now, outputs=outputs)

    @_tried_again
    def finish_run(self, run: Run) -> None:
        """Note that a run came to its end, and free its hosts."""
        with self.engine.begin() as connection:
            connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(finished=time.time()))
            connection.execute(delete(HOSTS).where(HOSTS.c.run == run.id))

    @_tried_again
    def forget(self) -> None:
        """Forget all pages and articles: the next crawl begins anew."""
        with self.engine.begin() as connection:
            for table in (PAGES, ARTICLES, DUPLICATES, HOSTS, RUNS):
                connection.execute(delete(table))

    # What is to be requested

    @_tried_again
    def requeue(self, sites: Collection[str]) -> None:
        """Queue what a new run requests again: listings that are due, and pages that failed for a while."""
        now = time.time()
        due = or_(
            PAGES.c.revisit == Revisit.ALWAYS,
            and_(PAGES.c.revisit.in_((Revisit.SECTION, Revisit.ADAPTIVE)), PAGES.c.due <= now),
            and_(PAGES.c.status == Status.FAILED, PAGES.c.attempts < _MAX_ATTEMPTS, _may_recover()),
        )
        with self.engine.begin() as connection:
            for part in _parts(sites):
                connection.execute(
                    update(PAGES)
                    .where(PAGES.c.site.in_(part), PAGES.c.status != Status.SKIPPED, due)
                    .values(status=Status.QUEUED, due=now)
                )

    @_tried_again
    def requeue_sections(self, site: str, run: Run) -> None:
        """Queue the sections of a site that this run has not asked for."""
        unasked = and_(PAGES.c.status == Status.DONE, PAGES.c.fetched < run.started)
        with self.engine.begin() as connection:
            connection.execute(
                update(PAGES)
                .where(PAGES.c.site == site, PAGES.c.revisit == Revisit.SECTION, unasked)
                .values(status=Status.QUEUED, due=time.time())
            )

    @_tried_again
    def add_starts(self, tasks: Iterable[Task], *, is_continued: bool) -> None:
        """Queue the start pages of a run; one that goes on has those that it knows behind it."""
        now = time.time()
        with self.engine.begin() as connection:
            for task in tasks:
                connection.execute(_insert_or_ignore(connection, PAGES), [_page_row(task, now)])
                values: dict[str, Any] = {"revisit": task.revisit} if task.revisit is Revisit.ALWAYS else {}
                if not is_continued:
                    values |= {"status": Status.QUEUED, "due": now, "priority": task.priority}
                if values:
                    connection.execute(update(PAGES).where(PAGES.c.key == task.key).values(**values))

    @_tried_again
    def queued(self, sites: Collection[str]) -> dict[str, int]:
        """Return the hosts of `sites` that have queued pages which are due, and how many."""
        counts: dict[str, int] = {}
        with self._reading.begin() as connection:
            for part in _parts(sites):
                rows = connection.execute(
                    select(PAGES.c.host, func.count())
                    .where(PAGES.c.site.in_(part), PAGES.c.status == Status.QUEUED, PAGES.c.due <= time.time())
                    .group_by(PAGES.c.host)
                )
                counts.update((host, count) for host, count in rows)
        return counts

    @_tried_again
    def lease(self, host: str, run: Run) -> bool:
        """Return whether `run` has the host to itself from now on, for `LEASE_S` after the last commit."""
        now = time.time()
        with self.engine.begin() as connection:
            mine = {"run": run.id, "leased_until": now + LEASE_S}
            connection.execute(_insert_or_ignore(connection, HOSTS).values(host=host, run=None, leased_until=0.0))
            taken = connection.execute(
                update(HOSTS)
                .where(HOSTS.c.host == host)
                .where(or_(HOSTS.c.run == run.id, HOSTS.c.run.is_(None), HOSTS.c.leased_until < now))
                .values(**mine)
            )
            return taken.rowcount == 1

    @_tried_again
    def take(self, host: str, limit: int, now: float) -> list[Task]:
        """Return the queued pages of a host that are due, likely articles first."""
        with self._reading.begin() as connection:
            rows = connection.execute(
                select(PAGES)
                .where(PAGES.c.host == host, PAGES.c.status == Status.QUEUED, PAGES.c.due <= now)
                .order_by(PAGES.c.priority.desc(), PAGES.c.first_seen, PAGES.c.key)
                .limit(limit)
            ).all()
        return [_task(row) for row in rows]

    # What is known

    @_tried_again
    def known(self, keys: Collection[int]) -> dict[int, KnownPage]:
        """Return what is known of the pages with these keys."""
        if not keys:
            return {}
        found = {}
        with self._reading.begin() as connection:
            for part in _parts(keys):
                for row in connection.execute(_KNOWN.where(PAGES.c.key.in_(part))):
                    found[row.key] = KnownPage(
                        status=Status(row.status),
                        outcome=Outcome(row.outcome) if row.outcome else None,
                        announced=row.announced,
                        fetched=row.fetched,
                    )
        return found

    @_tried_again
    def fetched_kinds(self, keys: Collection[int]) -> dict[int, Kind]:
        """Return what those pages with these keys turned out to be that were fetched."""
        kinds: dict[int, Kind] = {}
        with self._reading.begin() as connection:
            for part in _parts(keys):
                fetched = and_(
                    PAGES.c.key.in_(part), PAGES.c.outcome.is_not(None), PAGES.c.outcome != Outcome.FAILED
                )
                rows = connection.execute(select(PAGES.c.key, PAGES.c.kind).where(fetched))
                kinds.update((key, Kind(kind)) for key, kind in rows)
        return kinds

    def outcomes(self, sites: Collection[str]) -> Iterator[tuple[str, Outcome]]:
        """Yield the address and outcome of each page of `sites` that was fetched, in the order of their visits."""
        for part in _parts(sites):
            with self._reading.begin() as connection:
                rows = connection.execute(
                    select(PAGES.c.url, PAGES.c.outcome).where(
                        PAGES.c.site.in_(part), PAGES.c.outcome.is_not(None)
                    )
                )
                yield from ((url, Outcome(outcome)) for url, outcome in rows)

    @_tried_again
    def sites_with_articles(self, sites: Collection[str]) -> set[str]:
        """Return those of `sites` of which an article is known."""
        found: set[str] = set()
        with self._reading.begin() as connection:
            for part in _parts(sites):
                articles = and_(PAGES.c.site.in_(part), PAGES.c.outcome == Outcome.ARTICLE)
                found.update(connection.execute(select(PAGES.c.site).where(articles).distinct()).scalars())
        return found

    @_tried_again
    def article(self, identifier: str, key: int | None = None) -> ArticleVersion | None:
        """Return the latest version of an article that went into a feed; with `key` of that page alone."""
        versions = select(ARTICLES).where(ARTICLES.c.id == identifier)
        if key is not None:
            versions = versions.where(ARTICLES.c.key == key)
        with self._reading.begin() as connection:
            row = connection.execute(versions.order_by(ARTICLES.c.version.desc()).limit(1)).one_or_none()
        if row is None:
            return None
        return ArticleVersion(
            id=row.id, version=row.version, key=row.key, text_digest=row.text_digest, digest=row.digest
        )

    # What happened

    @_tried_again
    def commit(self, run: Run, changes: Changes, outputs: Mapping[str, int], sites: Collection[str]) -> None:
        """Write `changes`, and the length in bytes of each output with what belongs to them: all or nothing."""
        now = time.time()
        with self.engine.begin() as connection:
            _write_found(connection, changes, now)
            _update_pages(connection, _visit_rows(changes, now))
            _write_aliases(connection, changes, now)
            skipped = ({"status": Status.SKIPPED, "reason": reason} for reason in changes.skipped.values())
            _update_pages(connection, zip(changes.skipped, skipped, strict=True))
            if changes.articles:
                rows = [_article_row(version, run, now) for version in changes.articles.values()]
                connection.execute(_insert_or_ignore(connection, ARTICLES), rows)
            self.duplicates.append(connection, changes.duplicates)
            values = {"outputs": json.dumps(dict(outputs)), "sites": json.dumps(sorted(sites)), "renewed": now}
            connection.execute(update(RUNS).where(RUNS.c.id == run.id).values(**values))
            connection.execute(update(HOSTS).where(HOSTS.c.run == run.id).values(leased_until=now + LEASE_S))


_KNOWN = select(PAGES.c.key, PAGES.c.status, PAGES.c.outcome, PAGES.c.announced, PAGES.c.fetched)


def _take_over(connection: Connection, killed: Row[Any], now: float) -> bool:
    """Return whether this process goes on with a killed run, or another one has just begun to."""
    same = and_(RUNS.c.id == killed.id, RUNS.c.process == killed.process)
    values = {"process": _process(), "renewed": now}
    return connection.execute(update(RUNS).where(same).values(**values)).rowcount == 1


def _write_found(connection: Connection, changes: Changes, now: float) -> None:
    _add_pages(connection, changes.new.values(), now)
    changed = {
        key: {
            "status": Status.QUEUED,
            "due": now,
            "priority": task.priority,
            **_announced_values(task.announcement),
        }
        for key, task in changes.changed.items()
    }
    _update_pages(connection, changed.items())
    for part in _parts(sorted(changes.seen)):
        connection.execute(update(PAGES).where(PAGES.c.key.in_(part)).values(last_seen=now))
    announced = ((key, {"announced": time}) for key, time in changes.seen.items() if time is not None)
    _update_pages(connection, announced)


def _add_pages(connection: Connection, tasks: Iterable[Task], now: float) -> None:
    """Add pages that are not there, in the order of their keys, so that no two runs wait for each other."""
    rows = [_page_row(task, now) for task in sorted(tasks, key=lambda task: task.key)]
    if rows:
        connection.execute(_insert_or_ignore(connection, PAGES), rows)


def _update_pages(connection: Connection, pages: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Write values of pages by their keys: one statement for all with values in the same columns."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for key, values in sorted(pages, key=lambda page: page[0]):
        by_columns.setdefault(tuple(values), []).append({"of_key": key, **values})
    for columns, rows in by_columns.items():
        values = {column: bindparam(column) for column in columns}
        connection.execute(update(PAGES).where(PAGES.c.key == bindparam("of_key")).values(values), rows)


def _visit_rows(changes: Changes, now: float) -> Iterator[tuple[int, dict[str, Any]]]:
    for key, (visit, following) in changes.visits.items():
        yield key, _visit_row(visit, following, now)


def _visit_row(visit: Visit, following: NextVisit, now: float) -> dict[str, Any]:
    comes_again = following.due is not None and visit.status is Status.DONE
    values: dict[str, Any] = {
        "status": Status.QUEUED if comes_again else visit.status,
        "revisit": following.revisit,
        "interval_s": following.interval_s,
        "due": now + (following.interval_s or 0.0) if following.due is None else following.due,
        "fetched": now,
        "attempts": visit.task.attempts + 1 if visit.status is Status.FAILED else 0,
        "http_status": visit.http_status,
        "outcome": visit.outcome,
        "reason": visit.reason,
    }
    if not visit.is_unchanged:
        values |= {"etag": visit.etag, "last_modified": visit.last_modified, "digest": visit.digest}
    if visit.kind is not None:
        values["kind"] = visit.kind
    if visit.article_id:
        values["article_id"] = visit.article_id
    return values


def _write_aliases(connection: Connection, changes: Changes, now: float) -> None:
    _add_pages(connection, (task for task, _ in changes.aliases.values()), now)
    for outcome in {outcome for _, outcome in changes.aliases.values()}:
        done = {"status": Status.DONE, "outcome": outcome, "fetched": now}
        keys = sorted(key for key, (_, each) in changes.aliases.items() if each is outcome)
        for part in _parts(keys):
            queued = and_(PAGES.c.key.in_(part), PAGES.c.status == Status.QUEUED)
            connection.execute(update(PAGES).where(queued).values(**done))


def _announced_values(announcement: Announcement | None) -> dict[str, Any]:
    return {
        "announcement": announcement_json(announcement),
        "announced": announcement.modified if announcement else None,
    }


def _page_row(task: Task, now: float) -> dict[str, Any]:
    return {
        "key": task.key,
        "url": task.url,
        "site": task.site,
        "host": task.host,
        "kind": task.kind,
        "door": task.door,
        "depth": task.depth,
        "priority": task.priority,
        "status": Status.QUEUED,
        "due": now,
        "revisit": task.revisit,
        **_announced_values(task.announcement),
        "first_seen": now,
        "last_seen": now,
        "attempts": 0,
    }


def _article_row(version: ArticleVersion, run: Run, now: float) -> dict[str, Any]:
    return {
        "id": version.id,
        "version": version.version,
        "key": version.key,
        "digest": version.digest,
        "text_digest": version.text_digest,
        "run": run.id,
        "written": now,
    }


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
        article_id=row.article_id,
    )


def _may_recover() -> Any:
    """Return the condition of pages that failed by what may be over: no answer, 429, errors of the server."""
    status = PAGES.c.http_status
    return or_(status.is_(None), status == 429, status >= 500)


def _insert_or_ignore(connection: Connection, table: Any) -> Insert:
    """Return an INSERT that leaves rows alone that are there: another run can have written them meanwhile."""
    name = connection.dialect.name
    if name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    if name in ("mysql", "mariadb"):
        return mysql.insert(table).prefix_with("IGNORE")
    return sqlite.insert(table).on_conflict_do_nothing()


def _parts(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    rest = iter(values)
    while part := list(islice(rest, _VALUES_AT_ONCE)):
        yield part


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
    if now - run.renewed > LEASE_S:
        return False
    machine, process_id, start = run.process.rsplit(":", 2)
    if machine != socket.gethostname():
        return True
    try:
        os.kill(int(process_id), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return bool(start == _start_of(int(process_id)))
