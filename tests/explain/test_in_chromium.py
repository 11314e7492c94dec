"""An explanation as a browser shows it, with a page in it that tries to run scripts and to load what it can."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.explain import explain
from newsspider.explain.browser import html_page
from newsspider.items import Source
from tests.explain.made_pages import HTML, page
from tests.report.test_browser import CHROMIUM, IS_DEMANDED, run_chromium, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None and not IS_DEMANDED, reason="Chromium is not installed"),
]
LEAKS = """<link rel="stylesheet" href="/leak-1"><link rel="preload" href="/leak-2" as="image"><base href="/leak/">
<meta http-equiv="refresh" content="0;url=/leak-3"><style>@import "/leak-4"; p { background: url(/leak-5) }</style>
<script>fetch("/leak-6"); document.title = "ran"; parent.document.title = "ran"</script>
<img src="/leak-7" onerror="document.title = 'ran'"><iframe src="/leak-8"></iframe><object data="/leak-9"></object>
<video poster="/leak-10" src="/leak-11" autoplay></video><p style="background: url(/leak-12)">The harbour at night.</p>
<svg><image href="/leak-13"/><script>fetch("/leak-14")</script></svg><input type="image" src="/leak-15" autofocus>"""


def test_the_page_is_shown_beside_its_blocks_and_asks_for_nothing(tmp_path: Path) -> None:
    hostile = HTML.replace("<article>", f"{LEAKS}<article>")
    content = html_page(explain(page(hostile), source=Source(kind="html", path="walk.html")))
    with served(content) as (url, asked):
        shown = run_chromium(tmp_path, url, "--dump-dom", "--virtual-time-budget=3000")
    assert asked == ["/report.html"]
    assert "<title>A walk along the quay: explained</title>" in shown.stdout
    assert "Refused" not in shown.stderr  # nothing was even tried: the policy is a second wall


def test_even_a_page_as_it_was_could_load_nothing(tmp_path: Path) -> None:
    content = html_page(explain(page(), source=Source(kind="html", path="walk.html"))).decode()
    escaped = LEAKS.replace("&", "&amp;").replace('"', "&quot;")
    before, mark, after = content.partition('srcdoc="')
    assert mark
    with served((before + mark + escaped + after).encode()) as (url, asked):
        run_chromium(tmp_path, url, "--dump-dom", "--virtual-time-budget=3000")
    assert asked == ["/report.html"]
