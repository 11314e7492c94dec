"""Articles as zyte-common-items' `Article`, and back. Requires zyte-common-items, the extra `zyte`.

What their classes have no field for is kept beside their fields, where zyte-common-items keeps what it does not
know: `from_dict` puts it there, and `ZyteItemAdapter`, which its add-on enables, writes it into feeds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zyte_common_items import Article as ZyteArticle

# Their languages are ISO 639-1 codes, and their pictures have a URL.
_LANGUAGE, _LANGUAGE_TAG = "inLanguage", "inLanguageTag"
_WITHOUT_URL: Mapping[str, str] = {"mainImage": "mainImageWithoutUrl", "images": "imagesWithoutUrl"}


def zyte_article(form: Mapping[str, Any]) -> ZyteArticle:
    """Return zyte-common-items' article of one in the feed's form.

    Raises ValueError for one without any URL, and ImportError if zyte-common-items is not installed.
    """
    try:
        from zyte_common_items import Article  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise ImportError("to_zyte() needs the extra: pip install 'newsspider[zyte]'") from error
    values = dict(form)
    values["url"] = values.get("url") or values.get("canonicalUrl")
    if not values["url"]:
        raise ValueError("url: zyte-common-items has no articles without a URL")
    language = values.get(_LANGUAGE, "")
    if "-" in language:
        values[_LANGUAGE], values[_LANGUAGE_TAG] = language.partition("-")[0], language
    for name, aside in _WITHOUT_URL.items():
        _move_without_url(values, name, aside)
    if "metadata" in values:
        # Their default is certainty.
        values["metadata"] = {"probability": None, **values["metadata"]}
    made: ZyteArticle = Article.from_dict(values)
    return made


def plain_zyte(item: ZyteArticle) -> dict[str, Any]:
    """Return the fields of zyte-common-items' article in the feed's form, with what it holds beside its fields."""
    values: dict[str, Any] = _plain(item)
    if tag := values.pop(_LANGUAGE_TAG, None):
        values[_LANGUAGE] = tag
    if (main := values.pop(_WITHOUT_URL["mainImage"], None)) is not None:
        values["mainImage"] = main
    if (images := values.pop(_WITHOUT_URL["images"], None)) is not None:
        values["images"] = [*values.get("images", ()), *images]
    return values


def _move_without_url(values: dict[str, Any], name: str, aside: str) -> None:
    pictures = values.get(name)
    if isinstance(pictures, dict) and "url" not in pictures:
        values[aside] = values.pop(name)
    elif isinstance(pictures, list):
        values[name] = [picture for picture in pictures if "url" in picture]
        without = [picture for picture in pictures if "url" not in picture]
        if without:
            values[aside] = without


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if hasattr(value, "__attrs_attrs__"):
        names = [attribute.name for attribute in value.__attrs_attrs__]
        fields = {name: getattr(value, name, None) for name in names if not name.startswith("_")}
        fields.update(getattr(value, "_unknown_fields_dict", {}))
        return {name: _plain(part) for name, part in fields.items() if part is not None}
    return value
