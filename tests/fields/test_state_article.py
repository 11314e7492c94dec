"""What the data of a page's scripts says of who wrote the article and when."""

from __future__ import annotations

import json
import time

import pytest

from newsspider.fields.authors.rule import authors
from newsspider.fields.dates.rule import date_modified, date_published
from newsspider.fields.state_article import StateArticle, state_article
from newsspider.items import Author
from newsspider.page import html_page as read_html
from tests.fields.made_pages import first, html_page

TITLE = "Storm hits coast"
FIRST, LAST = "2031-05-04T09:15:00+01:00", "2031-05-05T10:20:00+01:00"


def _script(value: object) -> str:
    filled = {"page": value, "note": "x" * 100}
    return f'<script type="application/json">{json.dumps(filled, ensure_ascii=False)}</script>'


def _read(value: object, *, title: str = TITLE) -> StateArticle:
    return state_article(
        read_html(f"<title>{title} | Courier</title><body><p>x</p>{_script(value)}</body>"), title
    )


@pytest.mark.parametrize(
    "value",
    [
        {"title": TITLE, "author": "Ana Ruiz", "publishedAt": FIRST, "updatedAt": LAST},
        {"title": {"rendered": TITLE}, "author": {"node": {"name": "Ana Ruiz"}}, "date": FIRST, "modified": LAST},
        {
            "headlines": {"basic": TITLE},
            "credits": {"by": [{"type": "author", "name": "Ana Ruiz"}]},
            "first_publish_date": FIRST,
            "last_updated_date": LAST,
        },
        {
            "id": 7,
            "attributes": {
                "title": TITLE,
                "publishedAt": FIRST,
                "updatedAt": LAST,
                "authors": {"data": [{"id": 1, "attributes": {"name": "Ana Ruiz"}}]},
            },
        },
        {
            "sys": {"id": "x"},
            "fields": {"title": TITLE, "author": {"fields": {"name": "Ana Ruiz"}}},
            "metadata": {"publishDate": FIRST, "updatedDate": LAST},
            "heading": TITLE,
        },
        {"pageTitle": TITLE, "authorName": "Ana Ruiz", "publish_date": FIRST, "last_modified": LAST},
        {"title": TITLE, "writers": [{"firstName": "Ana", "lastName": "Ruiz"}], "pubDate": FIRST, "updated": LAST},
    ],
)
def test_objects_of_many_systems(value: object) -> None:
    assert _read(value) == StateArticle((Author(name="Ana Ruiz"),), FIRST, LAST)
    assert _read([{"props": {"pageProps": {"deep": value}}}]).published == FIRST


def test_who_took_the_pictures_is_no_author_beside_others() -> None:
    people = [{"name": "Ana Ruiz", "role": "author"}, {"name": "Ben Kurz", "role": "photographer"}]
    assert _read({"title": TITLE, "authors": people}).authors == (Author(name="Ana Ruiz"),)
    alone = [{"name": "Ana Ruiz", "role": "editor"}]  # what the system lets her do
    assert _read({"title": TITLE, "authors": alone}).authors == (Author(name="Ana Ruiz"),)


@pytest.mark.parametrize(
    "title",
    ["Neuer Anleger eröffnet", "Új móló nyílt meg", "新渡轮码头时隔十八个月启用", "القارب يعود إلى الجزيرة"],
)
def test_titles_of_many_scripts(title: str) -> None:
    assert _read({"title": title, "publishedAt": FIRST}, title=title).published == FIRST


def test_references_lead_to_people() -> None:
    state = {
        "Article:1": {"title": TITLE, "authors": [{"__ref": "Author:7"}], "publishedAt": 1935748800},
        "Author:7": {"name": "Ana Ruiz"},
        "Author:8": {"name": "Ben Kurz"},
        "note": "x" * 100,
    }
    page = read_html(f"<title>{TITLE}</title><body><script>window.__APOLLO_STATE__={json.dumps(state)};</script>")
    assert state_article(page, TITLE) == StateArticle((Author(name="Ana Ruiz"),), "1935748800", None)


@pytest.mark.parametrize(
    "value",
    [
        {"title": "Ferries stay in harbour", "author": "Ana Ruiz", "publishedAt": FIRST},  # another story
        {"related": [{"title": TITLE, "author": "Ana Ruiz", "publishedAt": FIRST}]},
        {"article": {"title": TITLE}, "user": {"name": "Ana Ruiz", "createdAt": FIRST}},
        {"title": TITLE, "comments": [{"author": "Ana Ruiz", "date": FIRST}], "comment": {"title": TITLE}},
        {"title": TITLE, "author": 7, "createdAt": FIRST, "publishedAt": "yesterday", "date": {"year": 2031}},
        {"title": TITLE, "publishedAt": True, "updatedAt": None, "author": {"id": 7, "avatar": {"url": "/a.png"}}},
    ],
)
def test_what_is_of_others_or_no_date_says_nothing(value: object) -> None:
    assert _read(value) == StateArticle()


def test_the_data_of_scripts_is_asked_where_the_page_shows_nothing() -> None:
    state = _script({"title": TITLE, "author": "Ana Ruiz", "publishedAt": FIRST, "updatedAt": LAST})
    facts = html_page(below=state)
    assert first(date_published(facts)) == (FIRST, "page-state")
    facts.chosen["datePublished"] = FIRST
    assert first(date_modified(facts)) == (LAST, "page-state")
    assert [author.name for author in next(iter(authors(facts))).value] == ["Ana Ruiz"]
    shown = html_page(above="<p>By Ben Kurz</p><p>3 May 2031</p>", below=state)
    assert first(date_published(shown)) == ("3 May 2031", "date-line")
    shown.chosen["datePublished"] = "2031-05-03"
    assert list(date_modified(shown)) == []
    assert [author.name for author in next(iter(authors(shown))).value] == ["Ben Kurz"]


@pytest.mark.parametrize("name", ["ana-ruiz", "aruiz77", "5f3e9c2b", "Admin"])
def test_accounts_and_slugs_in_the_data_are_no_authors(name: str) -> None:
    assert list(authors(html_page(below=_script({"title": TITLE, "author": name})))) == []


def test_much_data_takes_no_time() -> None:
    value = {"title": TITLE, "parts": [[{"a": [{"b": n}]}] for n in range(200_000)]}
    page = read_html(f"<title>{TITLE}</title><body>{_script(value)}</body>")
    began = time.perf_counter()
    assert state_article(page, TITLE) == StateArticle()
    assert time.perf_counter() - began < 5
