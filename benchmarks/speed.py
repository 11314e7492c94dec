"""Pages a second and peak memory: `python -m benchmarks.speed`.

Everything is measured in one run, in turns, so that a noisy machine slows all rows alike; quote the ratios.

- extract_html: bytes in, Article out, one process, one core
- body: the same up to the text and its HTML, without the fields; metadata is what extract_html takes beyond it
- extract_text: text dumps in, Article out, and extract_html of the same pages, in milliseconds each
- parse_and_touch: lxml's parse of the same bytes and a look at every tag, text and class: what a tree takes at
  least; extract_html_per_parse is how often extract_html takes that time
- trafilatura: `bare_extraction(..., with_metadata=True)` on the same bytes (extra `benchmark`)
- newspaper4k: `download(input_html=...)` and `parse()` on the same pages, decoded before (extra `benchmark`)
- replay: `scrapy replay` of a WARC that repeats the pages, less one that has them once: start-up falls out
- memory: peak of the replay of both
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from lxml import etree
from scrapy.http import HtmlResponse

import newsspider
from benchmarks.corpus import DEFAULT_CORPUS, Case, read_cases
from newsspider.archives import WarcWriter
from newsspider.errors import PageError
from newsspider.extraction import read_response

Pages = Sequence[tuple[str, bytes]]
TIMES = 4  # how often the larger WARC has each page
_TURN_PAGES = 20
RESULTS = Path(__file__).parent / "results"


def ours(pages: Pages) -> None:
    """Extract every page with newsspider."""
    for url, html in pages:
        try:
            newsspider.extract_html(html, url)
        except PageError:
            continue


def bodies(pages: Pages) -> None:
    """Read every page and choose its body, and leave out its fields."""
    for url, html in pages:
        try:
            read_response(HtmlResponse(url, body=html, encoding="utf-8"))
        except PageError:
            continue


def parse_and_touch(pages: Pages) -> None:
    """Parse every page as newsspider does, and look at each element's tag, text and class."""
    for _, html in pages:
        parser = etree.HTMLParser(
            encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
        )
        for element in etree.fromstring(html, parser).iter():
            _ = element.tag, element.text, element.get("class")


def dumps(pages: Pages) -> None:
    """Extract every text dump with newsspider."""
    for url, text in pages:
        try:
            newsspider.extract_text(text.decode("utf-8"), url)
        except PageError:
            continue


def trafilatura_or_none() -> Callable[[Pages], None] | None:
    """Return a run of trafilatura over pages, or None where it is not installed."""
    try:
        import trafilatura  # noqa: PLC0415  # an extra
    except ImportError:
        return None

    def run(pages: Pages) -> None:
        for url, html in pages:
            trafilatura.bare_extraction(html, url=url, with_metadata=True)

    return run


def newspaper_or_none() -> Callable[[Pages], None] | None:
    """Return a run of newspaper4k over pages, or None where it is not installed."""
    try:
        import newspaper  # noqa: PLC0415  # an extra
    except ImportError:
        return None

    def run(pages: Pages) -> None:
        for url, html in pages:
            article = newspaper.Article(url or "https://example.org/", fetch_images=False)  # no network
            try:
                article.download(input_html=html.decode("utf-8", "replace"))
                article.parse()
            except (newspaper.ArticleException, ValueError, ImportError):
                continue

    return run


PEERS = {"trafilatura": trafilatura_or_none, "newspaper4k": newspaper_or_none}


def cpu_seconds(run: Callable[[Pages], None], pages: Pages) -> float:
    """Return the processor time that a run takes: what else the machine does is not counted."""
    start = time.process_time()
    run(pages)
    return time.process_time() - start


