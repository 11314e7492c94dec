from __future__ import annotations

import json
import time

import pytest

from newsspider.fields.authors.rule import authors
from newsspider.fields.dates.rule import date_published
from newsspider.fields.search_regions import (
    lines_around,
    lines_under_headline,
    names_beside,
    region_above,
    region_below,
)
from newsspider.page import html_page as page_of
from newsspider.processors.dates import iso_date
from tests.fields.made_bodies import EMPTY, UNCHOSEN, around
from tests.fields.made_pages import TEXT, facts_of, first, html_page, json_ld, text_page


def test_from_the_headline_to_the_body() -> None:
    body = around(["Menu", "Harbour town talks about its sea wall", "By Ana Ruiz"], ["Share"])
    assert region_above(body) == (1, 3)
    assert list(region_below(body)) == [6]


def test_without_headline_or_body() -> None:
    assert region_above(around(["4 May 2031"])) == (0, 1)
    assert region_above(UNCHOSEN) == (0, 3)
    assert region_above(EMPTY) == (0, 0)
    assert list(region_below(EMPTY)) == []


def test_what_stands_between_headline_and_text() -> None:
    lines = "<p>Ana Ruiz</p><p>Share</p><p>Print</p><p>12 May 2031</p><p>Ben Kurz</p><p>Listen</p><p>Comments</p>"
    facts = html_page(above=lines)
    assert list(lines_under_headline(facts))[:3] == ["Storm hits coast", "Ana Ruiz", "Share"]
    assert list(names_beside(facts)) == ["Ana Ruiz", "Print", "12 May 2031", "Ben Kurz", "Comments"]


def test_a_word_in_hindi_or_hebrew_behind_a_zone_is_one_of_its_own() -> None:
    for line in ("प्रकाशित: 4 मई 2031, 21:15 IST|अपडेटेड: 5 मई 2031", "פורסם 4.5.2031 21:15 IDT|עודכן 5.5.2031"):
        one, other = line.split("|")
        facts = html_page(above=f"<p><span>{one}</span><span>{other}</span></p>")
        assert list(lines_under_headline(facts))[1] == f"{one} · {other}"


def test_without_an_h1_nothing_stands_under_it() -> None:
    facts = text_page("Storm hits coast")
    assert facts.headline_place is None
    assert list(lines_under_headline(facts)) == list(names_beside(facts)) == []


def test_lines_right_above_the_text_come_before_those_further_up() -> None:
    lines = "".join(f"<div>{day} May 2031</div>" for day in range(1, 9))
    facts = facts_of(page_of(f"<body>{lines}{TEXT}</body>"))
    found = [line for line in lines_around(facts) if line.endswith("May 2031")]
    assert found[:4] == [f"{day} May 2031" for day in range(5, 9)]
    assert found[4:] == [f"{day} May 2031" for day in range(1, 5)]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("<i>Ana Ruiz</i><i>May 4, 2031</i><i>2 shares</i>", "Ana Ruiz · May 4, 2031 · 2 shares"),
        ("<i>Eva Gil Müller</i><i>Aktualisiert 4. Mai 2031</i>", "Eva Gil Müller · Aktualisiert 4. Mai 2031"),
        ("<i>Анна Иванова</i><i>4 мая 2031</i>", "Анна Иванова · 4 мая 2031"),
        ("<i>By</i><b>Ana Ruiz</b>", "By Ana Ruiz"),
        ("<i>Ana</i><style>i{margin:1em}</style> <b>Ruiz</b><u>4 May</u>", "Ana Ruiz · 4 May"),
        ("<i>Ana Ruiz</i>, May 4", "Ana Ruiz, May 4"),
        ("<a href='/b'>Ferries stay in harbour</a><i>By Tom Other</i>", "Ferries stay in harbourBy Tom Other"),
        ("<a href='/ana'>Ana Ruiz de Castro</a><i>4 May</i>", "Ana Ruiz de Castro · 4 May"),
        ("<b>S</b>torm Ana Ruiz on May 4<sup>TH</sup>", "Storm Ana Ruiz on May 4TH"),
        ("CO<sub>2</sub> of 2031", "CO2 of 2031"),
        ("<i>May 4, 2031</i><i>12</i><i>Shares</i>", "May 4, 2031 · 12 Shares"),
        ("<i>Ana Ruiz</i><i>12</i>", "Ana Ruiz · 12"),
    ],
)
def test_what_style_alone_sets_apart_in_a_line(line: str, parts: str) -> None:
    for html in (f"<p>{line}</p>", f"<div>{line}<p>Rain.</p></div>"):
        assert list(lines_under_headline(html_page(above=html)))[1] == parts


