"""How the changes of a crawl are written to its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from newsspider.http import Announcement
from newsspider.state.database import database_text
from newsspider.state.many_rows import insert_rows, update_rows
from newsspider.state.tables import ARTICLES, PAGES, SITES
from newsspider.state.transactions import parts
from newsspider.state.types import (
    ArticleVersion,
    Changes,
    NextVisit,
    Run,
    Status,
    Task,
    Visit,
    announcement_json,
)


def write_changes(connection: Connection, changes: Changes, run: Run, now: float) -> None:
    """Write what was found, what became of pages, and the articles of a run in one transaction of its caller."""
    _write_found(connection, changes, now)
    update_pages(connection, _visit_rows(changes, now))
    _write_aliases(connection, changes, now)
    skipped = ({"status": Status.SKIPPED, "reason": reason} for reason in changes.skipped.values())
    update_pages(connection, zip(changes.skipped, skipped, strict=True))
    _write_articles(connection, changes.articles, run, now)
    if changes.learned:
        _write_learned(connection, changes.learned)


def _write_found(connection: Connection, changes: Changes, now: float) -> None:
    add_pages(connection, changes.new.values(), now)
    changed = {
        key: {
            "status": Status.QUEUED,
            "due": now,
            "priority": task.priority,
            **_announced_values(task.announcement),
        }
        for key, task in changes.changed.items()
    }
    update_pages(connection, changed.items())
    for part in parts(sorted(changes.seen)):
        connection.execute(update(PAGES).where(PAGES.c.key.in_(part)).values(last_seen=now))
    announced = ((key, {"announced": time}) for key, time in changes.seen.items() if time is not None)
    update_pages(connection, announced)
    # A time of change that was announced before stays known.
    update_pages(connection, ((key, _known_values(said)) for key, said in changes.announced.items()))


def add_pages(connection: Connection, tasks: Iterable[Task], now: float) -> None:
    """Add pages that are not there, in the order of their keys, so that no two runs wait for each other."""
    insert_rows(connection, PAGES, [_page_row(task, now) for task in sorted(tasks, key=lambda task: task.key)])


def update_pages(connection: Connection, pages: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Write values of pages by their keys."""
    ordered = sorted(pages, key=lambda page: page[0])
    update_rows(connection, PAGES, ({"key": key, **values} for key, values in ordered))


def _visit_rows(changes: Changes, now: float) -> Iterator[tuple[int, dict[str, Any]]]:
    for key, (visit, following) in changes.visits.items():
        yield key, _visit_row(visit, following, now)


def _visit_row(visit: Visit, following: NextVisit, now: float) -> dict[str, Any]:
    comes_again = following.due is not None and visit.status is not Status.SKIPPED
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
    add_pages(connection, (task for task, _ in changes.aliases.values()), now)
    for outcome in {outcome for _, outcome in changes.aliases.values()}:
        done = {"status": Status.DONE, "outcome": outcome, "fetched": now}
        keys = sorted(key for key, (_, each) in changes.aliases.items() if each is outcome)
        for part in parts(keys):
            queued = and_(PAGES.c.key.in_(part), PAGES.c.status == Status.QUEUED)
            connection.execute(update(PAGES).where(queued).values(**done))


def _write_learned(connection: Connection, learned: Mapping[str, str]) -> None:
    rows = [{"site": site, "learned": learned[site]} for site in sorted(learned)]
    insert_rows(connection, SITES, rows)
    update_rows(connection, SITES, rows)


def _announced_values(announcement: Announcement | None) -> dict[str, Any]:
    return {
        "announcement": announcement_json(announcement),
        "announced": announcement.modified if announcement else None,
    }


def _known_values(announcement: Announcement) -> dict[str, Any]:
    return {name: value for name, value in _announced_values(announcement).items() if value is not None}


def _page_row(task: Task, now: float) -> dict[str, Any]:
    """Return the row of a page that is found, to be requested."""
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


def _write_articles(
    connection: Connection, articles: Mapping[str, Sequence[ArticleVersion]], run: Run, now: float
) -> None:
    """Add versions of articles, each with the number after the last one that is known."""
    last: dict[str, int] = {}
    for part in parts(articles):
        of_part = select(ARTICLES.c.id, func.max(ARTICLES.c.version)).where(ARTICLES.c.id.in_(part))
        last.update((row[0], row[1]) for row in connection.execute(of_part.group_by(ARTICLES.c.id)))
    rows = [
        _article_row(version, number, run, now)
        for identifier, versions in articles.items()
        for number, version in enumerate(versions, last.get(database_text(identifier), 0) + 1)
    ]
    insert_rows(connection, ARTICLES, rows)


def _article_row(version: ArticleVersion, number: int, run: Run, now: float) -> dict[str, Any]:
    return {
        "id": version.id,
        "version": number,
        "key": version.key,
        "digest": version.digest,
        "text_digest": version.text_digest,
        "run": run.id,
        "written": now,
    }
