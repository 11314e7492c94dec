from __future__ import annotations

import pytest

from newsspider.language.calendars import half_of_day, month_number
from newsspider.language.word_lists import word_table


def test_months_of_many_languages() -> None:
    words = (
        "january",
        "januar",
        "enero",
        "janvier",
        "января",
        "січня",
        "ocak",
        "ιανουαρίου",
        "يناير",
        "มกราคม",
        "tammikuuta",
    )
    assert {month_number(word) for word in words} == {1}


def test_a_word_of_two_months_needs_its_language() -> None:
    assert month_number("listopad") is None
    assert month_number("listopad", "hr") == 10


def test_halves_of_the_day() -> None:
    assert [half_of_day(word) for word in ("P.M.", "午前", "오후", "x")] == ["pm", "am", "pm", None]


@pytest.mark.parametrize(
    ("language", "words"),
    {
        "ar": "يناير شباط آذار نيسان ماي جوان جويلية غشت شتنبر اكتوبر نونبر دجنبر",
        "ceb": "enero peb marso abr mayo hunyo hulyo agosto septyembre oktubre nobyembre dis",
        "de": "jänner feb märz april mai juni juli aug sept okt november dez",
        "el": "ιανουαρίου φεβ μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτ νοε δεκεμβρίου",
        "fa": "ژانویهٔ فوریه مارس آوریل مه ژوئن ژوئیهٔ اوت سپتامبر اکتبر نوامبر دسامبر",
        "fr": "janv fevrier mars avril mai juin juill aout septembre octobre nov decembre",
        "ja": "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        "so": "janaayo feb maarso abriil maayo juun luulyo agosto sebtembar oktoobar noofeembar diseembar",
        "sr": "januar feb mart april maj jun jul avg septembar oktobar novembar dec",
        "th": "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    }.items(),
)
def test_months_in_their_language(language: str, words: str) -> None:
    assert [month_number(word, language) for word in words.split()] == list(range(1, 13))


def test_months_of_locales_are_read_by_their_script_where_no_language_is_known() -> None:
    assert [month_number(word) for word in ("تموز", "غشت", "अक्टू॰", "jän")] == [7, 8, 10, 1]


def test_halves_of_the_day_are_those_of_cldr_and_more() -> None:
    from babel import Locale

    known = word_table("language/data/calendar")["meridiem"]
    for language in ["ar", "el", "en", "fa", "ja", "ko", "tr", "vi", "zh"]:
        forms = Locale(language).day_periods["format"]["abbreviated"]
        for half in ("am", "pm"):
            found = {half_of_day(form) for form in (forms[half], forms[half].removesuffix("."))}
            assert found - {None} == {half}, (language, forms[half])
    assert not set(known["am"]) & set(known["pm"])


def test_a_month_of_urdu_without_its_last_letter() -> None:
    assert month_number("جولائ", "ur") == month_number("جولائی", "ur") == 7
