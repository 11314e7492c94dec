import re
import string
from html import escape

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml.etree import HTMLParser, fromstring

from newsspider.blocks import Blocks
from newsspider.body.assemble_html import ALLOWED_TAGS, body_html, safe_html
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


# HTML as body_html() puts it together: elements inside each other, texts and attributes escaped.
_WORDS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>&\"'\xa0 \n\t"), max_size=12)
_SCHEMES = st.sampled_from(("http://", "https://", "mailto:", "javascript:", "HTTPS://", "//", "http:/"))
_HOSTS = st.text(string.ascii_lowercase + string.digits + ".-_:@[]%A", max_size=12) | st.sampled_from(
    ("a.example", "www.a-b.example", "a.example:80", "xn--a.example", "1.2.3.4.5", "a.0x1", "a..example", "[::1]")
)
_PATHS = st.text(string.printable, max_size=12) | st.just("/b/c.html?d=e&f=g#h")
_URLS = st.tuples(_SCHEMES, _HOSTS, _PATHS).map("".join)


def _image(url: str, alt: str, size: str) -> str:
    return f'<img src="{escape(url)}" alt="{escape(alt)}"{size}>'


def _inline(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.lists(content, max_size=4).map("".join)
        | st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("em", "strong", "code")), content)
        | st.builds(lambda url, text: f'<a href="{escape(url)}">{text}</a>', _URLS, content)
    )


_SPANS = st.recursive(
    _WORDS.map(lambda text: escape(text, quote=False))
    | st.builds(_image, _URLS, _WORDS, st.sampled_from(("", ' width="1" height="20"', ' height="7"'))),
    _inline,
    max_leaves=12,
)
_PLAIN_BLOCKS = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("p", "h2", "h6", "pre")), _SPANS)
_ITEMS = st.lists((_SPANS | st.lists(_PLAIN_BLOCKS).map("".join)).map("<li>{}</li>".format)).map("".join)
_CELLS = st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("td", "th")), _SPANS)
_ROWS = st.lists(st.lists(_CELLS, min_size=1).map(lambda row: f"<tr>{''.join(row)}</tr>")).map("".join)
_LINES = (
    _PLAIN_BLOCKS
    | st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("ul", "ol")), _ITEMS)
    | st.lists(_PLAIN_BLOCKS).map(lambda blocks: f"<blockquote>{''.join(blocks)}</blockquote>")
    | _ROWS.map("<table>{}</table>".format)
    | _SPANS.map(
        lambda text: f'<figure><img src="https://a.example/b" alt=""><figcaption>{text}</figcaption></figure>'
    )
)


@given(st.lists(_LINES, max_size=4).map("\n".join))
@example("<pre>\na</pre>")
@example('<p><a href="https://a.example/?b&amp;c=\'">d&nbsp;\x80</a></p>')
@example('<p><a href="https://a.example/b">c<a href="https://a.example/d">e</a></a></p>')
@example('<p><a href="https://xn--a.example/b">c</a><a href="https://1.2.3.4.5/">d</a></p>')
@example('<p><img src="https://a.example/b" alt="it&#x27;s &quot;c&quot; &lt;d&gt;" width="5"></p>')
def test_what_is_not_read_again_is_what_the_sanitizer_would_write(html: str) -> None:
    attributes = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
    schemes = {"http", "https", "mailto"}
    assert safe_html(html) == nh3.clean(
        re.sub("[\x00-\x08\x0e-\x1b\x7f\x98\x9a\x9b\x9e]", "", html.replace("\xa0", " ")),
        tags=set(ALLOWED_TAGS),
        attributes=attributes,
        url_schemes=schemes,
        link_rel=None,
    )


def test_most_html_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> nh3.Cleaner:
        raise AssertionError("nothing here needs to be cleaned")

    monkeypatch.setattr("newsspider.body.assemble_html._cleaner", refuse)
    page, blocks = page_and_blocks(ARTICLE)
    assert body_html(blocks, range(len(blocks)), page.base_url)
    assert safe_html("<p>&lt;a&gt;\xa0" + "b &amp; c " * 100_000 + "</p>")


@pytest.mark.parametrize(
    "part", ["<", "&", '<a href="https://a.b/', '<img src="https://', "<em>", '<a href="https://a.bc">']
)
def test_hostile_html_takes_linear_time(part: str) -> None:
    assert "<script" not in safe_html(part * 20_000)


def test_commands_for_terminals_are_left_out() -> None:
    assert safe_html("<p>Storm \x9b31m hits\x1b[2J \x7fcoast</p>") == "<p>Storm 31m hits[2J coast</p>"


def test_many_signs_that_the_sanitizer_writes_slowly_come_out_as_they_were() -> None:
    text = "· « » ° é \x80" * 1_000
    assert safe_html(f"<p>{text}</p>") == f"<p>{text}</p>"
