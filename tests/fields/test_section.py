from __future__ import annotations

import pytest

from newsspider import extract_html, extract_text
from newsspider.fields.section import article_section, breadcrumbs
from newsspider.items import Breadcrumb
from newsspider.processors.sections import clean_breadcrumbs
from tests.fields.made_pages import URL, first, html_page, json_ld

TRAIL = """{"@type": "BreadcrumbList", "itemListElement": [
 {"@type": "ListItem", "position": 2, "name": "Weather", "item": "https://www.example.org/weather"},
 {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://www.example.org/"},
 {"@type": "ListItem", "position": 3, "name": "Storm hits coast"}]}"""


def test_linked_data_comes_first() -> None:
    facts = html_page(head=json_ld(TRAIL) + '<meta property="article:section" content="Regional">')
    assert first(article_section(facts)) == ("Regional", "meta:article:section")
    found = first(breadcrumbs(facts))
    assert found is not None
    assert found[1] == "linked-data:breadcrumb"
    assert [step.name for step in found[0]] == ["Home", "Weather", "Storm hits coast"]


def test_the_sites_own_name_is_no_section() -> None:
    named = '<meta property="og:site_name" content="Quay Herald"><meta property="article:section" content="Quay Herald">'
    assert first(article_section(html_page(head=named))) is None
    both = f'{named}<meta name="section" content="Local">'
    assert first(article_section(html_page(head=both))) == ("Local", "meta:section")
    # One word may name a part of the site as well.
    word = '<meta property="og:site_name" content="Sport"><meta property="article:section" content="Sport">'
    assert first(article_section(html_page(head=word))) == ("Sport", "meta:article:section")


def test_the_section_is_the_last_step_before_the_article() -> None:
    facts = html_page(head=json_ld(TRAIL))
    assert first(article_section(facts)) == ("Weather", "breadcrumbs")


def test_a_last_step_that_links_to_the_page_is_no_section() -> None:
    above = f'<nav aria-label="Breadcrumb"><a href="/">Home</a> › <a href="/w">Weather</a> › <a href="{URL}">Storm</a></nav>'
    facts = html_page(above=above)
    assert first(article_section(facts)) == ("Weather", "breadcrumbs")


def test_markup_by_class() -> None:
    above = '<ul class="site-breadcrumbs"><li><a href="/">Start</a></li><li><a href="/w">Weather</a></li><li>Storm hits coast</li></ul>'
    facts = html_page(above=above)
    found = first(breadcrumbs(facts))
    assert found is not None
    assert found[1] == "markup:breadcrumb"
    assert clean_breadcrumbs(found[0], URL) == [
        Breadcrumb(name="Start", url="https://www.example.org/"),
        Breadcrumb(name="Weather", url="https://www.example.org/w"),
        Breadcrumb(name="Storm hits coast"),
    ]


def test_a_navigation_that_calls_itself_breadcrumbs() -> None:
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(40))
    assert first(breadcrumbs(html_page(above=f'<ul class="breadcrumbs">{links}</ul>'))) is None


def test_a_short_name_is_written_out_as_in_the_breadcrumbs() -> None:
    trail = TRAIL.replace('"Weather", "item"', '"Météo & climat", "item"')
    facts = html_page(head=json_ld(trail) + '<meta property="article:section" content="meteo-climat">')
    assert first(article_section(facts)) == ("Météo & climat", "meta:article:section")
    facts = html_page(head=json_ld(trail) + '<meta property="article:section" content="sport">')
    assert first(article_section(facts)) == ("sport", "meta:article:section")


def test_a_last_step_that_is_the_headline_is_no_section() -> None:
    last = '{"@type": "ListItem", "position": 3, "name": "Storm hits coast", "item": "https://www.example.org/x"}'
    trail = TRAIL.replace('{"@type": "ListItem", "position": 3, "name": "Storm hits coast"}', last)
    assert first(article_section(html_page(head=json_ld(trail)))) == ("Weather", "breadcrumbs")


