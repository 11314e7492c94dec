import re

from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import HTMLParser, fromstring

from newsspider.blocks import Blocks
from newsspider.body.assemble_html import ALLOWED_TAGS, body_html
from tests.body.pages import ARTICLE, page_and_blocks


def html_of(html: str, *chosen: int) -> str | None:
    page, blocks = page_and_blocks(html)
    return body_html(blocks, chosen or range(len(blocks)), page.base_url)


def test_lists_quotes_and_tables_keep_their_form() -> None:
    html = (
        "<h1>t</h1><p>a</p><ul><li>b</li><li><p>c</p><p>d</p></li></ul><ol><li>e</li></ol>"
        "<blockquote><p>f</p><p>g</p></blockquote><table><tr><th>h</th><td>i</td></tr></table><pre>j\n  k</pre>"
    )
    assert html_of(html) == (
        "<h2>t</h2>\n<p>a</p>\n<ul><li>b</li><li><p>c</p><p>d</p></li></ul>\n<ol><li>e</li></ol>\n"
        "<blockquote><p>f</p><p>g</p></blockquote>\n<table><tbody><tr><th>h</th><td>i</td></tr></tbody></table>\n"
        "<pre>j\n  k</pre>"
    ).replace("<tbody>", "").replace("</tbody>", "")


def test_figures_among_the_text_are_kept_with_their_captions() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    chosen = [i for i, text in enumerate(blocks.texts) if "harbour was closed" in text]
    html = body_html(blocks, chosen, page.base_url) or ""
    assert '<figure><img src="https://example.org/pier.jpg" alt="Pier"><figcaption>The pier at noon.' in html


def test_only_chosen_blocks_come_out() -> None:
    assert html_of("<div>a<p>b</p>c<br><br>d</div>", 0, 3) == "<p>a</p>\n<p>d</p>"


def test_a_text_dump_and_an_empty_choice_have_no_html() -> None:
    assert body_html(Blocks(texts=["a"], tags=[""], elements=[None]), [0], None) is None
    _, blocks = page_and_blocks("<p>a</p>")
    assert body_html(blocks, [], None) is None


_ATTACKS = st.sampled_from(
    (
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>",
        "<a href='JaVa\tScRiPt:alert(1)'>x</a>", "<a href='data:text/html,<script>1</script>'>x</a>",
        "<p onclick=alert(1)>x</p>", "<svg/onload=alert(1)>", "<iframe src=javascript:1></iframe>", "<p style=x>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "<a href='\x01javascript:1'>x</a>", "<img srcset='javascript:1 2x'>",
        "<math><mtext><style><img src onerror=1>", "<base href='javascript:1//'>", "<p>", "</p>", "<li>", "<td>",
        "<blockquote>", "<table>", "word", "<noscript><p title='</noscript><img src=x onerror=1>'>", "<b>", "<pre>",
        "<img src='https://example.org/\" onerror=\"1'>", "<object data='data:text/html,1'>", "<h2>", "<figure>",
        "<figcaption>", "<form action=javascript:1>", "<input onfocus=1>", "<template><p>x", "<a href='//evil'>y</a>",
    )
)  # fmt: skip
_SAFE_ATTRIBUTES = {"href", "src", "alt", "width", "height"}


@given(st.lists(_ATTACKS, max_size=12).map("".join))
def test_no_script_handler_or_script_url_survives(html: str) -> None:
    out = html_of("<html><body>start" + html)
    tree = fromstring(f"<div>{out or ''}</div>", HTMLParser())
    for element in tree.iter():
        assert element.tag in ALLOWED_TAGS | {"html", "body", "div"}
        assert set(element.keys()) <= _SAFE_ATTRIBUTES
        for name in ("href", "src"):
            assert re.match(r"https?://|mailto:|$", element.get(name, ""))
