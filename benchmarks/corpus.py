"""The pages that the benchmarks run on: a folder with `cases.jsonl` and the gzip files that it names."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


@dataclass(frozen=True, slots=True)
class Case:
    """One page of the corpus: its bytes are read when asked for."""

    id: str
    source: str
    kind: str
    url: str
    gold: dict[str, Any]
    html_path: Path
    text_path: Path | None

    def html(self) -> bytes:
        """Return the page's bytes as they were served."""
        data = self.html_path.read_bytes()
        return gzip.decompress(data) if self.html_path.suffix == ".gz" else data

    def text(self) -> str | None:
        """Return the page's text dump, where the corpus has one."""
        return gzip.decompress(self.text_path.read_bytes()).decode() if self.text_path else None


def read_cases(corpus: Path) -> Iterator[Case]:
    """Yield the cases of a corpus. Raises SystemExit with one line where there is none."""
    try:
        lines = (
            (corpus / "cases.jsonl").read_bytes().splitlines()
        )  # of bytes: text has more line ends than JSON lines
    except OSError as error:
        raise SystemExit(f"no corpus at {corpus}: {error.strerror}; name another with --corpus") from error
    for line in lines:
        row = json.loads(line)
        yield Case(
            id=row["id"],
            source=row["source"],
            kind=row["kind"],
            url=row["url"],
            gold=row["gold"],
            html_path=corpus / row["html"],
            text_path=corpus / row["text"] if row.get("text") else None,
        )
