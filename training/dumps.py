"""Text dumps of HTML pages, in the styles that converters and crawls make them in.

The corpus has one dump of an article, of some none, and none of other pages. What a model of dumps learns must
not hang on one converter: the same pages in other styles, with the same gold, teach it that.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from lxml import etree
from lxml.etree import _Element
from resiliparse.extract.html2text import extract_plain_text

from newsspider.blocks.types import Blocks, Layout
from newsspider.errors import PageError
from newsspider.page import text_page
from newsspider.page.decode import decode
from newsspider.page.tree import parse_tree
from training.corpus import Sample, read_cases, sample_of
from training.labels import labels

Value = TypeVar("Value")

# What converters that know no style sheet begin a new line at, and what they leave a line blank around.
_LINES = frozenset((
    "article", "aside", "br", "dd", "details", "div", "dt", "fieldset", "figcaption", "footer", "form", "header",
    "hr", "legend", "li", "main", "nav", "table", "tr",
))  # fmt: skip
_PARAGRAPHS = frozenset((
    "blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "title", "ul",
))  # fmt: skip
_SKIPPED = frozenset((
    "script", "style", "link", "meta", "object", "embed", "applet", "iframe", "frame", "frameset", "noframes",
    "param", "layer",
))  # fmt: skip
# Of a copy cut short. Of all dumps F1 was .937 and exact .117 with 1.0, .938 and .121 with 0.25; without such
# copies .939 and .123, but menus and bylines of brief reports were taken as text.
_SHORT_WEIGHT = 0.25
_TOUCHING = re.compile(r'[,:;.!?")]')  # no space before these, where elements meet
_COMMENTED = 3
_FEWEST_POSTED, _MOST_POSTED = 8, 50  # blocks of a forum below an article
_BETWEEN = 8  # blocks of the page between its text and the comments, at most
_WORD = re.compile(r"\w+")
_BLANK_LINES = re.compile(r"\n{2,}")


def read_dumps(corpus: Path) -> list[Sample]:
    """Return dumps of all HTML pages of the corpus, two of each, in different styles; "/style" ends their ids."""
    return [dump for case in read_cases(corpus) if case.get("html") for dump in _dumps(corpus, case)]


def _dumps(corpus: Path, case: dict[str, Any]) -> Iterator[Sample]:
    html = decode(gzip.decompress((corpus / case["html"]).read_bytes()))
    own = gzip.decompress((corpus / case["text"]).read_bytes()).decode() if case.get("text") else ""
    try:
        lines = as_lines(parse_tree(html))
    except PageError:
        return
    texts = {"lines": lines, "layout": as_layout(html), "crawled": as_crawled(lines)}
    for style in ("lines", "layout") if zlib.crc32(case["id"].encode()) % 3 else ("layout", "crawled"):
        try:
            sample = sample_of(case, text_page(texts[style], url=case["url"]))
        except PageError:
            continue
        # The style that the corpus's own dump has is known for what the page is, and learned from already.
        known = texts[style].strip() == own.strip()
        if len(sample.blocks):
            yield replace(sample, id=f"{case['id']}/{style}", alignment=None if known else sample.alignment)


def copies_to_learn(copies: Sequence[Sample]) -> list[Sample]:
    """Return dumps in other styles as they are learned from: one of three with a forum's posts below its text."""
    forums = [copy for copy in copies if copy.kind == "forum"]
    return [
        copy if zlib.crc32(copy.id.encode()) % _COMMENTED else with_comments(copy, forums) or copy
        for copy in copies
    ]


