from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from itemloaders.processors import MapCompose
from scrapy import Selector
from scrapy.http import HtmlResponse

from newsspider import ArticleLoader, extract
from newsspider.fields import FIELDS
from newsspider.fields.candidate import Candidate
from newsspider.fields.field import Each
from newsspider.items import Article, Author, LiveBlogUpdate, Publisher


def load(**values: Any) -> Article:
    loader = ArticleLoader()
    for field, value in values.items():
        loader.add_value(field, value)
    article = loader.load_item()
    assert isinstance(article, Article)
    return article


def test_values_added_by_hand_are_cleaned() -> None:
    article = load(
        headline=" Rain \n in &amp; out ",
        authors=["By Ana Ruiz and Bo Ek"],
        datePublished="2024-05-01T10:00:00Z",
        keywords=["Rain", " rain", "Coast"],
        publisher="Example News",
        articleBody="One\n two.\n\n\nThree.",
    )
    assert article.headline == "Rain in & out"
    assert [author.name for author in article.authors or ()] == ["Ana Ruiz", "Bo Ek"]
    assert article.datePublished == "2024-05-01T10:00:00+00:00"
    assert article.keywords == ["Rain", "Coast"]
    assert article.publisher == Publisher(name="Example News")
    assert article.articleBody == "One two.\n\nThree."


def test_nothing_stays_absent() -> None:
    assert load(headline="  ", authors=[], keywords=[], datePublished="0000-00-00").to_dict() == {}


def test_css_of_a_response_goes_through_the_same_cleaning() -> None:
    response = HtmlResponse("https://n.example/a", body=b"<h1> Rain\n again</h1>", encoding="utf-8")
    loader = ArticleLoader(response=response)
    loader.add_css("headline", "h1::text")
    assert loader.load_item().headline == "Rain again"
    nested = ArticleLoader(selector=Selector(text="<b class=by>By Ana Ruiz</b>"))
    nested.add_xpath("authors", "//b/text()")
    assert nested.load_item().authors == [Author(name="Ana Ruiz", nameRaw="By Ana Ruiz", type="Person")]


def test_the_first_candidate_of_which_cleaning_leaves_something_wins() -> None:
    loader = ArticleLoader()
    candidates = [Candidate("  ", "meta"), Candidate(" Rain ", "h1"), Candidate("Never asked", "title")]
    chosen = loader.add_candidates("headline", iter(candidates))
    assert chosen == Candidate(" Rain ", "h1")
    assert loader.sources == {"headline": "h1"}
    assert loader.load_item().headline == "Rain"


def test_texts_of_subclasses_are_cleaned() -> None:
    class Marked(str):
        __slots__ = ()

    values = {
        "headline": " Grüße  aus\nUlm ",
        "authors": "By Ana Ruiz",
        "articleBody": "Rain fell.\n\nIt stopped .",
    }
    assert load(**{name: Marked(value) for name, value in values.items()}) == load(**values)


def test_later_candidates_are_not_even_made() -> None:
    def candidates() -> Any:
        yield Candidate("Rain", "h1")
        raise AssertionError("asked for more than was needed")

    ArticleLoader().add_candidates("headline", candidates())


def test_false_is_a_value() -> None:
    loader = ArticleLoader()
    loader.add_candidates("isAccessibleForFree", [Candidate(False, "json-ld"), Candidate(True, "meta")])
    assert loader.load_item().isAccessibleForFree is False


def test_a_field_that_holds_a_value_keeps_it() -> None:
    loader = ArticleLoader()
    loader.add_value("headline", "By hand")
    assert loader.add_candidates("headline", [Candidate("By rule", "h1")]) is None
    assert loader.load_item().headline == "By hand"
    assert loader.sources == {"headline": "loader"}


def test_dates_are_read_in_the_language_and_bounded_by_the_capture() -> None:
    captured = datetime(2024, 6, 1, tzinfo=UTC)
    loader = ArticleLoader(language="en-GB", captured=captured)
    loader.add_candidates("datePublished", [Candidate("2031-01-01", "meta"), Candidate("04/05/2024", "visible")])
    assert loader.load_item().datePublished == "2024-05-04"
    assert loader.sources == {"datePublished": "visible"}


def test_dates_are_read_as_the_country_writes_them() -> None:
    for country, day in (("US", "2031-04-05"), ("IE", "2031-05-04")):
        loader = ArticleLoader(language="en", country=country)
        loader.add_value("datePublished", "04/05/2031")
        loader.add_value("liveBlogUpdates", LiveBlogUpdate(headline="Ferry sails", datePublished="04/05/2031"))
        article = loader.load_item()
        assert article.datePublished == article.liveBlogUpdates[0].datePublished == day


def test_a_loader_can_be_subclassed_for_one_field() -> None:
    class Shouting(ArticleLoader):
        headline_in = MapCompose(str.strip, str.upper)

    loader = Shouting()
    loader.add_value("headline", " rain")
    assert loader.load_item().headline == "RAIN"


