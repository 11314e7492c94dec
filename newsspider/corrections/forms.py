"""Which fields can be corrected, and the form in which their rules yield candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from newsspider.items import Breadcrumb, Image, Media


class Form(Enum):
    """How the candidates of a field look."""

    ONE = "a text"  # each text is a candidate of its own
    LIST = "a list of texts"  # all texts together are one
    FLAG = "true or false"
    DROPPED = "drop = true"  # nothing can be said in a text


FORMS: Mapping[str, Form] = {
    "inLanguage": Form.ONE,
    "canonicalUrl": Form.ONE,
    "headline": Form.ONE,
    "alternativeHeadline": Form.ONE,
    "description": Form.ONE,
    "authors": Form.LIST,
    "agency": Form.LIST,
    "publisher": Form.ONE,
    "datePublished": Form.ONE,
    "dateModified": Form.ONE,
    "articleSection": Form.ONE,
    "breadcrumbs": Form.LIST,
    "keywords": Form.LIST,
    "mainImage": Form.ONE,
    "images": Form.LIST,
    "videos": Form.LIST,
    "audios": Form.LIST,
    "isAccessibleForFree": Form.FLAG,
    "liveBlogUpdates": Form.DROPPED,
}
# Of these a text is the address or the name; of all others it is the value.
_PARTS: Mapping[str, Callable[[str], Any]] = {
    "breadcrumbs": lambda text: Breadcrumb(name=text),
    "mainImage": lambda text: Image(url=text),
    "images": lambda text: Image(url=text),
    "videos": lambda text: Media(url=text),
    "audios": lambda text: Media(url=text),
}


def candidate_values(field: str, texts: Sequence[str]) -> Iterator[Any]:
    """Yield the values of a field's candidates that `texts` make.

    >>> list(candidate_values("headline", ["Storm", "Rain"])), list(candidate_values("authors", ["Ana", "Ben"]))
    (['Storm', 'Rain'], [['Ana', 'Ben']])
    """
    part = _PARTS.get(field)
    values: list[Any] = [part(text) for text in texts] if part else list(texts)
    if FORMS[field] is not Form.LIST:
        yield from values
    elif values:
        yield values