def shortened(sample: Sample) -> Sample | None:
    """Return a dump as short as a brief report's: some lines of its top, and of those around the article's start.

    Few dumps of the corpus have less than fifty blocks. A model that has seen the others alone takes the lines
    above a brief report for a part of it.
    """
    if sample.alignment is None or not any(kept := labels(sample)):
        return None
    first = kept.index(1)
    last = len(kept) - kept[::-1].index(1)
    chance = zlib.crc32(sample.id.encode())
    top, above, text, below = chance % 5, chance // 5 % 9, 3 + chance // 45 % 8, chance // 360 % 12
    end = min(last, first + text)
    chosen = sorted({*range(min(top, first)), *range(max(0, first - above), end), *range(last, last + below)})
    chosen = [i for i in chosen if i < len(kept)]
    blocks, alignment, layout = sample.blocks, sample.alignment, sample.blocks.layout
    if layout is None:
        return None
    return replace(
        sample,
        id=f"{sample.id}/short",
        weight=_SHORT_WEIGHT,
        blocks=Blocks(
            texts=[blocks.texts[i] for i in chosen],
            tags=[""] * len(chosen),
            elements=[None] * len(chosen),
            layout=Layout(
                starts=[layout.starts[i] for i in chosen],
                indents=[layout.indents[i] for i in chosen],
                gaps=[layout.gaps[i] for i in chosen],
                cells=[layout.cells[i] for i in chosen],
            ),
        ),
        alignment=replace(
            alignment,
            shares=[alignment.shares[i] for i in chosen],
            words=[alignment.words[i] for i in chosen],
        ),
    )


def with_comments(dump: Sample, forums: Sequence[Sample]) -> Sample | None:
    """Return an article's dump with posts of a forum below its text; None where there is nothing to take.

    Few pages of the corpus were saved with their comments. What readers write below an article looks as what they
    write in forums: names, dates, questions, answers, and whole paragraphs of prose.
    """
    own, posts = dump.blocks.layout, [forum for forum in forums if forum.fold == dump.fold]
    if dump.alignment is None or own is None or not posts or not any(kept := labels(dump)):
        return None
    chance = zlib.crc32(f"{dump.id} comments".encode())
    forum = posts[chance % len(posts)].blocks
    if forum.layout is None:
        return None
    count = min(len(forum), _FEWEST_POSTED + chance // 97 % _MOST_POSTED)
    start = chance // 7 % (len(forum) - count + 1)
    taken = range(start, start + count)
    end = min(len(kept), len(kept) - kept[::-1].index(1) + chance // 11 % _BETWEEN)
    return replace(
        dump,
        id=f"{dump.id}/comments",
        blocks=Blocks(
            texts=_put(dump.blocks.texts, end, [forum.texts[i] for i in taken]),
            tags=[""] * (len(kept) + count),
            elements=[None] * (len(kept) + count),
            layout=Layout(
                starts=[0] * (len(kept) + count),
                indents=_put(own.indents, end, [forum.layout.indents[i] for i in taken]),
                gaps=_put(own.gaps, end, [forum.layout.gaps[i] for i in taken]),
                cells=_put(own.cells, end, [forum.layout.cells[i] for i in taken]),
            ),
        ),
        alignment=replace(
            dump.alignment,
            shares=_put(dump.alignment.shares, end, [0.0] * count),
            words=_put(dump.alignment.words, end, [len(_WORD.findall(forum.texts[i])) for i in taken]),
        ),
    )


def _put(column: Sequence[Value], at: int, values: Sequence[Value]) -> list[Value]:
    return [*column[:at], *values, *column[at:]]


def as_lines(root: _Element) -> str:
    """Return a page as a plain converter reads it: title first, a line a block, blank lines around paragraphs."""
    chunks: list[str] = []
    breaks, before = 2, ""  # line ends that the chunks end in; else the text that they end in
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if tag in _SKIPPED:
            text = element.tail if event == "end" else None
        else:
            wanted = 2 if tag in _PARAGRAPHS else 1 if tag in _LINES else 0
            chunks.append("\n" * (wanted - breaks))
            breaks = max(breaks, wanted)
            text = element.text if event == "start" else element.tail
        folded = " ".join((text or "").split())
        if folded:
            touching = _TOUCHING.match(folded) or before.endswith("(")
            chunks.append(" " if not breaks and (before[-1:].isspace() or not touching) else "")
            chunks.append(folded)
            breaks, before = 0, text or ""
    return "".join(chunks).strip()


def as_crawled(lines: str) -> str:
    """Return a page as the WET files of crawls hold it: a line a block, and no line blank."""
    return _BLANK_LINES.sub("\n", lines)


def as_layout(html: str) -> str:
    """Return a page as a layout converter draws it: lists indented, cells set apart by tabs, no title."""
    return str(extract_plain_text(html, list_bullets=False, alt_texts=False))
