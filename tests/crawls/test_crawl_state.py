"""What crawls keep from run to run: after kills, stops and errors, with SQLite and with PostgreSQL."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import random
import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from newsspider.discovery.types import Door, Kind, Outcome
from newsspider.http import Announcement
from newsspider.state.store import CrawlStore
from newsspider.state.tables import open_database
from newsspider.state.types import Changes, NextVisit, Revisit, Task, Visit
from tests.crawls.crawling import Started, crawl, feed_of, start, start_cold, terminal_of
from tests.crawls.hosts import PlainSite
from tests.crawls.packages import MissingSoftwareError
from tests.crawls.postgresql import postgresql
from tests.crawls.scrapy_process import SCRIPT, run_scrapy
from tests.crawls.servers import Log, Server, serving
from tests.crawls.warm_process import Script, WarmProcess

# Each crawl takes seconds.
pytestmark = pytest.mark.slow
QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=WARNING")
ARTICLES = 60
HOST = "127.0.15.1"


@pytest.fixture
def site() -> PlainSite:
    return PlainSite(ARTICLES, 9)


@pytest.fixture
def server(site: PlainSite) -> Iterator[Server]:
    with serving({HOST: site}) as server:
        yield server


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed")
    try:
        with postgresql() as url:
            yield url
    except MissingSoftwareError as error:
        pytest.skip(str(error))


@pytest.fixture
def empty_database(database: str) -> str:
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def state(request: pytest.FixtureRequest) -> list[str]:
    """Return the options for a state that nothing is in."""
    if request.param == "sqlite":
        return []
    return ["-s", f"NEWSSPIDER_STATE={request.getfixturevalue('empty_database')}"]


def urls_of(server: Server, site: PlainSite) -> list[str]:
    return sorted(server.url(HOST, path) for path in site.paths())


def found(folder: Path) -> list[str]:
    return sorted(row["url"] for row in feed_of(folder))


def write_text(path: Path, content: str) -> None:
    data = content.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def read_text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def running(folder: Path, *args: str) -> WarmProcess:
    """Return a started `scrapy` with these arguments."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    script = Script(argv=[str(SCRIPT), *args], folder=folder, environment=environment)
    return WarmProcess(script, folder / "terminal.log")


def wait_for_requests(log: Log, count: int, process: Started) -> None:
    """Wait until the site was asked for `count` more pages."""
    wanted = len(log.requests) + count
    while len(log.requests) < wanted and process.poll() is None:
        time.sleep(0.005)


def kill_some(begin: Callable[[], Started], log: Log) -> None:
    chance = random.Random(3)
    for _ in range(4):
        process = begin()
        wait_for_requests(log, chance.randint(5, 15), process)
        time.sleep(chance.random() * 1.2)
        process.kill()
        process.wait()


def test_killed_crawls_go_on(tmp_path: Path, server: Server, site: PlainSite, state: list[str]) -> None:
    folder = tmp_path / "out"
    options = ["-s", "DOWNLOAD_DELAY=0.05", *state]
    kill_some(lambda: start(folder, [server.url(HOST)], options), server.log)
    last = crawl(folder, [server.url(HOST)], [*QUICK, *state])
    assert last.exit_code == 0, last.log
    assert found(folder) == urls_of(server, site)
    (report,) = (folder / "_run").rglob("report.json")  # a shared crawl has it in the folder of the process
    assert json.loads(report.read_text())["summary"]["articles"] == ARTICLES  # of all runs
    server.log.clear()
    again = crawl(folder, [server.url(HOST)], [*QUICK, *state])
    assert (again.exit_code, again.new) == (0, []), again.log
    assert [target for target in server.log.targets() if target.startswith("/news/")] == []


