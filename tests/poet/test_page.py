"""The page object alone, as a project tests its page classes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider.corrections import read_corrections
from newsspider.errors import CorrectionsError, PageError
from newsspider.fields import FIELDS, Candidate, PageFacts
from newsspider.fields.field import Field
from newsspider.fields.forms import LINE
from newsspider.items import Article, Author, Image, Source
from tests.middlewares.test_page_context import PAGE

web_poet = pytest.importorskip("web_poet", reason="the extra `poet`")
pytest.importorskip("scrapy_poet", reason="the extra `poet`")

from web_poet import HttpResponse, Returns, field  # noqa: E402  # an extra
from web_poet.fields import get_fields_dict  # noqa: E402
from web_poet.serialization import deserialize_leaf, serialize_leaf  # noqa: E402

from newsspider.poet import ArticleContext, ArticlePage  # noqa: E402

URL = "https://n.example/quay"


def response(body: bytes = PAGE.encode(), **headers: str) -> HttpResponse:
    return HttpResponse(URL, body, headers=headers)


def article(page: ArticlePage) -> Article:
    found = asyncio.run(page.to_item())
    assert isinstance(found, Article)
    return found


def test_each_field_of_an_article_is_one_of_the_page() -> None:
    assert list(get_fields_dict(ArticlePage)) == [*Article.__dataclass_fields__]
    page = ArticlePage(response())
    found = article(page)
    assert {name: getattr(page, name) for name in Article.__dataclass_fields__} == {
        name: getattr(found, name) for name in Article.__dataclass_fields__
    }
    assert found.headline == "A walk along the quay"
    assert found.authors == [Author(name="Ana Ruiz", type="Person")]


def test_fields_of_a_site_are_cleaned_and_seen_by_the_rules() -> None:
    class SitePage(ArticlePage):
        @field
        def headline(self) -> str:
            return f" {super().headline}\n again "

        @field
        async def authors(self) -> str:
            return "By Hans Müller and Eva Lind"

        @field
        def mainImage(self) -> str:
            return "/a.jpg"

        @field
        def canonicalUrl(self) -> str:
            return "/canonical"

    found = article(SitePage(response()))
    assert found.headline == "A walk along the quay again"
    assert [author.name for author in found.authors or ()] == ["Hans Müller", "Eva Lind"]
    assert found.mainImage == Image(url="https://n.example/a.jpg")
    assert (found.id, found.wordCount) == ("https://n.example/canonical", 83)
    assert found.metadata is not None
    assert found.metadata.fieldSources is not None
    assert found.metadata.fieldSources["headline"] == found.metadata.fieldSources["authors"] == "loader"


def test_none_is_not_known_and_a_value_that_is_none_is_named() -> None:
    class Without(ArticlePage):
        @field
        def headline(self) -> None:
            return None

    class Wrong(ArticlePage):
        @field
        def wordCount(self) -> str:
            return "many"

    assert article(Without(response())).headline is None
    with pytest.raises(ValueError, match="wordCount"):
        article(Wrong(response()))


def test_processors_of_a_page_class_are_called() -> None:
    class Loud(ArticlePage):
        class Processors:
            headline = [str.upper]  # noqa: RUF012  # as web-poet declares them

    assert article(Loud(response())).headline == "A WALK ALONG THE QUAY"


def test_a_name_that_is_no_field_is_an_error() -> None:
    class Misspelt(ArticlePage):
        @field
        def headlin(self) -> str:
            return "Storm"

    class Helped(Misspelt, skip_nonitem_fields=True):
        pass

    with pytest.raises(TypeError, match=r"Misspelt\.headlin: articles have no such field"):
        article(Misspelt(response()))
    assert article(Helped(response())).headline == "A walk along the quay"


def test_another_item_class_gets_the_fields() -> None:
    @dataclass
    class Story:
        headline: str
        wordCount: int  # noqa: N815

    class StoryPage(ArticlePage, Returns[Story], skip_nonitem_fields=True):
        pass

    story: object = asyncio.run(StoryPage(response()).to_item())
    assert story == Story("A walk along the quay", 83)


def test_what_the_context_says_holds(tmp_path: Path) -> None:
    correction = (
        '[[corrections]]\nsite = "n.example"\n[corrections.fields]\npublisher = { value = "The Quay Post" }\n'
    )
    (tmp_path / "corrections.toml").write_text(correction)
    mood = Field(name="mood", form=LINE, doc_form="one line")

    class SitePage(ArticlePage):
        @field
        def mood(self) -> str:
            return "calm"

    context = ArticleContext(
        captured=datetime(2026, 11, 3, 12, tzinfo=UTC),
        source=Source(kind="warc", path="a.warc"),
        corrections=read_corrections(tmp_path / "corrections.toml"),
        fields={**FIELDS, "mood": mood},
    )
    found = article(SitePage(response(), context)).to_dict()
    assert (found["mood"], found["publisher"]["name"]) == ("calm", "The Quay Post")
    assert found["datePublished"].startswith("2026-11-03")
    assert found["metadata"]["dateDownloaded"] == "2026-11-03T12:00:00Z"
    assert found["metadata"]["source"]["path"] == "a.warc"
    assert found["metadata"]["source"]["digest"].startswith("sha256:")


def test_a_text_dump_is_read_as_one() -> None:
    text = "A walk along the quay\n\nBy Ana Ruiz\n\nIt was raining when the walk began, <b> or so they said.\n"
    found = article(ArticlePage(response(text.encode()), ArticleContext(is_text=True)))
    assert "<b>" in (found.articleBody or "")


def test_headers_tell_the_charset() -> None:
    body = PAGE.replace("quay", "Straße").encode("latin-1")
    assert article(ArticlePage(response(body, **{"Content-Type": "text/html; charset=latin-1"}))).headline == (
        "A walk along the Straße"
    )


def test_a_page_without_an_article_raises() -> None:
    page = ArticlePage(response(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"))
    with pytest.raises(PageError, match="PDF"):
        asyncio.run(page.to_item())
    with pytest.raises(PageError, match="PDF"):
        _ = page.headline


MOOD = Field(
    name="mood", rule=lambda facts: iter([Candidate("calm", facts.page.url or "")]), form=LINE, doc_form=""
)


def own_headline(facts: PageFacts) -> Iterator[Candidate[str]]:
    yield Candidate(f"{facts.page.title} again", "own")


def kept(context: ArticleContext) -> ArticleContext:
    found: ArticleContext = deserialize_leaf(ArticleContext, serialize_leaf(context))
    return found


def test_fixtures_keep_when_and_where_a_page_was_fetched() -> None:
    captured = datetime(2026, 11, 3, tzinfo=UTC)
    for context in (
        ArticleContext(),
        ArticleContext(captured=captured, source=Source(kind="wet", offset=7), is_text=True),
    ):
        found = kept(context)
        assert (found.captured, found.source, found.is_text) == (context.captured, context.source, context.is_text)
        assert (found.corrections, found.fields) == (None, None)


def test_fixtures_keep_the_names_of_corrections_and_fields(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(
        '[[corrections]]\nsite = "n.example"\n[corrections.fields]\npublisher = { value = "The Post" }\n'
    )
    changes = {"headline": own_headline, "mood": f"{__name__}.MOOD", "keywords": None}
    context = ArticleContext(named_by={"NEWSSPIDER_CORRECTIONS": str(path), "NEWSSPIDER_FIELDS": changes})
    found = kept(kept(context))
    form = article(ArticlePage(response(), found)).to_dict()
    assert (form["headline"], form["mood"], form["publisher"]) == ("None again", "calm", {"name": "The Post"})
    path.unlink()
    with pytest.raises(CorrectionsError):
        kept(context)
    with pytest.raises(ValueError, match=r"^NEWSSPIDER_FIELDS: mood: no fixture can name"):
        kept(ArticleContext(named_by={"NEWSSPIDER_FIELDS": {"mood": MOOD}}))


def test_without_the_extra_one_line_names_it() -> None:
    code = (
        "import sys; sys.modules['scrapy_poet'] = None\n"
        "try:\n    import newsspider.poet\n"
        "except ImportError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "newsspider.poet needs the extra: pip install 'newsspider[poet]'\n"
