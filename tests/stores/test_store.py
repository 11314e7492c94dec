"""Stores in SQLite; what holds in both databases is tested in tests/crawls/test_stores.py with PostgreSQL too."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from newsspider.errors import SettingError
from newsspider.fields import FIELDS
from newsspider.fields.registry import with_fields
from newsspider.stores.store import ArticleStore, store_json
from tests.pipelines.made_fields import CHANGES
from tests.stores.rows_of import article, row

SEARCH = """SELECT articles.headline
    FROM article_search JOIN articles ON articles.number = article_search.rowid
    WHERE article_search MATCH '{}' ORDER BY rank"""
BOTH = ("Bern hofft", "Storm hits coast")


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    """Return what another program reads."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_other_programs_read_the_latest_and_all_versions(tmp_path: Path) -> None:
    path = tmp_path / "new" / "articles.sqlite"
    store = ArticleStore.open(str(path))
    store.write([row(article(1)), row(article(2))])
    store.write([row(article(1, "Storm passes", day=1))])
    store.close()
    assert query(path, "SELECT headline FROM articles ORDER BY id") == [("Storm passes",), ("Storm hits coast",)]
    assert query(
        path, "SELECT headline, isLatest FROM article_versions WHERE id LIKE '%/1' ORDER BY firstSeen"
    ) == [
        ("Storm hits coast", 0),
        ("Storm passes", 1),
    ]
    (found,) = query(
        path, "SELECT datePublished, datePublishedIso, date(datePublished) FROM articles WHERE id LIKE '%/2'"
    )
    assert found == ("2026-11-03 04:10:00.000000", "2026-11-03T09:40:00+05:30", "2026-11-03")
    assert query(path, "SELECT json_extract(authors, '$[0].name') FROM articles LIMIT 1") == [("Ana Ruiz",)]


def test_an_id_with_what_a_database_refuses_is_known_again(tmp_path: Path) -> None:
    store = ArticleStore.open(str(tmp_path / "news.db"))
    for day in range(2):
        written = store.write([row({"url": "https://example.org/\ud800\0", "headline": f"Storm on day {day}"})])
    assert (written.articles, written.versions) == (0, 1)
    store.close()


def test_full_text_finds_the_latest_versions_alone(tmp_path: Path) -> None:
    path = tmp_path / "articles.sqlite"
    store = ArticleStore.open(str(path))
    store.write([row(article(1, "Zürich hofft")), row(article(2))])
    store.write([row(article(1, "Bern hofft", day=1))])
    store.close()
    for words, headlines in (("zurich", []), ("bern", ["Bern hofft"]), ("harbour closed", [*BOTH])):
        found = query(path, SEARCH.format(words))
        assert sorted(str(headline) for (headline,) in found) == headlines
    assert query(path, "INSERT INTO article_search(article_search) VALUES ('integrity-check')") == []


def test_a_store_gets_the_columns_of_new_fields(tmp_path: Path) -> None:
    path = tmp_path / "articles.sqlite"
    ArticleStore.open(str(path)).close()
    store = ArticleStore.open(str(path), with_fields(CHANGES))
    store.write([row(article(1))])
    store.close()
    assert query(path, "SELECT readingTime, headline FROM articles") == [(None, "Storm hits coast")]
    older = ArticleStore.open(str(path), FIELDS)  # a run without them
    older.write([row(article(2))])
    older.close()
    assert query(path, "SELECT count(*) FROM articles") == [(2,)]


def test_a_field_with_the_name_of_a_column_of_ours_is_told() -> None:
    fields = {
        **FIELDS,
        "Other": CHANGES["rubric"].__class__(name="Other", form=CHANGES["rubric"].form, doc_form=""),
    }
    with pytest.raises(SettingError, match="a store has a column 'Other' of its own"):
        ArticleStore.open("sqlite://", fields)


@pytest.mark.parametrize("statement", ["CREATE TABLE articles (id)", "CREATE TABLE article_versions (id, digest)"])
def test_a_table_that_is_not_ours_is_left_alone(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "theirs.sqlite"
    query(path, statement)
    with pytest.raises(SettingError, match="that newsspider did not make"):
        ArticleStore.open(str(path))


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("mysql://localhost/news", "is neither SQLite nor PostgreSQL"),
        ("nonsense://", "is neither SQLite nor PostgreSQL"),
        ("://", "cannot open ://"),
        ("postgresql://localhost:port/news", "cannot open postgresql://localhost:port/news"),
        ("a\0b", "embedded null byte"),
        ("/dev/null/articles.sqlite", "cannot open /dev/null/articles.sqlite"),
        ("postgresql://me:secret@127.0.0.1:1/news", "Connection refused"),
    ],
)
def test_a_store_that_cannot_be_opened_is_told_in_one_line(place: str, reason: str) -> None:
    with pytest.raises(SettingError, match=r"^NEWSSPIDER_STORE: ") as caught:
        ArticleStore.open(place)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text('{"headline": "Storm"}\n' * 100)
    with pytest.raises(SettingError, match="it is a folder; name a file in it"):
        ArticleStore.open(str(tmp_path))
    with pytest.raises(SettingError, match="file is not a database"):
        ArticleStore.open(str(path))


def test_json_has_no_characters_that_a_database_refuses() -> None:
    assert store_json({"a\0": ["b\0", "\\u0000"]}) == '{"a":["b","\\\\u0000"]}'
    assert store_json(["\ud800"]) == '["\ufffd"]'


def test_without_fts5_articles_are_stored_all_the_same_and_searched_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "articles.sqlite"

    def as_without_fts5(*arguments: Any) -> tuple[str, Any]:
        _, _, statement, parameters, *_ = arguments
        return statement.replace("USING fts5(", "USING a_module_that_is_not_built_in("), parameters

    event.listen(Engine, "before_cursor_execute", as_without_fts5, retval=True)
    try:
        with caplog.at_level(logging.INFO, "newsspider.stores"):
            store = ArticleStore.open(str(path))
    finally:
        event.remove(Engine, "before_cursor_execute", as_without_fts5)
    assert caplog.messages == ["This SQLite has no FTS5: the store has no full-text search"]
    assert store.write([row(article(1)), row(article(2, "Bern hofft"))]).articles == 2
    store.close()
    assert query(path, "SELECT count(*) FROM articles") == [(2,)]
    with pytest.raises(sqlite3.OperationalError, match="no such table: article_search"):
        query(path, SEARCH.format("storm"))
    ArticleStore.open(str(path)).close()  # by an SQLite that has it
    assert query(path, SEARCH.format("storm")) == [("Storm hits coast",)]
