"""Pages to explain."""

from __future__ import annotations

from scrapy.http import HtmlResponse

HTML = """<!DOCTYPE html><html lang="en"><head><title>A walk along the quay | Quay Post</title>
<meta name="author" content="admin"><meta property="og:type" content="article">
<meta property="og:site_name" content="Quay Post">
<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "https://quaypost.example/"}}</script>
<meta name="date" content="2024-05-03T10:00:00+02:00"></head>
<body><nav><ul><li><a href="/a">Home</a></li><li><a href="/b">World</a></li></ul></nav>
<article><h1>A walk along   the quay</h1><p class="byline">By Ana Ruiz</p>
<p>It was raining when the walk began, and the eleven people who had come stood under the roof of the ferry office
until their guide, a retired pilot, said that the gulls at least did not seem to mind the weather.</p>
<p>He led them past the old cranes, two of which still turn when the wind is strong enough, and told them how the
coal was brought ashore here until the last of the steamers was sold to a museum in the north.</p></article>
<footer><p>All rights reserved</p></footer></body></html>"""
URL = "https://quaypost.example/walk"

# What a page may try in a terminal or in the page that explains it.
HOSTILE = """<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt; \x1b]0;x\x07 &#x202e;tfel</title>
<script type="application/ld+json">{"@type": "NewsArticle",
"headline": "\\u003c/title>\\u003cscript>alert(2)\\u003c/script> \\u001b[2J \\u0000 \\ud800 \\u202egniht",
"author": "\\"><img src=https://evil.example/x onerror=alert(3)>"}</script></head>
<body><p>&lt;style&gt;body{display:none}&lt;/style&gt; &lt;img src=//evil.example/p.png&gt; &#27;[31m and a sentence that is
long enough to be taken for an article's, about the weather, the tides and the price of herring in the spring.</p>
<p onclick="alert(4)">&lt;/p&gt;&lt;iframe src="javascript:alert(5)"&gt;</p></body></html>"""


def page(html: str = HTML, url: str = URL) -> HtmlResponse:
    """Return the page as a response."""
    return HtmlResponse(url, body=html.encode(), encoding="utf-8")
