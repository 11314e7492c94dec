"""The texts that data holds, as HTML: strings of markup or prose, and trees of paragraphs as editors keep them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from newsspider.page.json_ld import Json

SHORTEST, LONGEST = 500, 1_000_000  # shorter ones may be descriptions
_MOST_VALUES = 200_000  # of a page's data that are looked at: 0.2 s
_CHARS_A_VALUE, _PARTS_A_VALUE = 50, 10  # so much of a text, and of a list, takes as long as a value
_DEEPEST = 60  # of a value within others; editors' trees in a framework's state have some 20
_MOST_TEXTS = 50
_LONG_CHARS = 60  # of paragraphs; lists of names and headlines have shorter ones
_JSON_CHARS = 100  # fewer in a string are no state of their own
_FEWEST_TITLE, _MOST_TITLE = 8, 300
_FEWEST_OWN_TITLE = 15  # of another story; less may be a section's or a label
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,1000}>")
_ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]{1,7}|[a-zA-Z]{2,30});")
_HOLDS_BLOCKS = re.compile(r"<(?:p|div|h[1-6]|ul|ol|figure|blockquote|table)\b", re.IGNORECASE)
IS_MARKUP = re.compile(r"<(?:p|br|div|h[2-6]|ul|figure)\b[^<>]{0,300}>", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_NO_PROSE = re.compile(r"[{}<>\\|=_^~\[\];]")
# How editors and frameworks call the parts of a text: as in "core/paragraph", "bullet_list", "heading-2".
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("paragraph", "p", "text", "block", "unstyled", "normal", "html", "rawhtml", "richtext",
                     "body"), "p"),
    **dict.fromkeys(("heading", "header", "h1", "h2", "h3", "h4", "h5", "h6", "subheading", "subhead", "subtitle",
                     "headerone", "headertwo", "headerthree", "crosshead"), "h3"),
    **dict.fromkeys(("quote", "blockquote"), "blockquote"),
    **dict.fromkeys(("list", "ul", "ol", "unorderedlist", "orderedlist", "bulletlist", "numberedlist"), "ul"),
    **dict.fromkeys(("listitem", "li", "item", "unorderedlistitem", "orderedlistitem"), "li"),
    **dict.fromkeys(("document", "doc", "root", "div", "section", "article", "main", "group", "column", "columns",
                     "fragment", "content"), ""),
}  # fmt: skip
_TYPE_KEYS = ("type", "_type", "nodeType", "blockName", "name", "tag", "tagName", "kind", "style", "__typename")
_TEXT_KEYS = ("text", "html", "innerHTML", "value", "content", "body", "data")
_CHILD_KEYS = ("children", "content", "nodes", "leaves", "spans", "items", "blocks", "elements", "data",
               "attributes", "attrs", "props", "fields", "document", "root", "value", "text")  # fmt: skip
_HEADED = frozenset(("h1", "h2", "title"))
_BREAKS = frozenset(("br", "linebreak", "hardbreak"))
_OWN_TITLES = ("title", "headline")
# How data calls what stands beside a story and is another's: its title says nothing of that.
_KEY_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_KEY_CHARS = 60
_OTHERS = frozenset((
    "comments", "consent", "cookie", "cookies", "footer", "gdpr", "i18n", "legal", "locale", "locales", "messages",
    "popular", "privacy", "promo", "promos", "recommendations", "recommended", "related", "replies", "sidebar",
    "similar", "teasers", "terms", "translations", "trending",
))  # fmt: skip

_Node: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text that data holds."""

    html: str
    text: str  # without its markup, in one line
    is_titled: bool  # beside it, or around it, the data names the title that was asked for


