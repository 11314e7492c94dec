"""The house: rooms import downwards only, each folder has its mirror in tests/, public names are real."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import newsspider

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newsspider"

# Each group imports only from those above it, and inside a group only from the left; see docs/design.md.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "values": ("version", "errors", "time_bound", "file_locks", "conversions", "item_display", "items", "reject_rows", "http",
               "content_types", "private_addresses", "signals", "_native"),
    "words": ("language", "processors", "lines"),
    "reading a page": (
        "page", "blocks", "body", "fields", "loaders", "corrections", "extraction",
    ),
    "archives": ("archives",),
    "scrapy's parts": (
        "settings", "engine", "feeds", "discovery", "duplicates", "state", "stores", "middlewares", "pipelines", "spiders",
    ),
    "runs": ("display", "explain", "report", "replaying", "clusters", "offline", "recording", "poet", "monitors"),
    "ways in": ("addon", "commands", "cli", "__main__"),
}  # fmt: skip
ROOMS = [room for rooms in GROUPS.values() for room in rooms]
# The first three groups are pure: neither Twisted nor Scrapy's engine.
PURE_ROOMS = {room for group in ("values", "words", "reading a page") for room in GROUPS[group]}
SCRAPY_FOR_PURE_ROOMS = {"scrapy.http", "scrapy.loader", "scrapy.selector"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "newsspider" and len(parts) > 1 and parts[1] != "__init__" else None


@cache
def imports() -> Mapping[Path, frozenset[str]]:
    """Return the modules that each file imports when it runs, type-only imports aside."""
    return {path: frozenset(_imported(ast.parse(path.read_text("utf-8")))) for path in MODULES}


def _imported(tree: ast.AST) -> Iterator[str]:
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "newsspider":
                yield from (f"newsspider.{alias.name}" for alias in node.names)
        pending.extend(ast.iter_child_nodes(node))


def test_every_room_has_a_place_in_the_order() -> None:
    rooms = {room for path in MODULES if (room := room_of(name_of(path)))}
    assert rooms <= set(ROOMS), f"without a place: {sorted(rooms - set(ROOMS))}"


def test_rooms_import_only_from_those_above() -> None:
    upward = [
        f"{name_of(path)} imports {module}"
        for path, modules in imports().items()
        if (own := room_of(name_of(path)))
        for module in modules
        if (other := room_of(module)) in ROOMS and ROOMS.index(other) > ROOMS.index(own)
    ]
    assert not upward


def test_pure_rooms_import_no_engine() -> None:
    engine = [
        f"{name_of(path)} imports {module}"
        for path, modules in imports().items()
        if room_of(name_of(path)) in PURE_ROOMS
        for module in modules
        if module.partition(".")[0] == "twisted"
        or (module.partition(".")[0] == "scrapy" and module not in SCRAPY_FOR_PURE_ROOMS)
    ]
    assert not engine


def test_extraction_installs_no_reactor() -> None:
    code = "import newsspider, sys; newsspider.extract_html('<p>x</p>'); assert 'twisted.internet.reactor' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)


def test_the_package_is_imported_without_what_reads_pages() -> None:
    # Every `scrapy` command imports it, in projects that do not use it too: 2 ms, where all of it takes 0.3 s.
    code = "import sys; before = set(sys.modules); import newsspider; print(*(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=300)
    own = {name for name in run.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}
    assert own == {"newsspider", "newsspider.version"}


def test_nothing_of_an_extra_is_imported_unasked() -> None:
    extras = {"scrapy_poet", "web_poet", "zyte_common_items", "spidermon", "pyarrow", "markdownify", "playwright"}
    code = f"import newsspider.addon, newsspider.spiders.news, sys; assert not {extras!r} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_add_on_starts_without_what_only_a_crawl_needs() -> None:
    # A quarter of a second of each start of `scrapy replay`.
    code = "import newsspider.addon, sys; assert not {'sqlalchemy', 'feedparser', 'rensa'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_supervisor_of_a_replay_starts_without_what_reads_pages() -> None:
    # Its workers are forks, which numpy's threads would forbid: without them a replay of one page takes 0.6 s more.
    code = "import newsspider.replaying.run, sys; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_each_folder_has_its_mirror() -> None:
    folders = {path.parent.relative_to(PACKAGE) for path in MODULES if path.parent != PACKAGE}
    missing = [
        folder.as_posix()
        for folder in sorted(folders)
        if not any((ROOT / "tests" / folder).glob("test_*.py")) and list((PACKAGE / folder).glob("[!_]*.py"))
    ]
    assert not missing, f"no tests in tests/ for: {missing}"


def test_each_test_file_lies_in_the_mirror_of_a_folder() -> None:
    beside = {"crawls", "damaged", "golden", "seed_pages", "training", "benchmarks", "docs", "examples"}
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    astray = [
        folder.as_posix()
        for folder in sorted(folders)
        if folder.parts and folder.parts[0] not in beside and not (PACKAGE / folder).is_dir()
    ]
    assert not astray


def test_no_rooms_for_leftovers() -> None:
    names = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert not names & {"utils", "helpers", "common", "misc", "util"}


def test_public_names_are_there_and_documented() -> None:
    # Eight that make, hold and describe articles, and what their signatures name: PageError, Source, Corrections.
    assert len(newsspider.__all__) <= 11
    for name in newsspider.__all__:
        value = getattr(newsspider, name)
        assert isinstance(value, str) or value.__doc__, f"{name} has no docstring"


def test_nothing_speaks_of_one_machine() -> None:
    top = re.compile(rf"(?<!\w){re.escape(str(ROOT.parent))}\b")
    for path in (*MODULES, *ROOT.glob("docs/**/*.md"), ROOT / "README.md"):
        assert not top.search(path.read_text("utf-8")) or len(str(ROOT.parent)) < 5, f"{path} names {ROOT.parent}"
