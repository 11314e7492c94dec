from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from newsspider.fields import FIELDS, Field
from newsspider.fields.forms import Form
from newsspider.items import Article, Image, Metadata
from newsspider.stores.rows import RowMaker
from tests.stores.rows_of import article, row

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def made(item: Any, **names: str | None) -> Any:
    return RowMaker(FIELDS, names, lambda: NOW).row(item)


def test_an_article_has_its_id_and_values_by_column() -> None:
    found = row(article(7))
    assert found.id == "https://example.org/7"
    assert found.seen == datetime(2026, 11, 1, tzinfo=UTC)
    assert found.values["datePublishedIso"] == "2026-11-03T09:40:00+05:30"
    assert found.values["authors"] == [{"name": "Ana Ruiz", "type": "Person"}]
    assert "id" not in found.values
    assert "other" not in found.values


def test_a_digest_tells_versions_by_what_an_article_says() -> None:
    first = article()
    same = [
        article(day=3),
        replace(first, metadata=Metadata(probability=0.7)),
        replace(first, datePublishedRaw="3 hours ago"),
    ]
    other = [article(headline="Storm passes"), replace(first, images=[Image(url="https://example.org/a.jpg")])]
    assert {row(item).digest for item in same} == {row(first).digest}
    assert row(first).digest not in {row(item).digest for item in other}


@dataclass
class Theirs:
    guid: int
    title: str
    link: str
    scraped: datetime


def test_that_a_picture_is_known_makes_no_new_version() -> None:
    form = Form(schema={"type": "array"}, is_list=True)
    files = Field(name="files", form=form, doc_form="files")
    maker = RowMaker({**FIELDS, "files": files}, {}, lambda: NOW)

    def digest(status: str, checksum: str = "1") -> str:
        file = {"url": "https://example.org/a.jpg", "path": "full/a.jpg", "checksum": checksum, "status": status}
        found = maker.row({"headline": "Quay", "url": "https://example.org/", "files": [file]})
        assert found is not None
        return found.digest

    assert digest("downloaded") == digest("uptodate")
    assert digest("downloaded") != digest("downloaded", checksum="2")


def test_items_of_other_projects_are_stored_under_our_names() -> None:
    item = Theirs(17, "Storm", "https://example.org/a", NOW)
    found = made(item, title="headline", link="url")
    assert (found.id, found.seen) == ("https://example.org/a", NOW)
    assert found.values == {
        "headline": "Storm",
        "url": "https://example.org/a",
        "other": {"guid": 17, "scraped": NOW},
    }


@pytest.mark.parametrize("values", [("Storm", None), (None, "Storm"), ("", "Storm"), ("Storm", "")])
@pytest.mark.parametrize("names", [("title", "headline"), ("headline", "title")])
def test_of_two_names_for_a_field_that_counts_which_holds_something(
    names: tuple[str, str], values: tuple[str | None, str | None]
) -> None:
    item = dict(zip(names, values, strict=True))
    row = RowMaker(FIELDS, {"title": "headline"}).row(item)
    assert row is not None
    assert row.values["headline"] == "Storm"


def test_a_field_that_is_left_alone_is_in_no_column_of_ours() -> None:
    found = made({"headline": "Storm", "authors": ["By Ana Ruiz"], "url": "https://example.org/a"}, authors=None)
    assert found.values["other"] == {"authors": ["By Ana Ruiz"]}
    assert "authors" not in found.values


@pytest.mark.parametrize(
    ("item", "identifier"),
    [
        ({"id": 5, "url": "https://example.org/a"}, "https://example.org/a"),
        ({"id": "https://example.org/id", "url": "https://example.org/a"}, "https://example.org/id"),
        ({"canonicalUrl": "https://example.org/c", "url": "https://example.org/a"}, "https://example.org/c"),
        ({"id": "story-5"}, "story-5"),
        ({}, "sha256:3c13ca4fb09edba5ad8c9e1b8e3c5a2e"),
    ],
)
def test_what_an_item_is_known_by(item: dict[str, Any], identifier: str) -> None:
    found = made({**item, "headline": "Storm"}).id
    assert found == identifier or (not item and found.startswith("sha256:"))


def test_an_own_id_that_is_not_used_is_kept() -> None:
    assert made({"id": 5, "url": "https://example.org/a", "headline": "Storm"}).values["other"] == {"id": 5}


def test_an_id_that_no_index_takes_is_its_digest() -> None:
    long = made(Article(id="https://example.org/" + "a" * 3_000, headline="Storm")).id
    assert long.startswith("sha256:")
    assert len(long) == 71


@pytest.mark.parametrize(
    "item",
    [
        {"price": 3},
        {"headline": None},
        {"headline": " ", "articleBody": [""]},
        Article(url="https://x.org/"),
        "text",
    ],
)
def test_what_is_no_article_has_no_row(item: Any) -> None:
    assert made(item) is None


def test_values_that_do_not_fit_are_kept_beside() -> None:
    found = made(
        {"url": "https://example.org/a", "headline": "Storm", "datePublished": "soon", "wordCount": "few"}
    )
    assert found.values["other"] == {"datePublished": "soon", "wordCount": "few"}


def test_an_item_that_holds_itself_is_told() -> None:
    item: dict[str, Any] = {"headline": "Storm", "url": "https://example.org/a"}
    item["more"] = item
    with pytest.raises(ValueError, match="more: RecursionError"):
        made(item)


def test_a_field_that_json_cannot_hold_is_named() -> None:
    with pytest.raises(ValueError, match="price: TypeError: Object of type object"):
        made({"headline": "Storm", "price": object()})
