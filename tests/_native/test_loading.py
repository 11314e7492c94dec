"""Which of the two is used, and how it is said."""

from __future__ import annotations

import ast
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

import newsspider
from newsspider._native import State, reference, state
from newsspider._native.loading import state_of

LXML = f"{etree.LXML_VERSION[0]}.0.2"


def sources(folder: Path, **files: str) -> str:
    """Write files that a compiled part was made of; return how it names them."""
    lines = []
    for name, text in files.items():
        (folder / f"{name}.pxi").write_text(text)
        lines.append(f"{name}.pxi {hashlib.sha256(text.encode()).hexdigest()[:12]}")
    return "\n".join(lines)


def test_what_was_built_from_the_sources_beside_it_is_used(tmp_path: Path) -> None:
    assert state_of(sources(tmp_path, walk="a", words="b"), LXML, tmp_path) == State("compiled")


def test_sources_need_not_be_there(tmp_path: Path) -> None:
    names = sources(tmp_path, walk="a")
    (tmp_path / "walk.pxi").unlink()
    assert state_of(names, LXML, tmp_path).name == "compiled"


def test_what_is_older_than_a_source_is_named(tmp_path: Path) -> None:
    names = sources(tmp_path, walk="a", words="b")
    (tmp_path / "words.pxi").write_text("c")
    found = state_of(names, LXML, tmp_path)
    assert (found.name, found.is_sound) == ("stale", False)
    assert str(found).startswith("Python: the compiled part is older than words.pxi")


def test_what_was_built_for_another_lxml_is_named(tmp_path: Path) -> None:
    found = state_of("", "1.9", tmp_path)
    assert found.name == "foreign"
    assert "built for lxml 1, lxml" in found.reason


@pytest.mark.parametrize(("value", "is_pure"), [("1", True), ("0", False), ("", False)])
def test_the_switch_chooses_python(value: str, is_pure: bool) -> None:
    code = "import newsspider._native as native; print(native.state().name, native.read_columns.__module__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"NEWSSPIDER_PURE": value},
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    name, module = done.stdout.split()
    assert (name == "off") is is_pure
    assert (module == "newsspider._native.walk") is (is_pure or not state().is_sound)
    assert done.stderr == ""


def test_nobody_passes_the_switch_by() -> None:
    names = set(reference.__all__)
    for path in Path(newsspider.__file__).parent.rglob("*.py"):
        if path.parent.name == "_native":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("newsspider._native."):
                assert names.isdisjoint(alias.name for alias in node.names), f"{path.name} imports the reference"
