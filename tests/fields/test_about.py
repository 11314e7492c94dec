from __future__ import annotations

from newsspider.fields.about import description, keywords
from tests.fields.made_pages import html_page, json_ld, rules


def test_summaries_best_first() -> None:
    facts = html_page(
        head=json_ld('{"@type": "NewsArticle", "description": "Ferries stay in the harbour."}')
        + '<meta property="og:description" content="No ferries today.">'
    )
    assert rules(description(facts)) == [
        ("Ferries stay in the harbour.", "json-ld"),
        ("No ferries today.", "meta:og:description"),
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
