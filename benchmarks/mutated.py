"""Pages that were changed at random, as `extract_html` reads them: `python -m benchmarks.mutated --pages 100000`.

The pages are the golden cases' and the seeds'; each is cut, doubled, mixed with others and sprinkled with what has
been trouble before. The same number of pages are the same pages on every run. No exception but PageError may come
out of any of them. For a compiled part with a sanitizer in it:

    CFLAGS="-fsanitize=address -g" python setup.py build_ext --inplace
    LD_PRELOAD=$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc \
        python -m benchmarks.mutated --pages 10000 --part asan
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from benchmarks.hostile import saved
from newsspider import PageError, extract_html
from newsspider._native import state
from newsspider.errors import raised_at

ROOT = Path(__file__).parents[1]
_CHUNK = 250
_MAX_CHANGES = 12
_MAX_BYTES = 60_000  # of a page, after all changes
_SHOWN = 20
# What has been trouble before, in bytes: half a character, marks, controls, brackets, addresses, tags left open.
_TROUBLE: Sequence[bytes] = (
    b"\x00", b"\x0b", b"\x1b[2J", b"\x80", b"\xc2\x9b", b"\xc2\xa0" * 40, b"\xff\xfe", b"\xed\xa0\x80",
    b"\xef\xbb\xbf", b"\xef\xbf\xbf", b"\xf0\x9f\x98\x80", "\u0301\u0323".encode() * 40, "\u202e".encode(),
    "\u2028".encode(), b"&#0;", b"&#x110000;", b"&#55296;", b"&amp;amp;", b"&nbsp", b"&#155;", b"<", b">",
    b"</", b"<!", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml ", b"<a href='http://['>",
    b"<base href='//['>", b"<img src=\"data:,\">", b"<wbr>" * 30, b"<h1>", b"</h1>", b"<p>", b"<li>", b"<td>",
    b"<table>", b"<br><br>", b"<pre>\n", b"<svg>", b"<noscript>", b"<template>", b"<textarea>", b"<title>",
    b"</body>", b"</html>", b"<body>", b"<div itemprop=author itemscope>",
    b"<time datetime=\"2024-02-30T25:61\">", b"<time datetime=\"-0001\">",
    b"<script type=\"application/ld+json\">", b"{\"@type\":\"NewsArticle\",\"author\":", b"\"@graph\":[[[",
    b"\"datePublished\":1e999,", b"null", b"\\ud800", b"\\", b"\"", b"'", b"99999999999999999999", b"-1",
    b"1e309", b"31 February 2024", b"By ", b" and ", b"\xe2\x80\x94", b"\r",
)  # fmt: skip


@cache
def _pages() -> Sequence[bytes]:
    found = [*(ROOT / "tests" / "golden").rglob("input.html"), *(ROOT / "seeds").rglob("*.html")]
    return [path.read_bytes() for path in sorted(found)]


def mutated(number: int) -> bytes:
    """Return the page of a number, the same on every run."""
    draw = random.Random(number)
    raw = draw.choice(_pages())
    for _ in range(draw.randint(1, _MAX_CHANGES)):
        raw = draw.choice(_CHANGES)(raw, draw)[:_MAX_BYTES]
    return raw


def _stretch(raw: bytes, draw: random.Random) -> tuple[int, int]:
    start = draw.randrange(len(raw) + 1)
    return start, min(len(raw), start + draw.choice((1, 3, 10, 40, 200, 1000)))


def _without_stretch(raw: bytes, draw: random.Random) -> bytes:
    start, end = _stretch(raw, draw)
    return raw[:start] + raw[end:]


def _with_stretch_again(raw: bytes, draw: random.Random) -> bytes:
    start, end = _stretch(raw, draw)
    place = draw.randrange(len(raw) + 1)
    return raw[:place] + raw[start:end] * draw.choice((1, 2, 30)) + raw[place:]


def _with_other_bytes(raw: bytes, draw: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(draw.choice((1, 4, 20)) if changed else 0):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _with_trouble(raw: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(raw) + 1)
    return raw[:place] + draw.choice(_TROUBLE) * draw.choice((1, 1, 1, 5, 60)) + raw[place:]


def _with_other_page(raw: bytes, draw: random.Random) -> bytes:
    other = draw.choice(_pages())
    start, end = _stretch(other, draw)
    place = draw.randrange(len(raw) + 1)
    return raw[:place] + other[start:end] + raw[draw.choice((place, end)) :]


def _with_tag_moved(raw: bytes, draw: random.Random) -> bytes:
    start = raw.find(b"<", draw.randrange(len(raw) + 1))
    end = raw.find(b">", start) + 1
    place = draw.randrange(len(raw) + 1)
    return raw[:place] + raw[start:end] + raw[place:] if 0 <= start < end else raw


def _cut(raw: bytes, draw: random.Random) -> bytes:
    return raw[: draw.randrange(len(raw) + 1)]


_CHANGES: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _without_stretch, _with_stretch_again, _with_other_bytes, _with_trouble, _with_trouble, _with_other_page,
    _with_tag_moved, _with_tag_moved, _cut,
)  # fmt: skip


def _url(number: int) -> str | None:
    return ("https://www.example.org/2024/storm.html", None, "http://[", "https://пример.example/ü?a=%zz")[
        number % 4
    ]


def outcomes(start: int, end: int) -> tuple[Counter[str], list[str], float]:
    """Return what became of pages by number, the exceptions among it, and the most seconds that one took."""
    counts: Counter[str] = Counter()
    faults, slowest = [], 0.0
    for number in range(start, end):
        raw = mutated(number)
        began = time.process_time()
        try:
            extract_html(raw, _url(number)).to_dict()
            counts["article"] += 1
        except PageError as error:
            counts[f"PageError: {error.code}"] += 1
        except Exception as error:  # noqa: BLE001  # what is looked for
            counts["exception"] += 1
            faults.append(f"page {number}: {raised_at(error)}")
        slowest = max(slowest, time.process_time() - began)
    return counts, faults, slowest


def measured(count: int, processes: int) -> dict[str, object]:
    """Return what became of `count` pages."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    slowest = 0.0
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for done, found, seconds in pool.imap(partial(_chunk, count), _starts(count)):
            counts.update(done)
            faults += found
            slowest = max(slowest, seconds)
    return {
        "pages": count,
        "outcomes": dict(counts.most_common()),
        "exceptions": len(faults),
        "first_exceptions": faults[:_SHOWN],
        "slowest_seconds": round(slowest, 2),
        "reader": str(state()),
    }


def _starts(count: int) -> Iterator[int]:
    yield from range(0, count, _CHUNK)


def _chunk(count: int, start: int) -> tuple[Counter[str], list[str], float]:
    return outcomes(start, min(count, start + _CHUNK))


def main() -> None:
    """Read, print, and write the result where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--part", default="mutated", help="the result's name in the file")
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/hostile-DATE.json")
    args = parser.parse_args()
    result = measured(args.pages, args.processes)
    print(json.dumps(result, indent=1))
    if args.save:
        saved(args.part, result)


if __name__ == "__main__":
    main()
