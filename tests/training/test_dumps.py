import gzip
import json
from pathlib import Path

import pytest

pytest.importorskip("rapidfuzz", reason="training needs the extra train")

from newsspider.page import text_page
from newsspider.page.tree import parse_tree
from training.corpus import sample_of
from training.dumps import as_crawled, as_layout, as_lines, read_dumps, shortened, with_comments
from training.labels import labels

HTML = """<html><head><title>Storm | Example</title><style>p {}</style></head><body><ul><li><a href=/>Home</a></li>
<li>News</li></ul><h1>Storm</h1><p>The storm (<b>the first</b>) came at <i>night</i>, they say.</p>
<div>Share</div><div>Print</div><script>x()</script></body></html>"""
LINES = "Storm | Example\n\nHome\nNews\n\nStorm\n\nThe storm (the first) came at night, they say.\n\nShare\nPrint"


def test_a_plain_dump_has_the_title_and_a_line_for_each_block() -> None:
    assert as_lines(parse_tree(HTML)) == LINES


def test_a_crawls_dump_has_no_blank_lines() -> None:
    assert as_crawled(LINES).split("\n") == [line for line in LINES.split("\n") if line]


def test_a_layout_dump_stands_lists_in() -> None:
    assert as_layout(HTML).split("\n")[:2] == ["  Home", "  News"]


def test_each_page_has_two_dumps_of_which_the_corpus_own_teaches_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(HTML.encode()))
    gold = {"articleBody": "The storm (the first) came at night, they say."}
    case = {
        "id": "b",
        "source": "own",
        "kind": "article",
        "url": "https://a.example/1",
        "html": "a.gz",
        "gold": gold,
    }
    cases = [case, {**case, "text": "lines.gz"}, {**case, "text": "layout.gz"}]
    (tmp_path / "lines.gz").write_bytes(gzip.compress(LINES.encode()))
    (tmp_path / "layout.gz").write_bytes(gzip.compress(as_layout(HTML).encode()))
    (tmp_path / "cases.jsonl").write_text("\n".join(map(json.dumps, cases)), "utf-8")
    dumps = read_dumps(tmp_path)
    assert len(dumps) == 6
    assert sum(dump.alignment is None for dump in dumps[:2]) == 0
    assert sum(dump.alignment is None for dump in dumps) in (1, 2)


def test_a_short_dump_keeps_the_start_of_the_article_and_a_few_lines_around_it() -> None:
    sentence = "The harbour was closed before dawn, number {}."
    body = [sentence.format(number) for number in range(40)]
    text = "\n".join([*(f"Menu {number}" for number in range(60)), *body, *(f"Foot {n}" for n in range(60))])
    case = {"id": "a", "source": "own", "kind": "article", "url": "", "gold": {"articleBody": "\n\n".join(body)}}
    short = shortened(sample_of(case, text_page(text)))
    assert short is not None
    assert short.alignment is not None
    assert len(short.blocks) == len(short.alignment.shares) < 40
    assert [text for text, kept in zip(short.blocks.texts, labels(short), strict=True) if kept][:3] == body[:3]
    assert shortened(sample_of({**case, "gold": {}}, text_page(text))) is None


def test_posts_of_a_forum_stand_below_the_text_and_are_none_of_it() -> None:
    gold = {"articleBody": "The storm came at night. It broke the pier."}
    url = "https://a.example/1"
    dump = text_page("Home\n\nThe storm came at night. It broke the pier.\n\nShare\n\nPrint", url=url)
    posts = "\n\n".join(f"user{i}\n\nI have seen it too, said number {i}." for i in range(40))
    article = sample_of({"id": "a", "source": "own", "kind": "article", "url": url, "gold": gold}, dump)
    forum = sample_of(
        {"id": "f", "source": "own", "kind": "forum", "url": url, "gold": {}}, text_page(posts, url=url)
    )
    commented = with_comments(article, [forum])
    assert commented is not None
    assert len(commented.blocks) > len(article.blocks) + 7
    assert [text for text, label in zip(commented.blocks.texts, labels(commented), strict=True) if label] == [
        "The storm came at night. It broke the pier."
    ]
    assert {"Home", "Share", "Print"} < set(commented.blocks.texts)
    assert commented.blocks.layout is not None
    assert len(commented.blocks.layout.gaps) == len(commented.blocks)
    assert with_comments(forum, [forum]) is None
    assert with_comments(article, []) is None
