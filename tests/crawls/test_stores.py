"""Crawls and replays that write into a store, in processes: faults, kills, several workers at once."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.stores.store import ArticleStore
from tests.crawls.crawling import crawl as news
from tests.crawls.crawling import feed_of, kill_again_and_again
from tests.crawls.crawling import start as start_news
from tests.crawls.hosts import PlainSite
from tests.crawls.packages import MissingSoftwareError
from tests.crawls.postgresql import PostgresqlServer, postgresql_server
from tests.crawls.replays import replay, start_replay, write_warc
from tests.crawls.scrapy_process import json_lines
from tests.crawls.servers import serving
from tests.crawls.stores import crawl, make_project, rows, start_crawl
from tests.stores.rows_of import article, row

COUNTS = 'SELECT count(*), count(DISTINCT id) FROM article_versions WHERE "isLatest"'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    try:
        with postgresql_server() as running:
            yield running
    except MissingSoftwareError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a new store is to be."""
    if request.param == "sqlite":
        return str(tmp_path / "articles.sqlite")
    server: PostgresqlServer = request.getfixturevalue("server")
    return server.new_database()


def count(place: str) -> int:
    ((all_rows, ids),) = rows(place, COUNTS)
    assert all_rows == ids
    return int(all_rows)


@pytest.mark.slow
def test_items_of_a_project_are_stored_once(project: Path, place: str) -> None:
    for _ in range(2):
        done = crawl(project, place, "-O", "feed.jsonl", ITEMS="300")
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    assert count(place) == 300
    assert rows(place, "SELECT count(*) FROM article_versions") == [(300,)]
    ((headline, body, other),) = rows(
        place, "SELECT headline, \"articleBody\", other FROM articles WHERE id = 'https://example.org/7'"
    )
    assert (headline, body) == ("Storm 7", "The harbour was closed for 7 days.")
    assert (other if isinstance(other, dict) else json.loads(other)) == {"price": 7}
    assert len(json_lines(project / "feed.jsonl")) == 300


def test_items_that_are_not_stored_do_not_overtake_those_that_are(project: Path) -> None:
    (project / "theirs" / "spiders" / "__init__.py").write_text("""import scrapy

class Theirs(scrapy.Spider):
    name = "theirs"

    async def start(self):
        for number in range(60):
            yield {"number": number} if number % 3 else {"title": f"Storm {number}", "number": number}
""")
    done = crawl(project, "articles.sqlite", "-O", "feed.jsonl", "-s", "NEWSSPIDER_STORE_BATCH_ITEMS=7")
    assert (done.returncode, done.stderr) == (0, "")
    assert [item["number"] for item in json_lines(project / "feed.jsonl")] == [*range(60)]
    assert count(str(project / "articles.sqlite")) == 20


@pytest.mark.slow
def test_a_crawl_that_is_killed_leaves_whole_batches(project: Path, place: str) -> None:
    process = start_crawl(project, place, "-s", "NEWSSPIDER_STORE_BATCH_ITEMS=7", PAUSE_S="0.005")
    end_s = time.monotonic() + 60
    while time.monotonic() < end_s and (not Path(place).exists() if "://" not in place else False):
        time.sleep(0.05)
    while time.monotonic() < end_s:
        try:
            if count(place) > 20:
                break
        except Exception:  # noqa: BLE001  # the table is not there yet
            time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    before = count(place)
    assert 20 < before < 300
    assert rows(place, 'SELECT count(*) FROM articles WHERE headline IS NULL OR "articleBody" IS NULL') == [(0,)]
    assert crawl(project, place).returncode == 0
    assert count(place) == 300
    assert rows(place, "SELECT count(*) FROM article_versions") == [(300,)]


@pytest.mark.parametrize(
    ("store", "reason"),
    [
        ("scrapy.cfg/articles.sqlite", "cannot open scrapy.cfg/articles.sqlite"),
        pytest.param("theirs", "it is a folder; name a file in it", marks=pytest.mark.slow),
        pytest.param("scrapy.cfg", "file is not a database", marks=pytest.mark.slow),
        pytest.param("postgresql://me:secret@127.0.0.1:1/news", "Connection refused", marks=pytest.mark.slow),
        pytest.param("mongodb://localhost/news", "is neither SQLite nor PostgreSQL", marks=pytest.mark.slow),
    ],
)
def test_a_store_that_cannot_be_opened_fails_the_run(project: Path, store: str, reason: str) -> None:
    done = crawl(project, store, "-O", "feed.jsonl")
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert "NEWSSPIDER_STORE: " in line
    assert reason in line
    assert "secret" not in line


