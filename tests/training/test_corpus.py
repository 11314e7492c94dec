import gzip
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("rapidfuzz", reason="training needs the extra train")

from newsspider.blocks import read_blocks
from newsspider.body.features import FEATURES, block_columns
from newsspider.page import html_page
from tests.body.pages import ARTICLE, SENTENCE
from training.corpus import read_samples, site_of

URL = "https://www.example.org/news/storm"
WORDS: dict[str, dict[str, float]] = {"names": {"<article>": 1.0, "<nav>": -1.0}, "words": {}}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a.gz").write_bytes(gzip.compress(ARTICLE.encode()))
    (tmp_path / "b.gz").write_bytes(gzip.compress(b""))
    case = {"id": "a", "source": "own", "kind": "article", "url": URL, "html": "a.gz", "gold": {}}
    case["gold"] = {"articleBody": f"{SENTENCE * 2}\n\nWhat is known"}
    empty = {**case, "id": "b", "kind": "listing", "html": "b.gz", "gold": {}}
    (tmp_path / "cases.jsonl").write_text(f"{json.dumps(case)}\n{json.dumps(empty)}\n", "utf-8")
    return tmp_path


def test_pages_without_text_are_left_out(corpus: Path) -> None:
    assert [sample.id for sample in read_samples(corpus, "html")] == ["a"]
    assert read_samples(corpus, "text") == []


def test_blocks_are_aligned_with_the_gold(corpus: Path) -> None:
    [sample] = read_samples(corpus, "html")
    assert sample.alignment is not None
    assert sample.alignment.covered == 1.0
    kept = [text for text, share in zip(sample.blocks.texts, sample.alignment.shares, strict=True) if share > 0.5]
    assert kept[:2] == [(SENTENCE * 2).strip(), "What is known"]


def test_features_in_training_are_those_in_use(corpus: Path) -> None:
    [sample] = read_samples(corpus, "html")
    page = html_page(ARTICLE, url=URL)
    trained, used = block_columns(sample.page, sample.blocks, WORDS), block_columns(page, read_blocks(page), WORDS)
    for name in FEATURES["html"]:
        np.testing.assert_array_equal(trained[name], used[name], err_msg=name)


def test_hosts_are_sites_and_placeholders_are_not() -> None:
    assert site_of("x", "https://news.example.org/1") == "news.example.org"
    assert site_of("storm-3", None) == site_of("storm-4", "http://fakehost/") == "storm"
