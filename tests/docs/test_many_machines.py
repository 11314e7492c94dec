"""The line of docs/many-machines.md, by processes that share a PostgreSQL on this computer."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.crawls.hosts import PlainSite
from tests.crawls.postgresql import postgresql_server
from tests.crawls.scrapy_process import NEWSSPIDER, run_newsspider
from tests.crawls.servers import serving
from tests.docs.blocks import blocks_of

PAGE = (Path(__file__).parents[2] / "docs" / "many-machines.md").read_text("utf-8")
STATE = "postgresql://crawler@db.example/news"


@pytest.mark.slow
def test_machines_that_are_given_the_same_line_share_one_crawl(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    (install, line), *_ = [block.text.splitlines() for block in blocks_of(PAGE) if block.language == "sh"]
    assert install == 'pip install "newsspider[postgresql]"'
    sites = {f"127.0.9.{number}": PlainSite(12, number) for number in range(1, 7)}
    with serving(sites) as server, postgresql_server() as database:
        (tmp_path / "sites.txt").write_text("".join(f"{server.url(name)}\n" for name in sites))
        _, *words = shlex.split(line.replace(STATE, database.new_database()))
        processes = [
            subprocess.Popen(
                [sys.executable, str(NEWSSPIDER), *words],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for process in processes:
            _, told = process.communicate(timeout=300)
            assert process.returncode == 0, told
        again = run_newsspider(tmp_path, *words)
        expected = {server.url(name, path) for name, site in sites.items() for path in site.paths()}
    assert again.returncode == 0, again.stderr
    # A process writes a feed where it had articles, and all else into a folder of its own.
    names = [path.name for path in (tmp_path / "feeds").glob("*.jsonl")]
    assert names
    assert all(re.fullmatch(r"articles-[\dTZ-]+-.+-\d+\.jsonl", name) for name in names)
    found = Counter(
        json.loads(row)["url"]
        for name in names
        for row in (tmp_path / "feeds" / name).read_text("utf-8").splitlines()
    )
    assert found == Counter(expected)
    assert len(list((tmp_path / "feeds" / "_run").glob("*/report.html"))) == 3
