from __future__ import annotations

from tests.fields.made_pages import URL, html_page, json_ld


def _headlines(data: str) -> list[str | None]:
    page = html_page(head=json_ld(data)).page
    return [article.headline for article in page.linked_data.own]


def test_one_article_is_the_pages_own() -> None:
    assert _headlines('{"@type": "NewsArticle", "headline": "A", "url": "https://elsewhere.example/"}') == ["A"]


def test_the_article_with_the_pages_address_wins_over_teasers() -> None:
    data = f'[{{"@type": "NewsArticle", "headline": "Teaser", "url": "/other"}}, {{"@type": "NewsArticle", "headline": "Own", "url": "{URL}?utm_source=x"}}]'
    assert _headlines(data) == ["Own"]


def test_without_addresses_the_first_that_the_title_speaks_of_counts() -> None:
    data = '[{"@type": "NewsArticle", "headline": "Ferries"}, {"@type": "NewsArticle", "headline": "Storm hits the coast"}]'
    assert _headlines(data) == ["Storm hits the coast"]


def test_a_list_of_teasers_has_no_article_of_the_page() -> None:
    assert _headlines('[{"@type": "NewsArticle", "headline": "Ferries"}, {"@type": "NewsArticle"}]') == []


def test_a_web_page_with_the_pages_address_leaves_the_article_with_its_title() -> None:
    # Templates write one address, or an example, as that of all articles.
    data = (
        f'[{{"@type": "WebPage", "name": "Storm", "url": "{URL}", "datePublished": "2025-03-04"}},'
        ' {"@type": "NewsArticle", "headline": "Storm hits coast", "mainEntityOfPage": "https://maker.example/article"},'
        ' {"@type": "NewsArticle", "headline": "Ferries stay in the harbour", "url": "/ferries"}]'
    )
    assert _headlines(data) == ["Storm", "Storm hits coast"]


def test_a_web_page_is_not_joined_by_teasers() -> None:
    data = (
        f'[{{"@type": "WebPage", "name": "Storm", "url": "{URL}", "datePublished": "2025-03-04"}},'
        ' {"@type": "NewsArticle", "headline": "Storm", "url": "/storm"},'
        ' {"@type": "NewsArticle", "headline": "Storm hits coast of Spain", "url": "/spain"}]'
    )
    assert _headlines(data) == ["Storm"]
