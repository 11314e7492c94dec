"""Values that a spider adds: by every method of item loaders, good ones and bad."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from itemloaders.processors import Compose, Join, MapCompose, TakeFirst
from scrapy.http import HtmlResponse, Request, Response, TextResponse

from newsspider import ArticleLoader, extract
from newsspider.fields import FIELDS
from newsspider.fields.registry import with_fields
from newsspider.http import CONTEXT, PROVENANCE, PageContext, Provenance
from newsspider.items import Article, Author, Breadcrumb, Image, Source
from newsspider.page import Page, read_page

URL = "https://n.example/news/a"
GERMAN = HtmlResponse(URL, body='<html lang="de-AT"><h1>Sturm</h1><p>…</p></html>'.encode(), encoding="utf-8")
HANS = [Author(name="Hans Müller", nameRaw="Von Hans Müller", type="Person")]


@pytest.mark.parametrize(
    ("name", "meant"), [("langauge", "language"), ("captured_at", "captured"), ("respnse", "response")]
)
def test_a_name_in_the_context_that_resembles_ours_is_told(name: str, meant: str) -> None:
    with pytest.warns(UserWarning, match=f"^{name}: did you mean {meant}\\?") as caught:
        ArticleLoader(**{name: "de"})  # type: ignore[arg-type]
    assert caught[0].filename == __file__


def test_a_context_has_any_other_names_for_processors() -> None:
    loader = ArticleLoader(shop="a", lang_of_reader="de", countries=["DE"], unit="km")
    assert loader.context["unit"] == "km"


def test_values_that_came_before_their_language_are_read_in_it() -> None:
    loader = ArticleLoader()
    loader.add_value("authors", "Von Hans Müller")
    assert loader.get_output_value("authors")[0].name == "Von Hans Müller"
    loader.add_value("inLanguage", "Deutsch")
    assert loader.get_output_value("authors") == loader.load_item().authors == HANS


def test_addresses_are_relative_to_the_page_or_to_the_item_s_own() -> None:
    html = b'<base href="https://cdn.example/x/"><a href="b">b</a>'
    loader = ArticleLoader(response=HtmlResponse(URL, body=html))
    loader.add_css("canonicalUrl", "a::attr(href)")
    assert loader.load_item().canonicalUrl == "https://cdn.example/x/b"
    own = ArticleLoader()
    own.add_value("mainImage", "/a.jpg").add_value("url", URL)
    assert own.load_item().mainImage == Image(url="https://n.example/a.jpg")


def test_what_the_loader_is_told_counts_before_the_page() -> None:
    told = ArticleLoader(response=GERMAN, language="sv", base_url="https://b.example/", country="US")
    told.add_value(None, {"authors": "Av Anna Svensson", "datePublished": "04/05/2024", "mainImage": "/a.jpg"})
    for article in (told.load_item(), extract(GERMAN, loader=told)):
        assert article.authors == [Author(name="Anna Svensson", nameRaw="Av Anna Svensson", type="Person")]
        assert article.datePublished == "2024-04-05"
        assert article.mainImage == Image(url="https://b.example/a.jpg")


def test_a_region_that_a_spider_gives_says_how_dates_are_written() -> None:
    loader = ArticleLoader(response=GERMAN)
    loader.add_value(None, {"datePublished": "04/05/2024", "inLanguage": "en-US"})
    assert loader.load_item().datePublished == extract(GERMAN, loader=loader).datePublished == "2024-04-05"


def test_no_date_lies_after_the_capture_that_is_known() -> None:
    for note in (
        {PROVENANCE: Provenance(Source(kind="warc"), datetime(2024, 6, 1, tzinfo=UTC))},
        {CONTEXT: PageContext(captured=datetime(2024, 6, 1, tzinfo=UTC))},
    ):
        response = GERMAN.replace(request=Request(URL, meta=note))
        loader = ArticleLoader(response=response)
        loader.add_value("datePublished", ["2031-01-01", "vor 3 Stunden"])
        assert loader.load_item().datePublished == "2024-05-31"
        metadata = extract(response, loader=loader).metadata
        assert metadata is not None
        assert metadata.dateDownloaded == "2024-06-01T00:00:00Z"
    late = ArticleLoader()
    late.add_value("datePublished", "2031-01-01")
    assert extract(GERMAN, loader=late, captured=datetime(2024, 6, 1, tzinfo=UTC)).datePublished is None


def test_the_capture_that_extract_is_told_counts_before_the_loader_s() -> None:
    loader = ArticleLoader(response=GERMAN, captured=datetime(2031, 6, 1, tzinfo=UTC))
    loader.add_value("datePublished", ["2031-01-01", "2024-01-01"])
    assert loader.load_item().datePublished == "2031-01-01"
    captured = datetime(2024, 6, 1, tzinfo=UTC)
    assert extract(GERMAN, loader=loader, captured=captured).datePublished == "2024-01-01"


def test_the_page_is_read_once_and_only_for_values_that_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(response: TextResponse, captured: datetime | None = None) -> Page:
        read.append(response.url)
        return read_page(response, captured)

    monkeypatch.setattr("newsspider.loaders.page_reading.read_page", counted)
    loader = ArticleLoader(response=GERMAN)
    loader.add_css("headline", "h1::text").add_value("keywords", "Sturm")
    loader.load_item()
    assert not read
    loader.add_value("authors", "Von Hans Müller")
    assert loader.load_item().authors == HANS
    assert extract(GERMAN, loader=loader).authors == HANS
    assert read == [URL]


@pytest.mark.parametrize(
    "response",
    [
        TextResponse(URL, body=b'{"by": "Von Hans M\xc3\xbcller"}', headers={"Content-Language": "de"}),
        Response(URL, body=b"\x89PNG\r\n", headers={"Content-Language": "de"}),
        HtmlResponse(URL, body=b"", headers={"Content-Language": "de"}),
    ],
)
def test_a_response_that_is_no_page_tells_by_its_headers(response: Any) -> None:
    loader = ArticleLoader(response=response)
    loader.add_value(None, {"authors": "Von Hans Müller", "mainImage": "/a.jpg"})
    article = loader.load_item()
    assert article.authors == HANS
    assert article.mainImage.url == "https://n.example/a.jpg"


def test_every_method_of_item_loaders_works() -> None:
    body = json.dumps({"story": {"title": "Storm", "tags": ["rain", "coast"], "by": "By Ana Ruiz"}}).encode()
    loader = ArticleLoader(response=TextResponse(URL, body=body, headers={"Content-Type": "application/json"}))
    loader.add_jmes("headline", "story.title").add_jmes("keywords", "story.tags").add_jmes("authors", "story.by")
    loader.replace_value("headline", "Storm: hits coast", re=r"Storm: (.+)")
    loader.add_value("description", ["a", "b"], Join(" "), str.upper)
    loader.add_value("articleSection", "Weather", lambda _: None)
    assert loader.load_item() == Article(
        headline="hits coast",
        keywords=["rain", "coast"],
        authors=[Author(name="Ana Ruiz", nameRaw="By Ana Ruiz", type="Person")],
        description="A B",
    )
    page = HtmlResponse(URL, body=b"<div><h1>Storm</h1><ul><li>rain<li>coast</ul><p>By Ana Ruiz</div>")
    nested = ArticleLoader(response=page)
    head = nested.nested_xpath("//div")
    head.nested_css("ul").add_css("keywords", "li::text")
    head.add_css("headline", "h1::text").replace_css("headline", "p::text").replace_xpath(
        "headline", ".//h1/text()"
    )
    assert nested.get_collected_values("keywords") == head.get_collected_values("keywords") == ["rain", "coast"]
    assert head.get_output_value("headline") == "Storm"
    assert head.load_item() is nested.load_item()
    assert nested.load_item() == Article(headline="Storm", keywords=["rain", "coast"])
    assert nested.get_css("li::text") == ["rain", "coast"]


def test_what_is_added_twice_is_there_once_and_one_value_is_the_first() -> None:
    loader = ArticleLoader()
    for _ in range(2):
        loader.add_value("keywords", ["Rain", "Springfield, Ohio", "coast", "storm"]).add_value(
            "authors", "Ana Ruiz"
        )
    loader.add_value("keywords", "rain").add_value("headline", "First").add_value("headline", "Second")
    article = loader.load_item()
    assert article.keywords == ["Rain", "Springfield, Ohio", "coast", "storm"]
    assert [author.name for author in article.authors] == ["Ana Ruiz"]
    assert article.headline == "First"


def test_selectors_of_no_match_leave_the_field_to_the_rules() -> None:
    loader = ArticleLoader(response=GERMAN)
    loader.add_css("headline", "h7::text").add_css("authors", ".by::text", re="x").add_value(
        "datePublished", "soon"
    )
    assert loader.get_output_value("headline") is None
    assert loader.get_collected_values("headline") == []
    article = extract(GERMAN, loader=loader)
    assert (article.headline, article.authors, article.datePublished) == ("Sturm", None, None)
    assert article.to_dict()["metadata"]["fieldSources"]["headline"] == "h1"


@pytest.mark.parametrize("is_given", [True, False])
def test_processors_of_a_subclass_know_the_page(is_given: bool) -> None:
    asked: list[Any] = []

    def noted(value: str, loader_context: Any) -> str:
        asked.append(loader_context.get("language"))
        return value

    class Own(ArticleLoader):
        authors_in = MapCompose(noted, str.strip, ArticleLoader.authors_in)
        datePublished_in = Compose(TakeFirst(), ArticleLoader.datePublished_in)  # noqa: N815
        headline_in = staticmethod(lambda values: [value.upper() for value in values])
        headline_out = Join(" / ")

    loader = Own(response=GERMAN) if is_given else Own()
    loader.add_value("authors", " Von Hans Müller ").add_value("datePublished", ["04/05/2024", "x"])
    loader.add_value("headline", ["a", "b"]).add_value("headline", "c")
    assert asked == ["de-AT" if is_given else None]  # as in every item loader it runs when a value comes
    article = extract(GERMAN, loader=loader)
    assert (article.authors, article.datePublished, article.headline) == (HANS, "2024-05-04", "A / B / C")
    assert asked == (["de-AT"] if is_given else [None, "de-AT"])


def test_a_processor_s_context_is_the_one_that_its_value_came_in() -> None:
    class Own(ArticleLoader):
        headline_in = MapCompose(lambda value, loader_context: f"{value} {loader_context['unit']}")
        headline_out = Join(", ")

    loader = Own(unit="m")
    loader.add_value("headline", "1")
    loader.context["unit"] = "km"
    loader.add_value("headline", "2")
    assert extract(GERMAN, loader=loader).headline == "1 m, 2 km"


def test_a_project_s_fields_hold_for_a_loader_that_has_none_of_its_own() -> None:
    fields = with_fields({"headline": lambda _: iter(()), "inLanguage": None})
    response = GERMAN.replace(request=Request(URL, meta={CONTEXT: PageContext(fields=fields)}))
    for loader in (ArticleLoader(), ArticleLoader(response=response)):
        assert extract(response, loader=loader).headline is None
    assert extract(response, loader=ArticleLoader(fields=FIELDS)).headline is None
    other = with_fields({"keywords": None})
    assert extract(response, loader=ArticleLoader(fields=other)).headline == "Sturm"


class Rude:
    @property
    def name(self) -> str:
        raise RuntimeError("no")

    def __str__(self) -> str:
        raise RuntimeError("no")

    __repr__ = __str__


def cyclic_list() -> list[Any]:
    value: list[Any] = ["a"]
    value.append(value)
    return value


def cyclic_dict() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value.update(name=value, url=value)
    return value


def raising() -> Iterator[str]:
    yield "a"
    raise OSError("the line is dead\nand more")


BAD: list[Callable[[], Any]] = [
    Rude, object, cyclic_dict, raising, lambda: b"\xff\xfe", lambda: "K\xfcste".encode("latin-1"), lambda: 1 + 2j,
    lambda: {"a": 1}, lambda: [[["a"]]], lambda: range(3), lambda: "x" * 5_000_000, lambda: ["y" * 100] * 200_000,
    cyclic_list, lambda: float("nan"), lambda: True, lambda: [None, "", b""], lambda: Exception, lambda: date(1, 1, 1),
    lambda: 10**400, lambda: -1, lambda: "\ud800\x00", lambda: {"name": Rude()},
]  # fmt: skip


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "metadata"])
def test_bad_values_become_a_field_or_one_short_line_with_its_name(name: str) -> None:
    for make in BAD:
        told = fault_of(name, make())
        assert told is None or (told.startswith(name) and len(told) < 700 and "\n" not in told)


def fault_of(name: str, value: Any) -> str | None:
    """Return what is said of a value that is not taken, None of one that is."""
    loader = ArticleLoader(response=GERMAN)
    try:
        loader.add_value(name, value)
        loader.load_item()
    except ValueError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"K\xfcste", r"^headline: b'K\\xfcste' is not UTF-8$"),
        (raising(), r"^headline cannot be made of <generator.*>: OSError: the line is dead and more$"),
        (Rude(), r"^headline cannot be made of a value of Rude: RuntimeError: no$"),
        (True, r"^headline: True is no text$"),
    ],
)
def test_the_error_names_field_value_and_reason(value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ArticleLoader().add_value("headline", value)


def test_parts_and_objects_are_taken_as_they_are() -> None:
    loader = ArticleLoader(response=GERMAN)
    loader.add_value("breadcrumbs", [Breadcrumb(name="Welt", url="/welt"), {"name": "Wetter", "url": "/wetter"}])
    assert loader.load_item().breadcrumbs == [
        Breadcrumb(name="Welt", url="https://n.example/welt"),
        Breadcrumb(name="Wetter", url="https://n.example/wetter"),
    ]
