from __future__ import annotations

import pytest

from newsspider.fields.dates.rule import date_published
from tests.fields.made_pages import first, html_page, json_ld

MOMENT = "2031-05-04T23:30:00Z"
HEAD = json_ld(f'{{"@type": "NewsArticle", "datePublished": "{MOMENT}"}}')


def published(above: str, language: str = "en", head: str = HEAD) -> str | None:
    facts = html_page(head=head, above=above)
    facts.chosen["inLanguage"] = language
    found = first(date_published(facts))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("Published: May 5, 2031 9:30 am", "en"),
        ("5. Mai 2031, 9.30 Uhr", "de"),
        ("5 mai 2031 à 9h30", "fr"),
        ("2031年5月5日 9:30", "ja"),
    ],
)
def test_a_moment_in_utc_is_of_the_day_that_readers_see(shown: str, language: str) -> None:
    assert published(f"<p>{shown}</p>", language) == "2031-05-05T09:30:00+10:00"


@pytest.mark.parametrize(
    "shown",
    [
        '<time datetime="2031-05-04T19:30:00-04:00">May 4</time>',
        "<p>May 4, 2031 7:30 pm EDT</p>",
        "<p>4 May 2031, 19:30</p>",
    ],
)
def test_the_offset_that_the_page_gives_or_implies(shown: str) -> None:
    assert published(shown) == "2031-05-04T19:30:00-04:00"


def test_a_declared_time_without_an_offset_is_local() -> None:
    head = HEAD + '<meta name="publish-date" content="2031-05-05 09:30:00">'
    assert published("", head=head) == "2031-05-05T09:30:00+10:00"


@pytest.mark.parametrize(
    "shown",
    [
        "<p>May 4, 2031 11:30 pm</p>",  # UTC
        "<p>May 5, 2031 9:17 am</p>",  # another moment: no clock is ahead by that
        "<p>May 6, 2031 9:30 am</p>",
        "<p>Updated May 5, 2031 9:30 am</p>",
        "<p>May 5, 2031</p>",  # of which zone, nothing says
        '<p>May 5, 2031</p><time datetime="2031-02-30T09:30:00+10:00">May 5</time>',
    ],
)
def test_a_moment_of_which_nothing_tells_the_zone_stays(shown: str) -> None:
    assert published(shown) == MOMENT


def test_a_moment_with_an_offset_stays() -> None:
    head = json_ld('{"@type": "NewsArticle", "datePublished": "2031-05-04T23:30:00+02:00"}')
    assert published("<p>May 5, 2031 7:30 am</p>", head=head) == "2031-05-04T23:30:00+02:00"


def test_the_only_offset_of_a_page_is_the_one_of_the_day_that_it_shows() -> None:
    comments = "<div class='comments'>{}</div>".format(
        "".join(f'<time datetime="2031-05-06T0{hour}:12:00+08:00">May 6</time>' for hour in range(3))
    )
    facts = html_page(head=HEAD, above="<p>May 5, 2031</p>", below=comments)
    assert first(date_published(facts)) == ("2031-05-05T07:30:00+08:00", "json-ld")
    facts = html_page(head=HEAD, above="<p>May 4, 2031</p>", below=comments)
    assert first(date_published(facts)) == (MOMENT, "json-ld")
    others = '<time datetime="2031-05-06T03:12:00+09:00">May 6</time>'
    facts = html_page(head=HEAD, above="<p>May 5, 2031</p>", below=comments + others)
    assert first(date_published(facts)) == (MOMENT, "json-ld")


def test_a_picture_of_another_day_dates_no_text() -> None:
    caption = "<figure><img src='/a.jpg'><figcaption>The pier on 2 May 2031.</figcaption></figure>"
    assert published(caption) == MOMENT
