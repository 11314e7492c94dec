"""docs/fields.md is held to the item classes and to what the rules say of themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from newsspider import items
from newsspider.fields import FIELDS

ROOT = Path(__file__).parents[1]
DOC = (ROOT / "docs" / "fields.md").read_text("utf-8")
PARTS = ("Article", "Author", "Publisher", "Breadcrumb", "Image", "Media", "LiveBlogUpdate", "Metadata", "Source")
CODE = re.compile(r"`([^`]+)`")


def _rows(part: str) -> Iterator[list[str]]:
    section = DOC.split(f"\n## {part}\n", 1)[1].split("\n## ", 1)[0]
    for line in section.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def sources(field: str) -> list[str]:
    """Return the patterns of a field's sources that the document names."""
    row = next(row for row in _rows("Article") if row[0].strip("` ") == field)
    return CODE.findall(row[2])


@pytest.mark.parametrize("part", PARTS)
def test_each_form_is_told_field_by_field_in_order(part: str) -> None:
    assert [row[0].strip("` ") for row in _rows(part)] == [field.name for field in fields(getattr(items, part))]


def test_each_field_with_a_rule_names_itssources() -> None:
    assert not [field for field in FIELDS if FIELDS[field].rule and not sources(field)]


def test_each_source_that_the_rules_spell_out_is_told() -> None:
    told = {name for field in FIELDS for name in sources(field)}
    spelled = {
        rule
        for path in (ROOT / "newsspider" / "fields").rglob("*.py")
        for rule in _spelled(ast.parse(path.read_text("utf-8")))
    }
    assert len(spelled) > 10
    assert not {rule for rule in spelled if not any(fnmatchcase(rule, pattern) for pattern in told)}


def _spelled(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Candidate":
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(values[-1], ast.Constant) and isinstance(values[-1].value, str):
                yield values[-1].value
