from __future__ import annotations

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
