"""What a page object has to know beside the response: when and where the page was fetched, the project's rules."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy.utils.misc import load_object
from web_poet.serialization import SerializedLeafData, register_serialization

from newsspider.conversions.plain import from_plain
from newsspider.corrections import read_corrections
from newsspider.errors import PageError
from newsspider.fields import FIELDS
from newsspider.fields.registry import SETTING as FIELDS_SETTING
from newsspider.fields.registry import with_fields
from newsspider.items import Source, feed_form

if TYPE_CHECKING:
    from newsspider.corrections import Corrections
    from newsspider.fields import Field
    from newsspider.http import StandfirstUse

CORRECTIONS_SETTING = "NEWSSPIDER_CORRECTIONS"
_FILE = "context.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContext:
    """When a page was fetched (aware) and from where, and what the project's settings say of all pages."""

    captured: datetime | None = None
    source: Source = field(default_factory=lambda: Source(kind="live"))
    is_text: bool = False  # a page of which only the text is left
    corrections: Corrections | None = None
    fields: Mapping[str, Field] | None = None
    standfirst: StandfirstUse = "auto"
    named_by: Mapping[str, Any] = field(default_factory=dict)  # the settings that name the two, for `serialized`
    # What becomes of a page without an article where no callback can be told: returns what is raised.
    refused: Callable[[PageError], Awaitable[PageError]] | None = field(default=None, compare=False, repr=False)


def serialized(context: ArticleContext) -> SerializedLeafData:
    """Return a context as the files of a fixture or a cache, with the names of corrections and fields.

    Raises ValueError for a field that is given in the settings as an object without an import path.
    """
    changes = context.named_by.get(FIELDS_SETTING) or {}
    form = {
        "captured": context.captured.isoformat() if context.captured is not None else None,
        "source": feed_form(context.source),
        "isText": context.is_text,
        "corrections": context.named_by.get(CORRECTIONS_SETTING) or None,
        "standfirst": context.standfirst,
        "fields": {name: _import_path(name, change) for name, change in changes.items()},
    }
    return {_FILE: json.dumps(form).encode()}


def deserialized(kind: type[ArticleContext], data: SerializedLeafData) -> ArticleContext:
    """Return the context that `serialized` gave the files of. Raises CorrectionsError and SettingError."""
    form = json.loads(data[_FILE])
    fields = with_fields(form["fields"]) if form["fields"] else None
    path = form["corrections"]
    return kind(
        captured=datetime.fromisoformat(form["captured"]) if form["captured"] else None,
        source=from_plain(Source, form["source"]),
        is_text=form["isText"],
        corrections=read_corrections(path, FIELDS if fields is None else fields) if path else None,
        fields=fields,
        standfirst=form.get("standfirst", "auto"),
        named_by={CORRECTIONS_SETTING: path, FIELDS_SETTING: form["fields"]},
    )


def _import_path(name: str, change: Any) -> str | None:
    if change is None or isinstance(change, str):
        return change
    path = f"{getattr(change, '__module__', '')}.{getattr(change, '__qualname__', '')}"
    try:
        found: object = load_object(path)
    except (ImportError, NameError, ValueError):
        found = None
    if found is not change:
        raise ValueError(f"{FIELDS_SETTING}: {name}: no fixture can name {change!r}; set it by its import path")
    return path


register_serialization(serialized, deserialized)
