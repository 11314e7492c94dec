from __future__ import annotations

import pytest

from newsspider import extract_html
from newsspider.fields.about import description, keywords
from tests.fields.made_pages import TEXT, first, html_page, json_ld, rules


def test_summaries_best_first() -> None:
    facts = html_page(
        head=json_ld('{"@type": "NewsArticle", "description": "Ferries stay in the harbour."}')
        + '<meta property="og:description" content="No ferries today.">'
    )
    assert rules(description(facts)) == [
        ("Ferries stay in the harbour.", "json-ld"),
        ("No ferries today.", "meta:og:description"),
    ]


def test_the_standfirst_that_readers_see_comes_first() -> None:
    shown = "The pier is gone, and the ferries stay in the harbour until the wind drops."
    head = '<meta property="og:description" content="All about the storm.">'
    assert rules(description(html_page(head=head, above=f"<p class='standfirst'>{shown}</p>"))) == [
        (shown, "standfirst"),
        ("All about the storm.", "meta:og:description"),
    ]


def test_sources_in_order() -> None:
    head = (
        '<meta name="keywords" content="news, storm"><meta property="article:tag" content="Storm">'
        '<meta property="article:tag" content="Coast"><meta name="news_keywords" content="storm, harbour">'
        + json_ld('{"@type": "NewsArticle", "keywords": ["Storms", "Ferries"]}')
    )
    assert rules(keywords(html_page(head=head))) == [
        (["Storms", "Ferries"], "json-ld"),
        (["storm, harbour"], "meta:news_keywords"),
        (["Storm", "Coast"], "meta:article:tag"),
        (["news, storm"], "meta:keywords"),
    ]


def test_none_are_none() -> None:
    assert rules(keywords(html_page())) == []


TAGS = '<div class="tags"><a href="/tag/storm/">Storm</a> <a href="/tag/ferries/">Ferries</a></div>'


def test_topics_that_the_page_shows_stand_in_for_declared_ones() -> None:
    assert rules(keywords(html_page(below=TAGS))) == [(["Storm", "Ferries"], "shown-topics")]


def test_lists_that_agree_with_the_shown_topics_come_first() -> None:
    head = (
        json_ld('{"@type": "NewsArticle", "keywords": ["lorries", "planks"]}')
        + '<meta name="news_keywords" content="ferries, piers">'
    )
    assert [source for _, source in rules(keywords(html_page(head=head, below=TAGS)))] == [
        "meta:news_keywords",
        "json-ld",
        "shown-topics",
    ]


def test_a_list_of_one_waits_unless_the_page_names_it_twice() -> None:
    one = '<meta property="article:tag" content="Weather"><meta name="keywords" content="storm, ferries">'
    assert first(keywords(html_page(head=one))) == (["storm, ferries"], "meta:keywords")
    twice = one + '<meta name="news_keywords" content="weather">'
    assert first(keywords(html_page(head=twice))) == (["weather"], "meta:news_keywords")


def test_words_that_the_text_does_not_have_wait_for_what_the_page_shows() -> None:
    head = '<meta name="keywords" content="politics, sport, culture, harbour">'
    one = '<p>Tags: <a href="/tag/storm/">Storm</a></p>'
    assert first(keywords(html_page(head=head, below=one))) == (["Storm"], "shown-topics")
    head = '<meta name="keywords" content="storm on the coast, ferries, bridge, pier">'
    assert first(keywords(html_page(head=head, below=one))) == ([head[31:-2]], "meta:keywords")


def test_what_the_article_is_about_else_what_it_mentions() -> None:
    about = '"about": [{"@type": "Thing", "name": "Storm"}, {"@type": "Place", "name": "Coast"}]'
    mentions = '"mentions": {"@type": "Person", "name": "Ana Ruiz"}'
    facts = html_page(head=json_ld(f'{{"@type": "NewsArticle", {about}, {mentions}}}'))
    assert first(keywords(facts)) == (["Storm", "Coast"], "json-ld:about")
    facts = html_page(head=json_ld(f'{{"@type": "NewsArticle", "about": "A long day.", {mentions}}}'))
    assert first(keywords(facts)) == (["Ana Ruiz"], "json-ld:about")


