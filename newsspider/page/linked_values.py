"""Properties of linked-data nodes to plain values, in all the shapes in which pages write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsspider.page.json_ld import Graph, Json, Node
from newsspider.page.types import LinkedAgent, LinkedImage

_MAX_VALUES = 500  # of one property; longer lists are not written by people
_PIXELS = re.compile(r"\s{0,9}(\d{1,5})(?:\.\d{0,9})?\s{0,9}(?:px)?\s{0,9}$", re.ASCII)


# Types as templates write them that take capitals for a matter of taste.
_SPELLED = {
    name.lower(): name
    for name in (
        "Article", "BlogPosting", "BreadcrumbList", "ImageObject", "ListItem", "NewsArticle",
        "NewsMediaOrganization", "Organization", "Person", "Recipe", "Review", "VideoObject", "WebPage", "WebSite",
    )
}  # fmt: skip


def each(value: Json) -> Sequence[Json]:
    """Return a property's values: JSON-LD writes one as itself and several as an array, a @list or a @set.

    Pages also nest arrays, and write PHP's with holes in them as {"0": ..., "2": ...}.
    """
    if value is None:
        return []
    if isinstance(value, str):  # as most are: to ask for a mapping takes ten times as long
        return [value]
    if isinstance(value, Mapping):
        value = value.get("@list", value.get("@set", value))
        if value is None:
            return []
        if isinstance(value, Mapping) and "0" in value and all(map(str.isdigit, value)):
            value = list(value.values())
    if not isinstance(value, list):
        return [value]
    first = value[:_MAX_VALUES]
    return _flat(first) if any(isinstance(one, list) for one in first) else first


def _flat(values: Sequence[Json]) -> Sequence[Json]:
    found: list[Json] = []
    pending = [*reversed(values)]
    while pending and len(found) < _MAX_VALUES:
        one = pending.pop()
        if isinstance(one, list):
            pending.extend(reversed(one[:_MAX_VALUES]))
        else:
            found.append(one)
    return found


def type_names(node: Node) -> Sequence[str]:
    """Return a node's types without their namespace.

    >>> type_names({"@type": ["https://schema.org/NewsArticle", "article"]})
    ('NewsArticle', 'Article')
    """
    names = (name for name in each(node.get("@type")) if isinstance(name, str))
    bare = (name.strip().rsplit("/", 1)[-1].removeprefix("schema:") for name in names)
    return tuple(_SPELLED.get(name.lower(), name) for name in bare)


def texts(value: Json) -> Sequence[str]:
    """Return the strings of a property, `name` and `@value` standing for a node."""
    found: list[str] = []
    for one in each(value):
        plain = _name(one) if not isinstance(one, str) and isinstance(one, Mapping) else one
        if isinstance(plain, (str, int)) and not isinstance(plain, bool) and str(plain).strip():
            found.append(str(plain))
    return found


def _name(node: Node) -> Json:
    return next((node[key] for key in ("name", "@value", "@id") if isinstance(node.get(key), str)), None)


def names(graph: Graph, value: Json, without: frozenset[str] = frozenset()) -> Sequence[str]:
    """Return the names of the nodes of a property, those of types `without` aside.

    Plain strings, which may be sentences, are left out.
    """
    found = (one for one in map(graph.resolve, each(value)) if isinstance(one, Mapping))
    nodes = (one for one in found if without.isdisjoint(type_names(one)))
    return [name for one in nodes if (name := first_text(one.get("name"))) and name.strip()]


def first_text(value: Json) -> str | None:
    """Return the first string of a property."""
    return next(iter(texts(value)), None)


def language(value: Json) -> str | None:
    """Return what inLanguage says: a tag, or a Language node's alternateName."""
    for one in each(value):
        if isinstance(one, Mapping):
            return first_text(one.get("alternateName")) or first_text(one.get("name"))
        if isinstance(one, str) and one.strip():
            return one
    return None


def urls(graph: Graph, *values: Json) -> Sequence[str]:
    """Return the URLs of properties: strings, or nodes that have one."""
    found: list[str] = []
    for value in values:
        for one in each(value):
            resolved = graph.resolve(one)
            if isinstance(resolved, Mapping):
                keys = ("url", "contentUrl", "embedUrl", "@id")
                resolved = next((first_text(resolved[key]) for key in keys if resolved.get(key)), None)
            if isinstance(resolved, str) and resolved.strip():
                found.append(resolved.strip())
    return found


