"""The words that a page is known by: of its address, markup, linked data, short lines, and of the text chosen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from math import fsum
from typing import TypeAlias
from urllib.parse import urlsplit

from newsspider._native.values import Containers
from newsspider._native.words import labels_of, letters_of
from newsspider.blocks.types import Blocks
from newsspider.body.name_weights import NameTable
from newsspider.body.types import Body
from newsspider.page.types import Page

# What words are words of ("in path", "class") -> words, in groups that may have words in common.
_Words: TypeAlias = Mapping[str, Collection[Iterable[str]]]

# "Add to cart", "Reply", "Older posts": labels are this short, and longer lines are hardly the same on two sites.
_LABEL_CHARS = 30
_URL_CHARS = 500
_TITLE_CHARS = 300
# What kind of text it is shows early. Of 1,488 pages of sites not seen .9321 were sorted rightly with 1,000
# characters, .9366 with 1,500, .9346 with 2,500 and .9290 with 4,000; log loss .175, .172, .168 and .170.
_TEXT_CHARS = 2500
_PART = re.compile(r"[^\W\d_]+|\d+")
URL_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?!\d{3})")
_ENCODED = re.compile("%[89a-f]")  # letters of other scripts than Latin
# What programs call any page of theirs: "/index.php?option=com_content&view=article&id=31", "/spip.php?article31".
_WORDS_OF_PROGRAMS = frozenset((
    "aid", "archive", "archives", "art", "artid", "article", "articleid", "articles", "asp", "aspx", "cgi", "com",
    "content", "contents", "default", "detail", "details", "display", "doc", "document", "dyn", "file", "htm",
    "html", "idarticle", "idnews", "idx", "index", "itemid", "jsp", "lang", "lng", "main", "modules", "name",
    "news", "newsid", "nid", "node", "num", "option", "php", "pid", "post", "postid", "posts", "print", "read",
    "seq", "serial", "show", "shtml", "showarticle", "sid", "spip", "stories", "story", "storyid", "text", "view",
))  # fmt: skip
_SHORTEST_WORD = 3  # letters: others are a program's or a language's, "p", "id", "en"


def telling_address(page: Page) -> str | None:
    """Return the page's address; None where it is a number, and no words but those that programs call any page.

    At "/?p=4412" a third of 1,163 short articles were not taken for such, since the corpus has such addresses of
    forums and shops alone; without an address, text and markup tell.

    >>> telling_address(Page(url="https://example.org/index.php?id=31"))
    >>> telling_address(Page(url="https://example.org/shop/31"))
    'https://example.org/shop/31'
    """
    try:
        parts = urlsplit((page.url or "")[:_URL_CHARS])
    except ValueError:
        return page.url
    told = f"{parts.path} {parts.query}".lower()
    if URL_DATE.search(parts.path) or _ENCODED.search(told) or not any(map(str.isdigit, told)):
        return page.url
    words = (part for part in _PART.findall(told) if len(part) >= _SHORTEST_WORD and not part.isdigit())
    return None if _WORDS_OF_PROGRAMS.issuperset(words) else page.url


def page_words(page: Page, blocks: Blocks) -> set[str]:
    """Return the page's words, each with what it is a word of: "in path:shop", "label:add to cart".

    Those of a text dump are its labels alone: few dumps say where they come from.
    """
    labels = {f"label:{label}" for label in labels_of(_short_lines(blocks))}
    return labels | _spelled(_words_of_page(page, blocks))


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
    return {f"text:{word}" for word in letters_of(text[:_TEXT_CHARS])}


def word_scores(page: Page, body: Body, weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return for each table of weights the sum of those of the page's words, by the table's name."""
    words = _words_of_page(page, body.blocks)
    lines, text = _short_lines(body.blocks), (body.text or "")[:_TEXT_CHARS]
    scores = {}
    for name, of_table in weights.items():
        table = (of_table if isinstance(of_table, NameTable) else NameTable(of_table)).words
        found = table.of_text("text", text) + table.of_labels("label", lines)
        for kind, groups in words.items():
            found += table.of_words(kind, *groups)
        scores[name] = fsum(found)  # they come in any order, on which other sums of floats depend
    return scores


def known_share(text: str, weights: Mapping[str, float]) -> float:
    """Return which share (0.0-1.0) of a text's words a table has a weight for.

    >>> known_share("We repair boats. Båtar", {"text:we": -0.5, "text:boats": -0.2, "label:repair": 0.1})
    0.5
    """
    table = (weights if isinstance(weights, NameTable) else NameTable(weights)).words
    return table.share_of_text("text", text[:_TEXT_CHARS])


def _spelled(words: _Words) -> set[str]:
    return {f"{kind}:{word}" for kind, groups in words.items() for group in groups for word in group}


def _words_of_page(page: Page, blocks: Blocks) -> _Words:
    """Return the page's words but its labels."""
    if blocks.markup is None:
        return {}
    return {**_words_of_url(page), **_words_of_markup(blocks.markup.containers), **_said_words(page)}


def _words_of_url(page: Page) -> _Words:
    try:
        parts = urlsplit((telling_address(page) or "")[:_URL_CHARS])
    except ValueError:
        return {}
    steps = [step for step in parts.path.lower().split("/") if step]
    if parts.netloc and not steps:
        return {"in path": ["/"]}
    return {
        "in path": [_parts(step) for step in steps[:-1]],
        # A page's number has few digits while its site is young: /7, /511 and /1000 are of one kind.
        "end of path": [_parts(step, least=4) for step in steps[-1:]],
        "parameter": [[pair.partition("=")[0].lower() for pair in parts.query.split("&") if pair]],
    }


def _parts(text: str, least: int = 1) -> list[str]:
    """Return the words of a text, and of numbers how many digits they have, taken for at least so many."""
    return [f"#{max(least, min(len(word), 8))}" if word.isdigit() else word for word in _PART.findall(text)]


def _words_of_markup(containers: Containers) -> _Words:
    body = containers.kind_table[containers.kinds[0]]
    return {"class": [containers.tokens], "class of body": [body.tokens]}


def _said_words(page: Page) -> _Words:
    return {
        "type": [page.linked_data.types],
        "og": [[f"type:{(page.first_meta('og:type') or '').strip().lower()}"]],
        "meta": [page.meta],
        "title": [_parts((page.title or "")[:_TITLE_CHARS].lower())],
    }


def _short_lines(blocks: Blocks) -> list[str]:
    return [text for text in blocks.texts if len(text) <= _LABEL_CHARS]
