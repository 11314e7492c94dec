"""One text on several sites, from the command line to the feed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter
from tests.crawls.prose import story_of
from tests.crawls.scrapy_process import json_lines, run_scrapy

AGENCY, LOCAL, OTHER = "https://agency.example/storm", "https://local.example/1", "https://local.example/2"


def page(url: str, story: int, *, lead: str = "", canonical: str = "") -> HtmlResponse:
    told = story_of(7, story)
    paragraphs = "".join(f"<p>{text}</p>" for text in (lead, *told.paragraphs) if text)
    link = f"<link rel=canonical href={canonical}>" if canonical else ""
    meta = "<meta property='og:type' content='article'>"
    body = f"<!DOCTYPE html><html lang=en><head>{meta}{link}<title>{told.headline}</title></head><body><article><h1>{told.headline}</h1>{paragraphs}</article></body></html>"
    return HtmlResponse(url, body=body.encode(), headers={"Content-Type": "text/html"})


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    path = tmp_path / "news.warc.gz"
    with path.open("wb") as file, WarcWriter(file) as writer:
        for response in (
            page(AGENCY, 1),
            page(LOCAL, 1, lead="Our town saw the storm come in from the sea on Friday, as the agency tells us."),
            page(OTHER, 2, canonical=LOCAL),
            page(f"{AGENCY}?utm_source=feed", 1),
        ):
            writer.write(response, datetime(2024, 5, 6, tzinfo=UTC))
    return path


@pytest.mark.parametrize(
    ("policy", "into", "expected"),
    [
        ("keep-first", ("-O", "feed.jsonl"), [(AGENCY, None), (OTHER, None)]),
        (
            "mark",
            ("--out", "out", "--workers", "2"),
            [(AGENCY, None), (AGENCY, AGENCY), (OTHER, None), (AGENCY, AGENCY)],
        ),
    ],
)
def test_a_replay_marks_or_drops_duplicates(
    tmp_path: Path, warc: Path, policy: str, into: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    done = run_scrapy(tmp_path, "replay", warc.name, *into, "-s", f"NEWSSPIDER_DUPLICATES={policy}")
    assert done.returncode == 0, done.stderr
    rows = json_lines(tmp_path / ("feed.jsonl" if into[0] == "-O" else "out/news.warc.gz.jsonl"))
    assert [(row["metadata"]["cluster"], row["metadata"].get("duplicateOf")) for row in rows] == expected
    (other,) = [row for row in rows if row["url"] == OTHER]
    assert other["id"] == OTHER, "its canonical URL is another article's"
