"""The examples of docs/datatrove.md, as their readers run them."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove", reason="the extra `datatrove`")

from tests.clusters.stories import story, write_stories

ROOT = Path(__file__).parents[2]
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = _PYTHON.findall((ROOT / "docs" / "datatrove.md").read_text("utf-8"))


def run(folder: Path, *words: str) -> None:
    """Run the example that has these words, as a script of its own."""
    (code,) = (text for text in EXAMPLES if all(word in text for word in words))
    (folder / "script.py").write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def rows(folder: Path) -> list[dict[str, Any]]:
    texts = (gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.jsonl.gz")))
    return [json.loads(line) for text in texts for line in text.splitlines()]


def test_every_example_is_run() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.slow
def test_archives_to_articles(tmp_path: Path) -> None:
    urls = write_stories(tmp_path / "archives", archives=2, stories=3)
    run(tmp_path, "ArticleReader")
    assert sorted(row["url"] for row in rows(tmp_path / "articles")) == sorted(urls)
    assert len(list((tmp_path / "logs" / "completions").iterdir())) == 4


@pytest.mark.slow
def test_html_to_articles(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    pages = [
        {"id": str(number), "html": story(number).decode(), "url": f"https://n.example/{number}"}
        for number in range(3)
    ]
    (tmp_path / "pages" / "0.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages))
    run(tmp_path, "ArticleExtractor")
    found = rows(tmp_path / "texts")
    assert [row["id"] for row in found] == ["0", "1", "2"]
    assert [row["metadata"]["headline"] for row in found] == [f"Story {number} of the day" for number in range(3)]