def test_a_label_over_the_headline_is_the_section_if_the_address_names_it() -> None:
    for label, path, section in (
        ("Politics", "/politics/storm", "Politics"),
        ("Wirtschaft & Börse", "/wirtschaft-börse/2031/storm", "Wirtschaft & Börse"),
        ("Économie", "/%C3%A9conomie/storm", "Économie"),
        ("Économie", "/economie/storm", "Économie"),
        ("Weather alert", "/politics/storm", None),
    ):
        html = (
            f"<p>{label}</p><h1>Storm hits coast</h1><p>By Ana Ruiz</p><p>{'The storm took four roofs. ' * 9}</p>"
        )
        article = extract_html(html, f"https://n.example{path}")
        assert article.articleSection == section
        assert article.alternativeHeadline == (None if section else label)


def test_a_link_to_a_language_and_who_wrote_are_no_section_though_the_address_names_them() -> None:
    for label, path in (
        ("EN", "/en/storm"),
        ("English", "/english/storm"),
        ("By Ana Ruiz", "/by-ana-ruiz/storm"),
        ("Ana Ruiz", "/authors/ana-ruiz/storm"),
    ):
        html = f"<html lang=en><p>{label}</p><h1>Storm hits coast</h1><p>By Ana Ruiz</p><p>{'The storm took four roofs. ' * 9}</p>"
        assert extract_html(html, f"https://n.example{path}").articleSection is None, label


@pytest.mark.parametrize(
    "name", ["fil-ariane", "migas-de-pan", "kruimelpad", "brotkrumen", "breadCrumb", "murupolku"]
)
def test_trails_are_named_in_many_languages(name: str) -> None:
    links = '<a href="/">Home</a> &gt; <a href="/weather">Weather</a>'
    found = first(breadcrumbs(html_page(above=f'<div class="{name}">{links}</div>')))
    assert found is not None
    assert [step.name for step in found[0]] == ["Home", "Weather"]


@pytest.mark.parametrize("name", ["career-pathway", "receta-migas", "mission-ariane"])
def test_a_list_of_links_whose_name_has_another_meaning_is_no_trail(name: str) -> None:
    links = '<a href="/nurses">Nurses</a> <a href="/doctors">Doctors</a>'
    assert first(breadcrumbs(html_page(above=f'<div class="{name}">{links}</div>'))) is None


def test_steps_in_the_vocabulary_before_schema_org() -> None:
    kind = 'itemscope itemtype="http://data-vocabulary.org/Breadcrumb"'
    home = f'<p {kind}><a itemprop="url" href="/"><b itemprop="title">Home</b></a>'
    child = f'<i {kind} itemprop="child"><a itemprop="url" href="/sea"><b itemprop="title">Sea</b></a></i></p>'
    apart = f'</p><p {kind}><a itemprop="url" href="/land"><b itemprop="title">Land</b></a></p>'
    for markup, last in ((home + child, "Sea"), (home + apart, "Land"), (home + "</p>" + home + child, "Sea")):
        found = first(breadcrumbs(html_page(above=f"<div>{markup}</div>")))
        assert found is not None
        assert ([step.name for step in found[0]], found[1]) == (["Home", last], "linked-data:breadcrumb")


@pytest.mark.parametrize(
    "line",
    [
        "Quay Post - 08/03/2031, 07:45 WIB",
        "Senin, 08/03/2031",
        "Published 08/03/2031 07:45",
        "8 Maret 2031 / 07:45",
    ],
)
def test_a_part_of_a_date_is_no_section(line: str) -> None:
    texts = ("Ferries stayed in the harbour for a second day, the trust said on Monday. " * 3,) * 4
    dump = "\n\n".join((line, "Storm hits coast of the northern isles", *texts))
    assert extract_text(dump).articleSection is None
    assert extract_text(dump.replace(line, "Home / Isles / Weather")).articleSection == "Weather"


@pytest.mark.parametrize("name", ["Harbour", "Gemeinden", "Thời sự"])
def test_a_trail_of_one_link_names_the_section(name: str) -> None:
    trail = f'<ul class="breadcrumb"><li><a href="/s/1">{name}</a></li></ul>'
    assert first(article_section(html_page(above=trail))) == (name, "breadcrumbs")
    home = '<ul class="breadcrumb"><li><a href="/">Home</a></li></ul>'
    assert first(article_section(html_page(above=home))) is None
