"""Writes what is made of the fields' declarations: the tables of docs/fields.md, and the feed's JSON Schema.

Run `python docs/generate.py` after a change of a declaration; `--check` writes nothing, and exits with 1 where a
file is not current.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields as fields_of
from pathlib import Path

from newsspider.feeds.schema import schema_of
from newsspider.fields import FIELDS
from newsspider.fields.parts import PARTS
from newsspider.items import Article

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "fields.md"
SCHEMA = ROOT / "newsspider" / "feeds" / "article.schema.json"
BEGIN, END = "<!-- made by docs/generate.py: begin -->\n", "<!-- made by docs/generate.py: end -->\n"


def generated() -> Mapping[Path, str]:
    """Return the text of each file that is made of the declarations."""
    document = DOCUMENT.read_text("utf-8")
    before, _, rest = document.partition(BEGIN)
    after = rest.partition(END)[2]
    tables = "\n\n".join(_tables())
    return {
        DOCUMENT: f"{before}{BEGIN}\n{tables}\n\n{END}{after}",
        SCHEMA: json.dumps(schema_of(FIELDS), indent=2, ensure_ascii=False) + "\n",
    }


def _tables() -> Iterator[str]:
    rows = ((field.name, FIELDS[field.name]) for field in fields_of(Article))
    cells = ([f"`{name}`", field.doc_form, field.sources, field.limits] for name, field in rows)
    yield _table("Article", ("field", "form", "sources, in order", "known limits"), cells)
    for kind, part in PARTS.items():
        cells = ([f"`{name}`", field.form, field.limits] for name, field in part.fields.items())
        yield _table(kind.__name__, ("field", "form", "known limits"), cells)


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(heads)
    lines = [_row(heads), _row("---" for _ in heads), *map(_row, rows)]
    return "\n".join([f"## {title}", "", *lines])


def _row(cells: Iterable[str]) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"


def main() -> int:
    """Write the files that are not current, or name them; return the exit code."""
    stale = [path for path, text in generated().items() if path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not current: run python docs/generate.py\n")
        return 1 if stale else 0
    texts = generated()
    for path in stale:
        path.write_text(texts[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
