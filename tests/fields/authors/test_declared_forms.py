from __future__ import annotations

import json

import pytest

from newsspider.fields.authors.rule import authors
from tests.fields.made_pages import first, html_page, json_ld


def _names(head: str = "", above: str = "", language: str | None = None) -> list[str] | None:
    facts = html_page(head=head, above=above)
    if language:
        facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    return [author.name for author in found[0]] if found else None


def _linked(author: object, kind: str = "NewsArticle") -> str:
    return json_ld(json.dumps({"@type": kind, "headline": "Storm hits coast", "author": author}))


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Role", "roleName": "Reporter", "author": {"@type": "Person", "name": "Ana Ruiz"}},
        [{"@type": "Role", "author": [{"@type": "Person", "name": "Ana Ruiz"}]}],
        {"@type": "Person", "name": "Ana Ruiz", "author": "Eva Gil"},
    ],
)
def test_a_role_stands_for_who_has_it(author: object) -> None:
    assert _names(_linked(author)) == ["Ana Ruiz"]


def test_the_web_page_may_name_the_author_alone() -> None:
    assert _names(_linked({"@type": "Person", "name": "Ana Ruiz"}, "WebPage")) == ["Ana Ruiz"]


def test_a_body_that_a_web_page_without_a_date_names_is_no_author() -> None:
    studio = _linked({"@type": "Organization", "name": "Harbour Web Studio"}, "WebPage")
    assert _names(studio, above="<p>By Ana Ruiz</p>") == ["Ana Ruiz"]


def test_a_web_page_without_a_date_tells_nothing_beside_an_article() -> None:
    page = {"@type": "WebPage", "name": "Ferries of the coast", "author": "Eva Gil"}
    assert _names(_linked("Ana Ruiz") + json_ld(json.dumps(page))) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"author": "Ana Ruiz"}, ["Ana Ruiz"]),
        ({"authors": ["Ana Ruiz", "Eva Gil"], "author": "Ana Ruiz"}, ["Ana Ruiz", "Eva Gil"]),
        ({"author": None}, None),
        (["author"], None),
    ],
)
def test_what_parsely_is_told_names_authors(told: object, names: list[str] | None) -> None:
    assert _names(f"<meta name='parsely-page' content='{json.dumps(told)}'>") == names


def test_broken_json_for_parsely_names_nobody() -> None:
    assert _names("<meta name='parsely-page' content='{\"author\": '>") is None


@pytest.mark.parametrize(
    ("newsroom", "line", "language"),
    [
        ("Redacción", "Ana Ruiz", "es"),
        ("Redaktion", "Von Ana Ruiz", "de"),
        ("Da Redação", "Ana Ruiz", "pt"),
        ("Редакция", "Анна Гай", "ru"),
    ],
)
def test_a_newsroom_gives_way_to_who_signs(newsroom: str, line: str, language: str) -> None:
    head = _linked({"@type": "Person", "name": newsroom})
    assert _names(head, f'<p class="byline">{line}</p>', language) == [line.removeprefix("Von ")]
    assert _names(head) is not None


def test_a_newsroom_gives_way_to_a_name_without_a_space() -> None:
    assert _names(_linked({"@type": "Person", "name": "編集部"}), "<p>文：山野はるか</p>", "ja") == ["山野はるか"]


def test_who_edited_stands_on_the_next_line() -> None:
    head = _linked([{"@type": "Person", "name": "Ana Ruiz"}, {"@type": "Person", "name": "Ben Kurz"}])
    assert _names(head, '<div class="byline">By Ana Ruiz<br>Edited by Ben Kurz</div>') == ["Ana Ruiz"]


def test_a_newsroom_above_gives_way_to_a_line_that_names_the_writer() -> None:
    above = '<p class="byline">Redacción</p><p>Texto: Ana Ruiz. Fotos: Ben Kurz</p>'
    assert _names(above=above, language="es") == ["Ana Ruiz"]


def test_the_site_before_a_bar_is_no_author() -> None:
    site = '<meta property="og:site_name" content="Harbour Courier">'
    assert _names(f'{site}<meta name="author" content="Harbour Courier | Ana Ruiz">') == ["Ana Ruiz"]


@pytest.mark.parametrize(
    "line",
    [
        "홍길동 기자 | 승인 2031.05.04 14:20 | 댓글 0",
        "입력 2031.05.04. 14:20 수정 2031.05.04. 15:02 홍길동 기자",
        "항구=홍길동 기자",
    ],
)
def test_a_korean_line_of_facts_names_the_reporter(line: str) -> None:
    assert _names(above=f"<p>{line}</p>", language="ko") == ["홍길동"]
