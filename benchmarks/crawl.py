"""What live crawls find, and what they cost: `python -m benchmarks.crawl`.

Everything runs on local servers, so that only our own cost counts, and as a user starts it:
`scrapy news URL... --out DIR`. What is on each site is known; see tests/crawls/.

- hugo_*, wordpress_*: found articles of those in the site's own source or database, and requests
- traps_*: a host with every door and every trap; requests are all that the host was asked for, robots.txt too
- hugo_sitemap_*: the same site with `--doors sitemaps`
- fifty_hosts_*: fifty hosts of which sixteen never answer, up to the last article of the rest, against these alone
- speed_5_*, speed_40_*: 1,000 hosts of 5 and of 40 articles and a list each, no delays, one process, pages a
  second of clock and of processor time, in turns with Scrapy that follows all links and extracts every page
  (benchmarks/scrapy_alone.py). Articles and lists are pages, for both; robots.txt and guesses at feeds are not
- second_run_*: the same line again on the unchanged host of traps, and on Hugo
- memory_mb: peak after 100,000 pages (`--quick`: 3,000)
- kills_*: a crawl of the host of traps that is killed 20 times and started again each time
- trafilatura_*, newspaper4k_*: what others find on the same sites, where `--peer-python` has them
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from benchmarks.crawl_measures import MEASURES, Figures, Plan
from tests.crawls.wordpress import PERMALINKS

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure has to reach, and what would be better still."""

    to_reach: float
    beyond: float | None = None
    less_is_better: bool = False

    def holds(self, value: float) -> bool:
        """Return whether a value reaches it."""
        return value <= self.to_reach if self.less_is_better else value >= self.to_reach


GOALS: Mapping[str, Goal] = {
    "hugo_found_share": Goal(1.0),
    **{f"wordpress_{form}_found_share": Goal(1.0) for form in PERMALINKS},
    "traps_recall": Goal(0.95, 0.99),
    "traps_precision": Goal(0.98, 0.99),
    "traps_requests_per_article": Goal(2.0, 1.3, less_is_better=True),
    "hugo_sitemap_requests_per_article": Goal(1.05, 1.02, less_is_better=True),
    "fifty_hosts_found_share": Goal(1.0),
    "fifty_hosts_times_healthy_alone": Goal(2.0, less_is_better=True),
    # Of processor time: what else runs on the machine changes the clock's.
    "speed_5_cpu_share": Goal(0.8, 0.9),
    "speed_40_cpu_share": Goal(0.8, 0.9),
    "second_run_known_articles": Goal(0, less_is_better=True),
    "second_run_requests_share": Goal(0.05, less_is_better=True),
    "memory_mb": Goal(500, 300, less_is_better=True),
    "kills_lost": Goal(0, less_is_better=True),
    "kills_doubled": Goal(0, less_is_better=True),
}


def keep(figures: Figures, plan: Plan) -> Path:
    """Return the path of the file of results that holds the figures, beside those kept on the same day."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    path = RESULTS / f"crawl-{day}.json"
    earlier = json.loads(path.read_text("utf-8")) if path.exists() else {}
    figures = {**earlier.get("figures", {}), **figures}
    goals = {
        name: {**asdict(goal), "value": figures[name], "holds": goal.holds(figures[name])}
        for name, goal in GOALS.items()
        if name in figures
    }  # fmt: skip
    header = {
        "date": day,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "hosts": plan.hosts,
        "pages": plan.pages,
        "versions": {name: metadata.version(name) for name in ("newsspider", "scrapy", "lxml")},
    }
    RESULTS.mkdir(exist_ok=True)
    path.write_text(json.dumps({**header, "goals": goals, "figures": figures}, indent=1) + "\n", "utf-8")
    return path


def show(figures: Figures) -> None:
    """Print the figures, with their goals where they have one."""
    for name, value in figures.items():
        goal = GOALS.get(name)
        mark = (
            ""
            if goal is None
            else f"   to reach {goal.to_reach:g}: {'holds' if goal.holds(value) else 'FALLS SHORT'}"
        )
        print(f"{name:<44}{value:>12.3f}{mark}")


def main() -> None:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", help=f"{', '.join(MEASURES)} (default: all)")
    parser.add_argument("--peer-python", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--hosts", type=int, default=1000, help="hosts for the measure of speed")
    parser.add_argument("--pages", type=int, default=100_000, help="pages for the measure of memory")
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which a crawl is killed")
    parser.add_argument("--quick", action="store_true", help="the same as --hosts 100 --pages 3000")
    parser.add_argument("--save", action="store_true", help=f"keep the figures in {RESULTS.name}/")
    args = parser.parse_args()
    if unknown := set(args.measures) - set(MEASURES):
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        hosts, pages = (100, 3000) if args.quick else (args.hosts, args.pages)
        plan = Plan(Path(folder), args.peer_python, hosts, pages, seed=args.seed)
        for name in args.measures or MEASURES:
            print(f"-- {name}", flush=True)
            found = MEASURES[name](plan)
            show(found)
            figures |= found
        if args.save:
            print(f"kept in {keep(figures, plan)}")


if __name__ == "__main__":
    main()
