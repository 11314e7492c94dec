"""What is made of the fields' declarations is current, and the declarations cover the item classes."""

from __future__ import annotations

from dataclasses import fields

import pytest

from docs.generate import generated, main
from newsspider.fields import FIELDS
from newsspider.fields.parts import PARTS
from newsspider.items import Article


@pytest.mark.parametrize("path", generated(), ids=lambda path: path.name)
def test_files_made_of_the_declarations_are_current(path: object) -> None:
    texts = {str(path): (path.read_text("utf-8"), text) for path, text in generated().items()}
    on_disk, made = texts[str(path)]
    assert on_disk == made, "run: python docs/generate.py"


def test_the_check_names_nothing_where_all_is_current(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["generate.py", "--check"])
    assert main() == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setitem(FIELDS, "headline", FIELDS["description"])
    assert main() == 1
    assert "docs/fields.md is not current: run python docs/generate.py" in capsys.readouterr().err


def test_every_field_of_an_article_is_declared_once() -> None:
    assert {field.name for field in fields(Article)} == set(FIELDS)
    assert all(name == field.name for name, field in FIELDS.items())


@pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_part_is_declared_in_order(kind: type) -> None:
    assert list(PARTS[kind].fields) == [field.name for field in fields(kind)]
