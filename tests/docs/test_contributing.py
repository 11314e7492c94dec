"""The worked examples of docs/contributing.md that are about fields, as a newcomer would follow them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider import ArticleLoader, extract
from newsspider.explain import explain
from newsspider.explain.terminal import terminal_lines
from newsspider.fields import FIELDS, forms
from newsspider.fields.registry import with_fields
from newsspider.items import Source

ROOT = Path(__file__).parents[2]
URL = "https://quaypost.example/storm"
PAGE = b"""<h1>Storm hits coast</h1><p>LISBON, March 3 (Reuters) - The storm came at night and took the roof of the old
harbour office, which had stood on the quay since the days of the herring.</p><p>The ferries stay in port.</p>"""

# What a newcomer runs after the edits, in a copy of the project.
TRIAL = f"""
import json
from newsspider import ArticleLoader, extract_html
from newsspider.fields import FIELDS
from newsspider.fields.forms import Correctable
from newsspider.feeds.schema import FeedValidator
from newsspider.explain.explanation import known_fields
article = extract_html({PAGE!r}, {URL!r})
form = article.to_dict()
assert form["locationCreated"] == "LISBON", form
assert form["metadata"]["fieldSources"]["locationCreated"] == "dateline"
assert FeedValidator().errors(form) == []
assert FIELDS["locationCreated"].form.correctable is Correctable.TEXT and "locationCreated" in known_fields()
assert ArticleLoader.locationCreated_in(" a  b ") == ["a b"]
assert list(form).index("locationCreated") < list(form).index("articleBody")
"""


def section(title: str) -> str:
    return (ROOT / "docs" / "contributing.md").read_text("utf-8").split(f"## {title}", 1)[1].split("\n## ", 1)[0]


def block(text: str, language: str) -> str:
    return text.split(f"```{language}\n", 1)[1].split("```", 1)[0]


def test_explain_leads_to_the_file_of_a_wrong_author() -> None:
    text = section("A wrong author")
    response = HtmlResponse(URL, body=block(text, "html").encode(), encoding="utf-8")
    explanation = explain(response, source=Source(kind="html"), only=["authors"])
    shown = list(terminal_lines(explanation, width=160, colours=False))
    start = shown.index(block(text, "text").splitlines()[0])
    assert shown[start : start + 3] == block(text, "text").splitlines()
    rows = re.findall(r"\| `(newsspider/[\w/]+\.py)` \| `(\w+)` \|", text)
    assert len(rows) == 15
    for path, function in rows:
        assert f"\ndef {function}(" in (ROOT / path).read_text("utf-8"), path
    # Of every author one source and one step can be wrong: their files, the rule's, and the site's names.
    assert (ROOT / "newsspider/fields/publisher/site_names.py").exists()


def test_every_step_that_changes_an_author_is_in_the_table() -> None:
    rules = (path.read_text("utf-8") for path in (ROOT / "newsspider/fields/authors").glob("*.py"))
    steps = {step for rule in rules for step in re.findall(r'changed\("(\w+)"', rule)}
    steps |= {step.function.__name__ for step in FIELDS["authors"].clean}
    assert len(steps) >= 5
    assert not [step for step in steps if f"`{step}`" not in table(section("A wrong author"), "`explain` shows")]


def test_the_keys_of_a_case_are_told() -> None:
    told = set(re.findall(r"^\| `(\w+)`", table(section("A wrong author"), "key"), re.MULTILINE))
    cases = (ROOT / "tests/golden").glob("*/*/expected.json")
    used = [
        set(json.loads(case.read_text("utf-8"))) for case in cases if case.parts[-3] in {"fields", "corrections"}
    ]
    assert told == set().union(*used)


def test_every_form_is_in_the_table() -> None:
    told = set(re.findall(r"^\| `(\w+)", table(section("A new field"), "form"), re.MULTILINE))
    assert told == {
        name for name, value in vars(forms).items() if isinstance(value, forms.Form) or name.endswith("_form")
    }


def table(text: str, first_head: str) -> str:
    """Return the rows of the table whose first column has this head."""
    return text.split(f"| {first_head} |", 1)[1].split("\n\n", 1)[0]


@pytest.mark.slow
def test_a_new_field_is_two_edited_files_and_a_new_one(tmp_path: Path) -> None:
    text = section("A new field")
    shutil.copy(ROOT / "README.md", tmp_path)
    for folder in ("newsspider", "docs", "seeds", "benchmarks/results"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.c*pp"))
    (tmp_path / "newsspider/fields/location.py").write_text(block(text, "python"), "utf-8")
    edited = edits(block(text, "diff"))
    assert list(edited) == ["newsspider/items.py", "newsspider/fields/__init__.py"]
    for path, changes in edited.items():
        file = tmp_path / path
        content = file.read_text("utf-8")
        for before, after in changes:
            assert content.count(before) == 1, f"{path} has no longer, or more than once: {before}"
            content = content.replace(before, after)
        file.write_text(content, "utf-8")
    run(tmp_path, "docs/generate.py")
    assert "| `locationCreated` | one line: a place" in (tmp_path / "docs/fields.md").read_text("utf-8")
    assert '"locationCreated"' in (tmp_path / "newsspider/feeds/article.schema.json").read_text("utf-8")
    run(tmp_path, "-c", TRIAL)


def edits(diff: str) -> dict[str, list[tuple[str, str]]]:
    """Return for each file of a diff the lines before and after each of its edits."""
    found: dict[str, list[tuple[str, str]]] = {}
    for part in diff.split("--- a/")[1:]:
        path, *hunks = re.split(r"^@@.*\n", part, flags=re.MULTILINE)
        lines = [hunk.splitlines(keepends=True) for hunk in hunks]
        found[path.splitlines()[0]] = [
            ("".join(one[1:] for one in hunk if one[0] != "+"), "".join(one[1:] for one in hunk if one[0] != "-"))
            for hunk in lines
        ]
    return found


def run(folder: Path, *args: str) -> None:
    code = [sys.executable, "-B", *args]
    done = subprocess.run(
        code, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_same_file_serves_a_project_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_location.py").write_text(block(section("A new field"), "python"), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    loader = ArticleLoader(fields=with_fields({"locationCreated": "my_location.LOCATION"}))
    form = extract(HtmlResponse(URL, body=PAGE, encoding="utf-8"), loader=loader).to_dict()
    assert (form["locationCreated"], form["metadata"]["fieldSources"]["locationCreated"]) == ("LISBON", "dateline")
