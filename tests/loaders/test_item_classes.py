"""Items of any class that a loader makes or fills."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import InitVar, dataclass
from datetime import datetime
from typing import Any

import attrs
import pydantic
import pytest
from itemadapter import ItemAdapter
from itemloaders.processors import MapCompose
from scrapy import Field, Item
from scrapy.http import HtmlResponse, JsonResponse, Response

from newsspider import ArticleLoader, article_or_reject, extract
from newsspider.errors import PageError
from newsspider.items import Article, Author

URL = "https://n.example/news/a"
RESPONSE = HtmlResponse(
    URL,
    body=b'<html lang="en"><h1>Storm hits coast</h1><p>By Ana Ruiz</p><p>The storm came at night.</p></html>',
    encoding="utf-8",
)


class ScrapyStory(Item):
    headline = Field()
    authors = Field()
    url = Field()


@dataclass
class DataStory:
    headline: str | None = None
    authors: Any = None
    url: str | None = None


@dataclass
class StrictStory:
    headline: str
    url: str
    authors: Any = None


@dataclass(frozen=True)
class FrozenStory:
    headline: str | None = None
    authors: Any = None
    url: str | None = None


@attrs.define
class AttrsStory:
    headline: str | None = None
    authors: Any = None
    url: str | None = None


@attrs.frozen
class FrozenAttrsStory:
    headline: str
    url: str
    authors: Any = None


class ModelStory(pydantic.BaseModel):
    headline: str | None = None
    authors: list[dict[str, str]] | None = None
    url: str | None = None


class StrictModelStory(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True)
    headline: str
    url: pydantic.HttpUrl
    authors: list[dict[str, str]]


CLASSES = [
    dict, ScrapyStory, DataStory, StrictStory, FrozenStory, AttrsStory, FrozenAttrsStory, ModelStory, StrictModelStory,
]  # fmt: skip
ANA = {"name": "Ana Ruiz", "nameRaw": "By Ana Ruiz", "type": "Person"}


def loader_of(item_class: type) -> type[ArticleLoader]:
    return type("StoryLoader", (ArticleLoader,), {"default_item_class": item_class})


@pytest.mark.parametrize("item_class", CLASSES)
def test_a_loader_makes_items_of_any_class(item_class: type) -> None:
    loader = loader_of(item_class)(response=RESPONSE)
    loader.add_css("headline", "h1::text")
    loader.add_value("url", "/news/a")
    loader.nested_css("p").add_xpath("authors", "self::*[1]/text()", re="By.*")
    item = loader.load_item()
    assert type(item) is item_class
    known = ItemAdapter(item).asdict()
    assert {**known, "url": str(known["url"])} == {"headline": "Storm hits coast", "url": URL, "authors": [ANA]}


@pytest.mark.parametrize("item_class", CLASSES)
def test_extract_fills_the_fields_that_an_item_has(item_class: type) -> None:
    loader = loader_of(item_class)()
    loader.add_value("headline", "By hand")
    item: Any = extract(RESPONSE, loader=loader)
    assert type(item) is item_class
    known = ItemAdapter(item)
    assert (known["headline"], str(known["url"]), known["authors"]) == ("By hand", URL, [ANA])
    assert ("metadata" in known) == ("articleBody" in known) == (item_class is dict)


def test_a_dict_has_the_keys_of_an_article_in_its_order() -> None:
    loader = ArticleLoader(item={})
    loader.add_value("shop", "x").add_value("keywords", ["rain"])
    filled: Any = extract(RESPONSE, loader=loader)
    expected = list(extract(RESPONSE).to_dict())
    assert [name for name in filled if name in expected] == expected
    assert list(filled)[-1] == "shop"


@pytest.mark.parametrize("item", [{"headline": "By hand"}, DataStory("By hand"), FrozenStory("By hand")])
def test_an_item_that_is_given_is_filled_and_keeps_what_it_has(item: Any) -> None:
    filled: Any = extract(RESPONSE, loader=ArticleLoader(item=item))
    assert type(filled) is type(item)
    assert (filled is item) == (not isinstance(item, FrozenStory))
    assert ItemAdapter(filled)["headline"] == "By hand"
    assert ItemAdapter(filled)["authors"] == [ANA]


def test_a_class_that_cannot_be_made_says_so_in_one_line() -> None:
    loader = loader_of(StrictStory)()
    loader.add_value("headline", "Storm")
    with pytest.raises(ValueError, match=r"^StrictStory cannot be made of headline: .*'url'$"):
        loader.load_item()
    model = loader_of(StrictModelStory)()
    model.add_value("headline", "Storm")
    with pytest.raises(
        ValueError, match=r"^StrictModelStory cannot be made of headline: url: Field required \(and 1 more\)$"
    ) as caught:
        model.load_item()
    assert "\n" not in str(caught.value)


@dataclass
class OtherNames:
    title: str


def test_a_class_with_other_names_is_told_which_ones_are_filled() -> None:
    loader: Any = loader_of(OtherNames)()
    with pytest.raises(
        ValueError, match=r"^OtherNames has none of the fields that were found \(.*headline.*\)\. A"
    ):
        extract(RESPONSE, loader=loader)


@pytest.mark.parametrize("item_class", [namedtuple("Story", "headline"), int, object])
def test_what_is_no_class_of_items_is_told(item_class: Any) -> None:
    with pytest.raises(TypeError) as caught:
        loader_of(item_class)()
    assert "\n" not in str(caught.value)
    assert "is not an item class" in str(caught.value)


@pytest.mark.parametrize("item_class", [ScrapyStory, DataStory, StrictStory, AttrsStory, ModelStory])
def test_a_field_that_an_item_does_not_have_is_told(item_class: type) -> None:
    loader = loader_of(item_class)()
    with pytest.raises((KeyError, ValueError), match="keywords"):
        loader.add_value(None, {"headline": "Storm", "url": URL, "keywords": ["rain"]})


def test_processors_that_a_class_of_items_names_clean_its_other_fields() -> None:
    class Rated(Item):
        headline = Field()
        rating = Field(input_processor=MapCompose(int))

    loader = ArticleLoader(item=Rated())
    loader.add_value("headline", " Storm ").add_value("rating", "3")
    assert dict(loader.load_item()) == {"headline": "Storm", "rating": 3}


def test_a_class_with_a_base_of_ours_gets_our_parts() -> None:
    @dataclass(kw_only=True, repr=False)
    class Rated(Article):
        rating: int | None = None

    loader = loader_of(Rated)()
    loader.add_value(None, {"rating": 3, "authors": "Ana Ruiz", "articleBody": "Rain fell."})
    assert loader.load_item() == Rated(
        rating=3,
        authors=[Author(name="Ana Ruiz", type="Person")],
        articleBody="Rain fell.",
        articleBodyHtml="<p>Rain fell.</p>",
        wordCount=2,
    )


@dataclass
class _Priced:
    price: str
    headline: str | None = None


def test_a_field_that_a_class_does_not_have_is_told_with_the_nearest() -> None:
    told = r"_Priced has no field prise; did you mean price\?"
    with pytest.raises(KeyError, match=told):  # of an item that there is
        ArticleLoader(item=_Priced(price="3")).add_value("prise", "4")

    class Loader(ArticleLoader):
        default_item_class = _Priced

    with pytest.raises(KeyError, match=told):  # of one that has to be given values
        Loader().add_value("prise", "4")


@dataclass
class _Computed:
    sku: str
    cost: InitVar[str]
    price: str = ""

    def __post_init__(self, cost: str) -> None:
        self.price = cost


@attrs.define
class _Private:
    sku: str
    _cost: str

    @property
    def price(self) -> str:
        return self._cost


class _Aliased(pydantic.BaseModel):
    sku: str
    price: str = pydantic.Field(alias="cost")


class _AliasedTwice(pydantic.BaseModel):
    sku: str
    price: str = pydantic.Field(validation_alias=pydantic.AliasChoices("amount", "cost"))


class _Open(pydantic.BaseModel, extra="allow"):
    sku: str

    @property
    def price(self) -> Any:
        return (self.model_extra or {})["cost"]


@pytest.mark.parametrize("kind", [_Computed, _Private, _Aliased, _AliasedTwice, _Open])
def test_a_class_is_given_values_by_all_names_that_it_takes(kind: type) -> None:
    class Loader(ArticleLoader):
        default_item_class = kind

    loader = Loader()
    loader.add_value("sku", "7")
    loader.add_value("cost", "4")
    item = loader.load_item()
    assert (item.sku, item.price) == ("7", "4")


@pytest.mark.parametrize("kind", [_Computed, _Private, _Aliased, _AliasedTwice])
def test_a_class_that_has_to_be_given_values_takes_no_unknown_name(kind: type) -> None:
    class Loader(ArticleLoader):
        default_item_class = kind

    loader = Loader()
    for name in ("sku", "cost"):
        loader.add_value(name, "4")
    with pytest.raises(KeyError, match=r"has no field prices"):
        loader.add_value("prices", "4")


@dataclass
class TitleItem:
    title: str | None = None
    link: str | None = None


def test_a_class_without_any_of_our_fields_is_warned_of() -> None:
    with pytest.warns(
        UserWarning, match=r"TitleItem has none of the fields that were found \(inLanguage, url, headline"
    ):
        item: Any = extract(RESPONSE, loader=ArticleLoader(item=TitleItem()))
    assert item == TitleItem()


PICTURE = Response("https://n.example/a.jpg", body=b"\xff\xd8\xff\xe0" + bytes(64))
ROWS = JsonResponse("https://n.example/a.json", body=b'{"error": "none"}', encoding="utf-8")


@pytest.mark.parametrize(("response", "kind"), [(PICTURE, "a JPEG image"), (ROWS, "JSON")])
def test_a_selector_on_what_is_no_html_is_an_error_of_the_page(response: Any, kind: str) -> None:
    loader = ArticleLoader(response=response)
    for add in (loader.add_css, loader.add_xpath):
        with pytest.raises(PageError, match=f"^{kind}: it has no elements") as caught:
            add("headline", "h1")
        assert caught.value.code == "not-html"
    assert loader.nested_css is not None
    with pytest.raises(RuntimeError, match="must be instantiated with a selector"):  # of no page
        ArticleLoader().add_css("headline", "h1")


def test_what_cannot_be_known_of_a_page_is_told() -> None:
    with pytest.raises(ValueError, match="country: 'Amerika' is not a code of ISO 3166"):
        ArticleLoader(country="Amerika")
    for captured in (datetime(2026, 1, 1), "2026-01-01"):
        with pytest.raises(ValueError, match=r"captured: .* is not a datetime with a time zone"):
            ArticleLoader(captured=captured)
    with pytest.raises(ValueError, match="captured: "):
        extract(RESPONSE, captured=datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="captured: "):
        article_or_reject(RESPONSE, captured=datetime(2026, 1, 1))


def test_article_or_reject_takes_a_loader() -> None:
    loader = ArticleLoader(response=RESPONSE)
    loader.add_value("headline", "Mine")
    article = article_or_reject(RESPONSE, loader=loader)
    assert isinstance(article, Article)
    assert article.headline == "Mine"
    assert article_or_reject(RESPONSE, loader=ArticleLoader(item=DataStory())).headline == "Storm hits coast"  # type: ignore[union-attr]
