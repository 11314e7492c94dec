"""What a page object has to know beside the response: when and where the page was fetched, the project's rules."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from web_poet.serialization import SerializedLeafData, register_serialization

from newsspider.conversions.plain import from_plain
from newsspider.errors import PageError
from newsspider.items import Source, feed_form

if TYPE_CHECKING:
    from newsspider.corrections import Corrections
    from newsspider.fields import Field

_FILE = "context.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContext:
    """When a page was fetched (aware) and from where, and what the project's settings say of all pages."""

    captured: datetime | None = None
    source: Source = field(default_factory=lambda: Source(kind="live"))
    is_text: bool = False  # a page of which only the text is left
    corrections: Corrections | None = None
    fields: Mapping[str, Field] | None = None
    # What becomes of a page without an article where no callback can be told: returns what is raised.
    refused: Callable[[PageError], Awaitable[PageError]] | None = field(default=None, compare=False, repr=False)


def serialized(context: ArticleContext) -> SerializedLeafData:
    """Return a context as the files of a fixture or a cache; rules of the project are none of it."""
    captured = context.captured.isoformat() if context.captured is not None else None
    form = {"captured": captured, "source": feed_form(context.source), "isText": context.is_text}
    return {_FILE: json.dumps(form).encode()}


def deserialized(kind: type[ArticleContext], data: SerializedLeafData) -> ArticleContext:
    """Return the context that `serialized` gave the files of."""
    form = json.loads(data[_FILE])
    return kind(
        captured=datetime.fromisoformat(form["captured"]) if form["captured"] else None,
        source=from_plain(Source, form["source"]),
        is_text=form["isText"],
    )


register_serialization(serialized, deserialized)
