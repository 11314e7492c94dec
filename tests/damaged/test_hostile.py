"""Inputs that once took quadratic time or gigabytes: double the input takes double the time, and little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="times and memory of processes are measured as Unix tells them")
from benchmarks.hostile_inputs import HOSTILE

ROOT = Path(__file__).parents[2]
MAX_RATIO = 2.5
MAX_MEGABYTES = 500


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_double_the_input_takes_double_the_time(name: str) -> None:
    for rounds in (1, 3, 7):  # a few may meet a busy machine
        measure = _measured(name, rounds)
        if measure["ratio"] <= MAX_RATIO:
            break
    assert measure["ratio"] <= MAX_RATIO, measure
    assert measure["megabytes"] < MAX_MEGABYTES, measure


def _measured(name: str, rounds: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.hostile", "--only", name, "--rounds", str(rounds)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    measure: dict[str, float] = json.loads(run.stdout)[name]
    return measure
