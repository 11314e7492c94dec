"""One crawl by many processes, on PostgreSQL: each site is one's alone, and nothing is lost or doubled."""

from __future__ import annotations

import importlib.util
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest
from sqlalchemy import literal, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from newsspider.discovery.types import Found, Outcome
from newsspider.errors import SettingError
from newsspider.state import frontier as frontier_module
from newsspider.state import lease_log, site_leases, tables, transactions
from newsspider.state.clock import elapsed_s
from newsspider.state.database import reason_of
from newsspider.state.frontier import Frontier
from newsspider.state.hosts import HostPolicy, Hosts
from newsspider.state.processes import this_process
from newsspider.state.run_log import RunTakenOverError
from newsspider.state.store import CrawlStore
from newsspider.state.tables import ARTICLES, PAGES, RUNS
from newsspider.state.types import Run, Status, Terms, Visit
from tests.crawls.packages import MissingSoftwareError
from tests.crawls.postgresql import PostgresqlServer, postgresql_server
from tests.state.shared import PAGES_OF_A_SITE, kill, let_pass, names, process, read

# Starting the server takes a second.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed")
    try:
        with postgresql_server() as running:
            yield running
    except MissingSoftwareError as error:
        pytest.skip(str(error))


@pytest.fixture
def database(server: PostgresqlServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(lease_log, "_UP_SINCE", literal(0.0))  # else nobody's lease ends in its first minute
    return server.new_database()


def test_leases_that_ended_while_the_server_was_away_are_renewed_first(server: PostgresqlServer) -> None:
    database, sites = server.new_database(), names(4)
    processes = [process(database, sites) for _ in range(2)]
    share(*processes)
    held = [set(frontier.leases) for frontier in processes]
    assert sorted(map(len, held)) == [2, 2]
    server.stop()
    server.start()
    for frontier in processes:
        let_pass(frontier, 61.0)
    for frontier in processes:
        frontier.look()  # for more sites, before the other one has written
    for frontier in processes:
        frontier.commit()
    assert [set(frontier.leases) for frontier in processes] == held
    finish(*processes)
    assert written(database) == all_once(sites)


def share(*frontiers: Frontier) -> None:
    """Let all processes look for sites, and give back what others are to have, as time does."""
    for _ in range(2):
        for frontier in frontiers:
            frontier.look()
            frontier.commit()


def work(frontier: Frontier) -> bool:
    """Read one page; return whether there was one."""
    frontier.commit_if_starved()
    frontier.leases.look_soon()
    task = frontier.next()
    if task is not None:
        read(frontier, task)
    return task is not None


def finish(*frontiers: Frontier) -> None:
    """Crawl to the end."""
    open_ones = list(frontiers)
    while open_ones:
        for frontier in open_ones[:]:
            if not work(frontier) and frontier.is_empty():
                frontier.commit(is_last=True)
                frontier.store.runs.finish(frontier.run)
                frontier.store.close()
                open_ones.remove(frontier)


def written(url: str) -> Counter[str]:
    """Return how many versions the state has of each article."""
    store = CrawlStore.open(url)
    with store.engine.begin() as connection:
        found = Counter(connection.execute(select(ARTICLES.c.id)).scalars())
        assert not connection.execute(select(PAGES.c.url).where(PAGES.c.status == Status.QUEUED)).all()
    store.close()
    return found


def all_once(sites: list[str]) -> Counter[str]:
    return Counter(f"http://{site}/2026/{number}" for site in sites for number in range(PAGES_OF_A_SITE))


def test_processes_share_the_sites_of_a_crawl_evenly(database: str) -> None:
    sites = names(12)
    first = process(database, sites)
    assert len(first.leases) == 12
    others = [process(database, sites) for _ in range(2)]
    share(first, *others)
    held = [set(frontier.leases) for frontier in (first, *others)]
    assert sum(map(len, held)) == len(set().union(*held)) == 12
    assert max(map(len, held)) <= 5
    finish(first, *others)
    assert written(database) == all_once(sites)


def test_a_process_that_joins_requests_no_start_page_again(database: str) -> None:
    sites = names(2)
    first = process(database, sites)
    while not first.is_empty():
        work(first)
    second = process(database, sites)
    assert second.run.is_joined
    assert second.next() is None
    finish(first, second)


def test_a_page_that_is_found_while_its_site_is_given_back_is_requested(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder, holder = process(database, names(2)), process(database, names(2))
    share(finder, holder)
    (site,) = holder.leases
    while (task := holder.next()) is not None:
        read(holder, task)
    task = finder.next()
    assert task is not None
    extra = f"http://{site}/2026/{PAGES_OF_A_SITE}"
    finder.visited(Visit(task=task, outcome=Outcome.LISTING, new_urls=tuple(finder.add([Found(url=extra)], task))))
    renew, giving = finder.store.runs.renew, Future[None]()
    with ThreadPoolExecutor(1) as beside:

        def renew_slowly(*args: Any) -> Any:
            nonlocal giving
            giving = beside.submit(finish_round, holder)
            wait([giving], timeout=0.5)  # it must wait for this transaction, which has queued a page of its site
            return renew(*args)

        monkeypatch.setattr(finder.store.runs, "renew", renew_slowly)
        finder.commit()
        monkeypatch.undo()
        giving.result(timeout=300)
    finish(finder, holder)
    assert written(database)[extra] == 1


def test_a_process_that_is_frozen_within_a_transaction_keeps_nobody_waiting(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_LONGEST_IDLE_S", 0.2)
    frozen, other = process(database, names(2)), process(database, names(2))
    share(frozen, other)
    (site,) = frozen.leases
    task = frozen.next()
    assert task is not None
    read(frozen, task)
    renew, is_frozen, thaws = frozen.store.runs.renew, threading.Event(), threading.Event()

    def renew_late(*args: Any) -> Any:
        is_frozen.set()
        thaws.wait()
        return renew(*args)

    monkeypatch.setattr(frozen.store.runs, "renew", renew_late)
    with ThreadPoolExecutor(2) as beside:
        try:
            committing = beside.submit(frozen.commit)
            assert is_frozen.wait(300)
            task = other.next()
            assert task is not None
            other.add([Found(url=f"http://{site}/2026/0")], task)  # which the transaction has written
            beside.submit(other.commit).result(timeout=300)
        finally:
            thaws.set()
        committing.result(timeout=300)
    read(other, task)
    finish(frozen, other)
    assert written(database) == all_once(names(2))


def finish_round(frontier: Frontier) -> None:
    """Commit what is read, and give sites back of which nothing is left."""
    for _ in range(2):
        if (task := frontier.next()) is not None:
            read(frontier, task)
        frontier.commit()


def test_what_is_found_of_another_process_s_site_comes_to_that_process(database: str) -> None:
    first, sites = process(database, names(2)), names(2)
    second = process(database, sites)
    share(first, second)
    (own,) = first.leases
    (other,) = second.leases
    task = first.next()
    assert task is not None
    new = first.add([Found(url=f"http://{other}/2026/extra")], task)
    assert task.site == own
    first.visited(Visit(task=task, outcome=Outcome.LISTING, new_urls=tuple(new)))
    while work(second):
        pass
    first.commit()
    second.commit()
    finish(first, second)
    assert written(database)[f"http://{other}/2026/extra"] == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_processes_that_are_killed_and_started_lose_and_double_nothing(database: str, seed: int) -> None:
    chance, sites = random.Random(seed), names(10)
    processes = [process(database, sites) for _ in range(3)]
    kills = 0
    while kills < 12:
        frontier = chance.choice(processes)
        if chance.random() < 0.08:
            processes.remove(frontier)
            kill(frontier)
            kills += 1
            processes.append(process(database, sites))
        elif chance.random() < 0.1:
            frontier.commit()
        else:
            work(frontier)
    finish(*processes)
    assert written(database) == all_once(sites)


def test_sites_of_a_machine_that_is_gone_come_back_when_their_leases_end(database: str) -> None:
    sites = names(3)
    lost = process(database, sites)
    task = lost.next()
    assert task is not None
    other = process(database, sites)
    assert other.next() is None
    let_pass(lost, 61.0)
    other.look()
    assert set(other.leases) == set(sites)
    assert {each.url for each in iter(other.next, None)} == {f"http://{site}/" for site in sites}
    read(lost, task)
    with pytest.raises(RunTakenOverError):
        lost.commit()  # as after it slept: nothing of it is written
    other.commit()
    lost.store.close()
    other.store.close()


def begun_at_once(url: str, sites: list[str], count: int = 3) -> list[Frontier]:
    """Return processes that all began at the same instant."""
    barrier = threading.Barrier(count)

    def begin(_: int) -> Frontier:
        CrawlStore.open(url).close()
        barrier.wait()
        return process(url, sites)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


@pytest.mark.parametrize("_again", range(3))
def test_processes_that_are_started_at_once_share_one_crawl(database: str, _again: int) -> None:
    sites = names(12)
    frontiers = begun_at_once(database, sites)
    assert len({frontier.run.crawl for frontier in frontiers}) == 1
    assert sorted(frontier.run.is_joined for frontier in frontiers) == [False, True, True]
    share(*frontiers)
    assert sorted(len(frontier.leases) for frontier in frontiers)[0] >= 3
    finish(*frontiers)
    assert written(database) == all_once(sites)
    # On the next day all start pages are known.
    frontiers = begun_at_once(database, sites)
    requested: list[str] = []
    for _ in range(4):  # sites that one has too many of come to the others
        share(*frontiers)
        requested += [task.url for frontier in frontiers for task in iter(frontier.next, None)]
    assert sorted(requested) == sorted(f"http://{site}/" for site in sites)
    for frontier in frontiers:
        frontier.store.close()


def test_a_feed_is_cut_by_the_process_alone_that_goes_on_with_it(database: str) -> None:
    first = process(database, names(1))
    task = first.next()
    assert task is not None
    read(first, task)
    first.commit()
    kill(first)
    cuts: list[Mapping[str, int]] = []
    others = [CrawlStore.open(database) for _ in range(2)]
    with ThreadPoolExecutor(1) as pool:

        def while_another_begins(lengths: Mapping[str, int]) -> None:
            cuts.append(dict(lengths))
            second.append(pool.submit(others[1].runs.begin, "crawl", cuts.append))
            assert not wait(second, timeout=0.3).done

        second: list[Future[Run]] = []
        assert others[0].runs.begin("crawl", while_another_begins).is_continued
        assert not second[0].result(timeout=300).is_continued
    assert cuts == [{"feed.jsonl": 0}, {}]
    for store in others:
        store.close()


def test_a_machine_that_was_paused_with_its_clocks_writes_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = names(2)
    paused = process(database, sites)
    task = paused.next()
    assert task is not None
    paused.commit()
    other = process(database, sites)
    assert not other.leases
    now = paused.store.clock.now()
    monkeypatch.setattr(paused.store.clock, "now", lambda: now + 0.01)
    let_pass(paused, 61.0)
    other.look()
    assert set(other.leases) == set(sites)
    read(paused, task)
    with pytest.raises(RunTakenOverError):
        paused.commit()
    paused.store.close()
    other.store.close()


def test_a_machine_that_was_paused_goes_on_where_nobody_took_its_sites(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = names(2)
    paused = process(database, sites)
    paused.commit()
    now = paused.store.clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(paused.store.clock, "now", lambda: now + 0.01)
        let_pass(paused, 61.0)
        paused.commit()
    finish(paused)
    assert written(database) == all_once(sites)


@pytest.mark.parametrize("system", ["5f0c21d4-1", ""])
def test_a_process_of_another_system_with_this_name_is_not_taken_for_gone(database: str, system: str) -> None:
    first = process(database, names(2))
    host, _, number, _ = this_process().split(":")
    elsewhere = f"{host}:{system}:{number}:another"
    with first.store.engine.begin() as connection:
        connection.execute(update(RUNS).values(process=elsewhere))
    second = process(database, names(2))
    assert (second.run.is_joined, second.run.is_continued) == (True, False)
    assert not second.leases
    first.store.close()
    second.store.close()


def test_a_process_that_has_not_written_for_long_asks_no_host(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    frontier = process(database, names(2))
    assert not frontier.leases.is_doubtful
    for user_of_time in (site_leases, frontier_module):
        monkeypatch.setattr(user_of_time, "elapsed_s", lambda: elapsed_s() + 50.0)
    was_doubtful = frontier.leases.is_doubtful
    assert frontier.next() is not None  # it has renewed its leases first
    assert (was_doubtful, frontier.leases.is_doubtful) == (True, False)
    frontier.store.close()


@pytest.mark.parametrize("is_killed", [False, True])
def test_the_next_process_waits_as_long_as_a_host_wants(database: str, is_killed: bool) -> None:
    (site,) = names(1)
    hosts = Hosts(HostPolicy(delay_s=0.5), time.monotonic)
    first = process(database, [site], hosts=hosts)
    task = first.next()
    assert task is not None
    hosts.set_crawl_delay(site, 30.0)
    hosts.started(site)
    hosts.answered(site, 200)
    read(first, task)
    first.commit()
    if is_killed:
        kill(first)
    else:
        first.commit(is_last=True)
        first.store.runs.leave(first.run)
        first.store.close()
    hosts = Hosts(HostPolicy(delay_s=0.5), time.monotonic)
    second = process(database, [site], hosts=hosts)
    assert set(second.leases) == {site}
    assert 20.0 < hosts.wait_s(site) <= 30.0
    assert second.next() is None
    second.store.close()


def test_a_clock_that_is_off_by_hours_changes_nothing(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sites, now = names(4), time.time
    first = process(database, sites)
    monkeypatch.setattr(time, "time", lambda: now() + 6 * 3600)
    ahead = process(database, sites)
    monkeypatch.setattr(time, "time", lambda: now() - 6 * 3600)
    behind = process(database, sites)
    assert abs(ahead.store.clock.now() - behind.store.clock.now()) < 1.0
    assert abs(ahead.run.started - first.run.started) < 60.0
    share(first, ahead, behind)
    held = [set(frontier.leases) for frontier in (first, ahead, behind)]
    assert sum(map(len, held)) == len(set().union(*held)) == 4
    finish(first, ahead, behind)
    assert written(database) == all_once(sites)


def test_a_process_with_other_settings_is_refused_in_one_line(database: str) -> None:
    ours = Terms(asked_for="all", settings={"DOWNLOAD_DELAY": "1.0", "the version of newsspider": "0.1.0"})
    first = process(database, names(1), terms=ours)
    for name, value in (("DOWNLOAD_DELAY", "0.1"), ("the version of newsspider", "0.2.0")):
        other = Terms(asked_for="all", settings={**ours.settings, name: value})
        with pytest.raises(SettingError) as caught:
            process(database, names(1), terms=other)
        assert f"{name} is {ours.settings[name]} there and {value} here" in str(caught.value)
        assert "\n" not in str(caught.value)
    first.store.runs.finish(first.run)
    first.store.close()
    process(database, names(1), terms=other).store.close()  # which the first is no longer at


def test_a_user_that_may_only_read_is_told_in_one_line(server: PostgresqlServer, database: str) -> None:
    store = CrawlStore.open(database)
    with store.engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS reader"))
        connection.execute(text("CREATE ROLE reader LOGIN"))
    store.close()
    assert server.url
    with pytest.raises(SettingError, match="permission denied") as caught:
        CrawlStore.open(server.new_database().replace("crawler@", "reader@"))  # it may not make the tables
    assert "\n" not in str(caught.value)


def test_a_user_that_may_only_read_what_is_there_is_told_in_one_line(database: str) -> None:
    first = process(database, names(1))
    with first.store.engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS visitor"))
        connection.execute(text("CREATE ROLE visitor LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO visitor"))
    with pytest.raises((SettingError, DBAPIError), match="permission denied") as caught:
        process(database.replace("crawler@", "visitor@"), names(1))
    assert "\n" not in reason_of(caught.value)
    finish(first)
    assert written(database) == all_once(names(1))


def test_a_full_disk_of_the_database_ends_a_process_and_loses_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "_PAUSES_S", (0.0, 0.1))
    first = process(database, names(2))
    with first.store.engine.begin() as connection:
        connection.execute(text(_FULL_DISK))
        connection.execute(
            text("CREATE TRIGGER full_disk BEFORE INSERT ON newsspider_pages EXECUTE FUNCTION full_disk()")
        )
    task = first.next()
    assert task is not None
    read(first, task)
    with pytest.raises(OperationalError, match="No space left on device"):
        first.commit()
    with first.store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full_disk ON newsspider_pages"))
    kill(first)
    second = process(database, names(2))
    finish(second)
    assert written(database) == all_once(names(2))


# As PostgreSQL says that a disk is full.
_FULL_DISK = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file: No space left on device';
END $$
"""


def test_a_database_that_is_not_there_is_asked_again_for_some_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_PAUSES_S", (0.0, 0.1, 0.1))
    with pytest.raises(SettingError, match="refused") as caught:
        CrawlStore.open("postgresql://crawler@127.0.0.1:9/news")
    assert "\n" not in str(caught.value)
