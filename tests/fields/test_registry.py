from __future__ import annotations

import doctest
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from scrapy.http import HtmlResponse

from newsspider import Article, ArticleLoader, extract
from newsspider.errors import SettingError
from newsspider.feeds.schema import FeedValidator
from newsspider.fields import Candidate, Field, PageFacts, registry
from newsspider.fields.field import Each
from newsspider.fields.forms import LINE
from newsspider.fields.registry import article_class, with_fields
from newsspider.processors.text import one_line

HTML = b"""<title>Storm hits coast</title><meta name="rating" content=" four  stars "><meta name="keywords" content="storm">
<h1>Storm hits coast</h1><p>The storm came at night and took the roof of the old harbour office."""


def second_title(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield a headline."""
    yield Candidate(f" {facts.page.title} again", "second-title")


def rating(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield what a page says of itself."""
    for content in facts.page.meta.get("rating", ()):
        yield Candidate(f"{facts.headline}: {content}", "meta:rating")


RATING = Field(name="rating", rule=rating, clean=(Each(one_line),), form=LINE, doc_form="one line")


def article(**changes: object) -> Article:
    loader = ArticleLoader(fields=with_fields(changes))  # type: ignore[arg-type]  # what settings may hold
    return extract(HtmlResponse("https://n.example/a", body=HTML, encoding="utf-8"), loader=loader)


def test_doctests() -> None:
    assert doctest.testmod(registry).failed == 0


def test_a_rule_in_place_of_ours_gets_the_fields_cleaning() -> None:
    found = article(headline=second_title)
    assert found.headline == "Storm hits coast again"
    assert found.metadata is not None
    assert (found.metadata.fieldSources or {})["headline"] == "second-title"
    assert article(headline=f"{__name__}.second_title").headline == "Storm hits coast again"


def test_a_rule_may_yield_or_return_values() -> None:
    def of_site(facts: PageFacts) -> Iterator[object]:  # noqa: ARG001
        yield None
        yield b" Storm  in  bytes "

    def returned(facts: PageFacts) -> str:
        return f"{facts.page.title}, returned"

    found = article(
        headline=of_site, authors=lambda _: "By Ana Ruiz and Eva Lind", keywords=lambda _: {"wind", "sea"}
    )
    assert found.headline == "Storm in bytes"
    assert [author.name for author in found.authors or ()] == ["Ana Ruiz", "Eva Lind"]
    assert found.keywords == ["sea", "wind"]
    assert found.metadata is not None
    assert found.metadata.fieldSources is not None
    assert found.metadata.fieldSources["headline"].startswith("rule:test_a_rule_may")
    assert article(headline=returned).headline == "Storm hits coast, returned"
    assert article(headline=lambda _: None).headline is None
    assert article(headline=lambda _: Candidate("Storm", "x")).headline == "Storm"
    assert article(keywords=lambda _: [Candidate(["sea"], "x")]).keywords == ["sea"]
    assert article(wordCount=lambda _: 7).wordCount == 7
    assert (
        article(rating=replace(RATING, rule=cast("Any", lambda _: "four  stars"))).to_dict()["rating"]
        == "four stars"
    )


def test_a_value_that_means_nothing_is_told_with_the_rule() -> None:
    def rule_of_mine(facts: PageFacts) -> Iterator[object]:  # noqa: ARG001
        yield object()

    with pytest.raises(ValueError, match=r"^the rule .*rule_of_mine of headline: .*object"):
        article(headline=rule_of_mine)


def test_none_leaves_a_field_out() -> None:
    assert article().keywords == ["storm"]
    assert article(keywords=None).keywords is None


def test_a_new_field_sees_what_was_chosen_before_and_stands_in_article_feed_and_schema() -> None:
    found = article(rating=RATING, headline=second_title)
    assert isinstance(found, Article)
    form = found.to_dict()
    assert form["rating"] == "Storm hits coast again: four stars"
    assert form["metadata"]["fieldSources"]["rating"] == "meta:rating"
    assert FeedValidator(with_fields({"rating": RATING})).errors(form) == []
    assert FeedValidator().errors(form)


def test_articles_without_new_fields_are_articles() -> None:
    assert article_class(with_fields({"headline": second_title})) is Article
    assert article_class(with_fields({"rating": RATING})) is article_class(with_fields({"rating": RATING}))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"headlin": second_title},
            "there is no field 'headlin'; did you mean 'headline'? Known: inLanguage, url, ",
        ),
        ({"title": second_title}, "there is no field 'title'; did you mean 'headline'? Known: inLanguage, url, "),
        ({"stars": rating}, "there is no field 'stars'; known: inLanguage, url, "),
        ({"rating": rating}, "a new one needs a newsspider.fields.Field"),
        ({"headline": 7}, "headline: 7 is not a rule, a Field or None"),
        (
            {"headline": RATING},
            "'headline' names the declaration of another field: write 'rating' as its name here",
        ),
        (
            {"headline": "nowhere.at.all"},
            "headline: 'nowhere.at.all' cannot be imported: No module named 'nowhere'",
        ),
        ({"headline": "json.nothing"}, "headline: 'json.nothing' cannot be imported: "),
        ({"headline": "headline"}, "headline: 'headline' is not an import path; write module.name"),
    ],
)
def test_what_is_no_field_or_rule_is_told_in_one_line(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(SettingError) as error:
        with_fields(changes)  # type: ignore[arg-type]  # what settings may hold
    assert str(error.value).startswith("NEWSSPIDER_FIELDS: ")
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_a_subclass_of_the_loader_says_its_fields() -> None:
    class ProjectLoader(ArticleLoader):
        fields = with_fields({"headline": second_title, "rating": RATING})

    found = extract(HtmlResponse("https://n.example/a", body=HTML, encoding="utf-8"), loader=ProjectLoader())
    assert (found.headline, found.to_dict()["rating"]) == (
        "Storm hits coast again",
        "Storm hits coast again: four stars",
    )
    assert ProjectLoader.rating_in([" a  b "]) == ["a b"]
