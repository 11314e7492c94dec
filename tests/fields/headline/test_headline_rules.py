from __future__ import annotations

import pytest

from newsspider.fields.headline.rule import alternative_headline, headline
from newsspider.page import html_page as read_html
from tests.fields.made_pages import TEXT, URL, facts_of, first, html_page, json_ld, rules, text_page


def test_the_source_that_others_confirm_comes_first() -> None:
    facts = html_page(head='<meta property="og:title" content="Coast storm 2031: all you must know">')
    assert first(headline(facts)) == ("Storm hits coast", "h1")


def test_a_newsroom_s_linked_data_outweigh_the_h1() -> None:
    head = '<meta property="og:title" content="Ticker: Storm on the whole coast">'
    facts = html_page(
        head=head + json_ld('{"@type": "NewsArticle", "headline": "Ticker: Storm on the whole coast"}')
    )
    assert first(headline(facts)) == ("Ticker: Storm on the whole coast", "json-ld")


def test_blog_software_s_linked_data_do_not() -> None:
    facts = html_page(head=json_ld('{"@type": "BlogPosting", "headline": "Best coast storm tips of 2031"}'))
    assert first(headline(facts)) == ("Storm hits coast", "h1")


def test_each_text_is_yielded_once() -> None:
    facts = html_page(head='<meta property="og:title" content="Storm hits coast">')
    texts = [text for text, rule in rules(headline(facts)) if rule != "headline-above"]
    assert texts == ["Storm hits coast"]


def test_subtitles_of_linked_data() -> None:
    facts = html_page(
        head=json_ld(
            '{"@type": "NewsArticle", "headline": "Storm hits coast", "alternativeHeadline": "A night out"}'
        )
    )
    assert first(alternative_headline(facts)) == ("A night out", "json-ld")


def test_what_repeats_the_headline_is_no_subtitle() -> None:
    facts = html_page(
        head=json_ld(
            '{"@type": "NewsArticle", "headline": "Storm hits coast", "alternativeHeadline": "Storm hits"}'
        )
    )
    assert first(alternative_headline(facts)) is None


def test_an_empty_dump_has_none() -> None:
    facts = text_page("x")
    assert first(headline(facts)) is None


def test_an_og_title_without_a_colons_front_shows_a_kicker() -> None:
    facts = html_page(
        head='<meta property="og:title" content="Flood: Ferries stay in port">'
        + json_ld('{"@type": "NewsArticle", "headline": "Storm: Ferries stay in port"}')
    )
    assert ("Ferries stay in port", "json-ld") in rules(headline(facts))


def test_the_same_colon_everywhere_is_the_headlines_own() -> None:
    facts = html_page(
        head='<meta property="og:title" content="Live: Storm: Ferries stay in port">'
        + json_ld('{"@type": "NewsArticle", "headline": "Storm: Ferries stay in port"}')
    )
    assert ("Storm: Ferries stay in port", "json-ld") in rules(headline(facts))


def test_a_title_that_is_the_site_s_name_waits_for_the_line_above_the_text() -> None:
    html = f"<title>example.org</title><p>Storm hits the coast and the island</p><p>4 May 2031</p>{TEXT}"
    facts = facts_of(read_html(html, url=URL))
    assert rules(headline(facts))[0] == ("Storm hits the coast and the island", "headline-above")
    assert ("example.org", "title") in rules(headline(facts))


def test_a_heading_that_is_a_title_s_end_outweighs_the_whole_title() -> None:
    html = f"<title>Harbour Council Party - Storm hits coast</title><h2>Storm hits coast</h2>{TEXT}"
    facts = facts_of(read_html(html, url=URL))
    assert first(headline(facts)) == ("Storm hits coast", "heading")


@pytest.mark.parametrize(
    ("title", "h1"),
    [
        ("B1 - Vesti - Roda gnezdi na semaforu - Radio i TV stanica", "Roda gnezdi na semaforu"),
        ("Folha - Cotidiano - Ponte é interditada após queda - 09/10/2030", "Ponte é interditada após queda"),
        ("Beispiel | Sport | Fähren bleiben im Hafen liegen | Wetter und mehr", "Fähren bleiben im Hafen liegen"),
        ("海港在线_国内_风暴袭击沿海地区渡轮停航_新闻中心", "风暴袭击沿海地区渡轮停航"),
    ],
)
def test_what_a_title_has_on_both_sides_of_the_h1_is_no_part_of_the_headline(title: str, h1: str) -> None:
    html = f"<title>{title}</title><h1>{h1}</h1>{TEXT}"
    assert headline_of(html) == h1


def test_a_short_h1_or_one_at_a_title_s_end_is_not_all_of_it() -> None:
    inside = "<title>Harbour - News today - Storm hits the coast</title><h1>News today</h1>" + TEXT
    assert headline_of(inside) != "News today"
    behind = "<title>Tears at the finish - then came the turn</title><h1>then came the turn</h1>" + TEXT
    assert headline_of(behind) == "Tears at the finish - then came the turn"


def test_a_host_may_have_the_site_s_name_without_its_article() -> None:
    html = f"<title>Cierran la última fábrica de hielo - La Jornada</title>{TEXT}"
    facts = facts_of(read_html(html, url="https://www.jornada.example/2030/10/11/estados"))
    assert first(headline(facts)) == ("Cierran la última fábrica de hielo", "title")


def headline_of(html: str) -> str:
    found = first(headline(facts_of(read_html(html, url=URL))))
    assert found is not None
    return str(found[0])


@pytest.mark.parametrize("source", ["（海港日報）", "【海港日報】"])
def test_a_source_in_brackets_that_the_h1_leaves_out(source: str) -> None:
    title = "旧市街の石橋、修復終え８カ月ぶり通行再開"
    linked = json_ld(f'{{"@type": "NewsArticle", "headline": "{title}{source}"}}')
    page = f"<title>{title}{source} - 港ニュース</title>{linked}<h1>{title}</h1>{TEXT}"
    found = first(headline(facts_of(read_html(page, url=URL))))
    assert found is not None
    assert found[0] == title


@pytest.mark.parametrize("date", ["14 de Maio de 1998", "May 14, 1998", "14. Mai 1998"])
def test_the_date_of_an_issue_is_no_headline(date: str) -> None:
    head = f'<title>Quay Post - {date}</title><meta property="og:site_name" content="Quay Post">'
    page = f"{head}<p><b>Storm hits coast of the northern isles</b></p>{TEXT}"
    found = first(headline(facts_of(read_html(page, url=URL))))
    assert found is not None
    assert found[0] == "Storm hits coast of the northern isles"


@pytest.mark.parametrize("site", [" : 海港新聞オンライン", "：海港新聞デジタル", " : 海港日報"])
def test_a_newspaper_behind_a_colon_is_no_half_of_the_headline(site: str) -> None:
    title = "旧市街の石橋、８カ月ぶり再開"
    facts = facts_of(read_html(f"<html lang=ja><title>{title}{site}</title><h1>{title}</h1>{TEXT}", url=URL))
    assert facts.headline == title


@pytest.mark.parametrize(
    "title",
    [
        "2031 was the year of the ferry",
        "2031 Pier Price Guide & Hourly Rates",
        "2031 AI Trends: The Future of the Pier",
    ],
)
def test_a_headline_that_begins_with_a_year_is_no_date(title: str) -> None:
    page = f"<title>Of ferries | Quay</title><meta property='og:title' content='{title}'><h1>{title}</h1>{TEXT}"
    assert facts_of(read_html(page, url=URL)).headline == title
