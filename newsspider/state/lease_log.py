"""Which sites of a crawl which run has to itself, in the database of its state."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, or_, select, update

from newsspider.state.clock import Clock
from newsspider.state.many_rows import insert_rows, update_rows
from newsspider.state.tables import CRAWL_SITES, HOSTS, PAGES, RUNS, SITES
from newsspider.state.transactions import parts, tried_again
from newsspider.state.types import GivenBack, HostPace, Lease, LeaseChanges, Run, Status

LEASE_S = 60.0
_TAKEN_AT_ONCE = 500
_NOBODY = -1  # had a lease that was not given back
_UP_SINCE = func.extract("epoch", func.pg_postmaster_start_time())


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run got when it asked for sites."""

    leases: Sequence[Lease]
    paces: Sequence[HostPace]  # of their hosts, as far as these were asked before
    share: int  # of the crawl's sites that are due, so many are its own where all processes have as many
    elsewhere: int  # sites that are due, and which it does not have


class LeaseLog:
    """The leases in the database of a crawl's state. Its methods are transactions, unless they are given one.

    A lease ends when it is given back, or was not renewed for `lease_s` with the server up. All times are of the
    state's clock.
    """

    def __init__(self, engine: Engine, clock: Clock, lease_s: float = LEASE_S) -> None:
        self._engine, self.clock, self.lease_s = engine, clock, lease_s
        self.renew_every_s = lease_s / 4

    @tried_again
    def join(self, run: Run, sites: Collection[str]) -> None:
        """Add sites to those that the crawl of `run` has something to request of."""
        now, ordered = self.clock.now(), sorted(sites)
        with self._engine.begin() as connection:
            insert_rows(connection, SITES, [{"site": site, "leased_until": 0.0} for site in ordered])
            rows = [{"crawl": run.crawl, "site": site, "due": now, "pages": 0} for site in ordered]
            insert_rows(connection, CRAWL_SITES, rows)
            # Another process may have had sites meanwhile, before their start pages were queued by this one.
            for part in parts(ordered if run.begins_crawl else ()):
                _stir(connection, run, part, now)

    def take(self, run: Run, held: int) -> Taken:
        """Give `run`, which has so many sites, more of those that are due, as far as its share goes."""
        return self._take(run, held, self.clock.now())

    @tried_again
    def _take(self, run: Run, held: int, now: float) -> Taken:
        until = now + self.lease_s
        with self._engine.begin() as connection:
            self.clock.check(connection)
            share, due = _share(connection, run, now)
            wanted = min(share - held, _TAKEN_AT_ONCE)
            leases = self._free_sites(connection, run, now, wanted) if wanted > 0 else {}
            mine = update(SITES).where(SITES.c.site.in_(list(leases))).values(run=run.id, leased_until=until)
            if leases:
                connection.execute(mine)
            if wanted > 0:  # those of an earlier try, whose answer was lost, too
                taken = select(SITES.c.site).where(SITES.c.run == run.id, SITES.c.leased_until == until)
                for site in connection.execute(taken).scalars():
                    leases.setdefault(site, Lease(site=site, pages=0, asked_until=now))
            paces = _paces(connection, list(leases)) if leases else []
        return Taken(list(leases.values()), paces, share, max(0, due - held - len(leases)))

    def _free_sites(self, connection: Connection, run: Run, now: float, wanted: int) -> dict[str, Lease]:
        """Return sites that are due and nobody's, locked until the end of the transaction; longest due first."""
        free = (
            select(CRAWL_SITES.c.site, CRAWL_SITES.c.pages, SITES.c.run, SITES.c.leased_until)
            .join(SITES, SITES.c.site == CRAWL_SITES.c.site)
            .where(CRAWL_SITES.c.crawl == run.crawl, CRAWL_SITES.c.due <= now, self._is_nobodys(now))
            .order_by(CRAWL_SITES.c.due, CRAWL_SITES.c.site)
            .limit(wanted)
            .with_for_update(of=SITES, skip_locked=True)
        )
        return {row.site: _lease(row) for row in connection.execute(free)}

    def _is_nobodys(self, now: float) -> ColumnElement[bool]:
        """Return the condition that no run has a site.

        A lease may have ended while the server was away: who had it gets as long after that to renew it.
        """
        ended = SITES.c.leased_until <= now
        if self.clock.is_servers:
            ended = and_(ended, or_(SITES.c.run == _NOBODY, now - self.lease_s >= _UP_SINCE))
        return or_(SITES.c.run.is_(None), ended)

    def is_renewed(self, connection: Connection, run: Run, held: int, now: float) -> bool:
        """Renew the leases of a run in its transaction; return False if it does not have all of them any more."""
        self.clock.check(connection)
        mine = update(SITES).where(SITES.c.run == run.id).values(leased_until=now + self.lease_s)
        return connection.execute(mine).rowcount >= held

    def write(self, connection: Connection, run: Run, changes: LeaseChanges, now: float) -> None:
        """Write what has changed, in the transaction of a run that has written its pages."""
        paces = sorted(changes.paces, key=lambda pace: pace.host)
        rows = [asdict(pace) for pace in paces]
        insert_rows(connection, HOSTS, rows)
        update_rows(connection, HOSTS, rows)
        # All rows of sites are locked in one order before any is read or written, whether they are due or not: who
        # gives one back while another queues a page of it sees that page, or is waited for.
        for part in parts(sorted({*changes.stirred, *(back.site for back in changes.given_back)})):
            _lock(connection, run, part)
        for part in parts(sorted(changes.stirred)):
            _stir(connection, run, part, now)
        over_until = math.inf if changes.recheck_s is None else now + changes.recheck_s
        for part in parts(sorted(changes.given_back, key=lambda back: back.site)):
            _give_back(connection, run, part, over_until)

    @staticmethod
    def end(connection: Connection, runs: Sequence[int], now: float) -> None:
        """Let the leases of runs that were killed end now: until then they may have asked their sites.

        One of these runs goes on, and must not renew what it has not taken yet.
        """
        ended = {"run": _NOBODY, "leased_until": now}
        connection.execute(update(SITES).where(SITES.c.run.in_(runs)).values(**ended))


