"""Pages that hold no text of their own: the site asks for consent first, or scripts would fill them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from lxml.etree import _Element
from parsel import Selector
from scrapy.http import HtmlResponse

from newsspider.items import Article
from newsspider.language.word_lists import word_sets, words_of

_WORDS, _HEADINGS = "discovery/data/withheld_pages", "discovery/data/consent_headings"
# Of 1,778 pages 46 have less text than this; shorter bodies may be those of shells around nothing.
_MIN_BODY_CHARS = 400
# Of visible text. Shells have a line or two; those with a menu are told by the element that is to be filled.
_MAX_SHELL_CHARS, _MAX_MENU_CHARS = 300, 2_000
# Consent pages list their partners elsewhere: what people are to read before they click is short.
_MAX_CONSENT_CHARS = 8_000
_MAX_ADDRESS_CHARS = 2_000
_MAX_ELEMENTS = 5_000
_UNSEEN = frozenset(("script", "style", "noscript", "template", "title", "head"))


class Withheld(StrEnum):
    """Why a page's text is not on it: codes of rejects."""

    CONSENT = "consent-page"
    SCRIPTS = "needs-javascript"


REASONS = {
    Withheld.CONSENT: "the site asks for consent before it shows the page",
    Withheld.SCRIPTS: "the page has hardly any text: it needs JavaScript",
}


def withheld(response: HtmlResponse, article: Article) -> Withheld | None:
    """Return why a page's text is not on it; None for pages that hold text, and for those that are merely empty.

    Structure decides: what the address says, how much can be seen, notices to people without scripts, elements
    that are there to be filled. Words alone never do.
    """
    is_gate = _is_gate(response.url, _asked_for(response))
    is_short = len(article.articleBody or "") < _MIN_BODY_CHARS
    if not (is_gate or is_short or _is_consent_heading(article.headline)):
        return None
    shell = _read_shell(_root(response))
    if _is_consent(shell, article, is_gate=is_gate):
        return Withheld.CONSENT
    return Withheld.SCRIPTS if is_short and _is_filled_by_scripts(shell) else None


def _root(response: HtmlResponse) -> _Element:
    try:
        root = response.selector.root
    except ValueError:  # its address, which archives have from anywhere, is no URL
        root = Selector(text=response.text).root
    return cast("_Element", root)


@dataclass(frozen=True, slots=True)
class _Shell:
    """What there is of a page beside its text."""

    visible_chars: int
    headings: tuple[str, ...]  # of the title and h1 elements
    has_scripts: bool
    has_notice: bool  # to people without scripts
    has_empty_root: bool  # an element that scripts are to fill
    has_consent_marks: bool  # names and addresses of consent platforms


def _is_consent(shell: _Shell, article: Article, *, is_gate: bool) -> bool:
    if shell.visible_chars > _MAX_CONSENT_CHARS or article.datePublished:
        return False
    has_heading = any(map(_is_consent_heading, shell.headings))
    return (is_gate or has_heading) and (shell.has_consent_marks or (is_gate and has_heading))


def _is_filled_by_scripts(shell: _Shell) -> bool:
    if shell.visible_chars <= _MAX_SHELL_CHARS and (shell.has_notice or shell.has_empty_root):
        return True
    if shell.visible_chars <= _MAX_MENU_CHARS and shell.has_empty_root and shell.has_scripts:
        return True
    return shell.visible_chars == 0 and shell.has_scripts


def _asked_for(response: HtmlResponse) -> str | None:
    """Return the address that was asked for, where a redirect led elsewhere."""
    redirected = response.request.meta.get("redirect_urls") if response.request is not None else None
    return str(redirected[0]) if redirected else None


def _is_gate(url: str, asked_for: str | None) -> bool:
    """Return whether an address is that of a gate: it says so, or leads on to the page that was asked for.

    >>> _is_gate("https://consent.example.org/?continue=https://example.org/storm", None)
    True
    >>> _is_gate("https://example.org/gate?to=%2Fstorm", "https://example.org/storm")
    True
    >>> _is_gate("https://example.org/storm-2", "https://example.org/storm")
    False
    """
    try:
        parts = urlsplit(url[:_MAX_ADDRESS_CHARS])
    except ValueError:
        return False
    places = word_sets(_WORDS)["consent_places"]
    is_named = not places.isdisjoint((*parts.netloc.lower().split("."), *parts.path.lower().split("/")))
    if not is_named and asked_for is None:
        return False
    values = [value for _, value in parse_qsl(parts.query)]
    if asked_for is not None:
        path = urlsplit(asked_for).path
        return is_named or any(
            asked_for in value or (len(path) > 1 and value.startswith(path)) for value in values
        )
    return any("://" in value or value.startswith("/") for value in values)


def _is_consent_heading(text: str | None) -> bool:
    return text is not None and " ".join(text[:200].casefold().split()).startswith(_consent_headings())


@cache
def _consent_headings() -> tuple[str, ...]:
    return words_of(_HEADINGS, "heading")


def _read_shell(root: _Element) -> _Shell:
    """Return what there is of a page; what lies behind its first thousands of elements is not looked at."""
    elements = list(islice(root.iter("*"), _MAX_ELEMENTS))
    words = word_sets(_WORDS)
    visible = sum(len(text) for text in _visible_texts(elements))
    notices = (_text(element).lower() for element in elements if element.tag == "noscript")
    seen = " ".join(islice(_visible_texts(elements), 20)).lower() if visible <= _MAX_SHELL_CHARS else ""
    return _Shell(
        visible_chars=visible,
        headings=tuple(_text(element) for element in elements if element.tag in ("title", "h1")),
        has_scripts=any(element.tag == "script" and _is_code(element) for element in elements),
        has_notice=any(word in text for text in (*notices, seen) for word in words["script_words"]),
        has_empty_root=any(_is_empty_root(element) for element in elements),
        has_consent_marks=any(_has_consent_mark(element) for element in elements),
    )


def _visible_texts(elements: list[_Element]) -> Iterator[str]:
    hidden: set[_Element | None] = set()
    for element in elements:  # in document order: parents come first
        parent = element.getparent()
        if element.tag in _UNSEEN or parent in hidden:
            hidden.add(element)
        elif text := (element.text or "").strip():
            yield text
        if parent is not None and parent not in hidden and (text := (element.tail or "").strip()):
            yield text


def _text(element: _Element) -> str:
    return " ".join("".join(islice(element.itertext(), 50)).split())


def _is_code(script: _Element) -> bool:
    kind = (script.get("type") or "").lower()
    return "json" not in kind and bool(script.get("src") or (script.text or "").strip())


def _is_empty_root(element: _Element) -> bool:
    """Return whether an element is there for scripts to fill: <div id="root"></div>, <app-root></app-root>."""
    words = word_sets(_WORDS)
    is_root = (element.get("id") or "").lower() in words["script_roots"] or element.tag in words["root_elements"]
    return is_root and not _text(element)


def _has_consent_mark(element: _Element) -> bool:
    values = " ".join(element.get(name) or "" for name in ("action", "src", "id", "class", "href", "name"))[
        :400
    ].lower()
    return bool(values.strip()) and any(mark in values for mark in word_sets(_WORDS)["consent_marks"])
