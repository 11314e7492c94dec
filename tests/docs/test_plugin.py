"""The recipes of docs/plugin.md and docs/how-to/images.md, as a user copies them into a project."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from newsspider import Article, ArticleLoader, extract
from tests.crawls.scrapy_process import json_lines, run_scrapy
from tests.crawls.servers import Answer, Asked, serving

ROOT = Path(__file__).parents[2]
SPIDER = """import scrapy
from newsspider import extract

class Own(scrapy.Spider):
    name = "own"

    def parse(self, response):
        yield extract(response)
"""
PARAGRAPHS = (
    "The ferry stays in port until the storm is over, the harbour master said on Monday morning, and nobody may go out.",
    "Two fishing boats that had left before dawn came back in the afternoon with torn nets and tired men on board.",
    "On the quay the wind took the roof of the old customs house, which had stood there for a hundred and ten years.",
    "The council will meet on Thursday to say who pays for the repairs, and whether the winter market can be held.",
)


def blocks(title: str, page: str = "plugin.md") -> list[str]:
    """Return the code blocks of a section of a page of docs/."""
    text = (ROOT / "docs" / page).read_text("utf-8").split(f"# {title}\n", 1)[1].split("\n## ", 1)[0]
    return [part.split("```", 1)[0] for part in text.split("```python\n")[1:]]


def picture() -> bytes:
    pillow: Any = pytest.importorskip("PIL.Image")
    file = io.BytesIO()
    pillow.new("RGB", (640, 400), "navy").save(file, "PNG")
    return file.getvalue()


def site(asked: Asked) -> Answer:
    """Answer with an article that shows two pictures, one of which is not there."""
    if asked.target == "/harbour.png":
        return Answer(picture(), content_type="image/png")
    if asked.target != "/storm":
        return Answer(b"not here", 404)
    figures = "".join(
        f"<figure><img src='/{name}.png' width=640 height=400><figcaption>The {name} at night</figcaption></figure>"
        for name in ("harbour", "missing")
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    story = f"<article><h1>Storm hits coast</h1>{figures}{text}</article>"
    return Answer(f"<html lang=en><head><title>Storm</title></head><body>{story}</body></html>".encode())


@pytest.mark.slow
@pytest.mark.parametrize("spider", ["own", "news"])
def test_the_recipe_for_images(tmp_path: Path, spider: str) -> None:
    picture()  # skips the test without Pillow
    pipelines, settings = blocks("Images", "how-to/images.md")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = myproject.settings\n")
    (tmp_path / "myproject" / "spiders").mkdir(parents=True)
    (tmp_path / "myproject" / "__init__.py").touch()
    (tmp_path / "myproject" / "pipelines.py").write_text(pipelines)
    (tmp_path / "myproject" / "spiders" / "__init__.py").write_text(SPIDER)
    addon = 'ADDONS = {"newsspider.addon.NewsspiderAddon": 100}\nSPIDER_MODULES = ["myproject.spiders"]\n'
    (tmp_path / "myproject" / "settings.py").write_text(addon + settings)
    with serving({"127.0.0.1": site}) as server:
        url = server.url("127.0.0.1", "/storm")
        options = ("-s", "DOWNLOAD_DELAY=0", "-s", "NEWSSPIDER_MIN_PROBABILITY=0")
        start = ["-a", f"urls={url}"] if spider == "news" else ["-s", "NEWSSPIDER_STORE=articles.sqlite"]
        if spider == "own":
            code = (tmp_path / "myproject" / "spiders" / "__init__.py").read_text()
            (tmp_path / "myproject" / "spiders" / "__init__.py").write_text(
                f"{code}\n    start_urls = [{url!r}]\n"
            )
        done = run_scrapy(tmp_path, "crawl", spider, "-O", "feed.jsonl", *options, *start)
    assert done.returncode == 0, done.stderr
    (row,) = json_lines(tmp_path / "feed.jsonl")
    assert [image["caption"] for image in row["images"]] == ["The harbour at night", "The missing at night"]
    (file,) = row["imageFiles"]
    assert file["url"] == url.replace("/storm", "/harbour.png")
    assert (tmp_path / "pictures" / file["path"]).stat().st_size > 0


def test_the_loaders_of_the_page_load_what_it_says() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    html = (
        '<html lang="en"><h1 class="story-title">Storm hits coast</h1><p class="byline">By Ana Ruiz</p>'
        f'<div class="story-text" onclick="x()">{text}</div></html>'
    )
    response = HtmlResponse("https://n.example/a", body=html.encode(), encoding="utf-8")
    callback, own_processor, own_class = blocks("Your own selectors")
    known: dict[str, Any] = {}
    for code in (callback, own_processor, own_class):
        exec(code, known)
    (article,) = known["parse"](None, response)
    assert article.headline == "Storm hits coast"
    assert [author.name for author in article.authors] == ["Ana Ruiz"]
    assert article.articleBodyHtml == text.replace("</p><p>", "</p>\n<p>")
    assert article.wordCount == sum(len(paragraph.split()) for paragraph in PARAGRAPHS)

    story = known["StoryLoader"](response=response)
    story.add_value("headline", "LIVE:  Storm")
    assert story.load_item().headline == "Storm"

    item = known["StoryItemLoader"](response=response)
    item.add_css("headline", "h1::text")
    with pytest.raises(ValueError, match=r"^Story cannot be made of headline: .*missing 1 required .*: 'url'$"):
        item.load_item()
    assert extract(response, loader=item) == known["Story"](
        headline="Storm hits coast",
        url="https://n.example/a",
        authors=[{"name": "Ana Ruiz", "type": "Person"}],
    )


def test_the_errors_and_looks_of_the_page_are_the_real_ones() -> None:
    text = (ROOT / "docs" / "plugin.md").read_text("utf-8")
    with pytest.raises(ValueError, match="is neither true nor false") as caught:
        ArticleLoader().add_value("isAccessibleForFree", "perhaps")
    assert f"`{caught.value}`" in text
    shown = Article(
        headline="Storm hits coast", url="https://example.org/a", datePublished="2026-11-03", wordCount=412
    )
    assert f"`{shown}`" in text
