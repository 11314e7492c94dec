"""datatrove's pipelines beside `extract_html` alone: `python -m benchmarks.datatrove`.

The corpus is written into two WARCs, and into two that have each page several times; what two tasks of
datatrove's local executor take for the larger ones beyond the smaller is the work without the start. Processor
time is counted, of the tasks and of the processes that they start, so that what else the machine does is not:
pages/s are those of one core. Rounds take turns.

- reader: WARCs through `ArticleReader` into JSON lines of the feed, unpacked as those of `scrapy replay`;
  reader_share is its rate against `extract_html`'s on the same pages
- extractor: JSON lines of HTML through datatrove's `JsonlReader` and `ArticleExtractor`, which reads pages in a
  process beside the task, as datatrove's extractors do
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.logging import logger

from benchmarks.corpus import DEFAULT_CORPUS, read_cases
from benchmarks.speed import RESULTS, Pages, cpu_seconds, ours, write_warc
from newsspider.clusters.datatrove_blocks import ArticleExtractor, ArticleReader, feed_line

TASKS = 2
TIMES = 4


class CpuStep:
    """The last step of a pipeline: writes down the processor seconds that its task took."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, data: Iterable[Document], rank: int, _world_size: int) -> Iterator[Document]:
        """Yield nothing, once all is done."""
        began_s = _cpu_s()
        for _ in data:
            pass
        Path(self.folder, f"cpu-{rank}").write_text(str(_cpu_s() - began_s))
        yield from ()


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run_s(archives: Path, *, is_html: bool) -> float:
    """Return the processor seconds of all tasks over a folder of archives."""
    with tempfile.TemporaryDirectory(dir=archives.parent) as out:
        adapter = None if is_html else feed_line
        writer = JsonlWriter(f"{out}/articles", compression=None, adapter=adapter)
        reading = [JsonlReader(str(archives)), ArticleExtractor()] if is_html else [ArticleReader(str(archives))]
        pipeline = [*reading, writer, CpuStep(out)]
        LocalPipelineExecutor(pipeline, tasks=TASKS, workers=TASKS, logging_dir=f"{out}/logs").run()
        return sum(float(path.read_text()) for path in Path(out).glob("cpu-*"))


def write_archives(pages: Pages, folder: Path, times: int) -> tuple[Path, Path]:
    """Write the pages, `times` over, as WARCs and as JSON lines, one a task; return the two folders."""
    warcs, lines = folder / f"warcs-{times}", folder / f"lines-{times}"
    for made in (warcs, lines):
        made.mkdir()
    for task in range(TASKS):
        own = pages[task::TASKS]
        write_warc(warcs / f"{task}.warc.gz", own, times)
        rows = [{"id": url, "url": url, "text": html.decode("utf-8", "replace")} for url, html in own]
        (lines / f"{task}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) * times)
    return warcs, lines


def measure(pages: Pages, rounds: int) -> dict[str, float]:
    """Return every figure, medians over the rounds."""
    ours(pages)  # what is loaded once, when a page first asks for it, is not a page's cost
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as name:
        small, large = (write_archives(pages, Path(name), times) for times in (1, TIMES))
        for _ in range(rounds):
            alone_s = [cpu_seconds(ours, pages)]
            taken: dict[str, float] = {}
            for kind, place in (("reader", 0), ("extractor", 1)):
                more_s, once_s = (run_s(of[place], is_html=bool(place)) for of in (large, small))
                taken[kind] = (more_s - once_s) / (TIMES - 1)
                alone_s.append(cpu_seconds(ours, pages))  # before, between and after
            page_s = statistics.mean(alone_s) / len(pages)
            rates = {f"{kind}_pages_per_s": len(pages) / seconds for kind, seconds in taken.items()}
            shares = {f"{kind}_share": page_s * len(pages) / seconds for kind, seconds in taken.items()}
            found.append({"extract_html_pages_per_s": 1 / page_s, **rates, **shares})
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


def keep(rows: dict[str, float], count: int) -> Path:
    """Return the path of the file of results that holds the figures, with what they were measured on."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    versions = {name: metadata.version(name) for name in ("newsspider", "datatrove", "scrapy", "lxml")}
    header = {"date": day, "python": platform.python_version(), "versions": versions, "pages": count}
    path = RESULTS / f"datatrove-{day}.json"
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
    logger.remove()
    cases = [case for case in read_cases(args.corpus) if case.kind == "article"]
    chosen = cases[:: max(1, len(cases) // args.pages)][: args.pages]
    pages = [(case.url, case.html()) for case in chosen]
    rows = measure(pages, args.rounds)
    for name, value in rows.items():
        print(f"{name:<32}{value:>10.3f}")
    if args.save:
        print(f"kept in {keep(rows, len(pages))}")


if __name__ == "__main__":
    main()
