"""How an article looks to people: one line in logs and consoles, a short page in notebooks.

Fields may hold anything here: an item is shown above all where something is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from typing import Any

_MAX_HEADLINE_CHARS = 80
_MAX_URL_CHARS = 160
_MAX_VALUE_CHARS = 400
_MAX_PARAGRAPH_CHARS = 5_000
_MAX_PARAGRAPHS = 200
_MAX_ENTRIES = 20  # of a list
_MOST_WORDS = 10**9  # Python writes no number of more than 4,300 digits
_WEB_URL = re.compile(r"https?://[^\s\"'<>]{1,2000}")
# Shown above the table of all fields. The two bodies are one text.
_ABOVE = frozenset(("headline", "description", "articleBody", "articleBodyHtml"))
# No colours of our own: notebooks have light and dark themes.
_STYLE = "max-width:44em;border-left:3px solid #8888;padding:.2em 0 .2em 1em"


def summary_line(kind: str, known: Mapping[str, Any]) -> str:
    """Return an article in one line: headline, address, date of publication, words.

    >>> summary_line("Article", {"headline": "Storm hits coast", "datePublished": "2026-11-03", "wordCount": 412})
    "<Article 'Storm hits coast' 2026-11-03, 412 words>"
    >>> summary_line("Article", {})
    '<Article without headline>'
    """
    headline = known.get("headline")
    url = known.get("url") or known.get("canonicalUrl")
    words = [
        repr(shown(headline, _MAX_HEADLINE_CHARS)) if headline else "without headline",
        *([shown(url, _MAX_URL_CHARS)] if url else []),
        *([shown(known["datePublished"], 40)] if known.get("datePublished") else []),
    ]
    count = _word_count(known)
    return f"<{kind} {' '.join(words)}{f', {count}' if count else ''}>"


def reject_line(code: str, reason: str, place: str | None) -> str:
    """Return a reject in one line: its code, where its page is, and the reason.

    >>> reject_line("not-html", "it is a PDF", "https://example.org/a.pdf")
    'not-html https://example.org/a.pdf: it is a PDF'
    """
    return f"{code}{f' {shown(place, _MAX_URL_CHARS)}' if place else ''}: {shown(reason, _MAX_VALUE_CHARS)}"


def summary_html(known: Mapping[str, Any]) -> str:
    """Return an article as HTML for notebooks: headline, facts, the text and all fields folded away.

    Everything is escaped, and nothing is loaded from anywhere.
    """
    title = _linked(known.get("headline") or "(no headline)", known.get("url"))
    facts = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in _facts(known))
    parts = [
        f'<div style="{_STYLE}" {_language(known)}>',
        f'<h3 dir="auto" style="margin:.2em 0">{title}</h3>',
        f'<p style="margin:.2em 0;opacity:.75">{facts}</p>',
    ]
    if known.get("description"):
        parts.append(f'<p dir="auto"><em>{escape(shown(known["description"], _MAX_PARAGRAPH_CHARS))}</em></p>')
    parts.append(_folded("Text", _paragraphs(known.get("articleBody"))))
    parts.append(_folded("Fields", _rows(known), "table"))
    return "".join((*parts, "</div>"))


def shown(value: object, most_chars: int = _MAX_VALUE_CHARS) -> str:
    r"""Return a value as one line of at most so many characters, whatever it is.

    >>> shown("a\n b"), shown("abcdef", 3), shown({"a": 1})
    ('a b', 'abc…', "{'a': 1}")
    """
    try:
        text = value if isinstance(value, str) else str(value)
    except Exception:  # noqa: BLE001  # of a class that is not ours
        text = f"a value of {type(value).__name__}"
    line = " ".join(text[: 2 * most_chars].split())
    cut = line if len(line) <= most_chars and len(text) <= 2 * most_chars else f"{line[:most_chars]}…"
    # Half a pair of surrogates cannot be written, and marks that no one sees turn lines around.
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in cut)


def _word_count(known: Mapping[str, Any]) -> str:
    count = known.get("wordCount")
    return f"{count:,} words" if type(count) is int and abs(count) < _MOST_WORDS else ""


def _language(known: Mapping[str, Any]) -> str:
    language = known.get("inLanguage")
    return f'lang="{escape(shown(language, 40))}"' if language else ""


def _linked(text: object, url: object) -> str:
    label = escape(shown(text))
    is_address = isinstance(url, str) and _WEB_URL.fullmatch(url)
    return f'<a href="{escape(str(url))}" rel="noopener noreferrer">{label}</a>' if is_address else label


def _facts(known: Mapping[str, Any]) -> Iterator[str]:
    for name in ("datePublished", "authors", "publisher", "articleSection"):
        if known.get(name):
            yield _names(known[name])
    if count := _word_count(known):
        yield count


def _names(value: Any) -> str:
    """Return a value, of a part its name or address, of a list those of its entries."""
    if isinstance(value, (list, tuple)):
        more = ", …" if len(value) > _MAX_ENTRIES else ""
        return ", ".join(map(_names, value[:_MAX_ENTRIES])) + more
    if isinstance(value, Mapping) and isinstance(name := value.get("name") or value.get("url"), str):
        return shown(name)
    return shown(value)


def _paragraphs(body: object) -> Sequence[str]:
    if not body:
        return []
    texts = body.split("\n\n") if isinstance(body, str) else [shown(body, _MAX_PARAGRAPH_CHARS)]
    more = ["<p>…</p>"] if len(texts) > _MAX_PARAGRAPHS else []
    cut = (escape(shown(text, _MAX_PARAGRAPH_CHARS)) for text in texts[:_MAX_PARAGRAPHS])
    return [*(f'<p dir="auto">{text}</p>' for text in cut), *more]


def _rows(known: Mapping[str, Any]) -> Iterator[str]:
    for name, value in known.items():
        if name not in _ABOVE:
            yield (
                f'<tr><th style="text-align:left;vertical-align:top">{escape(name)}</th>'
                f'<td dir="auto" style="text-align:left">{_cell(value)}</td></tr>'
            )


def _cell(value: Any) -> str:
    if isinstance(value, Mapping):
        lines = [f"{shown(key)}: {_pairs(entry)}" for key, entry in islice(value.items(), _MAX_ENTRIES)]
        return "<br>".join(map(escape, lines))
    if isinstance(value, (list, tuple)):
        return escape(_names(value))
    return _linked(shown(value), value)


def _pairs(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{shown(key)} {shown(entry)}" for key, entry in islice(value.items(), 2 * _MAX_ENTRIES))
    return shown(value)


def _folded(title: str, inner: Iterable[str], tag: str = "div") -> str:
    content = "".join(inner)
    return f"<details><summary>{title}</summary><{tag}>{content}</{tag}></details>" if content else ""
