from __future__ import annotations

import time

import pytest

from newsspider import extract_html
from newsspider.fields.standfirst import shown_standfirst, whole_description
from tests.fields.made_pages import DUMP, SENTENCES, TEXT, html_page, text_page

STANDFIRST = (
    "After the storm the coast has lost its pier, and the ferries stay in the harbour until the wind drops."
)
GERMAN = (
    "Die Küste hat ihre Mole und ihren Strom verloren, und die Fähren bleiben im Hafen, bis der Wind nachlässt."
)
FRENCH = "La côte a perdu sa jetée et son courant, et les bacs restent au port tant que le vent ne faiblit pas."
JAPANESE = "海岸では桟橋と電気が失われ、風が弱まるまでフェリーは港にとどまる見通しだと市が発表した。"
DATE = "<p class='date'>3 November 2031</p>"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (f"<p class='standfirst'>{STANDFIRST}</p>", STANDFIRST),
        (f"<div class='article-lead'><p>{GERMAN}</p></div>", GERMAN),
        (f"<div class='chapo'>{FRENCH}</div>", FRENCH),
        (f"<div class='c-lead'><div><p>{JAPANESE}</p></div></div>", JAPANESE),
        (f"<h2>{STANDFIRST}</h2>", STANDFIRST),
        (f"<h2>{GERMAN}</h2><p>Von Anna Becker</p>", GERMAN),
        (f"<p>{STANDFIRST}</p>{DATE}", STANDFIRST),
        (
            f"<p class='lead'>{STANDFIRST}</p><p class='lead'>Schools stay closed.</p>",
            f"{STANDFIRST} Schools stay closed.",
        ),
        (f"<p class='lead'>{STANDFIRST} By Ana Ruiz and Tom Field</p>", STANDFIRST),
    ],
)
def test_standfirsts_are_known_by_name_place_and_heading(above: str, expected: str) -> None:
    assert shown_standfirst(html_page(above=above)) == expected


@pytest.mark.parametrize(
    ("standfirst", "language"),
    [
        (f"{GERMAN} Von Anna Becker", "de"),
        (f"{FRENCH} Par Anne Moulin", "fr"),
        (f"{STANDFIRST} By Ana Ruiz, Tom Field", "en"),
    ],
)
def test_a_byline_at_its_end_is_none_of_it(standfirst: str, language: str) -> None:
    facts = html_page(above=f"<p class='lead'>{standfirst}</p>")
    facts.chosen["inLanguage"] = language
    assert shown_standfirst(facts) == standfirst[: standfirst.rindex(".") + 1]


@pytest.mark.parametrize(
    "above",
    [
        "",
        DATE,
        "<p class='lead'>By Ana Ruiz, who writes about the coast and its harbours</p>",
        "<p class='summary'>The harbour at dawn, a day after the storm had passed. Photo: Ana Ruiz</p>",
        "<figure><figcaption class='lead'>The waves that broke over the pier on Monday night.</figcaption></figure>",
        "<h2>What happened on the coast?</h2>",
        "<div class='lead'><h2>Storm hits coast: all that we know of the pier and the ferries</h2></div>",
        f"<p>This page has links that may earn us some money, at no cost to you.</p>{DATE}",
        "<div class='author-lead'>Ana Ruiz writes about the coast, its storms and the people who live there.</div>",
        f"<nav><p class='lead'>{STANDFIRST}</p></nav>",
        f"<p class='lead'><a href='/ferries'>{STANDFIRST}</a></p>",
    ],
)
def test_what_else_stands_under_headlines_is_none(above: str) -> None:
    assert shown_standfirst(html_page(above=above)) is None


@pytest.mark.parametrize("name", ["lead-gen", "ad-spot", "intro-offer", "card-deck", "summary-ai", "entradilla"])
@pytest.mark.parametrize(
    "promotion",
    [
        "Get all the news of the north in your inbox every morning: it is free and takes a minute to read.",
        "Suscríbete ahora y lee todas las noticias del norte sin límites durante un mes por un euro.",
        "Jetzt unseren Newsletter abonnieren und jeden Morgen wissen, was im Norden wichtig ist.",
    ],
)
def test_promotion_is_none_whatever_its_box_is_called(name: str, promotion: str) -> None:
    assert shown_standfirst(html_page(above=f"<div class='{name}'><p>{promotion}</p></div>")) is None


def test_a_standfirst_that_speaks_of_subscribers_and_of_the_story_is_one() -> None:
    told = "Subscribe and save, said the notice that the storm tore from the wall of the inn on the coast."
    assert shown_standfirst(html_page(above=f"<p class='lead'>{told}</p>")) == told


@pytest.mark.parametrize(
    "caption",
    [
        "A woman walks past the ruined boathouses on the northern shore on Tuesday morning",
        "Eine Frau geht am Dienstagmorgen an den zerstörten Bootshäusern am Nordufer vorbei",
    ],
)
def test_what_stands_under_a_picture_in_its_box_is_its_caption(caption: str) -> None:
    above = f"<div class='lead-media'><img src='/pier.jpg'><div>{caption}</div></div>"
    assert shown_standfirst(html_page(above=above)) is None


@pytest.mark.parametrize("above", ["<img src='/pier.jpg'>", "<div><img src='/pier.jpg'></div>"])
def test_a_standfirst_under_a_picture_speaks_of_the_story(above: str) -> None:
    assert shown_standfirst(html_page(above=f"<div class='lead'>{above}<p>{STANDFIRST}</p></div>")) == STANDFIRST
    assert shown_standfirst(html_page(above=f"{above}<p class='vorspann'>{GERMAN}</p>")) == GERMAN


