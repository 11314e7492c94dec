"""Articles of any content, for properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from newsspider.conversions.value_types import ListOf, PairsOf, Struct, ValueType, struct_of
from newsspider.items import Article, Author

_TEXTS = st.text(min_size=1, max_size=20)
_SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    int: st.integers(0, 2**40),
    float: st.floats(0, 1),
    bool: st.booleans(),
}


def articles() -> st.SearchStrategy[Article]:
    """Return a strategy for articles with any of their fields and parts."""
    return _parts(struct_of(Article))


def _values(form: ValueType) -> st.SearchStrategy[Any]:
    if isinstance(form, Struct):
        return _parts(form)
    if isinstance(form, ListOf):
        return st.lists(_values(form.part), min_size=1, max_size=2)
    if isinstance(form, PairsOf):
        return st.dictionaries(_TEXTS, _values(form.part), min_size=1, max_size=2)
    return _SCALARS[form]


def _parts(form: Struct) -> st.SearchStrategy[Any]:
    known = {name: _values(part) for name, part in form.parts.items()}
    if form.kind is Author:
        known["type"] = st.sampled_from(["Person", "Organization"])
    needed = form.required
    given = {name: part if name in needed else st.none() | part for name, part in known.items()}
    return st.builds(form.kind, **given)
