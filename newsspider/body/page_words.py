"""The words that a page is known by: of its address, markup, linked data, short lines, and of the text chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from math import fsum
from typing import TypeAlias
from urllib.parse import urlsplit

from newsspider.blocks.types import Blocks, Containers
from newsspider.body.name_weights import NameTable
from newsspider.body.types import Body
from newsspider.page.types import Page

# "Add to cart", "Reply", "Older posts": labels are this short, and longer lines are hardly the same on two sites.
_LABEL_CHARS = 30
_URL_CHARS = 500
_TITLE_CHARS = 300
# What kind of text it is shows early. Of 1,488 pages of sites not seen .9321 were sorted rightly with 1,000
# characters, .9366 with 1,500, .9346 with 2,500 and .9290 with 4,000; log loss .175, .172, .168 and .170.
_TEXT_CHARS = 2500
_PART = re.compile(r"[^\W\d_]+|\d+")
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")

# What words are words of ("in path", "label") -> words: tables are asked kind by kind, and no word is spelled out.
_Words: TypeAlias = Mapping[str, Set[str]]


def page_words(page: Page, blocks: Blocks) -> set[str]:
    """Return the page's words, each with what it is a word of: "in path:shop", "label:add to cart".

    Those of a text dump are its labels alone: few dumps say where they come from.
    """
    return _spelled(_words_of_page(page, blocks))


def url_words(page: Page) -> set[str]:
    """Return the words of the page's address; those of the last step of its path count as such.

    >>> sorted(url_words(Page(url="https://example.org/shop/red-shoe-1234?ref=x")))
    ['end of path:#4', 'end of path:red', 'end of path:shoe', 'in path:shop', 'parameter:ref']
    """
    return _spelled(_words_of_url(page))


def body_words(text: str) -> set[str]:
    """Return the words that a body's text begins with: what offers a service speaks otherwise than what reports.

    >>> sorted(body_words("We repair 7 boats. We"))
    ['text:boats', 'text:repair', 'text:we']
    """
    return _spelled(_words_of_text(text))


def word_scores(page: Page, body: Body, weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return for each table of weights the sum of those of the page's words, by the table's name."""
    own = {**_words_of_page(page, body.blocks), **_words_of_text(body.text or "")}
    return {name: _score(own, table) for name, table in weights.items()}


def _score(own: _Words, weights: Mapping[str, float]) -> float:
    table = (weights if isinstance(weights, NameTable) else NameTable(weights)).by_kind
    found: list[float] = []
    for kind in own.keys() & table.keys():
        found.extend(filter(None, map(table[kind].get, own[kind])))
    return fsum(found)  # a set has no order, and other sums of floats depend on it


def _spelled(words: _Words) -> set[str]:
    return {f"{kind}:{word}" for kind, own in words.items() for word in own}


def _words_of_page(page: Page, blocks: Blocks) -> _Words:
    if blocks.markup is None:
        return _labels(blocks)
    return {
        **_words_of_url(page),
        **_words_of_markup(blocks.markup.containers),
        **_said_words(page),
        **_labels(blocks),
    }


def _words_of_url(page: Page) -> _Words:
    try:
        parts = urlsplit((page.url or "")[:_URL_CHARS])
    except ValueError:
        return {}
    steps = [step for step in parts.path.lower().split("/") if step]
    if parts.netloc and not steps:
        return {"in path": {"/"}}
    return {
        "in path": {word for step in steps[:-1] for word in _parts(step)},
        "end of path": {word for step in steps[-1:] for word in _parts(step)},
        "parameter": {pair.partition("=")[0].lower() for pair in parts.query.split("&") if pair},
    }


def _words_of_text(text: str) -> _Words:
    words = set(text[:_TEXT_CHARS].lower().split())
    marked = [word for word in words if not word.isalpha()]  # few: the pattern takes three times as long
    words.difference_update(marked)
    words.update(_LETTERS.findall(" ".join(marked)))
    return {"text": words}


def _parts(text: str) -> Iterator[str]:
    for word in _PART.findall(text):
        yield f"#{min(len(word), 8)}" if word.isdigit() else word


def _words_of_markup(containers: Containers) -> _Words:
    kinds = containers.kind_table
    return {
        "class": set().union(*[kind.tokens for kind in kinds]),
        "class of body": set(kinds[containers.kinds[0]].tokens),
    }


def _said_words(page: Page) -> _Words:
    return {
        "type": page.linked_data.types,
        "og": {f"type:{(page.first_meta('og:type') or '').strip().lower()}"},
        "meta": page.meta.keys(),
        "title": set(_parts((page.title or "")[:_TITLE_CHARS].lower())),
    }


def _labels(blocks: Blocks) -> _Words:
    lines = {text for text in blocks.texts if len(text) <= _LABEL_CHARS}
    # All at once: no text holds a line break.
    return {"label": set(_DIGITS.sub("#", "\n".join(lines).lower()).split("\n")) if lines else set()}
