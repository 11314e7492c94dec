"""The paper machines of benchmarks/scale.py, and the tables of docs/scale.md."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.scale import (
    RESULTS,
    Costs,
    measured,
    needs,
    needs_table,
    report,
    simulated_crawl,
    simulated_replay,
    simulation_table,
)

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"


def test_the_page_shows_what_is_kept() -> None:
    kept = json.loads(sorted(RESULTS.glob("scale-20*.json"))[-1].read_text("utf-8"))
    shown = dict(re.findall(r"<!-- (needs|simulated) -->\n(.*?)<!-- end -->", PAGE.read_text("utf-8"), re.DOTALL))
    assert shown["needs"] == needs_table(kept["figures"]["needs"])
    assert shown["simulated"] == simulation_table(kept["figures"]["simulated"])
    assert json.loads(json.dumps(report(Costs(**kept["costs"]), kept["measured"])))["figures"] == kept["figures"]


def test_measured_costs_are_those_of_the_latest_files(tmp_path: Path) -> None:
    (tmp_path / "replay-2026-01-01.json").write_text('{"figures": {"replay_pages_per_s": 1}}')
    (tmp_path / "replay-2026-02-01.json").write_text(
        '{"figures": {"replay_pages_per_s": 50, "memory_large_mb": 180}}'
    )
    assert measured(tmp_path) == {"replay_page_s": 0.02, "worker_mb": 180}


def test_needs_grow_with_costs() -> None:
    once = needs(Costs())
    twice = needs(
        Costs(replay_page_s=2 * Costs().replay_page_s, crawl_page_s=2 * Costs().crawl_page_s, chunk_overhead_s=0)
    )
    assert all(1.9 < more.cores / less.cores <= 2 for less, more in zip(once, twice, strict=True))


def test_without_losses_all_workers_work() -> None:
    costs = Costs(
        scheduler_s=0,
        chunk_overhead_s=0,
        start_s=0,
        slow_share=0,
        speed_deviation=0,
        request_s=0,
        article_server_s=0,
    )
    assert simulated_replay(20, costs, 1e6).efficiency == pytest.approx(1, abs=0.03)
    assert simulated_crawl(20, costs).efficiency == pytest.approx(1, abs=0.03)


def test_the_one_that_all_wait_for_is_the_limit() -> None:
    costs = replace(Costs(), request_s=0.002, article_server_s=0)
    found = simulated_crawl(200, costs)
    assert found.pages_per_s == pytest.approx(500, rel=0.1)
    assert found.bottleneck_share > 0.9
    slow = simulated_replay(200, replace(Costs(), scheduler_s=0.1), 1e6)
    assert slow.pages_per_s == pytest.approx(Costs().chunk_bytes / Costs().page_bytes / 0.1, rel=0.1)


def test_the_same_seed_gives_the_same() -> None:
    assert simulated_crawl(10, Costs()) == simulated_crawl(10, Costs())
    assert simulated_replay(10, Costs(), 1e5) == simulated_replay(10, Costs(), 1e5)
