"""The seeds, through the command that the README's first line runs."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsspider.feeds.schema import FeedValidator
from tests.build_seeds import warc, wet

ROOT = Path(__file__).parents[1]
EXPECTED = json.loads((ROOT / "tests" / "golden" / "seed.expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the articles of the seeds by the path that they came from."""
    folder = tmp_path_factory.mktemp("seeds")
    command = [sys.executable, "-m", "scrapy", "replay", str(ROOT / "seeds")]
    options = ["-O", str(folder / "feed.jsonl"), "-s", f"NEWSSPIDER_REJECTS_PATH={folder / 'rejects.jsonl'}"]
    run = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert re.match(r"7 pages, 6 articles in [0-9.]+ s -> .*feed\.jsonl\ndropped: ", run.stderr)
    assert not (folder / "rejects.jsonl").exists()
    articles = map(json.loads, (folder / "feed.jsonl").read_text("utf-8").splitlines())
    return {
        article["metadata"]["source"]["recordId"]
        if "recordId" in article["metadata"]["source"]
        else article["metadata"]["source"]["path"]: article
        for article in articles
    }


def test_every_seed_that_is_an_article_is_in_the_feed(feed: dict[str, dict[str, Any]]) -> None:
    assert sorted(article["headline"] for article in feed.values()) == [
        "Apfelbäume für jedes Schulkind",
        "Island ferry to run all winter for the first time",
        "Observatory opens its dome to the public on clear nights",
        "The bakery that gives its bread away at six",
        EXPECTED["headline"],
        "السد القديم يمتلئ لأول مرة منذ عشرين عاما",
    ]


def test_every_line_is_valid(feed: dict[str, dict[str, Any]]) -> None:
    assert {path: FeedValidator().errors(article) for path, article in feed.items()} == {path: [] for path in feed}


def test_the_text_dump_comes_out_as_a_person_reads_it(feed: dict[str, dict[str, Any]]) -> None:
    article = feed["000_c9684fc6a1124425.txt"]
    assert [author["name"] for author in article["authors"]] == EXPECTED["authors"]
    assert article["publisher"]["name"] == EXPECTED["publisher"]
    assert article["agency"] == ["Reuters"]
    for field in (
        "headline",
        "datePublished",
        "datePublishedRaw",
        "inLanguage",
        "articleBody",
        "mainImage",
    ):
        assert article[field] == EXPECTED[field], field


@pytest.mark.parametrize(
    ("headline", "field", "value"),
    [
        ("Apfelbäume für jedes Schulkind", "authors", ["Jörg Mühlberger"]),
        ("Apfelbäume für jedes Schulkind", "datePublished", "2024-11-08T11:20:00+01:00"),
        ("Apfelbäume für jedes Schulkind", "inLanguage", "de"),
        ("السد القديم يمتلئ لأول مرة منذ عشرين عاما", "authors", ["ليلى الحداد"]),
        ("السد القديم يمتلئ لأول مرة منذ عشرين عاما", "inLanguage", "ar"),
        ("The bakery that gives its bread away at six", "authors", ["Tomasz Wilk"]),
        ("The bakery that gives its bread away at six", "datePublished", "2024-02-03"),
        ("Observatory opens its dome to the public on clear nights", "authors", ["Ruth Adeyemi"]),
        ("Observatory opens its dome to the public on clear nights", "datePublished", "2023-05-17"),
    ],
)
def test_fields_of_the_other_seeds(feed: dict[str, dict[str, Any]], headline: str, field: str, value: Any) -> None:
    article = next(article for article in feed.values() if article["headline"] == headline)
    found = [author["name"] for author in article["authors"]] if field == "authors" else article[field]
    assert found == value


@pytest.mark.parametrize(
    ("headline", "first", "last", "paragraphs"),
    [
        ("Apfelbäume für jedes Schulkind", "Jedes Kind, das", "schon Auto fahren dürfen.", 4),
        ("السد القديم يمتلئ لأول مرة منذ عشرين عاما", "بلغ الماء حافة", "من الماء.", 5),
        ("The bakery that gives its bread away at six", "At ten to six", "cut in half.", 5),
        ("Observatory opens its dome to the public on clear nights", "For the first time", "tin by the door.", 4),
    ],
)
def test_bodies_of_the_other_seeds(
    feed: dict[str, dict[str, Any]], headline: str, first: str, last: str, paragraphs: int
) -> None:
    body = next(article["articleBody"] for article in feed.values() if article["headline"] == headline)
    assert body.startswith(first)
    assert body.endswith(last)
    assert len(body.split("\n\n")) == paragraphs


def test_the_archives_among_the_seeds_are_what_their_builder_makes() -> None:
    # Compressed bytes depend on the machine's zlib; what they hold does not.
    assert gzip.decompress((ROOT / "seeds" / "pages.warc.gz").read_bytes()) == gzip.decompress(warc())
    assert (ROOT / "seeds" / "pages.warc.wet").read_bytes() == wet()
