"""Each folder of tests/golden/corrections is a page, a file of corrections, and what comes of the two."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider import extract
from newsspider.corrections import read_corrections

CASES = sorted((Path(__file__).parent / "golden" / "corrections").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_corrections_come_before_the_rules_and_are_named(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    captured = expected["captured"]
    response = HtmlResponse(expected["url"] or "", body=(case / "input.html").read_bytes(), encoding="utf-8")
    article = extract(
        response,
        captured=datetime.fromisoformat(captured) if captured else None,
        corrections=read_corrections(case / "corrections.toml"),
    ).to_dict()
    shown = {name: article.get(name) for name in expected["article"]}
    for author in shown.get("authors") or []:
        author.pop("nameRaw", None)
    assert shown == expected["article"], (case / "why.md").read_text("utf-8")
    sources = article["metadata"]["fieldSources"]
    corrected = [field for field, rule in sources.items() if rule.startswith("correction:")]
    assert corrected == expected["corrected"]
