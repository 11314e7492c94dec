from __future__ import annotations

from scrapy.http import HtmlResponse

from newsspider.archives.json_fields import JsonFields
from newsspider.archives.rows import page_of
from newsspider.http import TextDumpResponse


def test_html_under_the_name_of_text_is_html() -> None:
    assert type(page_of({"body": "<html><p>Hi"}, JsonFields())) is HtmlResponse
    assert type(page_of({"content": "I <p> you"}, JsonFields())) is TextDumpResponse


def test_half_a_surrogate_pair_breaks_nothing() -> None:
    found = page_of({"url": "https://example.org/\ud800", "text": "a\udc00"}, JsonFields())
    assert found is not None
    assert (found.url, found.body) == ("https://example.org/?", b"a?")
