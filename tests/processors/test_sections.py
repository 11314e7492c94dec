from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Breadcrumb
from newsspider.processors.sections import clean_breadcrumbs, clean_keywords, clean_section


@pytest.mark.parametrize(
    ("raw", "section"),
    [
        ("World", "World"),
        (" Arts &amp; Culture ", "Arts & Culture"),
        ("<b>World</b> ›", "World"),
        ("Home", None),
        ("Startseite", None),
        ("ホーム", None),
        ("Uncategorized", None),
        ("Beauty,Fashion", "Beauty"),
        ("News, Weather and Sports", "News, Weather and Sports"),
        ("Mobiles, Tarife, Vodafone", "Mobiles"),
        ("Cine, Música, Televisión", "Cine"),
        ("Essen, Trinken und Reisen", "Essen, Trinken und Reisen"),
        ("Cine, Teatro y Música", "Cine, Teatro y Música"),
        ("Food, Wine & Travel", "Food, Wine & Travel"),
        ("https://example.org/weather", None),
        ("06/2031", None),
        ("x" * 200, None),
        ("", None),
    ],
)
def test_clean_section(raw: str, section: str | None) -> None:
    assert clean_section(raw) == section


@pytest.mark.parametrize(
    ("raws", "keywords"),
    [
        (["storm, coast,Storm , "], ["storm", "coast"]),
        (["storm; coast"], ["storm", "coast"]),
        (["嵐、海岸"], ["嵐", "海岸"]),
        (["风暴，海岸，码头"], ["风暴", "海岸", "码头"]),
        (["风暴 海岸 码头"], ["风暴", "海岸", "码头"]),
        (["storm on coast"], ["storm on coast"]),
        (["Springfield, Ohio", "storm", "coast", "pier"], ["Springfield, Ohio", "storm", "coast", "pier"]),
        (["home", "Menu", "Accueil", "storm"], ["storm"]),
        (["<meta name=", "storm"], ["storm"]),
        (
            ["type:article", "ctype=story", "_tag_", "0f8fad5bd9cb469f", "12345", "https://example.org/", "storm"],
            ["storm"],
        ),
        (
            ["Category: Life", "NLP Category: General", "Kategorie: Wetter", "рубрика: погода", "カテゴリ：台風"],
            ["Life", "Wetter", "погода", "台風"],
        ),
        (
            ["Categoría: Clima", "Rubrique : Météo", "Rogue One: A Story", "locale: US", "siteGroup: CO"],
            ["Clima", "Météo", "Rogue One: A Story"],
        ),
        (["Storm-Tide", "storm tide", "Été", "ÉTÉ", "exclude-from-feed", "@all-weather"], ["Storm-Tide", "Été"]),
        (["textaboveleftsmall", "splitscreenimage", "Texthilfe", "storm"], ["Texthilfe", "storm"]),
        (["NLP Entity Token: Harrow", "iab-weather", "IAB-Studie", "NLP-Studie: Teil 2", "AI Act: what follows", "storm"], ["IAB-Studie", "NLP-Studie: Teil 2", "AI Act: what follows", "storm"]),
        (["#storm #coast #Küste"], ["storm", "coast", "Küste"]),
        (["Fish &amp; chips;editor&#39;s picks"], ["Fish & chips", "editor's picks"]),
        (["Business, Finance, & Economics"], ["Business, Finance, & Economics"]),
        (["台風 5G 1975年"], ["台風", "5G", "1975年"]),
        (["5G NEWS 2026"], ["5G NEWS 2026"]),
        ([], []),
    ],
)  # fmt: skip
def test_clean_keywords(raws: list[str], keywords: list[str]) -> None:
    assert clean_keywords(raws) == keywords


def test_clean_breadcrumbs() -> None:
    steps = [
        Breadcrumb(name="Home", url="/"),
        Breadcrumb(name="›"),
        Breadcrumb(name=" World ", url="javascript:void(0)"),
        Breadcrumb(name="World"),
        Breadcrumb(name="https://example.org/x", url="/x"),
    ]
    assert clean_breadcrumbs(steps, "https://example.org/a") == [
        Breadcrumb(name="Home", url="https://example.org/"),
        Breadcrumb(name="World"),
    ]


def test_a_section_and_its_only_page_are_one_step() -> None:
    steps = [
        Breadcrumb(name="News", url="/news"),
        Breadcrumb(name="news", url="/news/news"),
        Breadcrumb(name="Storm"),
    ]
    assert [step.name for step in clean_breadcrumbs(steps, "https://example.org/")] == ["News", "Storm"]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_never_raises_and_repeats_nothing(raws: list[str]) -> None:
    keywords = clean_keywords(raws)
    assert len({keyword.casefold() for keyword in keywords}) == len(keywords)
    assert all(keyword.strip() for keyword in keywords)
    assert clean_breadcrumbs([Breadcrumb(name=raw, url=raw) for raw in raws]) is not None
    for raw in raws:
        section = clean_section(raw)
        assert section is None or section.strip() == section != ""


def test_many_keywords_are_cut_and_take_no_time() -> None:
    assert len(clean_keywords([",".join(f"word{n}" for n in range(100_000))])) == 50
    assert len(clean_keywords(f"word{n}" for n in range(100_000))) == 50


@pytest.mark.parametrize("name", ["Source: NASA", "Title: IX", "Version: 2", "Status: Kritisch"])
def test_one_name_with_a_colon_is_no_field_of_a_program(name: str) -> None:
    assert clean_keywords([f"{name}, storm"]) == [name, "storm"]


@pytest.mark.parametrize(
    "fields",
    [
        "Source: Feed, Status: Live, storm",
        "source: feed, storm",
        "NLP Category: General, storm",
        "Type: Article, storm",
    ],
)
def test_fields_of_a_program_are_no_keywords(fields: str) -> None:
    assert clean_keywords([fields]) == ["storm"]


@pytest.mark.parametrize(
    ("raw", "keywords"),
    [
        ('["storm","Springfield, Ohio"]', ["storm", "Springfield, Ohio"]),
        ("['буря', 'берег']", ["буря", "берег"]),
        ('[ "台風" ]', ["台風"]),
        ("[update] storm, coast", ["[update] storm", "coast"]),
    ],
)
def test_a_programs_list_written_as_text(raw: str, keywords: list[str]) -> None:
    assert clean_keywords([raw]) == keywords
