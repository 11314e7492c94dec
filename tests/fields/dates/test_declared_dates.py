from __future__ import annotations

import pytest

from newsspider.fields.dates.declared_dates import (
    FoundDate,
    best_first,
    date_in_scripts,
    date_of_url,
    declared_dates,
    found_date,
    unmarked_times,
)
from newsspider.page import Page
from tests.fields.made_pages import facts_without_body, html_page, json_ld


def _day(raw: str, rule: str) -> FoundDate:
    return FoundDate(raw, raw, rule)


def test_linked_data_before_metas_before_times() -> None:
    facts = html_page(
        head=json_ld('{"@type": "NewsArticle", "datePublished": "2031-03-12", "dateModified": "2031-03-14"}')
        + '<meta property="article:published_time" content="2031-03-11">',
        above='<time class="published">2031-03-10</time><time class="updated">2031-03-15</time>'
        "<time>2031-03-09</time>",
    )
    assert [(date.raw, date.source) for date in declared_dates(facts, "published")] == [
        ("2031-03-12", "json-ld"),
        ("2031-03-11", "meta:article:published_time"),
        ("2031-03-10", "time"),
    ]
    assert [date.raw for date in declared_dates(facts, "modified")] == ["2031-03-14", "2031-03-15"]
    assert [date.raw for date in unmarked_times(facts)] == ["2031-03-09"]


def test_the_one_that_says_more_of_the_first_comes_first() -> None:
    day, other, moment = (
        _day("2031-03-12", "a"),
        _day("2031-03-13T09:40:00", "b"),
        _day("2031-03-12T09:40:00", "c"),
    )
    assert best_first([day, other, moment]) == [moment, day, other]
    assert best_first([]) == []


def test_the_day_of_an_address() -> None:
    for path in ("2031/03/12/storm", "2031/world/3/12/storm/index.html"):
        found = date_of_url(facts_without_body(Page(url=f"https://www.example.org/{path}")))
        assert [date.iso for date in found] == ["2031-03-12"]
    assert list(date_of_url(facts_without_body(Page(url="https://www.example.org/2031/world/storm/3/12/")))) == []


def test_a_date_is_read_as_the_country_writes_it() -> None:
    for country, iso in (("GB", "2031-05-04"), ("US", "2031-04-05")):
        facts = facts_without_body(Page(language=f"en-{country}"))
        assert [date.iso for date in found_date(facts, "04/05/2031", "time")] == [iso]


@pytest.mark.parametrize(
    ("script", "date"),
    [
        ("var ct = '1', createTime = '2031-05-04 22:00';", "2031-05-04 22:00"),
        ('dataLayer.push({"publishDate": "2031-05-04", "page": track(1)})', "2031-05-04"),
        (
            "x.publish_time='2031-05-04T10:00:00Z'; y.publicationDate = '2031-05-04T10:00:00Z'",
            "2031-05-04T10:00:00Z",
        ),
        ("a = {createTime: '2031-05-04'}; b = {createTime: '2031-05-03'};", None),  # those of several things
        ("var publishDateFormat = 'YYYY-MM-DD', expireTime = '2031-05-04';", None),
        ("var player = {'createTime': '2031-05-04'};", None),  # that of anything
        ("var unpublishDate = '2031-05-04';", None),
    ],
)
def test_a_name_for_the_date_of_publication_in_scripts(script: str, date: str | None) -> None:
    found = [one.raw for one in date_in_scripts(html_page(head=f"<script>{script}</script>"))]
    assert found == ([date] if date else [])
