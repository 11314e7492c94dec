"""The candidates that the texts of a correction make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsspider.fields import FIELDS
from newsspider.fields.forms import Correctable, Form

FORMS: Mapping[str, Form] = {
    name: field.form for name, field in FIELDS.items() if field.form.correctable is not Correctable.NOT
}


def candidate_values(field: str, texts: Sequence[str]) -> Iterator[Any]:
    """Yield the values of a field's candidates that `texts` make.

    >>> list(candidate_values("headline", ["Storm", "Rain"])), list(candidate_values("authors", ["Ana", "Ben"]))
    (['Storm', 'Rain'], [['Ana', 'Ben']])
    """
    form = FORMS[field]
    values = list(map(form.of_text, texts))
    if not form.is_list:
        yield from values
    elif values:
        yield values
