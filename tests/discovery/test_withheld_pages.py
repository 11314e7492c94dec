from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Request

from newsspider.discovery.withheld_pages import REASONS, Withheld, withheld
from newsspider.items import Article

STORY = "https://example.org/storm"
NOTHING = Article()
TEXT = Article(articleBody="The storm came at night. " * 40)
SCRIPT = '<script src="/app.js"></script>'


def page(body: str, url: str = STORY, asked_for: str | None = None) -> HtmlResponse:
    meta = {"redirect_urls": [asked_for]} if asked_for else {}
    return HtmlResponse(url, body=body.encode(), encoding="utf-8", request=Request(url, meta=meta))


@pytest.mark.parametrize(
    "body",
    [
        f'<title>Quay Post</title><div id="root"></div>{SCRIPT}',
        f"<app-root></app-root>{SCRIPT}",
        '<div id="__next"></div><script>start()</script>',
        f"<title>Storm</title><main></main>{SCRIPT}",
        f"<noscript>You need to enable JavaScript to run this app.</noscript><div></div>{SCRIPT}",
        f"<noscript><div><p>Bitte aktivieren Sie JavaScript.</p></div></noscript>{SCRIPT}",
        "<p>يرجى تفعيل جافا سكريبت</p>",
        f'<nav>{"<a href=/a>World news</a> " * 30}</nav><div id="app"></div>{SCRIPT}',
    ],
)
def test_pages_that_scripts_fill(body: str) -> None:
    assert withheld(page(body), NOTHING) is Withheld.SCRIPTS


@pytest.mark.parametrize(
    ("body", "article"),
    [
        (f'<div id="root"><p>{TEXT.articleBody}</p></div>{SCRIPT}', TEXT),
        (
            f'<noscript>Please enable JavaScript.</noscript><p>{TEXT.articleBody}</p><div id="app"></div>{SCRIPT}',
            TEXT,
        ),
        ("<p>Storm</p>", NOTHING),
        (f"<p>Short news.</p>{SCRIPT}", Article(articleBody="Short news.")),
        (
            f"<noscript>JavaScript</noscript><ul>{'<li><a href=/a>Ferries are late again</a>' * 30}</ul>{SCRIPT}",
            NOTHING,
        ),
        ('<script type="application/ld+json">{}</script><p></p>', NOTHING),
        ("", NOTHING),
    ],
)
def test_pages_with_text_and_pages_that_are_merely_empty(body: str, article: Article) -> None:
    assert withheld(page(body), article) is None


ASK = "<h1>Before you continue</h1><p>We and our 800 partners store information on a device.</p>"
CONSENT_FORM = '<form action="/consent/save"><button>Accept all</button></form>'


@pytest.mark.parametrize(
    ("body", "url", "asked_for"),
    [
        (ASK + CONSENT_FORM, STORY, None),
        (f"<title>Ihre Privatsphäre</title><div class='cmp-box'>{TEXT.articleBody}</div>", STORY, None),
        (ASK, "https://consent.example.org/?continue=https%3A%2F%2Fexample.org%2Fstorm", None),
        (CONSENT_FORM, "https://example.org/privacy-gate/?returnUrl=%2Fstorm", None),
        (ASK, "https://id.example.net/ask?to=https%3A%2F%2Fexample.org%2Fstorm", STORY),
    ],
)
def test_pages_that_ask_for_consent(body: str, url: str, asked_for: str | None) -> None:
    for article in (NOTHING, Article(headline="Before you continue", articleBody=TEXT.articleBody)):
        assert withheld(page(body, url, asked_for), article) is Withheld.CONSENT


@pytest.mark.parametrize(
    ("body", "url", "article"),
    [
        # An article with a consent platform's script, one about consent, one that was moved.
        (
            f"<h1>Storm</h1><p>{TEXT.articleBody}</p><script src='https://cdn.cookielaw.org/x.js'></script>",
            STORY,
            TEXT,
        ),
        (
            f"<h1>We use cookies: a baker tells</h1><p>{TEXT.articleBody}</p><script src='https://cmp.example.org/x.js'></script>",
            STORY,
            Article(
                headline="We use cookies: a baker tells", articleBody=TEXT.articleBody, datePublished="2026-03-04"
            ),
        ),
        (f"<h1>Storm</h1><p>{TEXT.articleBody}</p>", "https://example.org/consent/storm?ref=/home", TEXT),
    ],
)
def test_articles_do_not(body: str, url: str, article: Article) -> None:
    assert withheld(page(body, url, "https://example.org/old"), article) is None


def test_each_code_has_its_reason() -> None:
    assert set(REASONS) == set(Withheld)


@given(st.text(max_size=200), st.text(max_size=60))
def test_no_page_makes_it_raise(text: str, query: str) -> None:
    withheld(page(f"<noscript>{text}</noscript><p>{text}", f"https://consent.example.org/?{query}"), NOTHING)
