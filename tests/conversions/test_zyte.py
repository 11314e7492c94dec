from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import assume, given, settings

from newsspider.items import Article
from tests.conversions.made_articles import articles

zyte = pytest.importorskip("zyte_common_items", reason="the extra `zyte`")

LINE: dict[str, Any] = {
    "url": "https://n.example/storm",
    "id": "https://n.example/storm",
    "headline": "Storm hits coast",
    "authors": [{"name": "Ana Ruiz", "nameRaw": "By Ana Ruiz", "type": "Person"}],
    "publisher": {"name": "The Northwater Post"},
    "datePublished": "2026-11-03T07:30:00+01:00",
    "inLanguage": "en-GB",
    "articleBody": "The storm came at night.",
    "mainImage": {"url": "https://n.example/a.jpg", "caption": "The pier", "width": 640},
    "images": [{"url": "https://n.example/a.jpg", "caption": "The pier"}, {"caption": "The beach"}],
    "videos": [{"url": "https://n.example/v.mp4"}],
    "metadata": {
        "dateDownloaded": "2026-11-03T12:00:00Z",
        "source": {"kind": "live"},
        "validationMessages": {"headline": ["odd"]},
        "extractor": "newsspider 0.1.0",
    },
}


def test_fields_of_the_same_meaning_are_theirs() -> None:
    item = Article.from_dict(LINE).to_zyte()
    assert type(item) is zyte.Article
    assert (item.url, item.headline, item.inLanguage) == (LINE["url"], LINE["headline"], "en")
    assert item.authors == [zyte.Author(name="Ana Ruiz", nameRaw="By Ana Ruiz")]
    assert item.mainImage == zyte.Image(url="https://n.example/a.jpg")
    assert item.images == [zyte.Image(url="https://n.example/a.jpg")]
    assert item.metadata == zyte.ArticleMetadata(
        dateDownloaded="2026-11-03T12:00:00Z", validationMessages={"headline": ["odd"]}, probability=None
    )


def test_what_they_have_no_field_for_is_in_their_feeds_too() -> None:
    form = zyte.ZyteItemAdapter(Article.from_dict(LINE).to_zyte())
    assert form["publisher"] == {"name": "The Northwater Post"}
    assert form["inLanguageTag"] == "en-GB"
    assert form["imagesWithoutUrl"] == [{"caption": "The beach"}]
    assert zyte.ZyteItemAdapter(form["mainImage"])["caption"] == "The pier"
    assert zyte.ZyteItemAdapter(form["authors"][0])["type"] == "Person"
    assert zyte.ZyteItemAdapter(form["metadata"])["source"] == {"kind": "live"}


@settings(max_examples=60, deadline=None)
@given(articles())
def test_there_and_back_nothing_is_lost(article: Article) -> None:
    assume(article.url)
    form = article.to_dict()
    back = Article.from_zyte(article.to_zyte(), strict=True).to_dict()
    for name in ("images", "mainImage"):  # pictures without a URL come after the others
        form[name], back[name] = (sorted(map(str, one.get(name) or ())) for one in (form, back))
    assert back == form


def test_an_article_without_url_has_its_canonical_url() -> None:
    assert Article(canonicalUrl="https://n.example/c").to_zyte().url == "https://n.example/c"
    with pytest.raises(ValueError, match="without a URL"):
        Article(headline="Storm").to_zyte()


def test_their_own_items_become_articles() -> None:
    item = zyte.Article(
        url="https://n.example/storm",
        headline="Storm hits coast",
        authors=[zyte.Author(name="Ana Ruiz", email="ana@n.example")],
        metadata=zyte.ArticleMetadata(probability=0.9),
    )
    line = {
        "url": "https://n.example/storm",
        "headline": "Storm hits coast",
        "authors": [{"name": "Ana Ruiz"}],
        "metadata": {"probability": 0.9},
    }
    assert Article.from_zyte(item).to_dict() == line
    with pytest.raises(ValueError, match=r"authors\[0\]\.email"):
        Article.from_zyte(item, strict=True)


def test_without_the_extra_one_line_names_it() -> None:
    code = (
        "import sys; sys.modules['zyte_common_items'] = None\n"
        "from newsspider import Article\n"
        "try:\n    Article(url='https://n.example/').to_zyte()\n"
        "except ImportError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "to_zyte() needs the extra: pip install 'newsspider[zyte]'\n"
