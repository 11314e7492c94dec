"""The feed's JSON Schema, made of the fields' declarations, and what a form has against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

import jsonschema_rs

from newsspider.feeds.forms import not_json
from newsspider.fields import FIELDS, Field
from newsspider.fields.forms import TEXT_FORMS
from newsspider.fields.parts import PARTS, Part
from newsspider.items import Article

# The first number grows where feeds of before are not valid any more, the second where fields are added.
SCHEMA_VERSION = "1.1"
# An error quotes the value that it is about, which may be a whole body.
_MESSAGE_CHARS = 200


def schema(fields: Mapping[str, Field] = FIELDS) -> dict[str, Any]:
    """Return the JSON Schema of a line of the feed; its `$id` names its version.

    `fields` are a project's own, as `newsspider.fields.registry.with_fields` returns them.

    >>> schema()["$id"]
    'urn:newsspider:article:1.1'
    """
    return schema_of(fields)


def schema_of(fields: Mapping[str, Field]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of the feed with these fields, in the order of Article.

    article.schema.json beside this file is that of the package's own fields: docs/generate.py writes it.
    """
    order = dict.fromkeys((*(field.name for field in fields_of(Article)), *fields))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newsspider:article:{SCHEMA_VERSION}",
        "title": "Article",
        "description": (
            "One line of newsspider's feed: a news article. What is not known is absent, never null or empty."
        ),
        "type": "object",
        "anyOf": [{"required": ["headline"]}, {"required": ["articleBody"]}],
        "additionalProperties": False,
        "properties": {name: _property(fields[name]) for name in order},
        "$defs": {**TEXT_FORMS, **{kind.__name__: _definition(part) for kind, part in PARTS.items()}},
    }


def _property(field: Field) -> dict[str, Any]:
    return {**field.form.schema, **({"description": field.description} if field.description else {})}


def _definition(part: Part) -> dict[str, Any]:
    return {
        **({"description": part.description} if part.description else {}),
        "type": "object",
        **part.limits,
        "additionalProperties": False,
        "properties": {name: field.schema for name, field in part.fields.items()},
    }


class FeedValidator:
    """Says what is wrong with articles in the feed's form."""

    def __init__(self, fields: Mapping[str, Field] = FIELDS) -> None:
        self._validator = jsonschema_rs.Draft202012Validator(schema_of(fields))

    def errors(self, form: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return what keeps `form` from being valid: (path, message) pairs.

        >>> FeedValidator().errors({"headline": "Storm hits coast", "authors": [{"name": "Ana Ruiz"}]})
        []
        >>> FeedValidator().errors({"headline": "Storm hits coast", "authors": [{"url": "https://example.org/ana"}]})
        [('authors.0', '"name" is a required property')]
        """
        try:
            errors = list(self._validator.iter_errors(form))
        except ValueError as error:  # a lone surrogate, or a value that JSON does not know
            return [(not_json(form) or "", _short(f"is not JSON: {error}"))]
        return [(".".join(map(str, error.instance_path)), _reason(error)) for error in errors]


def _reason(error: jsonschema_rs.ValidationError) -> str:
    # The schema's one "anyOf" says what an article has to have; its own message would quote the whole form.
    if error.schema_path[-1:] == ["anyOf"]:
        return "has neither headline nor articleBody"
    return _short(error.message)


def _short(message: str) -> str:
    return message if len(message) <= _MESSAGE_CHARS else f"{message[: _MESSAGE_CHARS - 1]}…"
