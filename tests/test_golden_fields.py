"""Each folder of tests/golden/fields is a page, what its fields must be, and the one reason why it is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse, TextResponse

from newsspider import extract
from newsspider.http import TextDumpResponse
from tests.test_fields_doc import sources

CASES = sorted((Path(__file__).parent / "golden" / "fields").iterdir())


def _response(case: Path, url: str | None) -> TextResponse:
    html, text = case / "input.html", case / "input.txt"
    if html.exists():
        return HtmlResponse(
            url or "", body=html.read_bytes(), headers={"Content-Type": "text/html; charset=utf-8"}
        )
    return TextDumpResponse(url or "", body=text.read_bytes(), encoding="utf-8")


def _shown(name: str, value: Any) -> Any:
    """Return a field as the cases give it: of authors what is listed there, not how the page writes them."""
    if name == "authors" and value:
        return [{key: author[key] for key in ("name", "url", "type") if key in author} for author in value]
    return value


def _undocumented(field_sources: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the sources of an article's fields that docs/fields.md does not name."""
    return [
        (field, source)
        for field, source in field_sources.items()
        if not any(fnmatchcase(source, pattern) for pattern in _documented(field))
    ]


def _documented(field: str) -> list[str]:
    return [*sources(field), *(sources("mainImage") if field == "images" else [])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fields_are_as_a_reader_sees_them(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    captured = expected.get("captured")
    article = extract(
        _response(case, expected["url"]),
        captured=datetime.fromisoformat(captured) if captured else None,
    ).to_dict()
    assert not _undocumented(article["metadata"]["fieldSources"])
    shown = {name: _shown(name, article.get(name)) for name in expected["article"]}
    assert shown == expected["article"], (case / "why.md").read_text("utf-8")


def test_every_case_says_why_it_is_there() -> None:
    assert CASES
    assert not [case.name for case in CASES if not (case / "why.md").read_text("utf-8").strip()]
