from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.discovery.page_versions import canonical_page


def led_to(url: str, markup: str) -> str | None:
    return canonical_page(HtmlResponse(url, body=markup.encode(), encoding="utf-8"))


STORM = "https://example.org/storm"
CANONICAL = f"<link rel='canonical' href='{STORM}'>"


@pytest.mark.parametrize(
    ("url", "markup"),
    [
        ("https://example.org/storm/amp/", f"<html amp><head>{CANONICAL}"),
        ("https://example.org/storm?x=1", f"<html ⚡ lang=en><head>{CANONICAL}"),
        ("https://amp-cache.example/c/s/example.org/storm", f"<html amp><head>{CANONICAL}"),
        ("https://amp.example.org/storm", f"<head>{CANONICAL}"),
        ("https://example.org/print/storm", f"<head>{CANONICAL}"),
        ("https://example.org/storm/print/", "<head><link rel='CANONICAL nofollow' href='/storm#top'>"),
        ("https://example.org/storm?print=1", f"<head>{CANONICAL}"),
        ("https://example.org/printer/storm", f"<head>{CANONICAL}"),
        ("https://example.org/storm-print.html", f"<head>{CANONICAL}"),
        ("https://example.org/storm.amp", f"<head>{CANONICAL}"),
        ("https://example.org/storm?output=print", f"<head>{CANONICAL}"),
        ("https://m.example.org/storm", f"<head>{CANONICAL}"),
        ("https://example.org/storm?print=1", "<p>without a canonical link"),
    ],
)
def test_versions_are_led_back_to_their_page(url: str, markup: str) -> None:
    assert led_to(url, markup) == STORM


@pytest.mark.parametrize(
    ("url", "markup"),
    [
        (STORM, f"<head>{CANONICAL}"),
        (STORM, f"<html amp><head>{CANONICAL}"),  # a site whose pages are AMP alone
        (STORM, "<head><link rel='canonical' href='/flood'>"),  # no version, and no business of this function
        ("https://example.org/storm/amp/", "<html amp><head><link rel='canonical' href='/'>"),
        ("https://example.org/storm?print=1", "<head><link rel='canonical' href='https://other.example/storm'>"),
        ("https://example.org/print/storm", "<p>without a canonical link"),
        ("https://example.org/blueprint/storm?printers=2", f"<head>{CANONICAL}"),
        ("", "<html amp>"),
    ],
)
def test_other_pages_are_themselves(url: str, markup: str) -> None:
    assert led_to(url, markup) is None


@given(st.text(), st.text())
def test_never_raises(path: str, href: str) -> None:
    led_to(f"https://example.org/print/{path}", f"<html amp><link rel=canonical href='{href}'>")
