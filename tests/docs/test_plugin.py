"""The recipe for images in docs/plugin.md, as a user copies it into a project."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

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


def blocks(title: str) -> list[str]:
    """Return the code blocks of a section of docs/plugin.md."""
    text = (ROOT / "docs" / "plugin.md").read_text("utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
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
    pipelines, settings = blocks("Images")
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
