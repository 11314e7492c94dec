"""The house: layers import downwards only, modules have their mirrors, public names are real."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import newsspider

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newsspider"

# Each layer may import those before it; see docs/design.md.
LAYERS = [
    "version", "errors", "items", "http", "processors", "page", "blocks", "body", "fields", "loaders", "corrections",
    "extract", "archives", "explain", "discovery", "feeds", "pipelines", "settings", "middlewares", "spiders", "replaying", "offline", "recording", "addon", "commands",
]  # fmt: skip
PURE = LAYERS[: LAYERS.index("extract") + 1]
SCRAPY_FOR_PURE = {"scrapy.http", "scrapy.loader", "scrapy.selector"}
# Values and tables with nothing to run have no test of their own: their users' tests hold them.
WITHOUT_MIRROR = {"version", "http", "errors", "types", "candidate", "settings"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "newsspider" and len(parts) > 1 else None


def imports_of(path: Path) -> set[str]:
    """Return the modules that a file imports when it runs, type-only imports aside."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names if node.module == "newsspider")
        pending.extend(ast.iter_child_nodes(node))
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_layers_import_only_from_those_above(path: Path) -> None:
    own = layer_of(name_of(path))
    if own in {None, "__init__"}:
        return
    assert own in LAYERS, f"{own} has no place in the order of layers"
    for module in imports_of(path):
        other = layer_of(module)
        if other in LAYERS:
            assert LAYERS.index(other) <= LAYERS.index(own), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", [p for p in MODULES if layer_of(name_of(p)) in PURE], ids=name_of)
def test_pure_layers_import_no_engine(path: Path) -> None:
    for module in imports_of(path):
        top = module.split(".")[0]
        assert top != "twisted", f"{name_of(path)} imports {module}"
        if top == "scrapy":
            assert module in SCRAPY_FOR_PURE, f"{name_of(path)} imports {module}"


def test_extraction_installs_no_reactor() -> None:
    code = "import newsspider, sys; newsspider.extract_html('<p>x</p>'); assert 'twisted.internet.reactor' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_have_their_mirror(path: Path) -> None:
    if path.stem in WITHOUT_MIRROR or path.stem == "__init__":
        return
    mirror = ROOT / "tests" / path.relative_to(PACKAGE).with_name(f"test_{path.name}")
    assert mirror.exists(), f"{name_of(path)} has no {mirror.relative_to(ROOT)}"


def test_no_rooms_for_leftovers() -> None:
    names = {path.stem for path in MODULES}
    assert not names & {"utils", "helpers", "common", "misc", "util"}


def test_public_names_are_there_and_documented() -> None:
    assert len(newsspider.__all__) <= 8
    for name in newsspider.__all__:
        value = getattr(newsspider, name)
        assert isinstance(value, str) or value.__doc__, f"{name} has no docstring"


def test_nothing_speaks_of_one_machine() -> None:
    top = str(ROOT.parent)
    for path in (*MODULES, *ROOT.glob("docs/*.md"), ROOT / "README.md"):
        assert top not in path.read_text("utf-8") or len(top) < 5, f"{path} names {top}"
