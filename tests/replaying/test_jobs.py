from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.replaying.made import archive_of, chunk_of


@pytest.mark.parametrize(("position", "expected"), [(100, 0.0), (150, 25.0), (300, 100.0), (None, 0.0)])
def test_how_many_bytes_lie_before_a_position(tmp_path: Path, position: int | None, expected: float) -> None:
    (tmp_path / "a.html").write_text("<p>A")
    chunk = chunk_of(archive_of(tmp_path / "a.html", tmp_path / "out"), 0, 100, 300)
    assert chunk.bytes_at(position) == expected
    assert replace(chunk, positions=None).bytes_at(position) == 0.0
