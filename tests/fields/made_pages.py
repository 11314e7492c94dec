"""Pages for the tests of field rules: an article of a few paragraphs with what the test is about around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy.http import HtmlResponse

from newsspider.blocks import read_blocks
from newsspider.blocks.types import Blocks
from newsspider.body import Body, choose_body
from newsspider.fields import FIELDS
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.http import TextDumpResponse
from newsspider.loaders import ArticleLoader
from newsspider.page import Page, read_page

URL = "https://www.example.org/news/storm-hits-coast"
SENTENCES = (
    "The storm that reached the coast on Monday night has left thousands of homes without power.",
    "Ferries stayed in the harbour for a second day, and the bridge to the island was closed to lorries.",
    "The harbour trust said that it would take a week to repair the pier, which lost forty planks.",
    "Schools on the island will open again on Thursday if the buses run, the council announced.",
    "Fishermen said that they had not seen waves of that height since the winter of their childhood.",
    "The weather service expects calmer days, with some rain in the west and frost in the valleys.",
)
TEXT = "".join(f"<p>{sentence} {sentence.lower()}</p>" for sentence in SENTENCES)
DUMP = "\n\n".join(f"{sentence} {sentence.lower()}" for sentence in SENTENCES)


def html_page(*, head: str = "", above: str = "", text: str = TEXT, below: str = "", url: str = URL) -> PageFacts:
    """Return the facts of an HTML article."""
    html = (
        f"<html><head><title>Storm hits coast</title>{head}</head><body><main><article><h1>Storm hits coast</h1>"
        f"{above}<div class='article-text'>{text}</div>{below}</article></main></body></html>"
    )
    return facts_of(read_page(HtmlResponse(url, body=html.encode(), encoding="utf-8")))


def text_page(text: str) -> PageFacts:
    """Return the facts of a text dump."""
    return facts_of(read_page(TextDumpResponse("", body=text.encode(), encoding="utf-8")))


def facts_of(page: Page) -> PageFacts:
    """Return a page's facts, with the language and the headline that its rules choose."""
    facts = PageFacts(page, choose_body(page, read_blocks(page)))
    ArticleLoader().add_fields({name: FIELDS[name] for name in ("inLanguage", "headline")}, facts)
    return facts


def facts_without_body(page: Page, **chosen: Any) -> PageFacts:
    """Return the facts of a page in which no article was found, with the fields that are `chosen`."""
    blocks = Blocks(texts=(), tags=(), elements=())
    facts = PageFacts(page, Body(blocks=blocks, probabilities=(), chosen=()))
    facts.chosen.update(chosen)
    return facts


def json_ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def first(candidates: Iterator[Candidate[Any]]) -> tuple[Any, str] | None:
    """Return the best candidate's value and source."""
    found = next(candidates, None)
    return (found.value, found.source) if found else None


def rules(candidates: Iterator[Candidate[Any]]) -> list[tuple[Any, str]]:
    return [(candidate.value, candidate.source) for candidate in candidates]
