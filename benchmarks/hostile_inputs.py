"""Inputs of kinds that once took quadratic time, or memory by the gigabyte."""

from __future__ import annotations

import dbm
import gzip
import json
import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from newsspider import PageError, extract_html, extract_text
from newsspider.archives import open_source
from newsspider.errors import SourceError

# What reads an input and returns what became of it.
Reading: TypeAlias = Callable[[], str]
URL = "https://www.example.org/2024/storm.html"
_SENTENCE = "The storm came at night and took the roofs of four houses by the harbour. "
_BODY = f"<p>{_SENTENCE * 5}</p>" * 2


@dataclass(frozen=True, slots=True)
class Hostile:
    """A kind of input; `prepare` makes one of a size, in an empty folder where it is a file."""

    prepare: Callable[[int, Path], Reading]
    size: int  # so that both it and its double take long enough to be compared, and a page's limits allow them


def _page(make: Callable[[int], str], size: int) -> Hostile:
    return Hostile(lambda count, _: partial(_read_page, make(count)), size)


def _dump(make: Callable[[int], str], size: int) -> Hostile:
    return Hostile(lambda count, _: partial(_read_dump, make(count)), size)


def _file(name: str, make: Callable[[int], bytes], size: int) -> Hostile:
    def prepare(count: int, folder: Path) -> Reading:
        (folder / name).write_bytes(make(count))
        return partial(_read_source, folder)

    return Hostile(prepare, size)


def _read_page(html: str) -> str:
    try:
        return "article" if extract_html(html, URL).articleBody else "no body"
    except PageError as error:
        return error.code


def _read_dump(text: str) -> str:
    try:
        return "article" if extract_text(text, URL).articleBody else "no body"
    except PageError as error:
        return error.code


def _read_source(folder: Path) -> str:
    try:
        kinds = Counter(type(outcome).__name__ for outcome in open_source(folder))
    except SourceError as error:
        return error.reason
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def _html(head: str = "", above: str = "", below: str = "") -> str:
    return (
        f"<html><head><title>Storm hits coast</title>{head}</head>"
        f"<body>{above}<h1>Storm hits coast</h1>{_BODY}{below}</body></html>"
    )


def _linked(data: str) -> str:
    return _html(f'<script type="application/ld+json">{data}</script>')


def _each(text: str, count: int, gap: str = "") -> str:
    """Return `text` so many times, with its number in place of each `#`."""
    return gap.join(text.replace("#", str(number)) for number in range(count))


def _record(number: int) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _html(above=f"<p>{number}</p>").encode()
    header = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
        "WARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://www.example.org/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(header.encode() + block + b"\r\n\r\n", mtime=0)


_EMPTY_MEMBER = gzip.compress(b"", mtime=0)
_ARTICLE = '{"@type":"NewsArticle","headline":"Storm # hits","url":"/s/#","author":{"name":"Ana Berg #"}}'
_MARKS, _NO_BREAK = "\u0301\u0323", "\xa0"
_PAGE_ROW = json.dumps({"url": "https://www.example.org/a", "text": _SENTENCE * 9}).encode() + b"\n"


def _cached_pickles(count: int, folder: Path) -> Reading:
    """Nine bytes each that ask unpickling for a table of 2 GB."""
    with dbm.open(str(folder / "news.db"), "n") as database:
        for number in range(count):
            database[f"{number}_data"] = pickle.PROTO + b"\x04N" + pickle.LONG_BINPUT + b"\xff\xff\xff\x0f."
    return partial(_read_source, folder)


