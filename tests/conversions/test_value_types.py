from __future__ import annotations

from newsspider.conversions.value_types import ListOf, PairsOf, struct_of
from newsspider.items import Article, Author, Metadata, Source


def test_the_types_are_those_of_the_annotations() -> None:
    parts = struct_of(Article).parts
    assert (parts["headline"], parts["isAccessibleForFree"], parts["wordCount"]) == (str, bool, int)
    assert parts["authors"] == ListOf(struct_of(Author))
    assert parts["metadata"] is struct_of(Metadata)
    assert struct_of(Metadata).parts["fieldSources"] == PairsOf(str)
    assert struct_of(Metadata).parts["validationMessages"] == PairsOf(ListOf(str))


def test_a_field_without_default_is_required() -> None:
    assert struct_of(Source).required == frozenset({"kind"})
    assert struct_of(Author).required == frozenset({"name"})
    assert struct_of(Article).required == frozenset()
