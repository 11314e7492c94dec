"""What processes that crawl the same sites must have in common."""

from __future__ import annotations

import json
from collections.abc import Iterable

from newsspider.errors import SettingError
from newsspider.state.types import Terms


def terms_json(terms: Terms) -> str:
    """Return terms as JSON, equal for equal terms."""
    return json.dumps({"asked_for": terms.asked_for, "settings": dict(terms.settings)}, sort_keys=True)


def check_terms(terms: Terms, others: Iterable[str]) -> None:
    """Raise SettingError if a process that works was asked for the same under other settings."""
    for other in map(json.loads, others):
        if other["asked_for"] != terms.asked_for:
            continue
        theirs, ours = other["settings"], dict(terms.settings)
        different = sorted(name for name in theirs.keys() | ours if theirs.get(name) != ours.get(name))
        if different:
            named = ", ".join(
                f"{name} is {theirs.get(name)} there and {ours.get(name)} here" for name in different
            )
            raise SettingError(
                "NEWSSPIDER_STATE",
                f"another process is at this crawl with other settings: {named}; start all with the same",
            )
