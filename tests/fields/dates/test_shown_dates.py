from __future__ import annotations

import pytest

from newsspider.fields.dates.shown_dates import date_elements
from newsspider.page import html_page, text_page
from tests.fields.made_pages import facts_without_body

MARKUP = (
    '<body><h1>Storm hits coast</h1><p class="post-date">12 May 2031</p><p class="last-updated">13 May 2031</p>'
    '<div class="related-card"><span class="date">1 May 2031</span></div>'
    '<p class="meta">Published 12 May 2031, updated 14 May 2031</p></body>'
)


def test_dates_of_publication_from_the_headline_on() -> None:
    page = html_page(MARKUP)
    assert list(date_elements(facts_without_body(page, headline="Storm hits coast"))) == [
        "12 May 2031",
        "Published 12 May 2031",
    ]


def test_a_dump_has_no_elements() -> None:
    assert list(date_elements(facts_without_body(text_page("12 May 2031")))) == []


def test_an_abbreviation_tells_the_date_in_its_title() -> None:
    page = html_page('<body><cite class="byline"><abbr title="2031-05-04T10:00:00Z">1 hr ago</abbr></cite></body>')
    assert list(date_elements(facts_without_body(page))) == ["2031-05-04T10:00:00Z"]
    page = html_page('<body><cite class="byline">4 May 2031 <abbr title="Harbour">H1</abbr></cite></body>')
    assert list(date_elements(facts_without_body(page))) == ["4 May 2031 H1"]


def test_an_attribute_tells_the_time_that_a_script_would_show() -> None:
    for name, value in (("data-timestamp", "1935748800000"), ("data-datetime", "2031-05-04T10:00:00Z")):
        page = html_page(f'<body><p class="date"><span {name}="{value}"></span></p></body>')
        assert list(date_elements(facts_without_body(page))) == [value]
    page = html_page('<body><p class="date" data-time="12" title="Harbour">4 May 2031</p></body>')
    assert list(date_elements(facts_without_body(page))) == ["4 May 2031"]


@pytest.mark.parametrize(
    "html",
    [
        '<abbr class="timeago" title="2031-05-04T10:00:00Z">3 months ago</abbr>',
        '<span title="2031-05-04T10:00">vor 3 Monaten</span>',
        '<span class="ago" title="2031-05-04 10:00:00">3 miesiące temu</span>',
        '<b data-utc="1935748800000"></b>',
        '<a href="/author/a">Ana Maria Ruiz Gil</a> <i title="2031-05-04T10:00">3h</i> <a href="#c">Leave a comment</a>',
        '<a class="permalink" href="#" data-published="2031-05-04T12:00:00+03:00">3 ay önce</a>',
    ],
)
def test_an_element_without_a_name_tells_programs_a_date(html: str) -> None:
    (found,) = date_elements(facts_without_body(html_page(f"<body><h1>Storm</h1><div>{html}</div></body>")))
    assert found.startswith(("2031-05-04", "19357488"))


@pytest.mark.parametrize(
    "html",
    [
        '<div data-end-time="2031-05-04T10:00:00Z">Sale ends</div>',
        '<div data-start-date="2031-05-04">Next match</div>',
        '<a href="/m" title="2031-05-04 minutes of the council">Minutes</a>',
        '<span data-post-id="1935748800">Share</span>',
        '<div data-render-time="1935748800">Menu</div>',
        '<span class="sale-countdown" data-time="1935748800"></span>',
        '<div data-date="2031-05-04"><p>The harbour trust opened its new pier to passengers on Tuesday</p></div>',
        '<ul><li><a href="/b">Ferries stay in harbour</a> <b data-time="2031-05-04T10:00">3h</b></li></ul>',
        '<div><a href="/b">Ferries stay in harbour</a> <i title="2031-05-04T10:00">3h</i></div>',
    ],
)
def test_what_else_has_a_date_in_an_attribute_is_none(html: str) -> None:
    assert list(date_elements(facts_without_body(html_page(f"<body><h1>Storm</h1>{html}</body>")))) == []
