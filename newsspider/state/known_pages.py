"""What a crawl's state knows of pages that were found, and of the articles that went into feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, Row, and_, bindparam, func, select

from newsspider.discovery.types import Door, Found, Kind, Outcome
from newsspider.http import Announcement
from newsspider.state.database import READS
from newsspider.state.tables import ARTICLES, PAGES, SITES
from newsspider.state.transactions import parts, tried_again
from newsspider.state.types import OLDER, ArticleVersion, KnownPage, OlderArticle, Status


class KnownPages:
    """The pages and articles in the database of a crawl's state, to be read. Its methods are transactions."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(**{READS: True})

    @tried_again
    def known(self, keys: Collection[int]) -> dict[int, KnownPage]:
        """Return what is known of the pages with these keys."""
        if not keys:
            return {}
        found = {}
        with self._reading.begin() as connection:
            for part in parts(keys):
                for row in connection.execute(_KNOWN, {"keys": part}):
                    found[row.key] = KnownPage(
                        status=Status(row.status),
                        outcome=Outcome(row.outcome) if row.outcome else None,
                        announced=row.announced,
                        fetched=row.fetched,
                        announcement=row.announcement,
                    )
        return found

    @tried_again
    def kinds(self, keys: Collection[int]) -> dict[int, Kind]:
        """Return what those pages with these keys turned out to be that were fetched."""
        kinds: dict[int, Kind] = {}
        with self._reading.begin() as connection:
            for part in parts(keys):
                fetched = and_(
                    PAGES.c.key.in_(part), PAGES.c.outcome.is_not(None), PAGES.c.outcome != Outcome.FAILED
                )
                rows = connection.execute(select(PAGES.c.key, PAGES.c.kind).where(fetched))
                kinds.update((key, Kind(kind)) for key, kind in rows)
        return kinds

    def latest(self, sites: Collection[str], limit: int) -> Iterator[tuple[str, Outcome | None]]:
        """Yield the addresses of `sites` with what became of them, in the order in which they were fetched.

        Of more than `limit` the latest; the outcome of one that was not fetched is None.
        """
        for part in parts(sites):
            for url, outcome in reversed(self._latest(part, limit)):
                yield url, Outcome(outcome) if outcome else None

    @tried_again
    def _latest(self, sites: Sequence[str], limit: int) -> list[tuple[str, str | None]]:
        since = func.coalesce(PAGES.c.fetched, PAGES.c.first_seen)
        newest = select(PAGES.c.url, PAGES.c.outcome).where(PAGES.c.site.in_(sites))
        with self._reading.begin() as connection:
            rows = connection.execute(newest.order_by(since.desc(), PAGES.c.key).limit(limit))
            return [(url, outcome) for url, outcome in rows]

    def learned(self, sites: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield what earlier runs learned of each of `sites`."""
        for part in parts(sites):
            yield from self._learned(part)

    @tried_again
    def _learned(self, sites: Sequence[str]) -> list[tuple[str, str]]:
        is_known = and_(SITES.c.site.in_(sites), SITES.c.learned.is_not(None))
        with self._reading.begin() as connection:
            rows = connection.execute(select(SITES.c.site, SITES.c.learned).where(is_known))
            return [(site, learned) for site, learned in rows]

    def older_articles(self, sites: Collection[str], since: str | None) -> Iterator[OlderArticle]:
        """Yield the articles of `sites` that were too old for an earlier run, read or announced.

        With `since`, ISO 8601, no articles that are older by more than a day: offsets differ by as much.
        """
        first_day = (date.fromisoformat(since[:10]) - timedelta(days=1)).isoformat() if since else ""
        for part in parts(sites):
            yield from self._older_articles(part, f"{OLDER}{first_day}")

    @tried_again
    def _older_articles(self, sites: Sequence[str], earliest: str) -> list[OlderArticle]:
        is_older = and_(
            PAGES.c.reason.startswith(OLDER), func.substr(PAGES.c.reason, 1, len(earliest)) >= earliest
        )
        is_done = and_(PAGES.c.site.in_(sites), PAGES.c.status.in_((Status.DONE, Status.SKIPPED)))
        with self._reading.begin() as connection:
            return [_older_article(row) for row in connection.execute(_FOUND.where(is_done, is_older))]

    @tried_again
    def sites_with_articles(self, sites: Collection[str]) -> set[str]:
        """Return those of `sites` of which an article is known."""
        found: set[str] = set()
        with self._reading.begin() as connection:
            for part in parts(sites):
                articles = and_(PAGES.c.site.in_(part), PAGES.c.outcome == Outcome.ARTICLE)
                found.update(connection.execute(select(PAGES.c.site).where(articles).distinct()).scalars())
        return found

    @tried_again
    def article(self, identifier: str, key: int | None = None) -> ArticleVersion | None:
        """Return the latest version of an article that went into a feed; with `key` of that page alone."""
        versions = select(ARTICLES).where(ARTICLES.c.id == identifier)
        if key is not None:
            versions = versions.where(ARTICLES.c.key == key)
        with self._reading.begin() as connection:
            row = connection.execute(versions.order_by(ARTICLES.c.version.desc()).limit(1)).one_or_none()
        if row is None:
            return None
        return ArticleVersion(id=row.id, key=row.key, text_digest=row.text_digest, digest=row.digest)


def _older_article(row: Row[Any]) -> OlderArticle:
    published = Announcement(source="page", published=row.reason.removeprefix(OLDER))
    found = Found(url=row.url, kind=Kind(row.kind), door=Door(row.door), announcement=published)
    return OlderArticle(key=row.key, site=row.site, depth=row.depth, found=found)


# Made once: SQLAlchemy takes longer to make a statement than SQLite takes to answer it.
_KNOWN = select(
    *(PAGES.c[name] for name in ("key", "status", "outcome", "announced", "fetched", "announcement"))
).where(PAGES.c.key.in_(bindparam("keys", expanding=True)))
_FOUND = select(*(PAGES.c[name] for name in ("key", "url", "site", "kind", "door", "depth", "reason")))
