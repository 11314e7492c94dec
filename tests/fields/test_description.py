from __future__ import annotations

from newsspider.fields.description import description
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
