from __future__ import annotations

import doctest
import json
from pathlib import Path
from typing import Any

from newsspider.replaying import summary as module
from newsspider.replaying.summary import first_reject_of, nothing_read_of, summary


def row(path: str, articles: int = 5, **others: Any) -> dict[str, Any]:
    counts = {
        "records": 9,
        "pages": 8,
        "articles": articles,
        "dropped": {"not-article": 2},
        "rejected": {},
        "skipped": {},
    }
    return {"path": path, "source": "/dumps", **counts, **others}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_where_nothing_was_read_the_reason_is_told_that_says_what_to_do(tmp_path: Path) -> None:
    rejects = [
        ("damaged", "not JSON"),
        ("no-text", "no known field; see NEWSSPIDER_JSON_FIELDS"),
        ("damaged", "cut"),
    ]
    lines = [json.dumps({"path": "a.jsonl", "code": code, "reason": reason}) for code, reason in rejects]
    (tmp_path / "rejects.jsonl").write_text("\n".join(lines) + "\n")
    rows = [row("a.jsonl", 0, pages=0, dropped={}, rejected={"damaged": 2, "no-text": 1})]
    assert nothing_read_of(rows, tmp_path / "rejects.jsonl") == (
        "a.jsonl: nothing could be read: no known field; see NEWSSPIDER_JSON_FIELDS (and 2 more rejects)"
    )
    assert nothing_read_of(rows, tmp_path / "none.jsonl") is None


def test_where_nothing_was_read_of_several_files_none_of_them_is_told_as_the_source(tmp_path: Path) -> None:
    rejects = [("a.jsonl", "not JSON"), ("b.zip", "cut off; `zip -FF` may repair it"), ("c.pdf", "a PDF")]
    lines = [json.dumps({"path": path, "code": "damaged", "reason": reason}) for path, reason in rejects]
    (tmp_path / "rejects.jsonl").write_text("\n".join(lines) + "\n")
    rows = [row("again.jsonl", 0, pages=0, dropped={}, rejected={"damaged": 3})]
    assert nothing_read_of(rows, tmp_path / "rejects.jsonl") == (
        "Nothing could be read: 3 rejects, one of them b.zip: cut off; `zip -FF` may repair it"
    )


def test_a_line_for_each_archive_and_the_reasons() -> None:
    rows = [
        row("a.warc"),
        row(".", rejected={"damaged": 1}, endsDamaged=True),
        {"path": "b.warc", "source": "/dumps", "failed": "it is gone"},
    ]
    assert summary(rows, 61.0, Path("feeds")).splitlines() == [
        "archive               records  pages  articles  dropped  rejected  skipped",
        "a.warc                      9      8         5        2         0        0",
        "/dumps: single pages        9      8         5        2         1        0",
        "b.warc                      -      -         -        -         -        -",
        "total                      18     16        10        4         1        0",
        "dropped: 4 not-article",
        "rejected: 1 damaged",
        "Failed: b.warc: it is gone",
        "Damaged at its end, pages may be missing: /dumps: single pages",
        f"Records that could not be read are listed in {Path('feeds', '_run', 'rejects.jsonl')}",
        "Took 1:01. Feeds are in feeds",
    ]


def test_the_first_reject_is_named_where_their_list_is(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    assert first_reject_of(path) == ""
    path.write_text('{"path": "a.warc", "code": "damaged", "reason": "cut"}\n{"code": "error"}\n')
    first = first_reject_of(path)
    assert first == "damaged a.warc: cut"
    lines = summary([row("a.warc", rejected={"damaged": 1})], 1.0, Path("feeds"), first_reject=first).splitlines()
    where = Path("feeds", "_run", "rejects.jsonl")
    assert lines[-2] == f"Records that could not be read are listed in {where}; the first: damaged a.warc: cut"


def test_of_many_those_come_of_which_something_is_to_be_said() -> None:
    rows = [row(f"{number}.warc") for number in range(1000)] + [
        row("bad.warc", rejected={"damaged": 1}),
        row("empty.warc", 0),
    ]
    lines = summary(rows, 1.0, Path("feeds")).splitlines()
    assert len(lines) == 27
    names = [line.split()[0] for line in lines]
    assert names[1] == "0.warc"
    assert names[19:22] == ["bad.warc", "empty.warc", "and"]
    assert "and 982 more in manifest.jsonl" in lines[21]
    assert "9,018" in lines[22]


def test_where_nothing_was_rejected_nobody_is_sent_to_look() -> None:
    assert "rejects" not in summary([row("a.warc")], 1.0, Path("feeds"))


def test_a_narrow_table_keeps_the_counts_that_matter_and_the_ends_of_names() -> None:
    rows = [row("2026/11/a-long-name-of-an-archive.warc.gz"), row("b.warc", 12_000)]
    lines = summary(rows, 1.0, Path("feeds"), width=44).splitlines()[:4]
    assert lines[0].split() == ["archive", "pages", "articles", "rejected"]
    assert lines[1].startswith("…")
    assert ".warc.gz " in lines[1]
    assert all(len(line) <= 44 for line in lines)
