from newsspider._native.block_features import shifted, tag_ranks
from newsspider._native.values import Kind
from newsspider.blocks.features import html_features
from newsspider.blocks.types import Blocks
from newsspider.page import Page
from tests.body.pages import ARTICLE, SENTENCE, page_and_blocks


def features(html: str, names: dict[str, float] | None = None) -> dict[str, list[float]]:
    page, blocks = page_and_blocks(html)
    assert blocks.markup is not None
    kinds = blocks.markup.containers.kind_table
    weights = [(sum((names or {}).get(token, 0.0) for token in kind.tokens), 0.0) for kind in kinds]
    return {name: column.tolist() for name, column in html_features(page, blocks, weights).items()}


def test_neighbours_are_the_blocks_before_and_after() -> None:
    columns = features("<p>a</p><p>bcd</p>")
    assert columns["log_chars-1"] == [-1.0, columns["log_chars"][0]]
    assert columns["log_chars+1"] == [columns["log_chars"][1], -1.0]


def test_the_main_text_is_in_half_and_the_rest_is_not() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    columns = features(ARTICLE)
    inside = {text for text, is_in in zip(blocks.texts, columns["in_main"], strict=True) if is_in}
    assert "What is known" in inside
    assert "Home" not in inside
    assert page.root is not None


def test_long_comments_are_not_where_a_short_article_lies() -> None:
    comments = "".join(f"<li>{SENTENCE}</li>" for _ in range(9))
    html = f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p></div><ul class=comments>{comments}</ul>"
    assert features(html)["in_main"] == [0, 0, *[1] * 9]
    assert features(html, {"comments": -12.0})["in_main"] == [1, 1, *[0] * 9]


def test_hidden_text_is_not_where_the_article_lies_unless_it_is_all() -> None:
    hidden = f"<div hidden><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"
    columns = features(f"{hidden}<div><p>{SENTENCE}</p><p>x</p></div>")
    assert columns["in_main"] == [0, 0, 0, 1, 1]
    assert columns["hidden_share"] == [0.75] * 5
    assert features(f"{hidden}<div><p>x</p></div>")["in_main"] == [1, 1, 1, 0]


def test_pull_quotes_are_recognised() -> None:
    quote = SENTENCE.split(",")[0]
    columns = features(f"<div><p>{SENTENCE}</p><blockquote>“{quote}”</blockquote><p>{SENTENCE[::-1]}</p></div>")
    assert columns["is_quoted"] == [0, 1, 0]


def test_a_dump_has_no_features_of_html() -> None:
    assert html_features(Page(), Blocks(texts=["a"], tags=[""], elements=[None]), []) == {}


def test_shifting_farther_than_the_column_leaves_nothing() -> None:
    _, blocks = page_and_blocks("<p>a</p>")
    column = tag_ranks([Kind("p"), Kind("x-y")])
    assert shifted(column, 0).tolist() == shifted(column, 2).tolist() == [-1.0, -1.0]
    assert len(blocks) == 1
