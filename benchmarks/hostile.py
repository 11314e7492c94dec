"""Time and memory that hostile inputs take, and what double their size takes: `python -m benchmarks.hostile`.

Each kind of input is read at a size and at its double, in a process of its own each time. The time is the
processor's, the best of several; the memory is the most that the process had, 90 MB of imports among it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.hostile_inputs import HOSTILE, Hostile
from newsspider import extract_html, extract_text

ROUNDS = 3
# What ends a reading that takes quadratic time after all.
_MAX_SECONDS = 60
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a kind of input takes at a size and at its double."""

    seconds: float
    seconds_double: float
    ratio: float
    megabytes: int  # the larger of both
    outcome: str  # of the double


def measure(kind: Hostile, rounds: int = ROUNDS) -> Measure:
    """Return the time and memory that a kind of input takes. Raises SystemExit where a reading dies."""
    single = [_run(kind, kind.size) for _ in range(rounds)]
    double = [_run(kind, 2 * kind.size) for _ in range(rounds)]
    seconds, seconds_double = min(run[0] for run in single), min(run[0] for run in double)
    return Measure(
        seconds=round(seconds, 3),
        seconds_double=round(seconds_double, 3),
        ratio=round(seconds_double / max(seconds, 1e-3), 2),
        megabytes=max(run[1] for run in (*single, *double)),
        outcome=double[0][2],
    )


def _run(kind: Hostile, size: int) -> tuple[float, int, str]:
    """Return seconds, megabytes and outcome of one reading, in a process of its own."""
    end, start = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (_MAX_SECONDS, _MAX_SECONDS))
        with tempfile.TemporaryDirectory() as folder:
            read = kind.prepare(size, Path(folder))
            began = time.process_time()
            outcome = read()
            seconds = time.process_time() - began
        os.write(start, json.dumps([seconds, outcome]).encode())
        os._exit(0)
    os.close(start)
    with os.fdopen(end, "rb") as answer:
        told = answer.read()
    _, status, used = os.wait4(child, 0)
    if not told:
        raise SystemExit(f"the reading ended with status {status}, after {used.ru_utime:.0f} s")
    seconds, outcome = json.loads(told)
    return seconds, used.ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10), outcome


def warm_up() -> None:
    """Import and read what every page needs, so that no child does."""
    extract_html("<h1>Storm</h1><p>The storm came at night.<time>3 May 2024</time>", "https://www.example.org/a")
    extract_text("Storm\n\nThe storm came at night, on 3 May 2024.", "https://www.example.org/a")
    gc.freeze()  # what is there already is no part of what a reading takes


def measured(names: Iterable[str], rounds: int = ROUNDS) -> dict[str, Measure]:
    """Return the measures of some kinds, and print each."""
    warm_up()
    found = {}
    for name in names:
        found[name] = one = measure(HOSTILE[name], rounds)
        print(
            f"{name:44} {one.seconds:6.2f} s {one.seconds_double:6.2f} s  x{one.ratio:<5} {one.megabytes:4} MB  "
            f"{one.outcome[:40]}",
            flush=True,
            file=sys.stderr,
        )
    return found


def saved(part: str, result: object) -> None:
    """Write a part of today's result file; the others stay."""
    path = RESULTS / f"hostile-{datetime.now(UTC).date().isoformat()}.json"
    parts = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**parts, part: result}, indent=1) + "\n", "utf-8")


def main() -> None:
    """Measure, print, and write the result where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=list(HOSTILE), help="measure this kind alone")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/hostile-DATE.json")
    args = parser.parse_args()
    found = {name: asdict(one) for name, one in measured(args.only or HOSTILE, args.rounds).items()}
    print(json.dumps(found, indent=1))
    if args.save:
        saved("kinds", found)


if __name__ == "__main__":
    main()
