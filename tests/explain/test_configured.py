from __future__ import annotations

import json
from pathlib import Path

import pytest
from scrapy.settings import BaseSettings

from newsspider.archives import ArchivedPage, open_source
from newsspider.errors import CorrectionsError, PageError
from newsspider.explain.configured import configured_explainer
from newsspider.items import Source
from tests.explain.made_pages import HTML, URL, page


def made_page(html: str = HTML) -> ArchivedPage:
    return ArchivedPage(page(html), Source(kind="html", path="walk.html"))


def test_corrections_and_one_field_are_as_the_settings_and_the_caller_say(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(
        '[[corrections]]\nsite = "quaypost.example"\nfields.headline.value = "By data"\n'
    )
    explainer = configured_explainer(BaseSettings({"NEWSSPIDER_CORRECTIONS": str(tmp_path / "c.toml")}))
    explained = explainer.explanation(made_page(), ["headline"])
    assert [(field.field, field.value) for field in explained.fields] == [("headline", "By data")]
    whole = configured_explainer(BaseSettings()).explanation(made_page())
    assert whole.title == "A walk along the quay"
    assert whole.blocks
    (tmp_path / "c.toml").write_text("[[corrections]]\n")
    with pytest.raises(CorrectionsError):
        configured_explainer(BaseSettings({"NEWSSPIDER_CORRECTIONS": str(tmp_path / "c.toml")}))


def test_a_line_of_a_feed_is_explained_as_the_article_that_it_is(tmp_path: Path) -> None:
    metadata = {"extractor": "newsspider 0.1.0", "fieldSources": {"headline": "h1"}}
    lines = [
        {"headline": text, "metadata": metadata, "url": URL, "articleBody": "It rained."} for text in ("A", ["B"])
    ]
    (tmp_path / "feed.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    first, second = (page for page in open_source(tmp_path / "feed.jsonl") if isinstance(page, ArchivedPage))
    explained = configured_explainer(BaseSettings()).explanation(first, ["headline"])
    assert (explained.title, explained.fields[0].source) == ("A", "h1")
    with pytest.raises(PageError, match="not an article of a feed"):
        configured_explainer(BaseSettings()).explanation(second)
