from __future__ import annotations

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
