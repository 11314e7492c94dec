"""The examples of docs/spark.md, on local Spark where it and Java are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider import extract_html
from tests.crawls.replays import page, write_warc

pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
pytest.importorskip("pyspark", reason="pyspark is not installed")
pandas = pytest.importorskip("pandas", reason="pandas is not installed")
HAS_JAVA = shutil.which("java") is not None

ROOT = Path(__file__).parents[2]
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = _PYTHON.findall((ROOT / "docs" / "spark.md").read_text("utf-8"))
# What the first example shows is written, to be looked at.
_LOOK = 'articles.write.parquet("of-pages.parquet")\n'


@pytest.mark.slow
@pytest.mark.skipif(not HAS_JAVA, reason="Java is not installed")
@pytest.mark.skipif(int(pandas.__version__.partition(".")[0]) > 2, reason="PySpark does not take pandas 3")
def test_pages_and_archives_become_rows(tmp_path: Path) -> None:
    fetched = datetime(2024, 5, 7, tzinfo=UTC)
    pages = [(page(number).decode(), f"https://n.example/{number}", fetched) for number in (8, 9, 10)]
    rows = [*pages, ("", "https://n.example/empty", fetched), (None, None, None), ("<p>x", "http://[::1", fetched)]
    columns = dict(zip(("html", "url", "fetched"), map(list, zip(*rows, strict=True)), strict=True))
    parquet.write_table(pyarrow.table(columns), tmp_path / "pages.parquet")
    write_warc(tmp_path / "archives" / "a.warc.gz", range(4))
    write_warc(tmp_path / "archives" / "b.warc.gz", range(8, 12))
    assert len(EXAMPLES) == 2
    (tmp_path / "script.py").write_text(EXAMPLES[0] + _LOOK + EXAMPLES[1])
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 --conf spark.sql.session.timeZone=Asia/Tokyo pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    of_pages = parquet.read_table(tmp_path / "of-pages.parquet").to_pylist()
    of_archives = parquet.read_table(tmp_path / "articles.parquet").to_pylist()
    assert [row["error"] and row["error"]["code"] for row in of_pages] == [
        None, "not-article", None, "empty", "no-text", "not-article",
    ]  # fmt: skip
    expected = extract_html(page(8), "https://n.example/8", captured=fetched)
    found = of_pages[0]
    assert (found["headline"], found["articleBody"]) == (expected.headline, expected.articleBody)
    assert found["metadata"]["dateDownloaded"] == "2024-05-07T00:00:00Z"
    assert dict(found["metadata"]["fieldSources"])["headline"]
    urls = sorted(row["url"] for row in of_archives if row["error"] is None)
    assert urls == sorted(f"https://example.org/{number}" for number in (0, 1, 2, 3, 8, 10, 11))
    errors = sorted((row["error"]["code"], row["error"]["path"]) for row in of_archives if row["error"])
    assert errors == [("not-article", "b.warc.gz"), ("unreadable", "none.warc.gz")]
