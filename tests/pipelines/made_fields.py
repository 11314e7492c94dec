"""Fields of a project, as its settings name them."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.fields import Field
from newsspider.fields.forms import COUNT, LINE, LINES, text_form
from newsspider.fields.registry import article_class, with_fields
from newsspider.items import Article

CHANGES: Mapping[str, Field] = {
    "readingTime": Field(name="readingTime", form=COUNT, doc_form="minutes"),
    "editorsNote": Field(name="editorsNote", form=text_form("text"), doc_form="paragraphs"),
    "rubric": Field(name="rubric", form=LINE, doc_form="one line"),
    "places": Field(name="places", form=LINES, doc_form="names"),
}


def project_article(**values: object) -> Article:
    """Return an article of the class that has these fields as well."""
    return article_class(with_fields(CHANGES))(**values)  # type: ignore[arg-type]  # the fields' own forms
