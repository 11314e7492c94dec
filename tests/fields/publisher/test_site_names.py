from __future__ import annotations

from newsspider.fields.publisher.site_names import site_names
from newsspider.page import html_page


def test_names_of_meta_linked_data_and_host() -> None:
    page = html_page(
        '<meta property="og:site_name" content="Harbour Courier"><meta name="twitter:site" content="@courier">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "Courier Ltd"}}</script><p>x',
        url="https://www.news.courier.example/a",
    )
    assert list(site_names(page)) == [
        "Harbour Courier", "courier", "Courier Ltd",
        "news.courier.example", "news", "courier.example", "courier",
    ]  # fmt: skip


def test_broken_addresses_name_nothing() -> None:
    assert list(site_names(html_page("<p>x", url="http://["))) == []
