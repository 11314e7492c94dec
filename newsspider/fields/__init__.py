"""Page and body -> candidates: one file a field or family, one table of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from newsspider.body.types import Body
from newsspider.fields.agency import agency
from newsspider.fields.authors import authors
from newsspider.fields.body import article_body, article_body_html
from newsspider.fields.candidate import Candidate
from newsspider.fields.dates import date_modified, date_published
from newsspider.fields.description import description
from newsspider.fields.headline import headline
from newsspider.page.types import Page

Rule: TypeAlias = Callable[[Page, Body], Iterator[Candidate[Any]]]

# The language comes first, since names and dates are read in it.
RULES: Mapping[str, Rule] = {
    "headline": headline,
    "description": description,
    "authors": authors,
    "agency": agency,
    "datePublished": date_published,
    "dateModified": date_modified,
    "articleBody": article_body,
    "articleBodyHtml": article_body_html,
}

__all__ = ["RULES", "Candidate", "Rule"]