HOSTILE: Mapping[str, Hostile] = {
    # Files.
    "empty gzip members before a record": _file(
        "a.warc.gz", lambda n: _EMPTY_MEMBER * n + _record(0) + _record(1), 20_000
    ),
    "empty gzip members between records": _file(
        "a.warc.gz", lambda n: _record(0) + _EMPTY_MEMBER * n + _record(1), 20_000
    ),
    "empty gzip members behind each record": _file(
        "a.warc.gz", lambda n: b"".join(_record(i) + _EMPTY_MEMBER for i in range(n)), 400
    ),
    "pickles of nine bytes in a dbm cache": Hostile(_cached_pickles, 1_000),
    "a first JSON line that nests deep": _file(
        "a.jsonl", lambda n: b'{"a":' + b"[" * n + b"]" * n + b"}\n" + _PAGE_ROW * 2, 2_000_000
    ),
    # Linked data.
    "JSON-LD that ends in --> and blanks": _page(lambda n: _linked('{"a":1}-->' + " " * n + "x"), 3_000_000),
    "a @graph of empty nodes": _page(lambda n: _linked('{"@graph":[' + "{}," * n + "{}]}"), 500_000),
    "breadcrumb lists in JSON-LD in one another": _page(
        lambda n: _linked("[" + ('{"@type":"WebPage","breadcrumb":' * 300 + "1" + "}" * 300 + ",") * n + "1]"), 150
    ),
    "breadcrumb lists in one another": _page(
        lambda n: _html(above="<ul class=breadcrumb>" * n + "<li><a href=/a>Home</a></li>" * n), 20_000
    ),
    "articles in JSON-LD": _page(lambda n: _linked(f"[{_each(_ARTICLE, n, ',')}]"), 20_000),
    "itemprops around a long text": _page(
        lambda n: _html(
            below="<div itemscope itemtype='https://schema.org/NewsArticle'>"
            + "<div itemprop=about>" * 700
            + "x " * n
            + "</div>" * 701
        ),
        1_000_000,
    ),
    # Addresses.
    "og:url of many labels": _page(
        lambda n: _html(f'<meta property="og:url" content="https://{"a." * n}">'), 1_000_000
    ),
    "a long <base> with relative links": _page(
        lambda n: _html(
            f'<base href="https://www.example.org/{"a/" * n}">', below=_each("<a href=#>x</a> ", n // 10)
        ),
        200_000,
    ),
    # Characters.
    "runs of spaces that do not break": _page(
        lambda n: _html(below=f"<p>A{_NO_BREAK * n}b &hearts; c</p>"), 500_000
    ),
    "signs that nh3 writes slowly": _page(lambda n: _html(below=f"<p>A{'· sign ' * n}\x80</p>"), 200_000),
    "alternating combining marks": _page(
        lambda n: _html(above=f"<h1>Storm a{_MARKS * n}</h1>", below=f"<p>Storm a{_MARKS * n}</p>"),
        200_000,
    ),
    "alternating combining marks in a dump": _dump(lambda n: f"Storm a{_MARKS * n} hits\n", 500_000),
    # Elements.
    "headings of the first order": _page(lambda n: _html(below=_each("<h1>Storm # hits coast</h1>", n)), 20_000),
    "headings in one another": _page(
        lambda n: _each("<h1>Storm # <span>hits</span><a rel=author>Ana</a>", n) + _BODY * 2, 800
    ),
    "figures in one another": _page(lambda n: _html(below=_each("<figure><img src=#.jpg>", n) + _BODY), 1_000),
    "bylines": _page(lambda n: _html(below=_each("<p class=byline>By Ana Berg#</p>", n)), 10_000),
    "authors in meta elements": _page(lambda n: _html(_each('<meta name=author content="Ana Berg#">', n)), 10_000),
    "short lines": _page(lambda n: _html(below="ab<br>" * n), 50_000),
    "short lines in a dump": _dump(lambda n: _each("ab #\n", n), 50_000),
    "paragraphs of a letter": _page(lambda n: _html(below="<p>x</p>" * n), 90_000),
    "paragraphs of a letter, by the million": _page(lambda n: "<p>x</p>" * n, 500_000),
    "void elements in a block": _page(lambda n: _html(below=f"<p>{'word<wbr>' * n}</p>"), 50_000),
    "list items that no list closes": _page(lambda n: _html(below=f"<dl>{'<dd>word' * n}</dl>"), 50_000),
    "divisions in one another": _page(lambda n: _html(below="<div>word " * n), 50_000),
}