def test_what_is_named_comes_before_what_only_stands_apart() -> None:
    second = "<p>The pier of the harbour is gone after the storm that hit the coast on Monday.</p>"
    assert shown_standfirst(html_page(above=f"{second}{DATE}<p class='deck'>{STANDFIRST}</p>")) == STANDFIRST


def test_a_declared_description_that_the_page_shows_comes_before_what_only_stands_apart() -> None:
    second = "<p>The pier of the harbour is gone after the storm that hit the coast on Monday.</p>"
    head = f'<meta name="description" content="{STANDFIRST}">'
    assert shown_standfirst(html_page(head=head, above=f"{second}{DATE}<p>{STANDFIRST}</p>{DATE}")) is None


def test_the_first_paragraph_of_the_text_is_none() -> None:
    assert shown_standfirst(html_page(text=f"<p>{STANDFIRST}</p>" + TEXT)) is None


def test_a_dump_shows_none() -> None:
    assert shown_standfirst(text_page(f"Storm hits coast\n\n{STANDFIRST}\n\n{DUMP}")) is None


@pytest.mark.parametrize(
    ("declared", "whole"),
    [
        (SENTENCES[0][:60], f"{SENTENCES[0]} {SENTENCES[0].lower()}"),
        (SENTENCES[0][:70] + "…", f"{SENTENCES[0]} {SENTENCES[0].lower()}"),
        ("Storm News: " + SENTENCES[0][:70] + " [...]", f"{SENTENCES[0]} {SENTENCES[0].lower()}"),
        (SENTENCES[0], SENTENCES[0]),
        ("The coast in the storm", "The coast in the storm"),
        (SENTENCES[4][:60], SENTENCES[4][:60]),
        ("", ""),
    ],
)
def test_cut_descriptions_are_made_whole_from_the_texts_beginning(declared: str, whole: str) -> None:
    assert whole_description(html_page(), declared) == whole


def test_a_description_that_was_cut_in_the_second_of_several_paragraphs() -> None:
    text = f"<p>{GERMAN}</p><p>– Der Hafen ist zu, sagt der Meister.</p>{TEXT}"
    declared = f"{GERMAN} – Der Hafen ist"
    assert whole_description(html_page(text=text), declared) == f"{GERMAN} – Der Hafen ist zu, sagt der Meister."


def test_a_dumps_description_is_made_whole_too() -> None:
    found = whole_description(text_page("Storm hits coast\n\n" + DUMP), SENTENCES[0][:60])
    assert found == f"{SENTENCES[0]} {SENTENCES[0].lower()}"


def test_many_blocks_and_long_ones_take_no_time() -> None:
    above = "".join(f"<p class='lead'>{'a b. ' * 200}{i}</p>" for i in range(2000))
    facts = html_page(above=above, text="<p>" + "word. By " * 20_000 + "</p>" + TEXT)
    started = time.process_time()
    shown_standfirst(facts)
    whole_description(facts, "a b. " * 2000)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("declared", ["", "<meta name=description content='All news of the coast, every day.'>"])
@pytest.mark.parametrize(
    ("language", "element", "standfirst"),
    [
        ("en", "<h2 class=dek>{}</h2>", "The town pays for all of it, again."),
        ("en", "<p class=standfirst>{}</p>", "Town pays for it all."),
        ("de", "<h2 class=vorspann>{}</h2>", "Die Stadt zahlt wieder alles allein."),
        ("tr", "<h2 class=spot>{}</h2>", "Ev sahibi ekip son dakikada gülen taraf oldu."),
        ("ko", "<h2 class=subheading>{}</h2>", "밤새 배가 모두 항구로 돌아온 까닭"),
        ("en", "<div class=leadtext><p>{}</p></div>", "The boats of the town stay in the harbour."),
    ],
)
def test_what_is_no_text_by_choice_is_the_description(
    language: str, element: str, standfirst: str, declared: str
) -> None:
    html = (
        f"<html lang={language}><head><title>Storm closes the harbour</title>{declared}</head><body><article>"
        f"<h1>Storm closes the harbour</h1>{element.format(standfirst)}<div class=text>{TEXT}</div></article>"
    )
    without, within = (extract_html(html, "https://news.example/storm", standfirst=use) for use in ("out", "in"))
    assert without.description == standfirst
    assert standfirst not in (without.articleBody or "")
    assert (within.articleBody or "").startswith(standfirst)
    assert (within.articleBody or "").count(standfirst) == 1


@pytest.mark.parametrize(
    ("language", "standfirst"),
    [
        ("en", "Town pays for it all."),
        ("de", "Die Stadt zahlt alles."),
        ("ko", "밤새 배가 모두 항구로 돌아온 까닭"),
    ],
)
def test_a_short_one_is_the_description_where_none_is_declared(language: str, standfirst: str) -> None:
    told = "The storm closed the harbour in the night, and the ferries stay there until the wind drops."
    for head, expected in (("", standfirst), (f"<meta name=description content='{told}'>", told)):
        html = (
            f"<html lang={language}><head><title>Storm closes the harbour</title>{head}</head><body><article>"
            f"<h1>Storm closes the harbour</h1><p class=standfirst>{standfirst}</p><div class=text>{TEXT}</div>"
        )
        assert extract_html(html, "https://news.example/storm").description == expected
