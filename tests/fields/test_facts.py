from __future__ import annotations

from newsspider.fields.facts import country_of
from newsspider.page import Page


def test_the_country_of_a_page() -> None:
    assert country_of(Page(language="en-GB", url="https://news.example.au/")) == "GB"
    assert country_of(Page(language="en", url="https://news.example.co.uk/")) == "GB"
    assert country_of(Page(language="en", url="https://news.example.tv/")) is None
    assert country_of(Page(url="http://[")) is None
