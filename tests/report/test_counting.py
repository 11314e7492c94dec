from __future__ import annotations

import doctest
import time
from pathlib import Path

from scrapy.exceptions import DropItem

from newsspider.items import Article, Author, Metadata, Reject, Source
from newsspider.pipelines.item_rejects import failed_item_reject
from newsspider.report import counting as module
from newsspider.report.counting import COUNTED_FIELDS, ItemCounter
from newsspider.report.figures import NO_SITE, Figures, PageToCheck
from tests.report.made_figures import HOSTILE


def article(number: int = 0, probability: float = 0.99, **fields: object) -> Article:
    source = Source(kind="warc", path="a.warc.gz", offset=512)
    made = Article(
        url=f"https://news.example.org/{number}",
        headline="Storm hits coast",
        articleBody="A storm.",
        authors=[Author(name="Ana Ruiz")],
        inLanguage="en",
        datePublished="2026-11-28T08:00:00Z",
        isAccessibleForFree=False,
        metadata=Metadata(source=source, probability=probability),
    )
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_an_article_is_counted_by_site_with_its_fields() -> None:
    counter = ItemCounter(Figures(), {})
    counter.add_article(article(), "feeds")
    counter.add_article(article(authors=None))
    site = counter.figures.sites["example.org"]
    assert (site.articles, site.new, site.doors, site.languages) == (2, 2, {"feeds": 1}, {"en": 2})
    assert site.fields == {
        "headline": 2, "articleBody": 2, "inLanguage": 2, "datePublished": 2, "isAccessibleForFree": 2, "authors": 1,
    }  # fmt: skip
    assert site.published.to_dict() == {"2026-11-28": 2}
    assert site.unlikely == []


def test_pages_that_deserve_a_look_are_kept_with_their_place() -> None:
    counter = ItemCounter(Figures(), {})
    counter.add_article(article(1, 0.61))
    for number, probability in ((2, 0.45), (3, 0.01)):
        counter.add_dropped(article(number, probability), DropItem(f"not-article: probability {probability}"))
    counter.add_dropped(article(4), DropItem("duplicate: of another"))
    counter.add_reject(failed_item_reject(article(5), ValueError("x")))
    reject = Reject(code="truncated", reason="cut", path="b.warc")
    counter.add_reject(reject)
    site, unnamed = counter.figures.sites["example.org"], counter.figures.sites[NO_SITE]
    place = "a.warc.gz at byte 512"
    assert site.unlikely == [PageToCheck(0.61, "https://news.example.org/1", place, "probability 0.61")]
    assert site.nearly == [PageToCheck(-0.45, "https://news.example.org/2", place, "probability 0.45")]
    assert site.failed == [PageToCheck(0.0, "https://news.example.org/5", place, "error")]
    assert site.dropped == {"not-article": 2, "duplicate": 1}
    assert (site.rejected, unnamed.rejected) == ({"error": 1}, {"truncated": 1})
    assert unnamed.failed == [PageToCheck(0.0, "", "b.warc", "truncated")]
    kept = Figures.from_dict(counter.figures.to_dict())
    assert [page.reason for page in kept.sites[NO_SITE].failed] == ["cut"]


def test_items_of_other_projects_are_counted_under_their_names() -> None:
    counter = ItemCounter(Figures(), {"title": "headline", "written": "datePublished"}, ["mood", "headline"])
    counter.add_article(
        {"title": "Storm", "url": "https://example.org/a", "written": "2026-01-02", "mood": "grim"}
    )
    counter.add_article({"title": HOSTILE, "url": 7, "inLanguage": ["en"], "datePublished": 5, "metadata": "none"})
    counter.add_article({"price": 3})
    assert counter.figures.sites["example.org"].fields == {"headline": 1, "datePublished": 1, "mood": 1}
    assert counter.figures.sites[NO_SITE].articles == 1
    assert counter.figures.total().articles == 2


def test_fields_that_hold_nothing_are_not_counted() -> None:
    """Empty texts and lists of a project's own stay in its items, and feeds leave them out."""
    counter = ItemCounter(Figures(), {})
    empty: dict[str, object] = {
        "authors": [],
        "description": "",
        "mainImage": {},
        "keywords": (),
        "breadcrumbs": None,
    }
    counter.add_article({"url": "https://example.org/a", "headline": "Quay", **empty})
    assert counter.figures.sites["example.org"].fields == {"headline": 1}


def test_a_saved_page_is_of_the_site_that_it_names() -> None:
    counter = ItemCounter(Figures(), {})
    counter.add_article(article(url=None, canonicalUrl="https://www.example.net/2031/storm"))
    counter.add_dropped(article(url=None, canonicalUrl="https://example.net/map"), DropItem("not-article: a map"))
    counter.add_article(article(url=None))
    assert {name: site.articles for name, site in counter.figures.sites.items()} == {"example.net": 1, NO_SITE: 1}
    assert counter.figures.sites["example.net"].dropped == {"not-article": 1}


def test_what_every_article_has_is_not_counted() -> None:
    assert "headline" in COUNTED_FIELDS
    assert not {"url", "metadata", "articleBodyHtml"} & set(COUNTED_FIELDS)


def test_counting_takes_less_than_a_tenth_of_a_millisecond() -> None:
    counter, items = ItemCounter(Figures(), {}), [article(number) for number in range(2_000)]
    began_s = time.process_time()
    for item in items:
        counter.add_article(item, "feeds")
    assert (time.process_time() - began_s) / len(items) < 0.0001


def test_pages_are_kept_with_the_file_that_holds_them(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.touch()
    counter = ItemCounter(Figures(), {})
    for source in (str(file), f"{tmp_path}/", "s3://news/dumps", "https://example.org/a.warc.gz", "-", None):
        counter.item_source = lambda source=source: source  # type: ignore[misc]
        counter.figures = Figures()
        counter.add_article(article(1, 0.61))
        (page,) = counter.figures.sites["example.org"].unlikely
        expected = {
            "s3://news/dumps": "s3://news/dumps/a.warc.gz",
            "https://example.org/a.warc.gz": "https://example.org/a.warc.gz",
            "-": "",
            None: "",
        }
        assert page.archive == expected.get(source, str(file))
    reject = Reject(code="truncated", reason="cut", path="a.warc.gz", offset=3, source=str(file))
    counter.add_reject(reject)
    assert [page.archive for page in counter.figures.sites[NO_SITE].failed] == [str(file)]


def test_a_probability_of_another_project_is_not_that_of_being_an_article() -> None:
    counter = ItemCounter(Figures(), {})
    item = {"headline": "Storm hits coast", "metadata": {"probability": 0.3, "source": {"path": "shop.db"}}}
    counter.add_article(item)
    counter.add_dropped(item, DropItem("not-article: says a pipeline of the project"))
    site = counter.figures.sites[NO_SITE]
    assert (site.articles, site.unlikely, site.nearly) == (1, [], [])