def texts_of(values: Iterator[Json], titles: Sequence[str], description: str) -> Sequence[FoundText]:
    """Return the texts of 500 characters and more that some values hold, in their order; at most 50.

    One is titled where an object around it names one of the `titles`, or it begins as the `description` does.
    Looks at 200,000 values and 60 levels deep: the values may hold themselves.
    """
    search = _Search([folded for folded in map(_folded, titles) if folded], _folded(description)[:40])
    for value in values:
        search.look(value, 0, False)
        search.seen.clear()
        if search.is_done():
            break
    return search.found


class _Search:
    def __init__(self, titles: Sequence[str], description: str) -> None:
        self.titles, self.description = titles, description
        self.fewest_chars = max(min(map(len, titles), default=0) // 2, _FEWEST_TITLE)
        self.found: list[FoundText] = []
        self.left = _MOST_VALUES
        self.seen: dict[int, tuple[Json, bool]] = {}  # kept, or another value might get its number

    def is_done(self) -> bool:
        return self.left <= 0 or len(self.found) >= _MOST_TEXTS

    def look(self, value: Json, depth: int, is_titled: bool) -> None:
        """Add the texts of a value, if it was not looked at before: values may share parts."""
        self.left -= 1
        if depth > _DEEPEST or self.is_done() or self.knows(value, is_titled):
            return
        if isinstance(value, str):
            self.look_at_string(value, depth, is_titled)
        elif isinstance(value, dict):
            self.look_at_object(value, depth, is_titled)
        elif isinstance(value, list):
            is_titled = is_titled or any(map(self.is_headed, value))
            if not self.look_at_paragraphs(value, depth, is_titled):
                self.look_at_parts(value, depth, is_titled)

    def knows(self, value: Json, is_titled: bool) -> bool:
        """Return whether a value was looked at, titled if it is now; count what it takes to look at it."""
        seen = self.seen.get(id(value))
        if seen is not None and seen[1] >= is_titled:
            return True
        self.seen[id(value)] = (value, is_titled)
        if isinstance(value, str):
            self.left -= len(value) // _CHARS_A_VALUE
        elif isinstance(value, list | dict):
            self.left -= len(value) // _PARTS_A_VALUE
        return False

    def look_at_object(self, value: _Node, depth: int, is_titled: bool) -> None:
        """Add the texts of an object; it may have a title of its own, and hold those of other stories."""
        is_titled = self.names_title(value) or (is_titled and not _has_other_title(value))
        own: list[Json] = []
        others: list[Json] = []
        for key, part in value.items():
            is_other = is_titled and _OTHERS.intersection(map(str.lower, _KEY_WORD.findall(key[:_KEY_CHARS])))
            (others if is_other else own).append(part)
        self.look_at_parts(own, depth, is_titled)
        self.look_at_parts(others, depth, False)

    def look_at_parts(self, values: Iterable[Json], depth: int, is_titled: bool) -> None:
        for value in values:
            if isinstance(value, dict | list) or (isinstance(value, str) and len(value) > _JSON_CHARS):
                self.look(value, depth + 1, is_titled)

    def is_headed(self, value: Json) -> bool:
        """Return whether a value is a framework's element of a headline that is asked for."""
        if not isinstance(value, list) or not value or value[0] != "$":
            return False
        node = _as_node(value)
        return node is not None and node.get("tag") in _HEADED and self.names_title(node)

    def look_at_string(self, text: str, depth: int, is_titled: bool) -> None:
        start = text.lstrip()[:1]
        if start in {"{", "["} and _JSON_CHARS < len(text) <= 4 * LONGEST:
            try:
                value: Json = json.loads(text, strict=False)
            except (ValueError, RecursionError):
                return
            self.look(value, depth + 10, is_titled)
        elif SHORTEST <= len(text) <= LONGEST and is_prose(plain := _plain(text)):
            self.add(text if IS_MARKUP.search(text) else paragraphs_html(text), plain, is_titled)

    def look_at_paragraphs(self, values: Sequence[Json], depth: int, is_titled: bool) -> bool:
        """Add the text of a list of paragraphs; return whether it is one."""
        writer = _Writer(self)
        html = writer.blocks(values, depth)
        if (
            writer.count < 2
            or len(html) > LONGEST
            or 2 * writer.long_chars < len(html)
            or not is_prose(plain := _plain(html))
        ):
            return False
        self.add(html, plain, is_titled)
        return True

    def add(self, html: str, plain: str, is_titled: bool) -> None:
        if self.description and not is_titled:
            is_titled = self.description in _folded(plain[:2000])
        if len(plain) >= SHORTEST:
            self.found.append(FoundText(html, plain, is_titled))

    def names_title(self, value: _Node) -> bool:
        """Return whether an object names half of a title and more: what is left is the site's name."""
        if not self.titles:
            return False
        fewest = self.fewest_chars
        texts = [part for part in value.values() if isinstance(part, str) and fewest <= len(part) <= _MOST_TITLE]
        named = filter(None, map(_folded, texts))
        return any(name in title and 2 * len(name) >= len(title) for name in named for title in self.titles)


class _Writer:
    """The HTML of a tree of paragraphs, as far as the search may go on looking."""

    def __init__(self, search: _Search) -> None:
        self.search = search
        self.count = self.long_chars = 0  # paragraphs, characters of long ones

    def blocks(self, values: Sequence[Json], depth: int) -> str:
        """Return the HTML of those values that are blocks of text: nothing of pictures, embeds and the like."""
        self.search.left -= len(values) // _PARTS_A_VALUE
        if depth > _DEEPEST or self.search.left <= 0:
            return ""
        if values and all(isinstance(value, str) for value in values):
            return self.strings([str(value) for value in values])
        return "".join(self.block(value, depth) for value in map(_as_node, values) if value is not None)

    def strings(self, texts: Sequence[str]) -> str:
        """Return paragraphs of strings, where these are long as paragraphs are."""
        chars = sum(map(len, texts))
        self.search.left -= len(texts) + chars // _CHARS_A_VALUE
        if chars < _LONG_CHARS * len(texts) or self.search.left <= 0:
            return ""
        self.count += len(texts)
        self.long_chars += chars
        return "".join(text if _HOLDS_BLOCKS.search(text) else f"<p>{_markup(text)}</p>" for text in texts)

    def block(self, node: _Node, depth: int) -> str:
        self.search.left -= 1
        kind = _kind_of(node)
        if kind is None or self.search.left <= 0:
            return ""
        if kind in {"", "ul"}:
            return self.container(node, kind, depth)
        html = self.inline(node, depth).strip()
        if not html:
            return ""
        self.count += 1
        if len(html) >= _LONG_CHARS:
            self.long_chars += len(html) + len("<p></p>")
        return html if _HOLDS_BLOCKS.search(html) else f"<{kind}>{html}</{kind}>"

    def container(self, node: _Node, kind: str, depth: int) -> str:
        children = _children_of(node)
        self.search.left -= len(children) // _PARTS_A_VALUE
        if self.search.left <= 0:
            return ""
        if kind == "ul" and children and all(isinstance(child, str) for child in children):
            inner = "".join(f"<li>{self.inline(child, depth)}</li>" for child in children)
        elif children:
            inner = self.blocks(children, depth + 1)
        else:
            inner = self.inline(node, depth + 1) if kind == "ul" else ""
        return f"<ul>{inner}</ul>" if kind == "ul" and inner else inner

    def inline(self, value: Json, depth: int) -> str:
        """Return the text of what stands inside a paragraph, with its markup."""
        self.search.left -= 1
        if depth > _DEEPEST or self.search.left <= 0:
            return ""
        if isinstance(value, str):
            return self.markup(value)
        node = _as_node(value)
        if node is None:
            return "".join(self.inline(part, depth + 1) for part in value) if isinstance(value, list) else ""
        if _name_of(node) in _BREAKS:
            return "<br>"
        for key in _TEXT_KEYS:
            if isinstance(text := node.get(key), str) and text:
                return self.markup(text)
        parts = (part for key in _CHILD_KEYS if isinstance(part := node.get(key), str | list | dict) and part)
        return self.inline(next(parts, None), depth + 1)

    def markup(self, text: str) -> str:
        self.search.left -= len(text) // _CHARS_A_VALUE
        return _markup(text)


def _has_other_title(node: _Node) -> bool:
    """Return whether an object that does not name the title that is asked for has one, as other stories do."""
    titles = (node.get(key) for key in _OWN_TITLES)
    return any(isinstance(title, str) and len(title) >= _FEWEST_OWN_TITLE for title in titles)


def _as_node(value: Json) -> _Node | None:
    """Return the object that a value is; a framework's element, ["$", "p", key, {...}], as one with a tag."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and len(value) >= 4 and value[0] == "$" and isinstance(value[1], str):
        properties = value[3]
        tag = "div" if value[1].startswith("$") else value[1]
        return {"tag": tag, "children": properties.get("children")} if isinstance(properties, dict) else None
    return None


def _children_of(node: _Node) -> Sequence[Json]:
    for _ in range(3):  # {"data": {"items": [...]}}
        for key in _CHILD_KEYS:
            value = node.get(key)
            if isinstance(value, list) and value:
                return [value] if value[0] == "$" else value
        inner = next((part for key in _CHILD_KEYS if isinstance(part := node.get(key), dict)), None)
        if inner is None:
            return []
        node = inner
    return []


def _name_of(node: _Node) -> str:
    name = next((part for key in _TYPE_KEYS if isinstance(part := node.get(key), str)), "")
    return _NOT_WORD.sub("", name[-60:].rpartition("/")[2]).lower().rstrip("0123456789") or name[-60:].lower()


def _kind_of(node: _Node) -> str | None:
    """Return the HTML tag for a node, "" for one that only holds others; None for what is no text."""
    for key in _TYPE_KEYS:
        name = node.get(key)
        if isinstance(name, str):
            last = name[-60:].rpartition("/")[2].lower()
            folded = _NOT_WORD.sub("", last)
            kind = _KINDS.get(folded, _KINDS.get(folded.rstrip("0123456789")))
            return _styled(node, kind) if kind == "p" else kind
    # {"text": "..."} alone is a paragraph, and so is what has a number or a name besides.
    texts = [value for key in _TEXT_KEYS if isinstance(value := node.get(key), str)]
    return "p" if len(texts) == 1 and len(node) <= 3 else None


def _styled(node: _Node, kind: str) -> str:
    """Return the tag for a block that says otherwise whether it is a heading, a quote or an item."""
    if isinstance(node.get("listItem"), str):
        return "li"
    style = node.get("style")
    return (_KINDS.get(style, kind) if isinstance(style, str) else kind) or kind


def is_prose(text: str) -> bool:
    """Return whether a text is made of words and sentences: no program, no table of keys, no code.

    >>> is_prose("The ferry stays. " * 9), is_prose("a{b:c;d:e}" * 20), is_prose("QmFzZTY0" * 20)
    (True, False, False)
    """
    sample = text[:20_000]
    letters = sum(map(str.isalpha, sample))
    marks = len(_NO_PROSE.findall(sample))
    words = sample.count(" ") + sample.count("\n")
    is_spaced = 0.05 * len(sample) <= words <= 0.4 * len(sample)
    return letters >= 0.6 * len(sample) and marks <= 0.01 * len(sample) and (is_spaced or not sample.isascii())


def _plain(text: str) -> str:
    return " ".join(_ENTITY.sub("'", _TAG.sub(" ", text)).split())


def _markup(text: str) -> str:
    return text if _TAG.search(text) or _ENTITY.search(text) else escape(text, quote=False)


def paragraphs_html(text: str) -> str:
    """Return the lines of a text as paragraphs."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())


def _folded(text: str) -> str:
    return _NOT_WORD.sub("", text[:400]).casefold()
