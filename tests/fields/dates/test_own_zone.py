from __future__ import annotations

import json

import pytest

from newsspider.fields.dates.rule import date_modified, date_published
from tests.fields.made_pages import first, html_page, json_ld

MOMENT = "2031-05-04T23:30:00Z"
HEAD = json_ld(f'{{"@type": "NewsArticle", "datePublished": "{MOMENT}"}}')


OTHER = '<time datetime="2031-05-06T03:12:00+09:00">May 6</time>'  # of another story


def head_of(published: str, **others: str) -> str:
    return json_ld(json.dumps({"@type": "NewsArticle", "datePublished": published, **others}))


def published(above: str, language: str = "en", head: str = HEAD, below: str = "") -> str | None:
    facts = html_page(head=head, above=above, below=below)
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


@pytest.mark.parametrize("shown", ["4 May 2031, 23:30", "May 4, 2031 11:30 pm", "May 4, 2031 23:30 UTC"])
def test_a_page_that_shows_utc_is_in_utc_whatever_other_stories_are_in(shown: str) -> None:
    assert published(f"<p>{shown}</p>", below=OTHER) == MOMENT


@pytest.mark.parametrize("hour", [1, 10, 12, 13])
@pytest.mark.parametrize("name", ["publish-date", "dc.date"])
def test_a_declared_midnight_stands_for_the_day(hour: int, name: str) -> None:
    moment = f"2031-05-04T{hour:02}:00:00Z"
    head = head_of(moment) + f'<meta name="{name}" content="2031-05-04T00:00:00">'
    assert published("", head=head) == moment


def test_half_a_day_is_a_time_of_which_the_half_is_missing() -> None:
    assert published("<p>4 May 2031 10:00</p>", head=head_of("2031-05-04T22:00:00Z")) == "2031-05-04T22:00:00Z"
    assert published("<p>4 May 2031 12:00</p>", head=head_of("2031-05-04T00:00:00Z")) == "2031-05-04T00:00:00Z"
    assert (
        published("<p>4 May 2031 22:00</p>", head=head_of("2031-05-04T10:00:00Z")) == "2031-05-04T22:00:00+12:00"
    )
    assert (
        published("<p>5 May 2031 10:00</p>", head=head_of("2031-05-04T22:00:00Z")) == "2031-05-05T10:00:00+12:00"
    )


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("Deadline: May 5, 2031, 9:30", "en"),
        ("Concert, 5 May 2031, 9:30", "en"),
        ("5 May 2031, 9:30, Harbour Hall", "en"),
        ("Kick-off: 5 May 2031, 9:30", "en"),
        ("Live updates: 5 May 2031 9:30", "en"),
        ("Reviewed 5 May 2031 9:30", "en"),
        ("As of 5 May 2031 9:30", "en"),
        ("until 5 May 2031 9:30", "en"),
        ("Anmeldung bis 5. Mai 2031, 9:30 Uhr", "de"),
        ("Konzert: 5. Mai 2031, 9:30 Uhr", "de"),
        ("Jusqu'au 5 mai 2031 à 9h30", "fr"),
        ("Hasta el 5 de mayo de 2031 a las 9:30", "es"),
        ("Начало: 5 мая 2031, 9:30", "ru"),
        ("开幕时间：2031年5月5日 9:30", "zh"),
        ("締切：2031年5月5日 9:30", "ja"),
        ("마감 2031년 5월 5일 9:30", "ko"),
        ("Time: 5 May 2031 9:30", "en"),
        ("Local time: 5 May 2031 9:30", "en"),
        ("Concert | 5 May 2031, 9:30", "en"),
        ("Concert - 5 May 2031, 9:30 | Lisbon", "en"),
        ("5 May 2031, 9:30 - Harbour Hall", "en"),
        ("5 May 2031, 9:30 | Doors 9:00", "en"),
        ("2031年5月5日 9:30 开幕", "zh"),
        ("2031/05/05 09:30 締切", "ja"),
    ],
)
def test_a_time_of_something_else_tells_no_zone(shown: str, language: str) -> None:
    assert published(f"<p>{shown}</p>", language) == MOMENT


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("By Ana Ruiz | May 5, 2031 9:30 am", "en"),
        ("Posted on Monday, May 5, 2031 at 9:30 am AEST", "en"),
        ("Von Eva Gil, 5. Mai 2031, 9:30 Uhr", "de"),
        ("Veröffentlicht am 5. Mai 2031 um 9.30 Uhr", "de"),
        ("Publié le 5 mai 2031 à 9h30", "fr"),
        ("Publicado el 5 de mayo de 2031 a las 9:30", "es"),
        ("5 мая 2031, 9:30", "ru"),
        ("发布时间：2031年5月5日 9:30", "zh"),
        ("公開日：2031年5月5日 午前9:30", "ja"),
        ("입력 2031.05.05. 오전 9:30", "ko"),
        ("5 مايو 2031 09:30", "ar"),
        # Beside a place, the site, a source, and what stands behind a bar.
        ("2031年05月05日 09:30 来源：海港日报", "zh"),
        ("2031-05-05 09:30 来源：新华网", "zh"),
        ("2031/05/05 09:30 港新聞", "ja"),
        ("항구신문 2031.05.05 09:30", "ko"),
        ("송고시간 2031-05-05 09:30", "ko"),
        ("Example, 5 May 2031, 9:30", "en"),
        ("5 May 2031, 9:30 | 3 Comments", "en"),
        ("5. Mai 2031, 9:30 Uhr | Lesezeit: 3 Min.", "de"),
        ("Wien, 5. Mai 2031, 9:30 Uhr", "de"),
        ("Paris, le 5 mai 2031 à 9h30", "fr"),
        ("Le 5 mai 2031 à 9h30", "fr"),
        ("Il 5 maggio 2031, ore 9:30", "it"),
        ("Madrid | 5 may 2031 - 9:30", "es"),
        ("ROMA - 5 maggio 2031, 9:30", "it"),
        ("5 мая 2031, 9:30 | Москва", "ru"),
        ("Jakarta - Senin, 5 Mei 2031 9:30", "id"),
        ("May 5, 2031 / 9:30 AM / Harbour News", "en"),
    ],
)
def test_a_line_of_date_and_byline_tells_the_zone(shown: str, language: str) -> None:
    assert published(f"<p>{shown}</p>", language) == "2031-05-05T09:30:00+10:00"