@pytest.mark.parametrize(
    ("option", "names"),
    [
        ("-O", ["articles.jsonl"]),
        ("-o", ["articles.jsonl"]),
        ("-o", ["articles.jsonl.gz"]),
        ("-o", ["one.jsonl", "two.jsonl.gz"]),
    ],
)
def test_killed_crawls_go_on_in_the_same_feeds(
    tmp_path: Path, server: Server, site: PlainSite, option: str, names: list[str]
) -> None:
    line = ["news", server.url(HOST), "-s", "DOWNLOAD_DELAY=0.05"]
    for name in names:
        line += [option, name]
        write_text(tmp_path / name, '{"url": "of an earlier crawl"}\n')
    earlier = ["of an earlier crawl"] if option == "-o" else []
    kill_some(lambda: running(tmp_path, *line), server.log)
    for _ in range(2):  # -o finds nothing new then, -O begins anew
        done = run_scrapy(tmp_path, *line)
        assert done.returncode == 0, done.stderr
        for name in names:
            lines = read_text(tmp_path / name).splitlines()
            assert sorted(json.loads(line)["url"] for line in lines) == sorted([*urls_of(server, site), *earlier])


def test_killed_crawls_begin_feeds_anew_that_cannot_go_on(tmp_path: Path, server: Server, site: PlainSite) -> None:
    line = ["news", server.url(HOST), "-O", "articles.json", "-s", f"NEWSSPIDER_STATE={tmp_path / 'state'}"]
    kill_some(lambda: running(tmp_path, *line, "-s", "DOWNLOAD_DELAY=0.05"), server.log)
    done = run_scrapy(tmp_path, *line, *QUICK)
    assert done.returncode == 0, done.stderr
    assert sorted(row["url"] for row in json.loads((tmp_path / "articles.json").read_text())) == urls_of(
        server, site
    )
    assert run_scrapy(tmp_path, *line, *QUICK).returncode == 0
    assert json.loads((tmp_path / "articles.json").read_text()) == []  # nothing is new


def test_a_stopped_crawl_goes_on_in_the_same_feed(
    tmp_path: Path, server: Server, site: PlainSite, state: list[str]
) -> None:
    folder = tmp_path / "out"
    process = start(folder, [server.url(HOST)], ["-s", "DOWNLOAD_DELAY=0.05", *state])
    wait_for_requests(server.log, 15, process)
    process.send_signal(signal.SIGINT)
    assert process.wait(300) == 130
    assert 0 < len(found(folder)) < ARTICLES
    assert crawl(folder, [server.url(HOST)], [*QUICK, *state]).exit_code == 0
    assert found(folder) == urls_of(server, site)
    assert len(list(folder.glob("*.jsonl"))) == 1


def test_what_a_limit_left_comes_in_the_next_runs(
    tmp_path: Path, server: Server, site: PlainSite, state: list[str]
) -> None:
    folder = tmp_path / "out"
    for limit in ("15", "20", "0"):
        done = crawl(folder, [server.url(HOST)], [*QUICK, *state, "--max-pages", limit])
        assert done.exit_code == 0, done.log
    assert found(folder) == urls_of(server, site)
    targets = [target for target in server.log.targets() if target.startswith("/news/")]
    assert len(targets) == len(set(targets))


def test_two_crawls_share_the_pages_of_one_state(
    tmp_path: Path, server: Server, site: PlainSite, state: list[str]
) -> None:
    options = [*QUICK, *state] if state else [*QUICK, "-s", f"NEWSSPIDER_STATE={tmp_path / 'state'}"]
    other = start(tmp_path / "other", [server.url(HOST)], options)
    done = crawl(tmp_path / "out", [server.url(HOST)], options)
    assert other.wait(300) == 0, terminal_of(tmp_path / "other").read_text()
    assert done.exit_code == 0, done.log
    assert sorted([*found(tmp_path / "out"), *found(tmp_path / "other")]) == urls_of(server, site)
    said = done.log + terminal_of(tmp_path / "other").read_text()
    assert ("Another process crawls with this state" in said) is (not state)


def test_a_crawl_that_keeps_going_finds_what_is_new(
    tmp_path: Path, server: Server, site: PlainSite, state: list[str]
) -> None:
    folder = tmp_path / "out"
    process = start(folder, [server.url(HOST)], [*QUICK, *state, "--every", "2s"])
    wait_for_articles(folder, ARTICLES)
    site.articles += 3
    wait_for_articles(folder, site.articles)
    process.send_signal(signal.SIGINT)
    assert process.wait(300) == 130
    assert found(folder) == urls_of(server, site)


