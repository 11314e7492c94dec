import pytest

from newsspider.body.figures import figures_between
from tests.body.pages import page_and_blocks


def figures(html: str) -> list[tuple[int, str]]:
    page, blocks = page_and_blocks(html)
    assert blocks.markup is not None
    chosen = [i for i, text in enumerate(blocks.texts) if text.startswith("text")]
    return list(figures_between(blocks, blocks.markup, chosen, page.base_url))


IMAGE = '<img src="/i.png">'


@pytest.mark.parametrize(
    ("html", "positions"),
    [
        (f"<div><p>text</p><figure>{IMAGE}</figure><p>text</p></div>", [1]),
        (f"<div><p>text</p><div><div>{IMAGE}</div></div><p>text</p></div>", [1]),
        (f"<div><figure>{IMAGE}<figcaption>c</figcaption></figure><p>text</p></div>", [0]),
        (f"<div><p>text</p><a href='/x'><div>{IMAGE}</div></a><p>text</p></div>", []),
        (f"<div><p>text</p><aside><figure>{IMAGE}</figure></aside><p>text</p></div>", []),
        (f"<div><p>text</p></div><p>x</p><figure>{IMAGE}</figure>", []),
        (f"<div><p>text {IMAGE}</p></div>", []),
    ],
)
def test_which_images_belong_to_the_text(html: str, positions: list[int]) -> None:
    assert [position for position, _ in figures(html)] == positions


def test_a_figure_with_several_images_comes_once_with_its_caption() -> None:
    html = f"<div><p>text</p><figure>{IMAGE}{IMAGE}<figcaption>See <b>c</b></figcaption></figure><p>text</p></div>"
    assert figures(html) == [
        (
            1,
            '<figure><img src="https://example.org/i.png" alt="">'
            "<figcaption>See <strong>c</strong></figcaption></figure>",
        )
    ]