def test_without_the_driver_the_extra_is_named(project: Path) -> None:
    (project / "psycopg.py").write_text("raise ModuleNotFoundError(\"No module named 'psycopg'\", name='psycopg')")
    done = crawl(project, "postgresql://127.0.0.1/news", PYTHONPATH=f"{project}:{Path(__file__).parents[2]}")
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert 'pip install "newsspider[postgresql]"' in line


@pytest.mark.slow
def test_a_full_disk_ends_the_run_and_every_item_is_a_reject(project: Path) -> None:
    place = str(project / "articles.sqlite")
    options = (
        "-s",
        "NEWSSPIDER_STORE_RETRY_S=0.3",
        "-s",
        "NEWSSPIDER_STORE_BATCH_ITEMS=20",
        "-s",
        "NEWSSPIDER_STORE_BATCH_S=0.01",
    )
    done = crawl(project, place, *options, max_file_bytes=1_000_000, SENTENCES="50", ITEMS="600")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (line,) = [line for line in done.stderr.splitlines() if "ERROR" in line]
    assert f"The store {place} cannot be written: " in line
    stored = {row[0] for row in rows(place, "SELECT url FROM articles")}
    rejected = json_lines(project / "rejects.jsonl")
    assert {row["code"] for row in rejected} == {"not-stored"}
    assert all(row["item"]["text"].startswith("The harbour") for row in rejected)
    assert stored
    assert not stored & {row["url"] for row in rejected}
    numbers = sorted(int(url.rpartition("/")[2]) for url in stored | {row["url"] for row in rejected})
    assert numbers == list(range(len(numbers)))


@pytest.mark.slow
def test_rejects_that_cannot_be_written_are_told_in_one_line(project: Path) -> None:
    options = ("-s", "NEWSSPIDER_STORE_RETRY_S=0", "-s", "NEWSSPIDER_REJECTS_PATH=/dev/full")
    done = crawl(project, "articles.sqlite", *options, max_file_bytes=100_000, SENTENCES="50")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "The file of rejects /dev/full cannot be written, so the run ends: No space left" in done.stderr


@pytest.mark.slow
def test_a_store_that_somebody_else_locks_for_a_while_is_waited_for(project: Path) -> None:
    place = str(project / "articles.sqlite")
    assert crawl(project, place, ITEMS="1").returncode == 0
    with locked(place):
        process = start_crawl(project, place)
        time.sleep(4)
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    assert count(place) == 300


@pytest.mark.slow
def test_a_server_that_goes_away_in_the_middle_is_waited_for(project: Path, server: PostgresqlServer) -> None:
    place = server.new_database()
    process = start_crawl(project, place, "-s", "NEWSSPIDER_STORE_BATCH_ITEMS=10", PAUSE_S="0.02")
    wait_for_rows(place, 20)
    server.stop()
    time.sleep(2)
    server.start()
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    assert "does not accept articles; trying again in" in stderr
    assert "Traceback" not in stderr
    assert count(place) == 300


@pytest.mark.slow
def test_a_server_that_stays_away_ends_the_run(project: Path, server: PostgresqlServer) -> None:
    place = server.new_database()
    options = ("-s", "NEWSSPIDER_STORE_BATCH_ITEMS=10", "-s", "NEWSSPIDER_STORE_RETRY_S=1.5")
    process = start_crawl(project, place, *options, PAUSE_S="0.02")
    wait_for_rows(place, 20)
    server.stop()
    _, stderr = process.communicate(timeout=300)
    server.start()
    assert process.returncode == 1, stderr
    assert "Traceback" not in stderr
    assert len([line for line in stderr.splitlines() if "ERROR" in line]) == 1
    stored = {row[0] for row in rows(place, "SELECT url FROM articles")}
    rejected = {row["url"] for row in json_lines(project / "rejects.jsonl")}
    assert rejected
    numbers = sorted(int(url.rpartition("/")[2]) for url in stored | rejected)
    assert numbers == list(range(len(numbers)))


@pytest.mark.slow
def test_a_server_that_hangs_ends_the_run(project: Path, server: PostgresqlServer) -> None:
    place = server.new_database()
    options = ("-s", "NEWSSPIDER_STORE_BATCH_ITEMS=10", "-s", "NEWSSPIDER_STORE_RETRY_S=1")
    process = start_crawl(project, place, *options, PAUSE_S="0.02")
    wait_for_rows(place, 20)
    server.freeze()
    try:
        _, stderr = process.communicate(timeout=300)
    finally:
        server.thaw()
    assert process.returncode == 1, stderr
    assert "cannot be written: it does not answer. The run ends" in stderr
    stored = {row[0] for row in rows(place, "SELECT url FROM articles")}
    rejected = {row["url"] for row in json_lines(project / "rejects.jsonl")}
    numbers = sorted(int(url.rpartition("/")[2]) for url in stored | rejected)
    assert numbers == list(range(len(numbers)))