@pytest.mark.parametrize(
    ("language", "line", "date"),
    [
        ("zh", "<i>2031</i>年<i>05</i>月<i>04</i>日", "2031-05-04"),
        ("zh", "发布时间：<i>2031</i>年<i>05</i>月<i>04</i>日 <i>10</i>:<i>30</i>", "2031-05-04T10:30:00"),
        ("zh", "<i>2031年05月04日</i><i>10:30</i>", "2031-05-04T10:30:00"),
        ("ja", "公開日：<b>2031年</b><b>05月</b><b>04日</b>", "2031-05-04"),
        ("ja", "<em>2031</em>年<em>5</em>月<em>14</em>日", "2031-05-14"),
        ("ko", "<b>2031년</b><b>05월</b><b>04일</b>", "2031-05-04"),
        ("ko", "<i>2031</i>.<i>05</i>.<i>04</i>일 입력", "2031-05-04"),
        ("en", "<i>4</i><i>May</i><i>2031</i>", "2031-05-04"),
        ("en", "<i>May</i><i>14</i><i>2031</i>", "2031-05-14"),
        ("en", "May 4th, 20<b>31</b>", "2031-05-04"),
        ("en", "4 May 2031, <b>10:</b><b>30</b>am", "2031-05-04T10:30:00"),
        ("en", "<i>4 May 2031</i><i>12345 views</i>", "2031-05-04"),
        ("de", "04.<b>05.</b><b>2031</b>, 10:<b>30</b>Uhr", "2031-05-04T10:30:00"),
        ("de", "<b>14.</b><b>Mai</b><b>2031</b>", "2031-05-14"),
        ("pt", "<b>14</b><b>Maio</b><b>2031</b>", "2031-05-14"),
        ("ru", "<b>14</b><b>Мая</b><b>2031</b>", "2031-05-14"),
    ],
)
def test_the_parts_of_a_date_are_one(language: str, line: str, date: str) -> None:
    facts = html_page(above=f"<p>{line}</p>")
    facts.chosen["inLanguage"] = language
    found = first(date_published(facts))
    assert found is not None
    assert iso_date(found[0], language=language) == date


@pytest.mark.parametrize(
    ("language", "line", "date"),
    [
        ("en", "<i>Comments 1</i><i>4 May 2031</i>", "2031-05-04"),
        ("en", "<i>By Ana Ruiz</i><i>2</i><i>4 May 2031</i>", "2031-05-04"),
        ("en", "<i>Likes 1</i><i>5/04/2031</i>", "2031-05-04"),
        ("en", "<i>Issue 12</i><i>4 May 2031</i>", "2031-05-04"),
        ("en", "<i>10:30</i><i>4 May 2031</i>", "2031-05-04"),
        ("de", "<i>Kommentare 1</i><i>4. Mai 2031</i>", "2031-05-04"),
        ("fr", "<i>Commentaires 2</i><i>4 mai 2031</i>", "2031-05-04"),
        ("ru", "<i>Комментарии 1</i><i>4 мая 2031</i>", "2031-05-04"),
        ("ko", "<i>댓글 1</i><i>2031.05.04</i>", "2031-05-04"),
        ("zh", "<i>评论 1</i><i>2031-05-04</i>", "2031-05-04"),
        ("en", "<i>1</i><i>4</i> May 2031", "2031-05-14"),
    ],
)
def test_a_number_before_a_whole_date_is_no_part_of_it(language: str, line: str, date: str) -> None:
    facts = html_page(above=f"<p>{line}</p>", url="https://www.example.com/a")
    facts.chosen["inLanguage"] = language
    found = first(date_published(facts))
    assert found is not None
    assert (iso_date(found[0], language=language, country="US") or "")[:10] == date


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ana Mac<mark>Donald</mark>", "Ana MacDonald"),
        ("By Ana Mac<em>Donald</em>", "Ana MacDonald"),
        ("By Ana <i>Mc</i><i>Donald</i>", "Ana McDonald"),
        ("By Ana <b>DeLa</b><b>Cruz</b>", "Ana DeLaCruz"),
        ("By <b>Ana Ruiz</b><i>Courier</i>", "Ana Ruiz"),
        ("May 4, 2031<br>By <b>Ana Ruiz</b><i>Courier</i>", "Ana Ruiz"),
        ("Por <b>Eva</b> <b>Gil</b><b>Madrid</b>", "Eva Gil"),
        ("Von <b>Eva Gil</b><i>4. Mai 2031</i>", "Eva Gil"),
        # Family names that are the beginning of others.
        ("<span>By Linh Le</span><span>Staff Writer</span>", "Linh Le"),
        ("By <b>Wei Du</b><i>Courier</i>", "Wei Du"),
        ("By <b>Tom Van</b><i>Courier</i>", "Tom Van"),
        ("By <b>Mia La</b><span>4 May 2031</span>", "Mia La"),
        ("Par <b>Minh Le</b><span>Correspondant</span>", "Minh Le"),
        ("Von <b>Anh Le</b><span>Hamburg</span>", "Anh Le"),
        ("Por <b>Ana Da</b><i>Madrid</i>", "Ana Da"),
        ("<span>By Thu Le</span><span>Updated 5 May 2031</span>", "Thu Le"),
        ("<span>By Ana Mac</span><span>Courier</span>", "Ana Mac"),
        ("By <b>Ana Mac</b><i>Staff Writer</i>", "Ana Mac"),
    ],
)
def test_the_parts_of_a_name_are_one(line: str, name: str) -> None:
    facts = html_page(above=f"<div>{line}</div>")
    facts.chosen["inLanguage"] = {"Par": "fr", "Por": "es", "Von": "de"}.get(line[:3], "en")
    found = first(authors(facts))
    assert found is not None
    assert [author.name for author in found[0]] == [name]