@pytest.mark.parametrize(
    ("shown", "language", "told"),
    [
        ("May 5, 2031 05:00 am IST | New Delhi", "en", "2031-05-05T05:00:00+05:30"),
        ("Updated May 5, 2031, 05:10 AM IST | First Published May 5, 2031, 05:00 AM IST", "en", "2031-05-05T05:00:00+05:30"),
        ("May 4, 2031 7:30 PM Eastern", "en", "2031-05-04T19:30:00-04:00"),
        ("5 de mayo de 2031 1:30 hora peninsular", "es", "2031-05-05T01:30:00+02:00"),
        ("2031年5月5日 7:30 北京时间", "zh", "2031-05-05T07:30:00+08:00"),
    ],
)  # fmt: skip
def test_a_zone_of_several_countries_or_one_written_out(shown: str, language: str, told: str) -> None:
    assert published(f"<p>{shown}</p>", language) == told


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("Hafenstadt, 5. Mai 2031, 9.37 Uhr", "de"),
        ("Villamar, 5 de mayo de 2031, 9:37", "es"),
        ("5 May 2031 9:37, Harbour Hall", "en"),
    ],
)
def test_nothing_but_articles_begins_at_an_odd_minute(shown: str, language: str) -> None:
    head = head_of("2031-05-04T23:37:00Z")
    assert published(f"<p>{shown}</p>", language, head) == "2031-05-05T09:37:00+10:00"


