from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.discovery.summaries import plain_line, summary_line

URL = "https://example.org/storm"


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("The storm came\n at night.", "The storm came at night."),
        ("Fish &amp; chips", "Fish & chips"),
        ("3 < 4", "3 < 4"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("One.<br/>Two.", "One. Two."),
        ("<img src='a.jpg'/>The storm <b>came</b>.", "The storm came."),
        ("<figure><figcaption>Photo: Ana</figcaption></figure>The storm came.", "The storm came."),
        ("<script>alert(1)</script>The storm<!-- x --> came.", "The storm came."),
        ("<p>The storm came […]</p>", "The storm came…"),
        ("The storm came [...]", "The storm came…"),
        (
            "<p>The storm came. <a href='https://example.org/storm?utm_source=rss'>Read more</a></p>",
            "The storm came.",
        ),
        ("<p>It came.</p>\n<p>The post <a href='/storm'>Storm</a> is on <a href='/'>Example</a>.</p>", "It came."),
        ("It came.<p><a href='/storm'>Read more</a></p>", "It came."),
        ("It <a href='/night'>came at night</a>.", "It came at night."),
        ("<a href='/storm'>Read more</a>", None),
        ("<!-- nothing -->", None),
        ("", None),
        ("word " * 300, None),
        ("<p>" + "word " * 10_000, None),
    ],
)
def test_a_summary_is_one_line_without_what_leads_to_the_entry(markup: str, line: str | None) -> None:
    assert summary_line(markup, URL) == line


def test_plain_lines_have_no_markup() -> None:
    assert plain_line(" Storm <b>hits</b>\n coast &amp;amp; harbour ") == "Storm hits coast & harbour"
    assert plain_line("a < b > c") == "a < b > c"


@pytest.mark.parametrize("part", ["<", "<a", "<p>", "&", "<a href='/storm'>", "</p>", "<b", "&amp;"])
def test_takes_linear_time(part: str) -> None:
    start = time.process_time()
    summary_line(part * 2_000, URL)
    plain_line(part * 20_000)
    assert time.process_time() - start < 2


@settings(max_examples=200, deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(["<p>", "</p>", "<a href='/storm'>", "</a>", "x", "&", "<", "\x00", "<br>"])).map(
        "".join
    )
)
def test_never_raises(markup: str) -> None:
    summary_line(markup, URL)
    summary_line(markup, None)
    plain_line(markup)