def replay(warc: Path, feed: Path) -> tuple[float, float]:
    """Return the processor seconds and the peak memory (MB) of a replay in a process of its own."""
    command = [sys.executable, "-m", "scrapy", "replay", str(warc), "-O", str(feed), "-s", "LOG_LEVEL=ERROR"]
    settings = ["-s", f"NEWSSPIDER_REJECTS_PATH={feed.with_suffix('.rejects')}"]
    with subprocess.Popen([*command, *settings], stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the replay of {warc.name} failed with exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def write_warc(path: Path, pages: Pages, times: int = 1) -> None:
    """Write a gzip WARC of the pages, `times` over."""
    with path.open("wb") as file, WarcWriter(file) as writer:
        for _ in range(times):
            for url, html in pages:
                response = HtmlResponse(url, body=html, headers={"Content-Type": "text/html"})
                writer.write(response, datetime(2026, 1, 1, tzinfo=UTC))


def measure_dumps(cases: Sequence[Case], rounds: int) -> dict[str, float]:
    """Return the milliseconds that a text dump takes, and those that the same pages take as HTML."""
    texts = [(case.url, text.encode()) for case in cases if (text := case.text())]
    pages = [(case.url, case.html()) for case in cases if case.text_path]
    dumps(texts)  # what is loaded once is not a dump's cost
    taken = [(cpu_seconds(dumps, texts), cpu_seconds(ours, pages)) for _ in range(rounds)]
    in_text, in_html = (
        statistics.median(seconds) / max(1, len(texts)) * 1000 for seconds in zip(*taken, strict=True)
    )
    return {"extract_text_ms": in_text, "extract_html_of_them_ms": in_html}


def in_turns(runs: Mapping[str, Callable[[Pages], None]], pages: Pages) -> dict[str, float]:
    """Return the processor seconds of each run over the pages, a few pages at a time: noise comes to all alike."""
    seconds = dict.fromkeys(runs, 0.0)
    for start in range(0, len(pages), _TURN_PAGES):
        for name, run in runs.items():
            seconds[name] += cpu_seconds(run, pages[start : start + _TURN_PAGES])
    return seconds


def measure(pages: Pages, rounds: int) -> dict[str, float]:
    """Return every figure of the table."""
    theirs = {name: run for name, found in PEERS.items() if (run := found()) is not None}
    runs = {"newsspider": ours, "body": bodies, "parse_and_touch": parse_and_touch, **theirs}
    ours(pages)  # what is loaded once, when a page first asks for it, is not a page's cost
    seconds: dict[str, list[float]] = {name: [] for name in (*runs, "replay")}
    memory: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "pages.warc.gz"), Path(folder, "large.warc.gz")
        write_warc(small, pages)
        write_warc(large, pages, times=TIMES)
        for _ in range(rounds):
            for name, taken in in_turns(runs, pages).items():
                seconds[name].append(taken)
            once, memory["replay_mb"] = replay(small, Path(folder, "small.jsonl"))
            more, memory[f"replay_{TIMES}x_mb"] = replay(large, Path(folder, "large.jsonl"))
            seconds["replay"].append((more - once) / (TIMES - 1))
    return figures(seconds, memory, len(pages))


def figures(seconds: dict[str, list[float]], memory: dict[str, float], count: int) -> dict[str, float]:
    """Return rates and ratios, medians over the rounds."""
    rows = {f"{name}_pages_per_s": count / statistics.median(runs) for name, runs in seconds.items() if runs}
    pairs = list(zip(seconds["newsspider"], seconds["replay"], strict=True))
    rows["replay_adds_ms_per_page"] = statistics.median((b - a) / count * 1000 for a, b in pairs)
    costs = [whole / body - 1 for whole, body in zip(seconds["newsspider"], seconds["body"], strict=True)]
    rows["metadata_adds_share"] = statistics.median(costs)
    parses = [
        whole / parse for whole, parse in zip(seconds["newsspider"], seconds["parse_and_touch"], strict=True)
    ]
    rows["extract_html_per_parse"] = statistics.median(parses)
    for name in PEERS.keys() & seconds.keys():
        ratios = [b / a for a, b in zip(seconds["newsspider"], seconds[name], strict=True)]
        rows[f"times_{name}"] = statistics.median(ratios)
    return rows | memory


def keep(rows: dict[str, float], count: int) -> Path:
    """Return the path of the file of results that holds the figures, with what they were measured on."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    installed = {distribution.name.lower() for distribution in metadata.distributions()}
    names = [name for name in ("newsspider", *PEERS, "scrapy", "lxml") if name in installed]
    versions = {name: metadata.version(name) for name in names}
    header = {"date": day, "python": platform.python_version(), "versions": versions, "pages": count}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"speed-{day}.json"
    path.write_text(json.dumps({**header, "figures": rows}, indent=1) + "\n", "utf-8")
    return path


def main() -> None:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--pages", type=int, default=300, help="articles to run on, spread over the corpus (300)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}/")
    args = parser.parse_args()
    cases = [case for case in read_cases(args.corpus) if case.kind == "article"]
    chosen = cases[:: max(1, len(cases) // args.pages)][: args.pages]
    pages = [(case.url, case.html()) for case in chosen]
    rows = measure(pages, args.rounds) | measure_dumps(chosen, args.rounds)
    print(f"{len(pages)} pages, {sum(len(html) for _, html in pages) / len(pages) / 1000:.0f} kB each on average")
    for name, value in rows.items():
        print(f"{name:<32}{value:>10.2f}")
    if args.save:
        print(f"kept in {keep(rows, len(pages))}")


if __name__ == "__main__":
    main()