def _share(connection: Connection, run: Run, now: float) -> tuple[int, int]:
    """Return how many sites a run may have, and how many are due."""
    due = select(func.count()).where(CRAWL_SITES.c.crawl == run.crawl, CRAWL_SITES.c.due <= now)
    alive = (RUNS.c.crawl == run.crawl, RUNS.c.finished.is_(None), RUNS.c.alive_until > now)
    sites = connection.execute(due).scalar_one()
    return math.ceil(sites / max(1, connection.execute(select(func.count()).where(*alive)).scalar_one())), sites


def _lease(row: Any) -> Lease:
    return Lease(site=row.site, pages=row.pages, asked_until=None if row.run is None else row.leased_until)


def _paces(connection: Connection, sites: Sequence[str]) -> list[HostPace]:
    rows = connection.execute(select(HOSTS).where(HOSTS.c.site.in_(sites)))
    return [HostPace(host=row.host, site=row.site, delay_s=row.delay_s, ready_at=row.ready_at) for row in rows]


def _lock(connection: Connection, run: Run, sites: Sequence[str]) -> None:
    """Wait for whoever writes what these sites have to request, until the end of the transaction."""
    own = (CRAWL_SITES.c.crawl == run.crawl, CRAWL_SITES.c.site.in_(sites))
    connection.execute(select(CRAWL_SITES.c.site).where(*own).order_by(CRAWL_SITES.c.site).with_for_update()).all()


def _stir(connection: Connection, run: Run, sites: Sequence[str], now: float) -> None:
    """Note that sites have something to request."""
    stirred = (CRAWL_SITES.c.crawl == run.crawl, CRAWL_SITES.c.site.in_(sites), CRAWL_SITES.c.due > now)
    connection.execute(update(CRAWL_SITES).where(*stirred).values(due=now))


def _give_back(connection: Connection, run: Run, sites: Sequence[GivenBack], over_until: float) -> None:
    """Give sites, whose rows are locked, back, each to be taken when one of its pages is due."""
    names = [back.site for back in sites]
    queued = select(PAGES.c.site, func.min(PAGES.c.due)).where(
        PAGES.c.site.in_(names), PAGES.c.status == Status.QUEUED
    )
    rows = connection.execute(queued.group_by(PAGES.c.site))
    due = {row[0]: row[1] for row in rows}
    changed = [
        {
            "crawl": run.crawl,
            "site": back.site,
            "due": over_until if back.is_over else due.get(back.site, math.inf),
            "pages": back.pages,
        }
        for back in sites
    ]
    update_rows(connection, CRAWL_SITES, changed)
    mine = (SITES.c.site.in_(names), SITES.c.run == run.id)
    connection.execute(update(SITES).where(*mine).values(run=None, leased_until=0.0))
