"""Which fields a file of corrections can speak of, and that what it says gets through their cleaning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsspider import ArticleLoader, extract
from newsspider.corrections import read_corrections
from newsspider.errors import CorrectionsError
from newsspider.fields import FIELDS, Candidate, Field, PageFacts, Rule
from newsspider.fields.forms import COUNT, LINES, Correctable
from newsspider.fields.registry import with_fields

TEXTS = {
    "#/$defs/date": "2026-03-04",
    "#/$defs/language": "de",
    **dict.fromkeys(("#/$defs/url", "#/$defs/Image", "#/$defs/Media"), "https://example.org/a.jpg"),
}
OF_TEXTS = [
    name for name, field in FIELDS.items() if field.form.correctable in (Correctable.TEXT, Correctable.LIST)
]


def written(folder: Path, text: str) -> Path:
    path = folder / "c.toml"
    path.write_text(f'[[corrections]]\nsite = "example.org"\n{text}\n')
    return path


def nothing(_facts: PageFacts) -> Iterator[Candidate[object]]:
    yield from ()


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_can_be_corrected_if_its_form_can(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, f"fields.{name}.drop = true")
    if FIELDS[name].form.correctable is Correctable.NOT:
        with pytest.raises(CorrectionsError, match=rf"{name}.*(known: inLanguage, |use body_css)"):
            read_corrections(path)
    else:
        assert read_corrections(path).entries[0].fields[name].drop


@pytest.mark.parametrize("name", OF_TEXTS)
def test_texts_get_through_each_fields_cleaning(name: str) -> None:
    form = FIELDS[name].form
    part = form.schema.get("items", form.schema)["$ref"]
    loader = ArticleLoader(base_url="https://example.org/")
    for value in form.of_texts([TEXTS.get(part, "Ana Ruiz")]):
        assert loader.add_candidates(name, [Candidate(value, "correction:x")]) is not None
    assert loader.get_output_value(name)


def test_no_texts_make_no_candidate() -> None:
    assert not list(FIELDS["authors"].form.of_texts([]))
    assert not list(FIELDS["headline"].form.of_texts([]))


@pytest.mark.parametrize("rule", [nothing, None])
def test_a_projects_own_fields_are_corrected(tmp_path: Path, rule: Rule | None) -> None:
    fields = with_fields(
        {
            "places": Field(name="places", rule=rule, form=LINES, doc_form="names"),
            "readingTime": Field(name="readingTime", rule=nothing, form=COUNT, doc_form="minutes"),
        }
    )
    path = written(tmp_path, 'fields.places.css = "i"')
    response = HtmlResponse(
        "https://example.org/a", body=b"<h1>Storm</h1><i>Quay</i><i>Pier</i>", encoding="utf-8"
    )
    loader = ArticleLoader(fields=fields)
    form = extract(response, loader=loader, corrections=read_corrections(path, fields)).to_dict()
    assert form["places"] == ["Quay", "Pier"]
    assert form["metadata"]["fieldSources"]["places"] == "correction:example.org"
    with pytest.raises(CorrectionsError, match="unknown field 'places'"):
        read_corrections(path)
    with pytest.raises(CorrectionsError, match="unknown field 'readingTime'"):
        read_corrections(written(tmp_path, "fields.readingTime.drop = true"), fields)
