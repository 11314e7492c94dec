"""What models are made of: the seed of their trees, this project's commit, the corpus."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

from newsspider.body.model import Origin

_ROOT = Path(__file__).parents[1]
_UNKNOWN = "unknown"


def origin_of(corpus: Path, seed: int) -> Origin:
    """Return what a model is made of that is learned now, from this corpus and with this seed."""
    digest = hashlib.sha256((corpus / "cases.jsonl").read_bytes()).hexdigest()
    return Origin(seed=seed, commit=commit_of(_ROOT), corpus=f"sha256:{digest}")


def commit_of(folder: Path) -> str:
    """Return the commit that a checkout is at, with "+" where files were changed since; else "unknown"."""
    try:
        commit = _git(folder, "rev-parse", "HEAD")
        changed = _git(
            folder, "status", "--porcelain", "--untracked-files=no", "--", "newsspider/**/*.py", "training"
        )
    except (OSError, subprocess.CalledProcessError):
        return _UNKNOWN
    return f"{commit}+" if changed else commit


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.strip()
