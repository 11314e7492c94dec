"""The pages that a page's JSON-LD lists: ItemList, the parts of a CollectionPage, the posts of a Blog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from scrapy.http import HtmlResponse
from scrapy.utils.response import get_base_url

from newsspider.discovery.types import Found, Kind
from newsspider.page.json_ld import Graph, Json, Node, read_graph
from newsspider.processors.text import one_line, without_entities
from newsspider.processors.urls import canonical_url

_MAX_SCRIPTS, _MAX_NODES, _MAX_FOUND = 50, 5_000, 1_000
_ARTICLE_TYPE = re.compile(r"Article|BlogPosting|Report$|^LiveBlog|^Review$")
# Lists of other things: the way to the page, a site's menu, steps of recipes, questions and answers.
_OTHER_TYPE = re.compile(r"^(?:BreadcrumbList|SiteNavigationElement|WPHeader|WPFooter|HowTo\w*|FAQPage|QAPage)$")
_LISTS = ("itemListElement", "hasPart", "blogPost", "blogPosts")
_MAX_TEXT_CHARS = 500


def item_lists(response: HtmlResponse) -> list[Found]:
    """Return the pages that lists in a page's JSON-LD name, in their order and each once."""
    scripts = response.selector.root.iter("script")
    blocks = [script.text for script in scripts if "ld+json" in (script.get("type") or "").lower() and script.text]
    graph, _ = read_graph(blocks[:_MAX_SCRIPTS])
    base, own = get_base_url(response), canonical_url(response.url)
    found: dict[str, Found] = {}
    for node in _items(graph):
        url = _address(node, graph, base)
        if url and url != own:
            kind = Kind.ARTICLE if _is_any(_ARTICLE_TYPE, node) else Kind.PAGE
            known = found.get(url)
            if known is None or (known.kind is Kind.PAGE and kind is Kind.ARTICLE):
                found[url] = Found(url=url, kind=kind, text=_text(node))
        if len(found) >= _MAX_FOUND:
            break
    return list(found.values())


def _items(graph: Graph) -> Iterator[Node]:
    """Yield the entries of all lists, wherever they stand; an entry that holds another one's node gives that."""
    pending: list[Json] = list(reversed(graph.nodes))
    seen: set[int] = set()
    for _ in range(_MAX_NODES):
        if not pending:
            return
        node = graph.resolve(pending.pop())
        if isinstance(node, list):
            pending.extend(reversed(node[:_MAX_NODES]))
        if not isinstance(node, Mapping) or id(node) in seen or _is_any(_OTHER_TYPE, node):
            continue
        seen.add(id(node))
        for key in _LISTS:
            yield from (_item(entry, graph) for entry in _values(node.get(key)))
        pending.extend(value for value in reversed(list(node.values())) if isinstance(value, (Mapping, list)))


def _item(entry: Json, graph: Graph) -> Node:
    """Return what a list's entry stands for: a ListItem's item, with the entry's own name where that has none."""
    if isinstance(entry, str):
        return {"url": entry}
    node = graph.resolve(entry)
    if not isinstance(node, Mapping):
        return {}
    item = graph.resolve(node.get("item"))
    if isinstance(item, str):
        return {**node, "url": item}
    return {**node, **item} if isinstance(item, Mapping) else node


def _address(node: Node, graph: Graph, base: str) -> str | None:
    main = graph.resolve(node.get("mainEntityOfPage"))
    values = [node.get("url"), main if isinstance(main, str) else None]
    values += [main.get("url"), main.get("@id")] if isinstance(main, Mapping) else []
    values += [node.get("@id")]
    for value in values:
        if isinstance(value, str) and value.strip() and not value.startswith(("#", "_:")):
            url = canonical_url(value, base)
            if url:
                return url
    return None


def _text(node: Node) -> str:
    texts = (node.get(key) for key in ("headline", "name"))
    return next(
        (one_line(without_entities(text[:_MAX_TEXT_CHARS])) for text in texts if isinstance(text, str)), ""
    )


def _is_any(kind: re.Pattern[str], node: Node) -> bool:
    types = (value.rpartition("/")[2] for value in _values(node.get("@type")) if isinstance(value, str))
    return any(map(kind.search, types))


def _values(value: Json) -> Sequence[Json]:
    if isinstance(value, list):
        return value[:_MAX_NODES]
    return [] if value is None else [value]
