"""Writes what is made of code and results: tables of fields and reasons, the JSON Schema, parts of README.md.

Run `python docs/generate.py` after a change of a field's declaration, or with new results of benchmarks.quality;
`--check` writes nothing, and exits with 1 where a file is not current.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields as fields_of
from pathlib import Path

from scrapy.http import HtmlResponse

from newsspider import extract
from newsspider.display.reasons import REASONS
from newsspider.feeds.schema import schema_of
from newsspider.fields import FIELDS
from newsspider.fields.parts import PARTS
from newsspider.items import Article, Source

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "fields.md"
REASONS_PAGE = ROOT / "docs" / "reference" / "reasons.md"
SCHEMA = ROOT / "newsspider" / "feeds" / "article.schema.json"
README = ROOT / "README.md"
# Rows of the comparison: what it is of, which source of the corpus, which measures of the corpus's metrics.py.
COMPARED = (
    ("text, blogs, forums, news of many kinds: F1 / exact", "wcxb", ("F1", "exact")),
    ("text, newspapers: F1 / exact", "fundus", ("F1", "exact")),
    ("text, older pages: F1 / exact", "readability", ("F1", "exact")),
    ("headline, newspapers", "fundus", ("head",)),
    ("headline, blogs and others", "wcxb", ("head",)),
    ("authors, newspapers", "fundus", ("auth",)),
    ("authors, blogs and others", "wcxb", ("auth",)),
    ("day, blogs and others", "wcxb", ("day",)),
    ("time of publication with its UTC offset, newspapers", "fundus", ("moment",)),
)
# Settings and options in the words of a reason.
_NAMES = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b|--[a-z]+(?:-[a-z]+)*")
BEGIN, END = "<!-- made by docs/generate.py: begin -->\n", "<!-- made by docs/generate.py: end -->\n"


def generated() -> Mapping[Path, str]:
    """Return the text of each file that is made of the declarations."""
    readme = README.read_text("utf-8")
    for name, text in {"feed line": _feed_line(), "comparison": _comparison()}.items():
        readme = _with_part(readme, name, text)
    return {
        DOCUMENT: _with_tables(DOCUMENT, _tables()),
        REASONS_PAGE: _with_tables(REASONS_PAGE, _reason_tables()),
        README: readme,
        SCHEMA: json.dumps(schema_of(FIELDS), indent=2, ensure_ascii=False) + "\n",
    }


def _with_tables(page: Path, tables: Iterable[str]) -> str:
    """Return a page with these tables between its two comments."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    made = "\n\n".join(tables)
    return f"{before}{BEGIN}\n{made}\n\n{END}{rest.partition(END)[2]}"


def _with_part(text: str, name: str, part: str) -> str:
    """Return a page with this part between its two comments."""
    begin = f"<!-- made by docs/generate.py: {name} -->\n"
    before, found, rest = text.partition(begin)
    if not found:
        raise ValueError(f"the page has no comment for: {name}")
    return f"{before}{begin}\n{part}\n\n<!-- end -->{rest.partition('<!-- end -->')[2]}"


def _feed_line() -> str:
    """Return the article of a page of seeds/ as a block of JSON, its body cut short."""
    page = ROOT / "seeds" / "html" / "ferry-timetable.html"
    source = Source(kind="html", path="html/ferry-timetable.html", offset=0)
    form = extract(HtmlResponse("", body=page.read_bytes()), source=source).to_dict()
    left_out = (
        "articleBodyHtml",
        "breadcrumbs",
        "datePublishedRaw",
        "dateModifiedRaw",
        "id",
        "images",
        "keywords",
    )
    shown = {name: value for name, value in form.items() if name not in left_out}
    shown["articleBody"] = shown["articleBody"][:76] + "..."
    shown["metadata"] = {name: shown["metadata"][name] for name in ("source", "fieldSources")}
    shown["metadata"]["fieldSources"] = {"authors": form["metadata"]["fieldSources"]["authors"]}
    shown["metadata"]["source"]["digest"] = form["metadata"]["source"]["digest"][:15] + "..."
    lines = (f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in shown.items())
    return "```json\n{\n" + ",\n".join(lines) + "\n}\n```"


def _comparison() -> str:
    """Return the table of our measures beside those of others, each from its newest results."""
    newest: dict[str, tuple[str, str, dict[str, dict[str, float]]]] = {}  # by tool: its title, date and measures
    for path in sorted((ROOT / "benchmarks" / "results").glob("quality-*.json")):
        result = json.loads(path.read_text("utf-8"))
        for title, measured in result["results"].items():
            if title != "newsspider text":
                newest[title.split()[0]] = (title.removesuffix(" html"), result["date"], measured)
    rows = [["", *(title for title, _, _ in newest.values())], ["---"] * (len(newest) + 1)]
    for title, source, measures in COMPARED:
        values = ([measured[source].get(one, 0) for one in measures] for _, _, measured in newest.values())
        rows.append(
            [title, *(" / ".join(f"{value:.3f}".removeprefix("0") for value in group) for group in values)]
        )
    dates = ", ".join(f"{tool} {date}" for tool, (_, date, _) in newest.items())
    return "\n".join(map(_row, rows)) + f"\n\nMeasured: {dates}."


def _tables() -> Iterator[str]:
    rows = ((field.name, FIELDS[field.name]) for field in fields_of(Article))
    cells = ([f"`{name}`", field.doc_form, field.sources, field.limits] for name, field in rows)
    yield _table("Article", ("field", "form", "sources, in order", "known limits"), cells)
    for kind, part in PARTS.items():
        cells = ([f"`{name}`", field.form, field.limits] for name, field in part.fields.items())
        yield _table(kind.__name__, ("field", "form", "known limits"), cells)


def _reason_tables() -> Iterator[str]:
    for kind, reasons in REASONS.items():
        cells = ([f"`{reason}`", _NAMES.sub(r"`\g<0>`", meaning)] for reason, meaning in reasons.items())
        yield _table(kind.capitalize(), ("reason", "what it means"), cells)


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
