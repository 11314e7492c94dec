from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsspider.processors.written_dates import relative_date, western_digits, written_date

DAY = date(2031, 3, 12)
MOMENT = datetime(2031, 3, 12, 9, 40)


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("12. März 2031, 9.40 Uhr", "de", MOMENT),
        ("Publié le 12 mars 2031 à 09h40", "fr", MOMENT),
        ("September, 7th, 2031 at 9:40 a.m.", "en", datetime(2031, 9, 7, 9, 40)),
        ("1er mars 2031", "fr", date(2031, 3, 1)),
        ("12 de marzo de 2031", "es", DAY),
        ("12 de marzo del 2031", "es", DAY),
        ("12 آذار/مارس 2031", "ar", DAY),
        ("12 آذار (مارس) 2031", "ar", DAY),
        ("EST / March 12, 2031", "en", DAY),
        ("12 de març de 2031", "ca", DAY),
        ("12.03.2031 - 09:40", "cs", MOMENT),
        ("12. března 2031 9:40", "cs", MOMENT),
        ("2031. március 12. 09:40", "hu", MOMENT),
        ("2031 m. kovo 12 d.", "lt", DAY),
        ("2031. gada 12. marts", "lv", DAY),
        ("12 Μαρτίου 2031, 09:40", "el", MOMENT),
        ("2031年3月12日 上午9:40", "zh", MOMENT),
        ("2031년 3월 12일 오전 9:40", "ko", MOMENT),
        ("12 tháng 3, 2031 09:40", "vi", MOMENT),
        ("12 มีนาคม 2574 09:40", "th", MOMENT),
        ("12 মার্চ 2031", "bn", DAY),
        ("Mar 12th, 2031 at 9:40am", "en", MOMENT),
        ("9:40 AM, Wed March 12, 2031", "en", MOMENT),
        ("12-Mar-2031", None, DAY),
        ("12 listopad 2031", "hr", date(2031, 10, 12)),
        ("12 listopad 2031", "cs", date(2031, 11, 12)),
        ("12/13/2031", "de", date(2031, 12, 13)),
        ("13/12/2031", "en-US", date(2031, 12, 13)),
        ("version 1.2.31", "en", None),
        ("12.3.31", "de", DAY),
        ("8 December 2031", "en", date(2031, 12, 8)),
        ("30 Dicembre 2031", "it", date(2031, 12, 30)),
        ("8 de dezembro de 2031", "pt", date(2031, 12, 8)),
        ("5 d’agost de 2031", "ca", date(2031, 8, 5)),
        ("12 آذار 2031", "ar", DAY),
        ("12 มี.ค. 2574", "th", DAY),
        ("12 mars 2031", "en", DAY),
        ("12 मार्च 2031, सुबह 9:40 बजे", "hi", MOMENT),
        ("12 फरवरी 2031", "hi", date(2031, 2, 12)),
        ("12 ফেব্রুয়ারি 2031, 09:40 এএম", "bn", MOMENT.replace(month=2)),
        ("21 اسفند 1409", "fa", DAY),
        ("1409/12/21 - 9:40", "fa", MOMENT),
        ("1409/12/21", "en", None),
        ("21 حوت 1409", "prs", DAY),
        ("መጋቢት 3, 2023", "am", DAY),
        ("3 መጋቢት 2023", "am", DAY),
        ("ጳጉሜ 6, 2022", "am", None),
        ("ኖቬምበር 3, 2023", "am", date(2023, 11, 3)),
        ("令和13年3月12日 9時40分", "ja", MOMENT),
        ("平成元年3月12日", "ja", date(1989, 3, 12)),
        ("民國120年3月12日", "zh-TW", DAY),
        ("mach 9:40 am 12. März 2031", "de", MOMENT),
        ("12 มี.ค. 74 (09:40 น.)", "th", MOMENT),
        ("วันพุธที่ 12 มีนาคม พ.ศ. 2574, 09.40 น.", "th", MOMENT),
        ("12 มี.ค. 09:40", "th", None),
        ("12 มี.ค.74", "th", DAY),
        ("12/03/74 09:40", "th", MOMENT),
        ("12/03/31", "th", DAY),
        ("12 مارچ، 2031", "ur", DAY),
        ("12 مارس، 2031", "ar", DAY),
        ("12 মার্চ 2031, ০৯:৪০ পূর্বাহ্ন", "bn", MOMENT),
        ("12 মার্চ 2031, 09:40 অপরাহ্ন", "bn", MOMENT.replace(hour=21)),
        ("12 Mac 2031, 9:40 PTG", "ms", MOMENT.replace(hour=21)),
        ("9:40 tối 12/3/2031", "vi", MOMENT.replace(hour=21)),
        ("2031. gada 12. martā, 09:40", "lv", MOMENT),
        ("2031ko martxoaren 12a, 09:40", "eu", MOMENT),
        ("2031 жылғы 12 наурыз", "kk", DAY),
        ("2031-yil 12-mart", "uz", DAY),
        ("2031 оны 3 сарын 12", "mn", DAY),
        ("၂၀၃၁ ခုနှစ်၊ မတ်လ ၁၂ ရက်", "my", DAY),
        ("မတ်လ ၁၂၊ ၂၀၃၁", "my", DAY),
        ("12 марти 2031", "tg", DAY),
        ("١٢ی ئازاری ٢٠٣١", "ckb", DAY),
        ("12ê Adarê 2031", "ku", DAY),
        ("12 mas 2031", "ht", DAY),
        ("2031 මාර්තු මස 12", "si", DAY),
        ("2031-жылдын 12-марты", "ky", DAY),
        ("ថ្ងៃទី១២ ខែមីនា ឆ្នាំ២០៣១", "km", DAY),
        ("12 a viz Meurzh 2031", "br", DAY),
        ("2031-يىلى 12-مارت", "ug", DAY),
        ("21 اسفندماه 1409", "fa", DAY),
        ("21 اسفند ماه 1409 - 9:40", "fa", MOMENT),
        ("31.03.12 09:40", "ko", MOMENT),
        ("31/03/12", "ja", DAY),
        ("31.03.12", "de", date(2012, 3, 31)),
        ("12.3.31, 09:40", "he", MOMENT),
        ("12.3.31 kl. 09.40", "nb", MOMENT),
        ("12/3/2031-", "ar", DAY),
        ("12/3/2031-09:40", "ar", DAY),
        ("12/3/2031-4", "ar", None),
        ("4 min read·March 12, 2031", "en", DAY),
        ("Lisboa•12 de março de 2031", "pt", DAY),
        ("Hafen–12. März 2031", "de", DAY),
    ],
)
def test_dates_of_many_languages(text: str, language: str | None, found: date | None) -> None:
    assert written_date(text, language=language) == found