def test_a_field_s_cleaning_can_be_part_of_another() -> None:
    class Plain(ArticleLoader):
        headline_in = MapCompose(lambda text: text.removeprefix("LIVE:"), ArticleLoader.headline_in)
        url_in = MapCompose(str.lower, ArticleLoader.url_in)

    loader = Plain(base_url="https://n.example/")
    loader.add_value("headline", ["LIVE: Rain\n again"])
    loader.add_value("url", "/A")
    assert loader.load_item() == Article(headline="Rain again", url="https://n.example/a")


def test_a_nested_loader_cleans_by_the_same_declarations() -> None:
    fields = {**FIELDS, "headline": replace(FIELDS["headline"], clean=(Each(str.upper),))}
    loader = ArticleLoader(fields=fields, selector=Selector(text="<div><b>Rain</b></div>"))
    loader.nested_css("div").add_css("headline", "b::text")
    assert loader.load_item() == Article(headline="RAIN")


def test_a_processor_of_a_subclass_cleans_what_rules_find_as_well() -> None:
    class Shouting(ArticleLoader):
        headline_in = MapCompose(str.upper)
        keywords_out = staticmethod(", ".join)

    loader = Shouting()
    loader.add_candidates("headline", [Candidate("Rain", "h1")])
    loader.add_candidates("keywords", [Candidate(["rain", "coast"], "meta:keywords")])
    assert loader.load_item() == Article(headline="RAIN", keywords="rain, coast")
    assert loader.sources == {"headline": "h1", "keywords": "meta:keywords"}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("headlin", "did you mean headline"),
        ("title", "did you mean headline"),
        ("published", "did you mean datePublished"),
        ("price", "NEWSSPIDER_FIELDS adds a field of your own"),
    ],
)
def test_what_an_article_has_no_field_for_is_told_in_the_line_that_adds_it(name: str, hint: str) -> None:
    told = f"Article has no field {name}; {hint}"
    loader = ArticleLoader(response=HtmlResponse("https://n.example/a", body=b"<h1>Rain</h1>"))
    for add in (loader.add_value, loader.add_css, loader.nested_css("body").add_css):
        with pytest.raises(KeyError, match=told):
            add(name, "h1")
    with pytest.raises(KeyError, match=told):
        loader.get_output_value(name)

    # Without a response a project's declarations may still come, and with them the field.
    loader = ArticleLoader()
    loader.add_value(name, "Rain")
    with pytest.raises(KeyError, match=told):
        loader.load_item()


def test_an_author_s_address_is_absolute_or_absent() -> None:
    person = Author(name="Ana Ruiz", url="/people/ana", type="Person")
    for base, url in (("https://n.example/a/b", "https://n.example/people/ana"), (None, None)):
        loader = ArticleLoader(base_url=base)
        loader.add_value("authors", [person])
        assert [author.url for author in loader.load_item().authors] == [url]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("datePublished", datetime(2024, 5, 1, 10, tzinfo=UTC), "2024-05-01T10:00:00+00:00"),
        ("datePublished", 1714557600, "2024-05-01T10:00:00+00:00"),
        ("authors", {"name": "Ana Ruiz"}, [{"name": "Ana Ruiz", "type": "Person"}]),
        ("publisher", {"name": "Example News", "logo": "x"}, {"name": "Example News"}),
        ("keywords", {"Rain", "Coast"}, ["Coast", "Rain"]),
        ("mainImage", "https://n.example/a.jpg", {"url": "https://n.example/a.jpg"}),
        ("videos", ["https://n.example/v.mp4"], [{"url": "https://n.example/v.mp4"}]),
        ("isAccessibleForFree", "false", False),
    ],
)
def test_values_of_other_kinds_are_taken_as_in_the_pipelines(field: str, value: Any, expected: Any) -> None:
    assert load(**{field: value}).to_dict() == {field: expected}


def test_a_value_that_is_not_clear_is_told_with_its_field() -> None:
    with pytest.raises(ValueError, match=r"^isAccessibleForFree: 'perhaps' is neither true nor false$"):
        load(isAccessibleForFree="perhaps")


@pytest.mark.parametrize("value", ["soon", ["", "not a date"], {"bald"}])
def test_a_date_that_cannot_be_read_is_told_once(value: Any, caplog: pytest.LogCaptureFixture) -> None:
    response = HtmlResponse("https://n.example/a", body=b"<h1>Rain</h1><p>Rain fell on the coast.")
    loader = ArticleLoader(response=response)
    loader.add_value("datePublished", value).add_value("authors", "By Staff")
    article = extract(response, loader=loader)
    assert article.datePublished is None
    assert loader.load_item() == article
    (record,) = caplog.records
    assert record.getMessage().startswith("datePublished: no date can be read in ")
    assert record.getMessage().endswith(" on https://n.example/a")


@pytest.mark.parametrize("value", ["", [], [""], "5 May 2031"])
def test_nothing_is_told_of_a_date_that_is_absent_or_read(value: Any, caplog: pytest.LogCaptureFixture) -> None:
    ArticleLoader().add_value("datePublished", value).load_item()
    assert not caplog.records
