"""Every file and folder of the package that the documentation names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "newsspider"
# A folder's name ends with "/", a file's with what names of stats do not end with.
_PATH = re.compile(r"`([\w-]+/(?:[\w-]+/)*(?:[\w-]+\.(?:py|pyx|pxi|pxd|json|toml|md))?)`")
# What contributing.md has its reader write; test_contributing.py writes it too.
_WRITTEN_BY_READERS = {
    "newsspider/fields/location.py",
    "newsspider/archives/formats/trec.py",
}
# Names of stats that look like paths.
_STATS = {"newsspider/offline/no-tdmrep.json"}


def paths_in(text: str) -> set[str]:
    """Return the paths in backticks that start in this repository or, as `body/select.py`, in the package."""
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    starts = rooms | {"newsspider", "tests", "docs", "training", "benchmarks", "seeds"}
    return {path for path in _PATH.findall(text) if path.split("/")[0] in starts} - _WRITTEN_BY_READERS - _STATS


@pytest.mark.parametrize(
    "page",
    [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_what_is_named_exists(page: Path) -> None:
    missing = [
        path
        for path in sorted(paths_in(page.read_text("utf-8")))
        if not (ROOT / path).exists() and not (PACKAGE / path).exists()
    ]
    assert not missing


def test_paths_are_found() -> None:
    text = "`body/gone.py` and `newsspider/fields/`, not `text/html`, `a/b.py` or body/gone.py"
    assert paths_in(text) == {"body/gone.py", "newsspider/fields/"}
