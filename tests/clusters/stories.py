"""WARCs of stories that have little in common, but for those that are told again with a few words changed."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

from scrapy.http import HtmlResponse

from newsspider.archives import WarcWriter

_SYLLABLES = ["ba", "ne", "ti", "ro", "lu", "sa", "me", "ko", "vi", "da"]
_CAPTURED = datetime(2024, 5, 6, tzinfo=UTC)


def story(number: int, *, changed: int = 0) -> bytes:
    """Return the page of a story; of the same number they differ in the end of `changed` sentences."""
    chance = random.Random(number)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(400)]
    sentences = [
        f"The {' '.join(chance.choices(words, k=chance.randint(8, 18)))} and the {chance.choice(words)} of it."
        for _ in range(16)
    ]
    for place in range(changed):
        sentences[place] = sentences[place].removesuffix("of it.") + "of all that."
    paragraphs = "".join(f"<p>{' '.join(sentences[at : at + 4])}</p>" for at in range(0, 16, 4))
    # Its words are of no language, so the page says by all else that it is news.
    date = "<meta property='article:published_time' content='2024-05-05T07:08:09Z'>"
    data = f'{{"@type": "NewsArticle", "headline": "Story {number} of the day", "author": {{"name": "Ana Ruiz"}}}}'
    head = (
        f"<title>Story {number}</title><meta property='og:type' content='article'>{date}"
        f"<script type='application/ld+json'>{data}</script>"
    )
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body><article><h1>Story {number} of the day</h1>{paragraphs}</article></body></html>".encode()


def write_stories(folder: Path, archives: int, stories: int) -> list[str]:
    """Write WARCs of stories, the last of each told again in all; return the addresses, those told again last."""
    folder.mkdir(parents=True)
    urls: list[str] = []
    again: list[str] = []
    for archive in range(archives):
        with (folder / f"{archive}.warc.gz").open("wb") as file, WarcWriter(file) as writer:
            for place in range(stories):
                is_last = place == stories - 1
                number = 0 if is_last else 100 * archive + place + 1
                url = f"https://site{archive}.example/{number}"
                (again if is_last else urls).append(url)
                page = story(number, changed=archive if is_last else 0)
                response = HtmlResponse(url, body=page, headers={"Content-Type": "text/html"})
                writer.write(response, _CAPTURED)
    return [*urls, *again]
