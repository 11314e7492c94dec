"""articleBodyMarkdown, for projects that ask for it."""

from __future__ import annotations

from pathlib import Path

from scrapy.http import HtmlResponse

from newsspider.extraction import extract
from newsspider.feeds.schema import FeedValidator
from newsspider.fields.registry import with_fields
from newsspider.loaders import ArticleLoader

SEEDS = Path(__file__).parents[2] / "seeds" / "html"
FIELDS = {"articleBodyMarkdown": "newsspider.feeds.markdown_field.ARTICLE_BODY_MARKDOWN"}


def test_articles_have_their_markdown() -> None:
    fields = with_fields(FIELDS)
    page = next(path for path in SEEDS.glob("*.html") if b"<h2" in path.read_bytes())
    response = HtmlResponse("https://example.org/a", body=page.read_bytes(), encoding="utf-8")
    form = extract(response, loader=ArticleLoader(response=response, fields=fields)).to_dict()
    assert "\n## " in form["articleBodyMarkdown"]
    assert form["articleBodyHtml"].count("<h2") == form["articleBodyMarkdown"].count("\n## ")
    assert FeedValidator(fields).errors(form) == []
