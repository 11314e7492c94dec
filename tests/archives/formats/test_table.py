from __future__ import annotations

import re
from dataclasses import fields
from functools import partial
from pathlib import Path
from zipfile import ZIP_STORED

import pytest

from newsspider.archives import formats
from newsspider.archives.formats import Evidence, Format, format_of, known_formats
from tests.archives.builders import dump_of, page, record, tarred, zipped


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (record(0), "warc"),
        (b"WARC/0.18\r\n", "warc"),
        (b"#" * 8 + record(0)[8:], "warc"),
        (page(0), "html"),
        (b"The WARC/1.1 format", "text"),
        (b'{"url": "https://example.org/a"}', "json"),
        (b'[\n  {"text": "The ferry sails."}]', "json"),
        (b'["a"]', None),
        (b"\0\1\2", None),
    ],
)
def test_the_format_is_in_the_content(head: bytes, name: str | None) -> None:
    known = format_of(dump_of(head))
    assert (known.name if known else None) == name


def test_each_module_declares_one_format() -> None:
    modules = {path.stem for path in Path(formats.__file__).parent.glob("*.py")} - {"__init__"}
    assert len(known_formats()) == len(modules)
    assert len({known.name for known in known_formats()}) == len(modules)


def test_the_surest_evidence_is_looked_at_first() -> None:
    evidence = [known.evidence for known in known_formats()]
    assert evidence == sorted(evidence)
    assert evidence[-1] is Evidence.ANY_TEXT


def test_a_container_of_warcs_is_no_warc() -> None:
    known = [
        format_of(dump_of(packed({"a.warc": record(0)})))
        for packed in (partial(zipped, method=ZIP_STORED), tarred)
    ]
    assert [one.name for one in known if one] == ["zip", "tar"]


def test_a_project_s_own_format_goes_first_and_replaces_one_of_the_same_name() -> None:
    own = Format(name="html", matches=lambda dump: dump.head.startswith(b"<"), read=lambda *_: iter(()))
    other = Format(name="other", evidence=Evidence.ANY_TEXT, matches=lambda _: True, read=own.read)
    formats_then = known_formats((own, other))
    assert len(formats_then) == len(known_formats()) + 1
    assert format_of(dump_of(page(0)), (own, other)) is own
    assert format_of(dump_of(b"Some text"), (own, other)) is other
    assert format_of(dump_of(page(0))) is not own


def test_the_document_has_every_format_and_no_other() -> None:
    text = (Path(__file__).parents[3] / "docs" / "archives.md").read_text("utf-8")
    section = text.split("## What is read")[1].split("\n## ")[0]
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)) == sorted(
        one.name for one in known_formats()
    )


def test_the_guide_has_every_attribute_of_a_format() -> None:
    text = (Path(__file__).parents[3] / "docs" / "contributing.md").read_text("utf-8")
    section = text.split("## A new format: one file")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE) == [field.name for field in fields(Format)]
