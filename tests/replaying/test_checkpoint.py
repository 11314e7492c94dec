from __future__ import annotations

from collections import Counter
from pathlib import Path

from newsspider.replaying.checkpoint import Checkpoint, read_checkpoint, write_checkpoint


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "0.checkpoint"
    assert read_checkpoint(path) is None
    written = Checkpoint(512, 100, 20, 16, seconds=1.5, tally=Counter({"pages": 3, "dropped/not-article": 1}))
    write_checkpoint(path, written)
    assert read_checkpoint(path) == written
    assert isinstance((read_checkpoint(path) or written).tally, Counter)
