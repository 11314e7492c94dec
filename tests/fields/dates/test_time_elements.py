from __future__ import annotations

import time

import pytest
from lxml.html import fragment_fromstring

from newsspider.fields.dates.declared_dates import declared_dates
from newsspider.fields.dates.rule import date_published
from newsspider.fields.dates.time_elements import kinds_of_times, told_date
from newsspider.lines.date_labels import Kind
from newsspider.page import html_page as read_html
from tests.fields.made_pages import first, html_page

MOMENT = "2031-03-11T23:30:00Z"


def _own(html: str) -> list[str | None]:
    page = read_html(f"<title>Storm hits coast | Courier</title><body>{html}</body>")
    return [element.get("datetime") for element, _ in kinds_of_times(page)]


@pytest.mark.parametrize(
    ("html", "is_own"),
    [
        ('<p class="meta"><time datetime="2031-03-11"></time></p>', True),
        ('<ul><li><a href="/b">Ferries stay in harbour</a> <time datetime="2031-03-11"></time></li></ul>', False),
        ('<aside><a href="/b">Ferries stay in harbour</a> <time datetime="2031-03-11"></time></aside>', False),
        ('<ul><li><a href="/a">Storm hits coast</a> <time datetime="2031-03-11"></time></li></ul>', True),
        (
            '<ul class="meta"><li><a href="/ana">Ana Ruiz</a></li><li><time datetime="2031-03-11"></time></li></ul>',
            True,
        ),
        ('<div class="comments"><p><time datetime="2031-03-11"></time></p></div>', False),
        ('<div class="post no-comments"><p><time datetime="2031-03-11"></time></p></div>', True),
    ],
)
def test_times_of_other_stories_and_comments_are_left_out(html: str, is_own: bool) -> None:
    assert _own(html) == (["2031-03-11"] if is_own else [])


@pytest.mark.parametrize(
    "html",
    [
        f'<relative-time datetime="{MOMENT}">3 months ago</relative-time>',
        f'<div><time-ago datetime="{MOMENT}">hace 3 meses</time-ago></div>',
        '<bsp-timestamp data-timestamp="1931038200000"></bsp-timestamp>',
    ],
)
def test_elements_that_scripts_define_for_a_time_count(html: str) -> None:
    found = first(date_published(html_page(above=html)))
    assert found in ((MOMENT, "time"), ("1931038200000", "time"))


def test_a_menu_of_the_latest_news_hides_no_time() -> None:
    entry = '<li><a href="/b">Ferries stay in harbour</a> <time datetime="2031-03-12"></time></li>'
    assert _own(f'<ul>{entry * 60}</ul><time datetime="2031-03-11"></time>') == ["2031-03-11"]


@pytest.mark.parametrize(
    ("shown", "language", "moment"),
    [
        ("12 March 2031", "en", MOMENT),
        ("12/03/2031 7:30", "en-GB", "2031-03-12T07:30:00+08:00"),
        ("12. März 2031", "de", MOMENT),
        ("2031年3月12日", "ja", MOMENT),
    ],
)
def test_a_time_says_in_which_zone_the_line_is_that_shows_it(shown: str, language: str, moment: str) -> None:
    line = f'<p><time datetime="{MOMENT}">{shown}</time> · 3 min</p>'
    marked = '<time class="published" datetime="2031-03-20T10:00:00Z">20 March</time>'
    for below in ("", marked):
        facts = html_page(above=line, below=below)
        facts.chosen["inLanguage"] = language
        assert first(date_published(facts)) == (moment, "time")


def test_a_line_with_a_zone_of_its_own_stays() -> None:
    line = "11 March 2031 6:30 pm EST"
    facts = html_page(above=f'<p><time datetime="2031-03-12T04:00:00Z">{line}</time></p>')
    assert first(date_published(facts)) == (line, "date-line")


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<a title="8:27 am - 4 May 2031"><b data-time="1935748800">4 May</b></a>', "1935748800"),
        ('<a title="Sunday, 4 May 2031">yesterday</a>', "Sunday, 4 May 2031"),
        ('<b title="3 June 2011">joined 2011</b>', None),
        ('<b data-id="1935748800">4 May 2031</b>', None),
        ('<b data-updated="1935748800">4 May 2031</b>', None),
        ('<b data-published-at="2031-05-04">4 May 2031</b>', "2031-05-04"),
    ],
)
def test_attributes_and_titles_that_tell_dates(html: str, told: str | None) -> None:
    assert told_date(fragment_fromstring(html)) == told


