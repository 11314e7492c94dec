"""Markdown: front matter, the headline, and a body that reads as its HTML does."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from newsspider.feeds.markdown import MarkdownExporter, markdown_document, markdown_of_html, markdown_of_text

HTML = """<h2>What it costs</h2><p>A <strong>levy</strong> of <a href="https://example.org/l">50p</a> *each*.</p>
<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol><li>first</li></ol>
<blockquote><p>Nobody likes it.</p></blockquote>
<figure><img src="https://example.org/1.jpg" alt="A ferry"><figcaption>At the pier</figcaption></figure>
<table><tr><th>Day</th><th>Sailings</th></tr><tr><td>Mon</td><td>1</td></tr></table>
<pre><code>a = [1]
b = a * 2</code></pre><p>1. no list</p><p># no heading</p>"""


def test_html_becomes_markdown() -> None:
    text = markdown_of_html(HTML)
    for part in (
        "## What it costs\n\nA **levy** of [50p](https://example.org/l) \\*each\\*.",
        "- one\n  - inner\n- two",
        "1. first",
        "> Nobody likes it.",
        "![A ferry](https://example.org/1.jpg)",
        "At the pier",
        "| Day | Sailings |\n| --- | --- |\n| Mon | 1 |",
        "```\na = [1]\nb = a * 2\n```",
        "1\\. no list",
        "\\# no heading",
    ):
        assert part in text, text


def test_a_document_has_front_matter_that_is_yaml() -> None:
    document = markdown_document(
        {
            "headline": 'Storm: "Ana" *again*',
            "authors": [{"name": "Ana Ruiz"}],
            "keywords": ["sea"],
            "description": "a\u2028b",
            "articleBodyHtml": "<p>One.</p>",
        }
    )
    assert document == (
        '---\ntitle: "Storm: \\"Ana\\" *again*"\nauthors: ["Ana Ruiz"]\ntags: ["sea"]\n'
        'description: "a\\u2028b"\n---\n\n# Storm: "Ana" \\*again\\*\n\nOne.\n'
    )
    values = [line.split(": ", 1)[1] for line in document.split("---")[1].strip().splitlines()]
    assert [json.loads(value) for value in values][3] == "a\u2028b"


def test_the_front_matter_has_no_date_that_is_none() -> None:
    document = markdown_document({"headline": "Rain", "datePublished": "perhaps", "dateModified": "2026-11-04"})
    assert document.startswith('---\ntitle: "Rain"\nupdated: "2026-11-04"\n---\n')


def test_a_text_is_shown_as_it_is() -> None:
    assert markdown_of_text("- a_b\n  + c\n2) d <e> `f`") == "\\- a\\_b\n  \\+ c\n2\\) d \\<e\\> \\`f\\`"
    assert markdown_document({"articleBody": "# One.\n\nTwo."}) == "---\n---\n\n\\# One.\n\nTwo.\n"


def test_hostile_text_takes_no_time() -> None:
    for text in (" " * 200_000, "#" * 200_000, "9" * 200_000, "\n   " * 50_000, "[" * 200_000):
        markdown_of_text(text)


def front_matter(item: dict[str, Any]) -> dict[str, Any]:
    """Return the front matter of an item's document, which is all that there is in it."""
    file = io.BytesIO()
    exporter = MarkdownExporter(file, encoding="utf-8")
    exporter.export_item(item)
    begin, *lines, end = file.getvalue().decode().splitlines()
    assert begin == end == "---"
    pairs = (line.split(": ", 1) for line in lines)
    return {json.loads(name) if name[0] == '"' else name: json.loads(value) for name, value in pairs}


@pytest.mark.parametrize(
    "item",
    [
        {"name": "Hammer", "price": 3},
        {"name": "Hammer", "description": "x  y", "price": 3},
        {"name": "Saw", "keywords": "a,b", "url": "https://shop.example/saw", "stock": None, "tags": []},
        {"name": "Rope", "headline": "", "articleBody": None, "parts": {"of": ["hemp"]}},
    ],
)
def test_an_item_that_is_no_article_keeps_all_of_its_fields(item: dict[str, Any]) -> None:
    assert front_matter(item) == item


def test_keys_that_yaml_would_take_for_something_else_are_in_quotes() -> None:
    item = {"a:": 1, "# c": 2, "yes": 3, "No": 4, "-": 5, "d\ne": 6, "größe": 9, "sku-no": 10}
    assert front_matter(item) == item
    file = io.BytesIO()
    MarkdownExporter(file, encoding="utf-8").export_item(item)
    assert '\n"yes": 3\n"No": 4\n' in file.getvalue().decode()
    assert "\nsku-no: 10\n" in file.getvalue().decode()


@pytest.mark.parametrize("item", [{}, {"articleBody": "\ud800"}, {"publisher": "BBC", "authors": "x"}])
def test_documents_of_odd_items(item: dict[str, Any]) -> None:
    file = io.BytesIO()
    exporter = MarkdownExporter(file, encoding="utf-8", fields_to_export=["url"])
    exporter.export_item(item)
    exporter.export_item(item)
    assert file.getvalue().decode().count("---\n") == 4