@pytest.mark.slow
def test_full_texts_in_postgresql_are_searched_by_the_language_of_each_article(server: PostgresqlServer) -> None:
    place = server.new_database()
    store = ArticleStore.open(place)
    german = article(2, "Die Häfen schließen", inLanguage="de-AT")
    unknown = article(3, "Hafen closed", inLanguage="xx")
    huge = article(4, "Huge", articleBody=" ".join(f"word{number}" for number in range(200_000)))
    written = store.write([row(one) for one in (article(1, inLanguage="en"), german, unknown, huge)])
    assert written.articles == 4
    store.write([row(article(1, "Calm", day=1, inLanguage="en"))])
    store.close()

    def found(configuration: str, words: str) -> list[str]:
        query = f"websearch_to_tsquery('{configuration}', '{words}')"
        statement = f"SELECT headline FROM articles WHERE search @@ {query} ORDER BY ts_rank(search, {query}) DESC"
        return [str(one[0]) for one in rows(place, statement)]

    assert found("german", "Hafen") == ["Die Häfen schließen"]
    assert found("simple", "hafen") == ["Hafen closed"]
    assert found("english", "closing harbours") == ["Calm"]  # "closed", "harbour"; the former version is not found
    assert found("simple", "word9") == ["Huge"]
    explain = "EXPLAIN SELECT 1 FROM articles WHERE search @@ 'storm'::tsquery"
    # Of five rows PostgreSQL would read all, by whatever index.
    others = [f"DROP INDEX article_versions_{name}" for name in ("latest", "published")]
    plan = rows(place, explain, "SET enable_seqscan = off", *others)
    assert any("article_search" in str(line) for line in plan), plan


@pytest.mark.slow
def test_what_postgresql_has_of_an_article(server: PostgresqlServer) -> None:
    place = server.new_database()
    store = ArticleStore.open(place)
    odd = article(1, "Storm\0\ud800", keywords=["a\0b"], inLanguage=None)
    store.write([row(odd), row(article(2, id="https://example.org/" + "é" * 3_000))])
    store.close()
    ((moment, written, name, keyword, headline),) = rows(
        place,
        """SELECT "datePublished", "datePublishedIso", authors->0->>'name', keywords->>0, headline
        FROM articles WHERE id = 'https://example.org/1'""",
    )
    assert moment == datetime(2026, 11, 3, 4, 10, tzinfo=UTC)
    assert (written, name, keyword, headline) == ("2026-11-03T09:40:00+05:30", "Ana Ruiz", "ab", "Storm?")
    assert rows(place, "SELECT count(*) FROM articles WHERE id LIKE 'sha256:%%'") == [(1,)]
    assert rows(place, "SELECT attcompression::text FROM pg_attribute WHERE attname = 'articleBody' LIMIT 1") == [
        ("l",)
    ]


def test_the_queries_of_the_documentation(place: str) -> None:
    store = ArticleStore.open(place)
    text = "A storm at the coast"
    store.write([row(article(1, text, id="https://example.org/storm", inLanguage="en")), row(article(2))])
    store.close()
    document = (Path(__file__).parents[2] / "docs" / "stores.md").read_text("utf-8")
    blocks = "".join(part.split("```", 1)[0] for part in document.split("```sql\n")[1:])
    statements = [one.strip() for one in re.sub(r"--.*", "", blocks).split(";") if one.strip()]
    other = ("json_extract", " MATCH ") if "://" in place else ("jsonb_", "@@")
    mine = [one for one in statements if not any(sign in one for sign in other)]
    assert len(mine) == 3
    of_versions, of_authors, of_texts = (rows(place, one.replace("%", "%%")) for one in mine)
    assert [str(one[-1]) for one in of_versions] == [text]
    assert sorted(of_authors) == [(text, "Ana Ruiz"), ("Storm hits coast", "Ana Ruiz")]
    assert {one[0] for one in of_texts} == {text, "Storm hits coast"}