def test_thousands_of_times_in_one_entry_take_no_time() -> None:
    html = f"<ul><li>{'<i><time>1</time></i>' * 20_000}</li></ul>"
    began = time.perf_counter()
    assert len(_own(html)) == 40
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("tag", ["article", "div"])
def test_times_of_teasers_that_stand_in_a_row_are_of_other_stories(tag: str) -> None:
    teasers = "".join(
        f"<{tag} class='item'><h3><a href='/{day}'>Ferries stay in the harbour</a></h3>"
        f"<time datetime='2031-03-{day}'>{day} March</time></{tag}>"
        for day in (14, 15)
    )
    assert _own(f"<h1>Storm hits coast</h1>{teasers}<time datetime='2031-03-12'>12</time>") == ["2031-03-12"]


def test_times_of_a_forum_s_posts_are_the_page_s() -> None:
    posts = "".join(
        f"<article><a href='/ana'>Ana from the harbour</a><time datetime='2031-03-{day}'></time><p>{'Calm sea. ' * 60}</p></article>"
        for day in (14, 15)
    )
    assert _own(posts) == ["2031-03-14", "2031-03-15"]


def test_more_attributes_tell_a_time() -> None:
    for attribute in ("data-iso", "content"):
        page = read_html(f"<time {attribute}='2031-03-12T09:40:00Z'>12 March</time>")
        assert told_date(page.elements["time"][0]) == "2031-03-12T09:40:00Z"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", "Publié le {} à 10h15{}, mis à jour le {}"),
        ("de", "Erstellt: {}04.05.2031 10:15{}<br>Aktualisiert: {}"),
        ("en", "Published {}4 May 2031, 10:15{}, updated {}"),
        ("it", "Pubblicato il {}4 maggio 2031{} - ultimo aggiornamento {}"),
    ],
)
def test_a_label_behind_another_date_is_of_the_next_time(language: str, shown: str) -> None:
    parts = ('<time datetime="2031-05-04T10:15:00+02:00">', "</time>", '<time datetime="2031-05-05">5</time>')
    page = read_html(f"<html lang={language}><body><p>{shown.format(*parts)}</p></body>")
    assert [kind for _, kind in kinds_of_times(page)] == ["published", "modified"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dc:date dc:created", "published"),
        ("schema:dateCreated", "published"),
        ("schema:dateModified", "modified"),
    ],
)
def test_rdfa_tells_a_time_where_no_time_element_does(name: str, kind: Kind) -> None:
    rdfa = f'<span property="{name}" content="2031-05-04T10:20:00+02:00">Sun, 05/04/2031 - 10:20</span>'
    facts = html_page(above=f"<p>{rdfa}</p>")
    assert [found.iso for found in declared_dates(facts, kind)] == ["2031-05-04T10:20:00+02:00"]
    for other in (rdfa.replace(name, "schema:startDate"), rdfa.replace("2031-05-04T", "at ")):
        assert not declared_dates(html_page(above=f"<p>{other}</p>"), kind)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("2031-05-04T10:15:00-07:00", ("2031-05-04T10:15:00-07:00", "date-element")),
        ("2031-05-06T10:15:00-07:00", ("Sunday, May 4, 2031", "date-line")),  # another day
    ],
)
def test_an_abbreviation_tells_the_time_of_the_day_that_is_shown(title: str, found: tuple[str, str]) -> None:
    below = f'<p class="post-footer">Posted at <abbr class="published" title="{title}">10:15 AM</abbr></p>'
    assert first(date_published(html_page(above="<h2>Sunday, May 4, 2031</h2>", below=below))) == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Last updated: Mar 11, 2031", "modified"),
        ("Aktualisiert am 11.03.2031", "modified"),
        ("Обновлено 11.03.2031", "modified"),
        ("Published Mar 11, 2031", "published"),
        ("Mar 11, 2031", None),
    ],
)
def test_a_label_in_a_time_says_what_it_is_of(text: str, kind: Kind | None) -> None:
    page = read_html(f"<title>Storm</title><div class=publisher><time>{text}</time></div>")
    assert [found for _, found in kinds_of_times(page)] == [kind]