def agents(graph: Graph, value: Json) -> Sequence[LinkedAgent]:
    """Return people and bodies: strings, nodes, references into the graph, and lists of these.

    A Role stands between an article and a person, who is its author again (https://schema.org/Role).
    """
    found: list[LinkedAgent] = []
    for one in _without_roles(graph, map(graph.resolve, each(value))):
        if isinstance(one, str) and one.strip():
            found.append(LinkedAgent(name=one))
        elif isinstance(one, Mapping):
            kind = next(iter(type_names(one)), None)
            url = first_text(one.get("url")) or first_text(one.get("sameAs"))
            names = texts(one.get("name")) or texts(_full_name(one))
            image = next((image.url for image in images(graph, one.get("image"))), None)
            found.extend(LinkedAgent(name=name, url=url, type=kind, image=image) for name in names)
    return found


def _without_roles(graph: Graph, values: Iterable[Json]) -> Iterator[Json]:
    """Yield values, in place of roles without a name of their own the people who have them."""
    for one in values:
        held = (
            (one.get("author") or one.get("creator")) if isinstance(one, Mapping) and not one.get("name") else None
        )
        yield from map(graph.resolve, each(held)) if held else (one,)


def _full_name(node: Node) -> str:
    return " ".join(filter(None, (first_text(node.get("givenName")), first_text(node.get("familyName")))))


def images(graph: Graph, value: Json) -> Iterator[LinkedImage]:
    """Yield images: strings, ImageObject nodes, references and lists of these."""
    for one in map(graph.resolve, each(value)):
        if isinstance(one, str) and one.strip():
            yield LinkedImage(url=one.strip())
        elif isinstance(one, Mapping):
            url = first_text(one.get("contentUrl")) or first_text(one.get("url")) or first_text(one.get("@id"))
            if url:
                yield LinkedImage(
                    url=url.strip(),
                    caption=first_text(one.get("caption")) or first_text(one.get("description")),
                    credit=first_text(one.get("creditText")) or first_text(one.get("author")),
                    width=_pixels(one.get("width")),
                    height=_pixels(one.get("height")),
                )


def _pixels(value: Json) -> int | None:
    """Return a width or height; schema.org allows 1200, "1200", "1200px" and a QuantitativeValue."""
    if isinstance(value, Mapping):
        value = value.get("value")
    match = _PIXELS.match(str(value)) if isinstance(value, (str, int, float)) else None
    return int(match[1]) if match else None


def media_urls(graph: Graph, value: Json) -> Sequence[str]:
    """Return the URLs of VideoObject and AudioObject nodes."""
    found: list[str] = []
    for one in map(graph.resolve, each(value)):
        url: str | None = one if isinstance(one, str) else None
        if isinstance(one, Mapping):
            url = (
                first_text(one.get("contentUrl")) or first_text(one.get("embedUrl")) or first_text(one.get("url"))
            )
        if url:
            found.append(url.strip())
    return found


def licence(graph: Graph, value: Json) -> str | None:
    """Return a licence: its address, else its name."""
    found = next(iter(urls(graph, value)), None)
    names = (first_text(one.get("name")) for one in map(graph.resolve, each(value)) if isinstance(one, Mapping))
    return found or next(filter(None, names), None)


def is_free(node: Node) -> bool | None:
    """Return what isAccessibleForFree says; a part that is not free is a wall across the article."""
    values = [_boolean(node.get("isAccessibleForFree"))]
    values += [
        _boolean(part.get("isAccessibleForFree"))
        for part in each(node.get("hasPart"))
        if isinstance(part, Mapping)
    ]
    if False in values:
        return False
    return True if True in values else None


def _boolean(value: Json) -> bool | None:
    if isinstance(value, bool):
        return value
    word = value.strip().lower().rsplit("/", 1)[-1] if isinstance(value, str) else ""
    return {"true": True, "false": False, "yes": True, "no": False}.get(word)
