from __future__ import annotations

import doctest

import pytest

from newsspider import ArticleLoader
from newsspider.corrections import forms as module
from newsspider.corrections.forms import FORMS, candidate_values
from newsspider.fields import FIELDS, Candidate
from newsspider.fields.forms import Correctable


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_every_field_with_a_rule_can_be_corrected_but_for_the_url_and_what_the_blocks_make() -> None:
    assert {name for name, field in FIELDS.items() if field.rule} - set(FORMS) == {
        "url",
        "articleBody",
        "articleBodyHtml",
        "wordCount",
    }


@pytest.mark.parametrize(
    "field", [name for name, form in FORMS.items() if form.correctable in (Correctable.TEXT, Correctable.LIST)]
)
def test_texts_get_through_each_fields_cleaning(field: str) -> None:
    text = {"inLanguage": "de", "datePublished": "2026-03-04", "dateModified": "2026-03-04"}.get(field)
    texts = [text or ("https://example.org/a.jpg" if field != "breadcrumbs" else "World")]
    if field in {"headline", "authors", "agency", "publisher", "articleSection", "keywords"}:
        texts = ["Ana Ruiz"]
    loader = ArticleLoader(base_url="https://example.org/")
    for value in candidate_values(field, texts):
        assert loader.add_candidates(field, [Candidate(value, "correction:x")]) is not None
    assert loader.get_output_value(field)


def test_no_texts_make_no_candidate() -> None:
    assert not list(candidate_values("authors", []))
    assert not list(candidate_values("headline", []))
