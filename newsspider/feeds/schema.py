"""The feed's JSON Schema, and what a form has against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs

# An error quotes the value that it is about, which may be a whole body.
_MESSAGE_CHARS = 200


@cache
def article_schema() -> Mapping[str, Any]:
    """Return the JSON Schema (2020-12) of a line of the feed; see `article.schema.json` beside this file."""
    schema: Mapping[str, Any] = json.loads(
        files("newsspider.feeds").joinpath("article.schema.json").read_text("utf-8")
    )
    return schema


def feed_errors(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what keeps `form`, an article in the feed's form, from being valid: (path, message) pairs.

    >>> feed_errors({"headline": "Storm hits coast", "authors": [{"name": "Ana Ruiz"}]})
    []
    >>> feed_errors({"headline": "Storm hits coast", "authors": [{"url": "https://example.org/ana"}]})
    [('authors.0', '"name" is a required property')]
    """
    try:
        errors = list(_validator().iter_errors(form))
    except ValueError as error:  # a lone surrogate, or a value that JSON does not know
        return [("", _short(f"is no JSON: {error}"))]
    return [(".".join(map(str, error.instance_path)), _reason(error)) for error in errors]


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(dict(article_schema()))


def _reason(error: jsonschema_rs.ValidationError) -> str:
    # The schema's one "anyOf" says what an article has to have; its own message would quote the whole form.
    if error.schema_path[-1:] == ["anyOf"]:
        return "has neither headline nor articleBody"
    return _short(error.message)


def _short(message: str) -> str:
    return message if len(message) <= _MESSAGE_CHARS else f"{message[: _MESSAGE_CHARS - 1]}…"