@pytest.mark.parametrize(("hour", "found"), [("1:40", 1), ("9:40", 21), ("12:40", 0)])
def test_at_night_is_before_the_morning_or_in_the_evening(hour: str, found: int) -> None:
    assert written_date(f"12 मार्च 2031, रात {hour}", language="hi") == MOMENT.replace(hour=found)


def test_a_zone_between_time_and_date_counts() -> None:
    found = written_date("Published 9:40 a.m. ET March 12, 2031")
    assert found is not None
    assert found.isoformat() == "2031-03-12T09:40:00-04:00"


def test_a_zone_of_several_countries_is_that_of_the_language() -> None:
    found = [written_date("12 मार्च 2031, 09:40 IST", language=tag) for tag in ("hi", "en")]
    assert [moment.isoformat() for moment in found if moment] == [
        "2031-03-12T09:40:00+05:30",
        "2031-03-12T09:40:00",
    ]


def test_a_zone_behind_the_time_counts() -> None:
    assert written_date("March 12, 2031 9:40 am EST") == MOMENT.replace(tzinfo=timezone(timedelta(hours=-5)))
    assert written_date("12 Mar 2031 09:40 (GMT+7)") == MOMENT.replace(tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("March 12, 2031 9:40 a.m. Eastern Time", "2031-03-12T09:40:00-04:00"),
        ("Posted at 9:40 p.m. Pacific Standard Time, January 12, 2031", "2031-01-12T21:40:00-08:00"),
        ("March 12, 2031, 9 a.m. Central", "2031-03-12T09:00:00-05:00"),
        ("12 March 2031, 9:40 Central European Time", "2031-03-12T09:40:00+01:00"),
        ("12 de março de 2031 às 9:40 (horário de Brasília)", "2031-03-12T09:40:00-03:00"),
        ("12 марта 2031, 09:40 по московскому времени", "2031-03-12T09:40:00+03:00"),
        ("2031年3月12日 09:40（北京时间）", "2031-03-12T09:40:00+08:00"),
        ("March 12, 2031 at 9:40 AM PDT. Updated later", "2031-03-12T09:40:00-07:00"),
        ("March 12, 2031, 9:40 a.m. Central Park", "2031-03-12T09:40:00"),
    ],
)
def test_a_zone_that_is_written_out(text: str, iso: str) -> None:
    found = written_date(text)
    assert found
    assert found.isoformat() == iso


def test_eastern_time_is_another_one_in_australia() -> None:
    assert written_date("March 12, 2031 9:40 a.m. Eastern Time", country="AU") == MOMENT


@pytest.mark.parametrize("zone", ["AEST", "IST", "CEST", "BST"])
def test_a_zone_says_whether_the_day_stands_first(zone: str) -> None:
    found = written_date(f"04/05/2031 09:40 {zone}", language="en")
    assert found
    assert (found.day, found.month) == (4, 5)


@pytest.mark.parametrize(
    "behind",
    [
        "09:40 EST",
        "9:40 AM PT",
        "09:40 GMT",
        "09:40 NEWS",
        "9:40 AM LOCAL TIME",
        "9:40 AM EASTERN TIME",
        "READING TIME 3",
        "SPECIALIST",
        "",
    ],
)
def test_where_no_zone_says_so_the_month_stands_first_in_english(behind: str) -> None:
    found = written_date(f"04/05/2031 {behind}", language="en")
    assert found
    assert (found.day, found.month) == (5, 4)


def test_day_and_month_by_country() -> None:
    assert written_date("04/05/2031", language="en", country="US") == date(2031, 4, 5)
    assert written_date("04/05/2031", language="en", country="GB") == date(2031, 5, 4)


def test_relative_dates_give_the_day() -> None:
    captured = datetime(2031, 3, 12, 12, tzinfo=UTC)
    assert relative_date("il y a 2 jours", language="fr", captured=captured) == date(2031, 3, 10)
    assert relative_date("yesterday", language=None, captured=captured) == date(2031, 3, 11)
    assert (
        relative_date("a very long line that speaks of yesterday's news", language="en", captured=captured) is None
    )


def test_digits_of_all_scripts() -> None:
    assert western_digits("१२ ١٢ ๑๒") == "12 12 12"
