"""`scrapy replay --dask`, with a scheduler and workers of its own."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.clusters.dask_processes import dask_processes
from tests.crawls.replays import feeds, replay, tallies, write_archives

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="no dask: extra dask"),
]
PAGES = 48


@pytest.mark.parametrize("form", ["jsonl.gz", "csv"])
def test_this_computers_cores_make_the_same_feeds(tmp_path: Path, form: str) -> None:
    write_archives(tmp_path / "archives", PAGES)
    alone = replay(tmp_path, "--workers", "2", "--format", form, out="alone")
    done = replay(tmp_path, "--workers", "2", "--format", form, "--dask", "local")
    assert (done.returncode, alone.returncode) == (0, 0), done.stderr
    assert feeds(tmp_path / "out") == feeds(tmp_path / "alone")
    assert tallies(tmp_path / "out") == tallies(tmp_path / "alone")
    table = [text.stderr.split("Took")[0].replace("alone/", "out/") for text in (done, alone)]
    assert table[0] == table[1]
    again = replay(tmp_path, "--workers", "2", "--format", form, "--dask", "local")
    assert "Nothing to do" in again.stderr


def test_a_cluster_makes_the_same_feeds(tmp_path: Path) -> None:
    write_archives(tmp_path / "archives", PAGES)
    alone = replay(tmp_path, "--workers", "2", out="alone")
    with dask_processes(tmp_path / "dask") as cluster:
        done = replay(tmp_path, "--dask", cluster.address)
    assert (done.returncode, alone.returncode) == (0, 0), done.stderr
    assert feeds(tmp_path / "out") == feeds(tmp_path / "alone")
    assert tallies(tmp_path / "out") == tallies(tmp_path / "alone")
    left = {path.name for path in (tmp_path / "out" / "_run" / "work").iterdir() if path.is_dir()}
    assert not left