def seconds_for(n_words: int, n_authors: int) -> float:
    """Return how long the author of a page is looked for whose lines and text are in the same elements."""
    people = [{"@type": "Person", "name": f"Xa{i} Qo{i:x}z"} for i in range(n_authors)]
    head = json_ld(json.dumps({"@type": "NewsArticle", "author": people}))
    line = "<div>By Ana Ruiz<i>x{i}</i><i>Ya{i}Bc</i><p>{text}</p></div>"
    above = "".join(line.format(i=i, text="word " * n_words) for i in range(4))
    best = float("inf")
    for _ in range(3):
        facts = html_page(head=head, above=above)
        start = time.process_time()
        first(authors(facts))
        first(date_published(facts))
        best = min(best, time.process_time() - start)
    return best


def test_many_declared_authors_on_a_long_page_take_little_time() -> None:
    assert seconds_for(20_000, 1_000) < 1


def test_lines_of_elements_that_hold_the_whole_page_take_linear_time() -> None:
    seconds_for(10, 1)  # tables are made
    assert seconds_for(50_000, 200) < 2.5 * seconds_for(25_000, 200) + 0.05


@pytest.mark.parametrize("part", ["<i></i>", "<i>Ab1</i>", "<a href='/a'></a>", "<b>Ab1<i>", "Ab1<br>"])
def test_a_line_of_many_elements_takes_linear_time(part: str) -> None:
    def seconds(n: int) -> float:
        facts = html_page(
            above="".join(f"<div>{part * n}<p>Ana Ruiz<i>4 May 2031</i></p></div>" for _ in range(4))
        )
        start = time.process_time()
        assert len(list(lines_under_headline(facts))) + len(list(lines_around(facts)))
        return time.process_time() - start

    seconds(10)
    assert seconds(4_000) < 2.5 * seconds(2_000) + 0.1


def test_a_name_and_a_date_in_one_line_under_a_long_summary() -> None:
    summary = "<p>" + "The harbour trust said that it would take weeks to repair the pier. " * 3 + "</p>"
    facts = html_page(above=f"{summary}<div><i>Ana Ruiz</i><i>May 4, 2031</i></div>")
    assert "Ana Ruiz · May 4, 2031" in names_beside(facts)


def test_captions_are_no_lines_of_dates_and_names() -> None:
    facts = html_page(above="<figure><img src='/a.jpg'><figcaption>Ana Ruiz on 2 May 2031</figcaption></figure>")
    for lines in (lines_under_headline(facts), lines_around(facts), names_beside(facts)):
        assert "Ana Ruiz on 2 May 2031" not in lines


@pytest.mark.parametrize("post", ["— Quay Trust (@quay) March 11, 2026", "— Hafen (@hafen) 11. März 2026"])
def test_what_the_text_quotes_has_dates_of_its_own(post: str) -> None:
    quote = f"<blockquote class=tweet><p>It rains.</p>{post}</blockquote>"
    assert post not in list(lines_around(html_page(text=TEXT.replace("</p>", f"</p>{quote}", 1))))
    page = html_page(text=f"<blockquote><p>{post}</p>{TEXT}</blockquote>")
    assert post in [*lines_around(page), *lines_under_headline(page)]


@pytest.mark.parametrize(
    ("ago", "role"),
    [("3 days ago", "HBC Lisbon correspondent"), ("vor 3 Tagen", "Redakteurin Wirtschaft"), ("", "Reporter")],
)
def test_a_name_below_how_long_ago_it_was_or_above_a_role(ago: str, role: str) -> None:
    lines = "".join(f"<div>{line}</div>" for line in (ago, "Ana Ruiz", role) if line)
    found = first(authors(html_page(above=lines)))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz"]