@pytest.mark.slow
def test_writers_at_the_same_time_leave_one_latest_version(server: PostgresqlServer) -> None:
    place = server.new_database()
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: ArticleStore.open(place), range(4)))
        batches = [[row(article(number, f"Version {day}", day=day)) for number in range(20)] for day in range(12)]
        list(pool.map(lambda pair: stores[pair[0] % 4].write(pair[1]), enumerate(batches)))
    for store in stores:
        store.close()
    assert rows(place, "SELECT count(*), count(DISTINCT headline), max(headline) FROM articles") == [
        (20, 1, "Version 11")
    ]
    assert rows(place, "SELECT count(*) FROM article_versions") == [(240,)]


def wait_for_rows(place: str, least: int) -> None:
    end_s = time.monotonic() + 60
    while time.monotonic() < end_s:
        try:
            if count(place) >= least:
                return
        except Exception:  # noqa: BLE001  # the table is not there yet
            time.sleep(0.2)
        time.sleep(0.05)
    raise TimeoutError


@pytest.mark.slow
def test_a_news_crawl_that_is_killed_has_all_its_articles_in_the_store(tmp_path: Path) -> None:
    place = str(tmp_path / "articles.sqlite")
    options = ["-s", "DOWNLOAD_DELAY=0", "-s", f"NEWSSPIDER_STORE={place}"]
    with serving({"127.0.21.1": PlainSite(60, 4)}) as server:
        start = [server.url("127.0.21.1")]
        kill_again_and_again(tmp_path / "out", start, server.log, kills=4, options=options)
        done = news(tmp_path / "out", start, options)
    assert done.exit_code == 0, done.log
    fed = [row["url"] for row in feed_of(tmp_path / "out")]
    assert len(fed) == len(set(fed)) == 60
    assert {one[0] for one in rows(place, "SELECT url FROM articles")} == set(fed)
    assert rows(place, "SELECT count(*) FROM article_versions") == [(60,)]


@pytest.mark.slow
def test_a_news_crawl_fetches_again_what_its_store_did_not_take(tmp_path: Path) -> None:
    place = str(tmp_path / "articles.sqlite")
    options = ["-s", "DOWNLOAD_DELAY=0.05", "-s", f"NEWSSPIDER_STORE={place}", "-s", "NEWSSPIDER_STORE_RETRY_S=1"]
    with serving({"127.0.22.1": PlainSite(60, 4)}) as server:
        start = [server.url("127.0.22.1")]
        process = start_news(tmp_path / "out", start, options)
        wait_for_rows(place, 10)
        with locked(place):
            assert process.wait(timeout=300) == 1
        first = {row["url"] for row in feed_of(tmp_path / "out")}
        assert 10 <= len(first) < 60
        done = news(tmp_path / "out", start, options)
    assert done.exit_code == 0, done.log
    fed = [row["url"] for row in feed_of(tmp_path / "out")]
    assert len(fed) == len(set(fed)) == 60
    assert {one[0] for one in rows(place, "SELECT url FROM articles")} == set(fed)
    assert not (tmp_path / "out" / "_run" / "rejects.jsonl").exists()  # all is well in the end


def test_a_crawl_that_is_stopped_has_stored_what_it_has_scraped(project: Path) -> None:
    place = str(project / "articles.sqlite")
    process = start_crawl(project, place, "-O", "feed.jsonl", PAUSE_S="0.01")
    wait_for_rows(place, 20)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    fed = {row["url"] for row in json_lines(project / "feed.jsonl")}
    assert {one[0] for one in rows(place, "SELECT url FROM articles")} == fed
    assert 20 <= len(fed) < 300


@contextmanager
def locked(place: str) -> Iterator[None]:
    """Keep others from writing into an SQLite file while the block runs."""
    connection = sqlite3.connect(place, isolation_level=None, timeout=300)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_a_durable_replay_stores_each_article_once(tmp_path: Path, place: str) -> None:
    write_warc(tmp_path / "archives" / "a.warc.gz", range(60))
    write_warc(tmp_path / "archives" / "b.warc.gz", range(40, 90))
    for out in ("one", "two"):
        done = replay(tmp_path, "-s", f"NEWSSPIDER_STORE={place}", "--workers", "2", out=out)
        assert done.returncode == 0, done.stderr
    articles = [number for number in range(90) if number % 10 != 9]
    assert count(place) == len(articles)
    assert rows(place, "SELECT count(*) FROM article_versions") == [(len(articles),)]


