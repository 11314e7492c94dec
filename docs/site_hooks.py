"""What the site has beside the pages of docs/: pages from elsewhere in the repository, and the text of `--help`.

MkDocs calls the functions `on_...` while it builds the site; see mkdocs.yml.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "newsspider" / "feeds" / "article.schema.json"
# Files outside docs/ that are pages of the site: where they are, and what the page is called there.
PAGES = {"CHANGELOG.md": "changelog.md", "training/README.md": "training.md"}
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]{1,200})(#[^)\s]{0,100})?\)")
_HELP = re.compile(r"<!-- help: ([a-z ]{1,60}) -->")
_CODE_LANGUAGES = {".py": "python", ".cfg": "ini", ".toml": "toml"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the site's files with the pages from outside docs/, and with the feed's JSON Schema."""
    for path, name in PAGES.items():
        files.append(File.generated(config, name, content=_moved((ROOT / path).read_text("utf-8"), path, name)))
    files.append(File.generated(config, "examples.md", content=_examples()))
    files.append(File.generated(config, "practice.zip", content=_practice()))
    schema = SCHEMA.read_text("utf-8")
    version = json.loads(schema)["$id"].rsplit(":", 1)[1]
    files.append(File.generated(config, f"schema/article-{version}.json", content=schema))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Return a page with the help of the commands that it names, and with links to files outside docs/ mended."""
    source = page.file.src_uri
    if page.file.generated_by is None:
        markdown = _moved(markdown, f"docs/{source}", source)
    return _HELP.sub(lambda match: f"```text\n{_help(match[1])}\n```", markdown)


def _moved(text: str, path: str, name: str) -> str:
    """Return the text of the file `path` as a page of the site called `name`: its links lead to the same pages."""

    def link(match: re.Match[str]) -> str:
        target = os.path.normpath(os.path.join(os.path.dirname(path), match[1]))  # noqa: PTH118, PTH120  (not on disk)
        page = _page_of(target)
        if page is None:
            return match[0]
        part = match[2] or _part_of(target)
        return f"]({os.path.relpath(page, os.path.dirname(name) or '.')}{part})"  # noqa: PTH120

    return _LINK.sub(link, text)


def _page_of(target: str) -> str | None:
    """Return the site's page of a file of the repository, if it has one of its own."""
    if target in PAGES:
        return PAGES[target]
    if target == "examples" or target.startswith("examples/"):
        return "examples.md"
    return target.removeprefix("docs/") if target.startswith("docs/") else None


def _part_of(target: str) -> str:
    """Return the anchor of a single example, which has no page of its own."""
    found = re.match(r"examples/(\w+)/README\.md$", target)
    return f"#{found[1]}" if found else ""


def _examples() -> str:
    """Return the page of the examples: each one's README, and its files."""
    text = (ROOT / "examples" / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[(\w+)\]\(\1/\)", text, re.MULTILINE)
    text = re.sub(r"\]\((\w+)/\)", lambda match: f"](#{match[1]})", text)
    return "\n\n".join([text, *(part for name in listed for part in _example(ROOT / "examples" / name))])


def _example(folder: Path) -> Iterator[str]:
    title, _, text = (folder / "README.md").read_text("utf-8").partition("\n")
    yield f"#{title} {{#{folder.name}}}"
    # Its links to its own files are not needed: the files follow.
    text = re.sub(r"\[([^\]]+)\]\((?!https?:|\.\.)[^)]+\)", r"\1", text)
    yield _moved(text, f"examples/{folder.name}/README.md", "examples.md")
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        language = _CODE_LANGUAGES.get(path.suffix)
        if language and path.stat().st_size:
            yield f'```{language} title="{relative.as_posix()}"\n{path.read_text("utf-8")}```'


def _practice() -> bytes:
    """Return the pages of the tutorials' site, packed: the same bytes in every build."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((ROOT / "docs" / "practice").iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name, (2026, 3, 4, 0, 0, 0)), path.read_bytes())
    return packed.getvalue()


def _help(command: str) -> str:
    """Return what a command prints for `--help`, in 80 columns."""
    name, *rest = command.split()
    program = Path(sys.executable).with_name(name)
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        [program, *rest, "--help"], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
    )
    return done.stdout.strip()