def test_the_sites_own_name_goes_unless_the_text_has_it() -> None:
    head = (
        '<meta property="og:site_name" content="Example News">'
        '<meta name="news_keywords" content="Storm, Ferries, Example News, example.org">'
    )
    assert first(keywords(html_page(head=head))) == (["Storm", "Ferries"], "meta:news_keywords")
    text = TEXT + "<p>Readers of Example News sent pictures of the waves that broke over the pier on Monday.</p>"
    assert first(keywords(html_page(head=head, text=text))) == (
        ["Storm", "Ferries", "Example News"],
        "meta:news_keywords",
    )


@pytest.mark.parametrize(
    "told",
    [
        '"mentions": [{"@type": "NewsArticle", "name": "Ministers meet in the capital"}]',
        '"about": {"@type": "Thing", "name": "Storm hits the coast!"}',
        '"about": [{"@type": ["VideoObject"], "name": "Video: Ferries at the pier"}]',
        '"about": {"@type": "Thing", "name": "Sturm trifft die Küste"}, "headline": "Sturm trifft die Küste"',
    ],
)
def test_other_works_and_the_headline_are_no_topics(told: str) -> None:
    head = json_ld(f'{{"@type": "NewsArticle", "headline": "Storm hits the coast", {told}}}')
    assert rules(keywords(html_page(head=head))) == []


@pytest.mark.parametrize("name", ["Ana Ruiz", "Küstenschutz", "Tormenta perfecta"])
def test_people_things_and_films_are_topics(name: str) -> None:
    about = f'"about": [{{"@type": "Movie", "name": "{name}"}}, {{"@type": "Person", "name": "Ben Kurz"}}]'
    head = json_ld(f'{{"@type": "NewsArticle", "headline": "Storm hits the coast", {about}}}')
    assert rules(keywords(html_page(head=head))) == [([name, "Ben Kurz"], "json-ld:about")]


@pytest.mark.parametrize("name", ["DC.subject", "dcterms.subject", "citation_keywords"])
def test_topics_for_libraries_count_as_those_for_search_engines(name: str) -> None:
    meta = f'<meta name="{name}" content="coast; weather">'
    assert first(keywords(html_page(head=meta))) == (["coast; weather"], f"meta:{name.lower()}")
    tags = '<meta property="article:tag" content="storm"><meta property="article:tag" content="ferry">'
    assert first(keywords(html_page(head=meta + tags))) == (["storm", "ferry"], "meta:article:tag")


def test_the_authors_name_is_no_keyword_unless_the_text_has_it() -> None:
    head = '<meta name="author" content="Ana Ruiz"><meta name="keywords" content="storm, Ana Ruiz, coast">'
    article = extract_html(f"<html lang=en><head>{head}</head><body><h1>Storm hits coast</h1>{TEXT}</body></html>")
    assert article.keywords == ["storm", "coast"]
    text = TEXT.replace("Schools", "Ana Ruiz, who was at the pier, said that schools")
    article = extract_html(f"<html lang=en><head>{head}</head><body><h1>Storm hits coast</h1>{text}</body></html>")
    assert article.keywords == ["storm", "Ana Ruiz", "coast"]


@pytest.mark.parametrize("site", ["", " - Quay Post", " – Inselpost Kultur"])
def test_the_headline_is_no_keyword(site: str) -> None:
    title = "Storm hits coast of the northern isles"
    head = f'<meta property="og:title" content="{title}"><meta name="news_keywords" content="storm; ferries; {title}{site}">'
    found = extract_html(f"<head>{head}</head><h1>{title}</h1>{TEXT}").keywords
    assert found == ["storm", "ferries"]


def test_a_headline_of_few_words_may_be_a_topic_beside_others() -> None:
    head = (
        '<meta property="og:title" content="Presidential election 2031"><meta name="news_keywords" content="{}">'
    )
    page = f"<head>{head}</head><h1>Presidential election 2031</h1>{TEXT}"
    topics = ["polls", "Presidential election 2031", "isles"]
    assert extract_html(page.format(",".join(topics))).keywords == topics
    assert extract_html(page.format(topics[1])).keywords is None