def test_killed_crawls_go_on_that_keep_going(tmp_path: Path, server: Server, site: PlainSite) -> None:
    folder = tmp_path / "out"
    options = ["-s", "DOWNLOAD_DELAY=0.05", "--every", "2s"]
    kill_some(lambda: start(folder, [server.url(HOST)], options), server.log)
    site.articles += 3
    process = start(folder, [server.url(HOST)], options)
    wait_for_articles(folder, site.articles)
    process.send_signal(signal.SIGINT)
    assert process.wait(300) == 130
    assert found(folder) == urls_of(server, site)


def wait_for_articles(folder: Path, count: int) -> None:
    """Wait until a crawl that is running has written so many lines; the last one may be half there."""
    last = time.monotonic() + 300
    while len(found_whole(folder)) < count:
        assert time.monotonic() < last, terminal_of(folder).read_text()[-2000:]
        time.sleep(0.1)


def test_a_locked_state_ends_the_crawl_with_one_line(tmp_path: Path, server: Server, site: PlainSite) -> None:
    folder, place = tmp_path / "out", tmp_path / "state.sqlite"
    options = ["-s", "DOWNLOAD_DELAY=0.05", "-s", f"NEWSSPIDER_STATE=sqlite:///{place}?timeout=0.5"]
    process = start(folder, [server.url(HOST)], options)
    wait_for_requests(server.log, 15, process)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert process.wait(300) == 1
        stopped = terminal_of(folder).read_text()
        refused = crawl(folder, [server.url(HOST)], options)
    assert refused.exit_code == 1
    _one_line(stopped, "The ", "database is locked")
    _one_line(refused.log, "NEWSSPIDER_STATE: ", "database is locked")
    assert crawl(folder, [server.url(HOST)], options).exit_code == 0
    assert found(folder) == urls_of(server, site)


def test_a_frozen_crawl_writes_nothing_into_the_feed_that_another_goes_on_with(
    tmp_path: Path, server: Server, site: PlainSite
) -> None:
    site.articles, folder = 30, tmp_path / "out"
    options = ["-s", "DOWNLOAD_DELAY=0.05", "-s", "NEWSSPIDER_LEASE_S=10"]
    frozen = start(folder, [server.url(HOST)], options)
    try:
        wait_for_requests(server.log, 15, frozen)
        frozen.send_signal(signal.SIGSTOP)
        frozen_s = time.monotonic()
        while not let_leases_end(folder / "_run" / "state.sqlite"):  # it was frozen while it wrote
            frozen.send_signal(signal.SIGCONT)
            time.sleep(0.05)
            frozen.send_signal(signal.SIGSTOP)
        other = crawl(folder, [server.url(HOST)], options)
        assert other.exit_code == 0, other.log
        time.sleep(max(0.0, frozen_s + 9 - time.monotonic()))  # it cannot be sure of its leases any more
        frozen.send_signal(signal.SIGCONT)
        assert frozen.wait(300) == 1
    finally:
        frozen.kill()
        frozen.wait()
    assert found(folder) == urls_of(server, site)


def let_leases_end(state: Path) -> bool:
    """Let nobody's lease last any longer; return False if somebody is writing."""
    with closing(sqlite3.connect(state, timeout=0.5)) as connection, connection:
        try:
            connection.execute("UPDATE newsspider_runs SET alive_until = 0")
            connection.execute("UPDATE newsspider_sites SET leased_until = 1 WHERE run IS NOT NULL")
        except sqlite3.OperationalError:
            return False
        return True


def test_a_crawl_that_uploads_its_feed_is_not_taken_for_killed(tmp_path: Path, server: Server) -> None:
    feed, state = tmp_path / "articles.jsonl", tmp_path / "state"
    storages = '{"slow": "tests.crawls.pausing.SlowStorage"}'
    options = ["-s", f"FEED_STORAGES={storages}", "-s", f"NEWSSPIDER_STATE={state}", "-s", "NEWSSPIDER_LEASE_S=10"]
    process = running(
        tmp_path, "news", server.url(HOST), "-o", f"slow://{feed}", "--max-pages", "5", *QUICK, *options
    )
    try:
        wait_for(feed.with_suffix(".begun").exists)
        until = alive_until(state)
        wait_for(lambda: alive_until(state) > until)
        feed.with_suffix(".go").touch()
        assert process.wait(300) == 0, (tmp_path / "terminal.log").read_text()
    finally:
        process.kill()
        process.wait()
    assert feed.read_bytes()


