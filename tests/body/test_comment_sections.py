"""Readers' comments below a text."""

from __future__ import annotations

import time

import pytest

from newsspider.blocks.from_text import text_blocks
from newsspider.body.comment_sections import comments_below
from tests.body.pages import page_and_blocks

TEXT = "<p>The council of the bay voted to replace the old pier, and the work is to begin in the spring.</p>" * 3
SAID = "I walked there as a child and I am glad of it."


def comments_of(html: str) -> list[str]:
    _, blocks = page_and_blocks(html)
    return [blocks.texts[i] for i in comments_below(blocks, [0.9] * len(blocks))]


@pytest.mark.parametrize(
    "label",
    ["3 comments", "Comments (3)", "Kommentare (3)", "2 comentarios:", "댓글 2", "コメント2件", "Комментарии: 4"],
)
@pytest.mark.parametrize("tag", ["h2", "div", "p"])
def test_all_in_the_element_of_a_counted_label_is_comments(label: str, tag: str) -> None:
    section = f"<section><{tag}>{label}</{tag}><ul><li><b>Ana</b><p>{SAID}</p></ul></section>"
    assert comments_of(f"<article>{TEXT}</article>{section}<p>x</p>")[0] == label
    assert comments_of(f"<article>{TEXT}{section}</article><p>x</p>")[-1] == SAID


def test_a_label_beside_the_text_needs_a_comments_mark() -> None:
    assert comments_of(f"<div>{TEXT}<p>2 comments</p><p>{SAID}</p><p>Reply</p></div><p>x</p>") == [
        "2 comments",
        SAID,
        "Reply",
    ]
    assert comments_of(f"<div>{TEXT}<p>2 comments</p><p>{SAID}</p></div>") == []


@pytest.mark.parametrize(
    "html",
    [
        f"<div><p>3 comments</p></div><article>{TEXT}</article>",  # a link to them, above
        f"<article>{TEXT}</article><section><h2>Comments</h2><p>{SAID}</p></section>",  # a part of the text
        f"<article>{TEXT}</article><section><h2>Comments on the 3 ferries of the bay</h2><p>{SAID}</p></section>",
        f"<article>{TEXT}</article><section><p>Kommentar 12.30 Uhr</p><p>{SAID}</p></section>",
        f"<div>{TEXT}</div><section><h1>Pier</h1><button>11 comments</button><p>{SAID}</p></section>",  # a counter
    ],
)
def test_what_heads_no_comments(html: str) -> None:
    assert comments_of(html) == []


LONG = f"<p>{SAID * 12}</p>"


@pytest.mark.parametrize("label", ["Kommentare 84", "Комментарии (84)", "84 comentarios", "コメント84件"])
def test_comments_longer_than_the_text_in_an_element_named_for_them(label: str) -> None:
    section = f"<div class='article-comments'><h2>{label}</h2>{LONG * 4}</div>"
    assert len(comments_of(f"<main><article>{TEXT}</article>{section}</main><p>x</p>")) == 5
    unnamed = section.replace("article-comments", "more")
    assert comments_of(f"<main><article>{TEXT}</article>{unnamed}</main><p>x</p>") == []
    assert comments_of(f"<main><article><p>{SAID}</p></article>{section}</main><p>x</p>") == []  # a teaser above


@pytest.mark.parametrize("label", ["Kommentare", "Комментарии", "Leave a reply", "コメント"])
def test_a_label_without_a_number_in_an_element_named_for_comments(label: str) -> None:
    section = f"<div id='comments'><h2>{label}</h2><div>Ana, vor 2 Stunden</div><p>{SAID}</p></div>"
    assert len(comments_of(f"<article>{TEXT}</article>{section}<p>x</p>")) == 3
    without_mark = section.replace("Ana, vor 2 Stunden", "Ana")
    assert comments_of(f"<article>{TEXT}{without_mark}</article><p>x</p>") == []


@pytest.mark.parametrize(
    "label",
    ["118 thoughts on “Pier falls”", "One thought on “Pier falls”", "Un commentaire sur « Pier falls »",
     "Ein Gedanke zu „Pier falls“", "Pier fallsに3件のコメント「Pier falls」"],
)  # fmt: skip
def test_a_heading_that_ends_in_the_headline(label: str) -> None:
    section = f"<section><h2>{label}</h2><p>{SAID}</p></section>"
    assert comments_of(f"<h1>Pier falls</h1><article>{TEXT}</article>{section}")[-1] == SAID
    assert comments_of(f"<h1>Pier rises</h1><article>{TEXT}</article>{section}") == []


def test_comments_below_the_text_of_a_dump() -> None:
    text = "The council voted on Tuesday to replace the old pier.\n" * 3
    for label, mark in (("댓글 2", "답글"), ("2 comments", "Reply"), ("Kommentare (2)", "vor 3 Stunden")):
        blocks = text_blocks(f"{text}{label}\nsol1\n{SAID}\n{mark}\n")
        assert list(comments_below(blocks, [0.9] * len(blocks))) == [3, 4, 5, 6]


def test_a_link_to_the_comments_above_the_text() -> None:
    assert comments_of(f"<article><p><a href=#c>2 commentaires</a></p>{TEXT}</article>") == ["2 commentaires"]


def test_many_labels_take_little_time() -> None:
    blocks = text_blocks("\n".join(["3 comments"] * 20_000))
    start = time.process_time()
    list(comments_below(blocks, [0.9] * len(blocks)))
    assert time.process_time() - start < 1
