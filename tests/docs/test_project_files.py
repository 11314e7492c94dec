"""Files about the project say one version, and templates of issues are what a reader expects."""

from __future__ import annotations

import re
from pathlib import Path

import newsspider

ROOT = Path(__file__).parents[2]


def test_the_citation_has_the_version() -> None:
    assert f"\nversion: {newsspider.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")


def test_the_changelog_has_the_usual_groups() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert sections[0].startswith("[Unreleased]") or sections[0].startswith(f"[{newsspider.__version__}] - ")
    usual = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    for section in sections:
        groups = re.findall(r"^### (.+)$", section, re.MULTILINE)
        assert groups
        assert set(groups) <= usual
        assert len(groups) == len(set(groups))


def test_a_report_of_a_wrong_value_asks_for_the_page() -> None:
    template = (ROOT / ".github/ISSUE_TEMPLATE/wrong-value.yml").read_text("utf-8")
    assert "Attach the page, we keep it as a golden case" in template