def alive_until(state: Path) -> float:
    """Return the time until which a run counts as working."""
    with closing(sqlite3.connect(state)) as connection:
        return float(connection.execute("SELECT alive_until FROM newsspider_runs").fetchone()[0])


def wait_for(condition: Callable[[], bool]) -> None:
    last = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_a_full_disk_ends_the_crawl_with_one_line(tmp_path: Path, server: Server, site: PlainSite) -> None:
    folder = tmp_path / "out"
    process = _with_small_files(folder, server.url(HOST), ["-s", "DOWNLOAD_DELAY=0.05"])
    assert process.wait(300) == 1
    log = terminal_of(folder).read_text()
    _one_line(log, "The ", "")
    assert "ERROR: The " in log.splitlines()[-1]
    assert "Traceback" not in log
    assert len(found_whole(folder)) < ARTICLES
    assert crawl(folder, [server.url(HOST)], QUICK).exit_code == 0
    assert found(folder) == urls_of(server, site)


def found_whole(folder: Path) -> list[bytes]:
    """Return the lines of the feeds that are whole."""
    lines = [line for path in folder.glob("*.jsonl") for line in path.read_bytes().splitlines(keepends=True)]
    return [line for line in lines if line.endswith(b"\n")]


def _with_small_files(folder: Path, url: str, options: Sequence[str]) -> Started:
    """Start a crawl that can write no file of more than 120 kB: that fails as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, limits[1]))
    try:
        return start_cold(folder, [url], options)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _one_line(log: str, begin: str, reason: str) -> None:
    errors = [line.partition("ERROR: ")[2] for line in log.splitlines() if "ERROR" in line]
    assert "Traceback" not in log
    assert [line for line in errors if line.startswith(begin) and reason in line] == errors[:1], log
    assert len(errors) == 1, log


def test_many_open_a_database_at_once(empty_database: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        for engine in pool.map(open_database, [empty_database] * 8):
            engine.dispose()


def test_a_new_file_that_another_process_opens_is_waited_for(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "state", isolation_level=None)) as other, ThreadPoolExecutor() as pool:
        other.execute("BEGIN IMMEDIATE")
        opened = pool.submit(open_database, str(tmp_path / "state"))
        time.sleep(0.5)
        assert not opened.done()
        other.execute("COMMIT")
        opened.result(300).dispose()


def test_what_databases_refuse_is_left_out(empty_database: str) -> None:
    store = CrawlStore.open(empty_database)
    announcement = Announcement(source="feed", headline="a\0b\ud800", modified="2026\0")
    task = Task(
        key=-(2**63),
        url="https://example.org/\0\ud800",
        site="example.org",
        host="example.org",
        kind=Kind.PAGE,
        door=Door.FEEDS,
        depth=0,
        priority=0,
        announcement=announcement,
    )
    visit = Visit(task=task, outcome=Outcome.ARTICLE, etag="\0", last_modified="\udcff", article_id="a\0")
    changes = Changes(new={task.key: task}, visits={task.key: (visit, NextVisit(revisit=Revisit.NEVER))})
    store.commit(store.runs.begin("crawl"), changes, {}, frozenset())
    assert list(store.pages.latest(["example.org"], 9)) == [("https://example.org/?", Outcome.ARTICLE)]
    store.close()


def test_a_lost_connection_is_made_again(
    tmp_path: Path, server: Server, site: PlainSite, empty_database: str
) -> None:
    folder = tmp_path / "out"
    options = ["-s", "DOWNLOAD_DELAY=0.05", "-s", f"NEWSSPIDER_STATE={empty_database}"]
    process = start(folder, [server.url(HOST)], options)
    engine = create_engine(empty_database)
    for _ in range(3):
        wait_for_requests(server.log, 10, process)
        with engine.begin() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            )
    engine.dispose()
    assert process.wait(300) == 0, terminal_of(folder).read_text()
    assert found(folder) == urls_of(server, site)
