"""Pages of our own making that the tests of this room share."""

from newsspider.blocks import Blocks, read_blocks
from newsspider.page import Page, html_page

SENTENCE = "The harbour was closed before dawn, and the boats that had left in the night were called back. "

ARTICLE = f"""<html><head><title>Storm closes the harbour | Example News</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Storm closes the harbour</h1>
<p>{SENTENCE * 2}</p>
<figure><img src="/pier.jpg" alt="Pier"><figcaption>The pier at noon. Photo: A. Ruiz</figcaption></figure>
<h2>What is known</h2>
<p>{SENTENCE} <a href="/tides">Tides</a> were <b>high</b>.</p>
<ul><li>{SENTENCE}</li><li>Schools stay open.</li></ul>
<blockquote><p>{SENTENCE}</p></blockquote>
<p>{SENTENCE * 3}</p>
</article>
<aside><p>{"Ten walks along the coast that you must not miss this year. " * 3}</p></aside>
<footer><p>All rights reserved.</p></footer></body></html>"""


def page_and_blocks(html: str, url: str | None = "https://example.org/news/storm") -> tuple[Page, Blocks]:
    page = html_page(html, url=url)
    return page, read_blocks(page)
