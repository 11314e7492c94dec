from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider import extract
from newsspider.explain.browser import html_page
from newsspider.explain.feed_line import explain_line
from newsspider.explain.terminal import terminal_lines
from newsspider.explain.types import Verdict
from newsspider.items import Source
from tests.explain.made_pages import page

MADE = extract(
    page(), source=Source(kind="warc", path="a.warc", offset=7), captured=datetime(2024, 5, 4, tzinfo=UTC)
)
LINE = Source(kind="json", path="feed.jsonl", offset=300)


def test_a_line_of_a_feed_shows_its_own_values_and_what_gave_them() -> None:
    found = explain_line(MADE.to_dict(), LINE)
    fields = {field.field: field for field in found.fields}
    assert fields["headline"].value == MADE.headline
    (attempt,) = fields["headline"].attempts
    assert MADE.metadata is not None
    assert MADE.metadata.fieldSources is not None
    assert (attempt.source, attempt.verdict) == (MADE.metadata.fieldSources["headline"], Verdict.WON)
    assert fields["agency"].attempts == ()
    facts = dict(found.facts)
    assert facts["source"] == "json feed.jsonl at byte 300"
    assert facts["article"] == "a line of a feed: a replay takes it as it is"
    assert facts["made from"].startswith("warc a.warc at byte 7; explain that page")
    assert not found.blocks
    text = "\n".join(terminal_lines(found, width=100, colours=False))
    assert f"headline  {MADE.headline}" in text


def test_one_field_of_it_and_a_line_that_is_no_article() -> None:
    assert [field.field for field in explain_line(MADE.to_dict(), LINE, only=["authors"]).fields] == ["authors"]
    bare = explain_line({"headline": "Storm"}, LINE, only=["headline"]).fields[0]
    assert (bare.value, bare.source) == ("Storm", "feed line")
    with pytest.raises(ValueError, match="headline"):
        explain_line({"headline": ["Storm"]}, LINE)


def test_a_line_that_does_not_say_how_likely_it_is_an_article_shows_no_number() -> None:
    found = explain_line({"headline": "Storm", "url": "https://example.org/storm"}, LINE)
    assert found.probability is None
    assert "of being an article" not in "\n".join(terminal_lines(found, width=100, colours=False))
    assert b"of being an article" not in html_page(found)
    known = explain_line(MADE.to_dict(), LINE)
    assert "of being an article" in "\n".join(terminal_lines(known, width=100, colours=False))
    assert b"of being an article" in html_page(known)