@pytest.mark.parametrize("form", ["jsonl", pytest.param("jsonl.gz", marks=pytest.mark.slow)])
def test_what_the_store_refuses_is_a_reject_of_a_durable_replay_and_in_no_feed(tmp_path: Path, form: str) -> None:
    write_warc(tmp_path / "archives" / "a.warc.gz", range(30))
    write_warc(tmp_path / "archives" / "b.warc.gz", range(20, 40))
    place = str(tmp_path / "articles.sqlite")
    ArticleStore.open(place).close()
    refusing = "WHEN NEW.url LIKE '%/7' OR NEW.url LIKE '%/33' BEGIN SELECT RAISE(ABORT, 'no sevens'); END"
    rows_before = f"CREATE TRIGGER refusing BEFORE INSERT ON article_versions {refusing}"
    connection = sqlite3.connect(place)
    connection.execute(rows_before)
    connection.close()
    done = replay(tmp_path, "-s", f"NEWSSPIDER_STORE={place}", "--workers", "2", "--format", form)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    feeds = [out / f"{name}.warc.gz.{form}" for name in "ab"]
    texts = [(gzip.decompress(feed.read_bytes()) if form == "jsonl.gz" else feed.read_bytes()) for feed in feeds]
    fed = [[json.loads(line)["url"] for line in text.splitlines()] for text in texts]
    rejected = json_lines(out / "_run" / "rejects.jsonl")
    assert [(row["url"].rpartition("/")[2], row["code"]) for row in rejected] == [
        ("7", "not-stored"),
        ("33", "not-stored"),
    ]
    assert all("no sevens" in row["reason"] and row["offset"] and row["item"]["articleBody"] for row in rejected)
    wanted = [[n for n in numbers if n % 10 != 9 and n not in (7, 33)] for numbers in (range(30), range(20, 40))]
    assert fed == [[f"https://example.org/{number}" for number in one] for one in wanted]  # in the archive's order
    stored = {one[0] for one in rows(place, "SELECT url FROM articles")}
    assert stored == {url for urls in fed for url in urls}
    kept = json_lines(out / "_run" / "manifest.jsonl")
    assert [row["articles"] for row in kept] == [len(one) for one in wanted]
    counts = sum((Counter(row["stored"]) for row in kept), Counter())
    assert counts["articles"] == len(stored)
    assert counts.total() == len(wanted[0]) + len(wanted[1])  # those of both archives are known the second time
    assert f"stored: {len(stored)} articles, 9 unchanged" in done.stderr


@pytest.mark.slow
def test_a_durable_replay_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, place: str) -> None:
    write_warc(tmp_path / "archives" / "a.warc.gz", range(120))
    store = ("-s", f"NEWSSPIDER_STORE={place}", "--workers", "2")
    for pause_s in (1.5, 2.5, 4.0):
        process = start_replay(tmp_path, *store, PAUSE_S="0.05")
        time.sleep(pause_s)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    done = replay(tmp_path, *store)
    assert done.returncode == 0, done.stderr
    assert count(place) == 108
    assert rows(place, "SELECT count(*) FROM article_versions") == [(108,)]


@pytest.mark.slow
def test_a_durable_replay_without_its_store_fails_in_one_line(tmp_path: Path) -> None:
    write_warc(tmp_path / "archives" / "a.warc.gz", range(5))
    done = replay(tmp_path, "-s", "NEWSSPIDER_STORE=archives/a.warc.gz/x.sqlite")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "NEWSSPIDER_STORE: cannot open archives/a.warc.gz/x.sqlite" in done.stderr


@pytest.mark.slow
def test_a_durable_replay_stops_where_the_store_is_full_and_goes_on_later(tmp_path: Path) -> None:
    write_warc(tmp_path / "archives" / "a.warc.gz", range(60))
    place = str(tmp_path / "articles.sqlite")
    store = ("-s", f"NEWSSPIDER_STORE={place}", "-s", "NEWSSPIDER_STORE_RETRY_S=0.3", "--workers", "1")
    done = replay(tmp_path, *store, max_file_bytes=150_000)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr
    assert replay(tmp_path, *store).returncode == 0
    assert count(place) == 54


@pytest.mark.slow
def test_an_item_that_a_spider_yields_while_the_run_is_closed_is_a_reject(project: Path) -> None:
    place = project / "articles.sqlite"
    options = ("-s", "CLOSESPIDER_ITEMCOUNT=5", "-s", "NEWSSPIDER_REJECTS_PATH=rejects.jsonl")
    process = start_crawl(project, str(place), *options, PAUSE_S="0.001")
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    assert "Traceback" not in stderr
    stored = {url for (url,) in rows(str(place), "SELECT url FROM articles")}
    rejected = [row["url"] for row in json_lines(project / "rejects.jsonl")]
    assert len(stored) >= 5
    assert not stored & set(rejected)
