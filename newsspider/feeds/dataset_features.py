"""The features of feeds for Hugging Face `datasets`, which else takes the types of one file for those of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsspider.conversions.value_types import ListOf, PairsOf, Struct, ValueType
from newsspider.errors import SettingError
from newsspider.feeds.columns import column_types


def article_features() -> Any:
    """Return `datasets.Features` for feeds of JSON lines; raises SettingError where `datasets` is not installed.

    Mappings are JSON, since their keys differ from article to article. So are dates, which then come as the texts
    that they are: of a text feature `datasets` 5.2 still makes timestamps in UTC first, without the page's offset.
    """
    try:
        import datasets  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise SettingError("datasets", "needs the extra: pip install 'newsspider[readers]'") from error
    return datasets.Features(_features(datasets, column_types()))


def _features(datasets: Any, forms: Mapping[str, ValueType]) -> dict[str, Any]:
    return {
        name: datasets.Json() if name.startswith("date") else _feature(datasets, form)
        for name, form in forms.items()
    }


def _feature(datasets: Any, form: ValueType) -> Any:
    if isinstance(form, Struct):
        return _features(datasets, form.parts)
    if isinstance(form, PairsOf):
        return datasets.Json()
    if isinstance(form, ListOf):
        return datasets.List(_feature(datasets, form.part))
    return datasets.Value({str: "string", int: "int64", bool: "bool", float: "float64"}[form])
