"""The rows of the list of dropped pages: which pages give no article in the feed, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from numbers import Real
from typing import Any

from newsspider.loaders.article_view import ArticleView
from newsspider.pipelines.fieldnames import field_of, own_metadata
from newsspider.pipelines.rejects import drop_reason
from newsspider.reject_rows import PLACE_TYPES

_MAX_CHARS = 300  # of a message or headline


def dropped_row(
    item: Any, exception: BaseException, place: Mapping[str, Any] | None, names: Mapping[str, str]
) -> dict[str, Any]:
    """Return the row of an item that a pipeline dropped.

    It has the place of the item's page by the names of PLACE_TYPES, as `place` says or else the item, `reason`
    (short and stable), `message` (what the pipeline says of it), `probability` and `headline`, as far as there are
    any. `names` are the project's names of our fields.
    """
    view = ArticleView(item, names)
    metadata, reason = own_metadata(view), drop_reason(exception)
    source = field_of(metadata, "source")
    own = {name: field_of(source, name) for name in PLACE_TYPES} | {"url": view.get("url")}
    found = {name: (place or {}).get(name, own[name]) for name in PLACE_TYPES}
    row = {
        **{name: value for name, value in found.items() if isinstance(value, PLACE_TYPES[name])},
        "reason": reason,
        "message": str(exception).removeprefix(f"{reason}: ")[:_MAX_CHARS],
        "probability": _number(field_of(metadata, "probability")),
        "headline": _text(view.get("headline")),
    }
    return {name: value for name, value in row.items() if value is not None and value != ""}


def _number(value: Any) -> float | None:
    """Return a number as JSON has them: projects may have decimals, or numpy's."""
    found = float(value) if isinstance(value, Real | Decimal) else math.nan
    return found if math.isfinite(found) else None


def _text(value: Any) -> str | None:
    return value[:_MAX_CHARS] if isinstance(value, str) else None