@pytest.mark.parametrize(
    ("shown", "language", "own"),
    [
        ("Hamburg, 05.05.2031, 01:30 Uhr", "de", "2031-05-05T01:30:00+02:00"),
        ("Hafenstadt (Reuters) - 5. Mai 2031, 1.30 Uhr", "de", "2031-05-05T01:30:00+02:00"),
        ("Lesezeit 3 Min., 5. Mai 2031, 1.30 Uhr", "de-AT", "2031-05-05T01:30:00+02:00"),
        ("Port-Vieux, le 5 mai 2031 à 1h30", "fr", "2031-05-05T01:30:00+02:00"),
        ("Villamar, 5 de mayo de 2031, 1:30", "es", "2031-05-05T01:30:00+02:00"),
        ("Portovecchio, 5 maggio 2031, ore 1:30", "it", "2031-05-05T01:30:00+02:00"),
        ("Harbour Town, 5 May 2031, 0:30", "en-GB", "2031-05-05T00:30:00+01:00"),
        ("港町 2031年5月5日 8:30", "ja", "2031-05-05T08:30:00+09:00"),
        ("Hafenstadt, 5. Mai 2031, 3.30 Uhr", "de", MOMENT),  # no clock of Germany's shows that then
        ("Harbour Town, 4 May 2031, 19:30", "en-US", MOMENT),  # one of many clocks
        ("Harbour Town, 5 May 2031, 0:30", "en", MOMENT),
    ],
)
def test_a_country_s_own_clock_tells_the_zone_whatever_stands_beside_it(
    shown: str, language: str, own: str
) -> None:
    country = f'<meta property="og:locale" content="{language}">' if "-" in language else ""
    assert published(f"<p>{shown}</p>", language, HEAD + country) == own


@pytest.mark.parametrize(
    ("of_date", "of_change", "changed"),
    [
        ("2031-05-05T09:30:00+10:00", "2031-05-04T23:40:00Z", "2031-05-05T09:40:00+10:00"),
        ("2031-05-05T09:30:00+10:00", "2031-11-04T23:40:00Z", "2031-11-04T23:40:00Z"),  # summer time, perhaps
        ("2031-05-05T09:30:00+10:00", "2031-05-05T01:40:00+02:00", "2031-05-05T01:40:00+02:00"),
        ("2031-05-04T09:30:00+10:00", "2031-05-04T23:40:00Z", "2031-05-04T23:40:00Z"),  # of another source
        ("2031-05-04T23:30:00+00:00", "2031-05-04T23:40:00Z", "2031-05-04T23:40:00Z"),
        ("2031-05-05", "2031-05-04T23:40:00Z", "2031-05-04T23:40:00Z"),
    ],
)
def test_the_last_change_is_in_the_zone_of_the_date(of_date: str, of_change: str, changed: str) -> None:
    facts = html_page(head=head_of(MOMENT, dateModified=of_change))
    facts.chosen["datePublished"] = of_date
    assert first(date_modified(facts)) == (changed, "json-ld")


@pytest.mark.parametrize(
    ("shown", "language", "told"),
    [
        ("17/8/2031, 09:15 (GMT+7)", "vi", "+07:00"),
        ("17. August 2031, 09:15 MESZ", "de", "+02:00"),
        ("August 17, 2031 9:15 AM CDT", "en", "-05:00"),
        ("2031年8月17日 09:15 JST", "ja", "+09:00"),
        ("17 August 2031, 10:15 BST", "en", ""),  # another time
        ("Updated August 17, 2031 9:15 AM CDT", "en", ""),
        ("August 17, 2031 9:15 AM", "en", ""),
    ],
)
def test_a_declared_local_time_has_the_offset_that_the_page_shows(shown: str, language: str, told: str) -> None:
    head = head_of("2031-08-17T09:15:00")
    assert published(f"<p>{shown}</p>", language, head=head) == f"2031-08-17T09:15:00{told}"


@pytest.mark.parametrize(
    ("changed", "first_told", "language"),
    [
        ("Updated June 13, 2031 10:30 AM CDT", "June 12, 2031 5:00 AM CDT", "en"),
        ("Aktualisiert 13. Juni 2031, 10:30 GMT-5", "12. Juni 2031, 05:00 GMT-5", "de"),
        ("Actualizado: 13 de junio de 2031, 10:30 GMT-5", "12 de junio de 2031, 05:00 GMT-5", "es"),
    ],
)
def test_the_zone_that_two_time_elements_show(changed: str, first_told: str, language: str) -> None:
    change, first_time = f"<time class='update-date'>{changed}</time>", f"<time>{first_told}</time>"
    head = head_of("2031-06-12T10:00:00Z")
    for above in (change + first_time, first_time + change):
        assert published(above, language, head=head) == "2031-06-12T05:00:00-05:00"
