"""One article from the pages that its site has cut it into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeVar

from lxml import html
from lxml.html import HtmlElement

from newsspider.body.assemble_html import safe_html
from newsspider.discovery.pager_labels import is_pager_line
from newsspider.items import Article, Image, Media, Metadata
from newsspider.processors.words import count_words

_T = TypeVar("_T", Image, Media)
# Of this length and more a paragraph that was there before is a standfirst, a caption or small print; shorter
# ones, such as subheadings, may come again.
_MIN_REPEAT_CHARS = 40
# A page that brings less that is new is the same page once more: a pager of its comments.
_MIN_NEW_SHARE = 0.5
_MIN_HEADLINE_LIKENESS = 0.6
_MAX_HEADLINE_CHARS = 300
_LEAVES = ("p", "h2", "h3", "h4", "h5", "h6", "li", "pre", "td", "th", "figcaption")
_HOLDERS = frozenset(("ul", "ol", "blockquote", "figure", "table", "tr"))
_WORD = re.compile(r"\w+")
_PAGE_NUMBER = re.compile(r"[\s(|–—-]*\b\w{0,12}\s?\d{1,2}(?:\s?(?:/|\w{1,4})\s?\d{1,2})?\)?\s*$")


def is_part_of(first: Article, part: Article, before: Sequence[Article]) -> bool:
    """Return whether `part` goes on with the article that `first` begins; `before` are the pages up to it."""
    if not part.articleBody or not _same_headline(first.headline, part.headline):
        return False
    dates = {article.datePublished[:10] for article in (first, part) if article.datePublished}
    if len(dates) > 1:
        return False
    seen = _seen(before)
    paragraphs = _paragraphs(part)
    new = sum(len(text) for text in paragraphs if _key(text) not in seen)
    return new >= _MIN_NEW_SHARE * sum(map(len, paragraphs))


def holds_all_of(whole: Article, first: Article) -> bool:
    """Return whether `whole` is the article that `first` begins, on one page."""
    if not whole.articleBody or not first.articleBody or not _same_headline(first.headline, whole.headline):
        return False
    keys = {_key(text) for text in _paragraphs(whole)}
    paragraphs = [text for text in _paragraphs(first) if not is_pager_line(text)]
    found = sum(len(text) for text in paragraphs if _key(text) in keys)
    return found >= 0.8 * sum(map(len, paragraphs)) and len(whole.articleBody) > len(first.articleBody)


def joined_article(parts: Sequence[Article], notes: Sequence[str] = ()) -> Article:
    """Return the article that `parts` make in their order, with the first one's fields.

    What later pages repeat (headline, standfirst, captions, small print) is there once, and lines of pagers are
    left out. `notes` say which pages are missing: they go to `metadata.validationMessages`.
    """
    first = parts[0]
    texts: list[str] = []
    htmls: list[str | None] = []
    for at, part in enumerate(parts):
        before, after = parts[:at], parts[at + 1 : at + 2]
        seen = {*_about(before), *map(_key, texts)}
        own = list(_own_paragraphs(part, seen, _common_end(part, after[0]) if after else 0))
        texts.extend(own)
        htmls.append(_own_html(part, own, before))
    body = "\n\n".join(texts) or None
    return replace(
        first,
        articleBody=body,
        articleBodyHtml="\n".join(filter(None, htmls)) or None,
        images=_merged(part.images for part in parts),
        videos=_merged(part.videos for part in parts),
        audios=_merged(part.audios for part in parts),
        isAccessibleForFree=False
        if any(part.isAccessibleForFree is False for part in parts)
        else first.isAccessibleForFree,
        wordCount=count_words(body) if body else first.wordCount,
        metadata=_noted(first.metadata, notes),
    )


_OF_THE_TEXT = ("articleBody", "articleBodyHtml", "images", "videos", "audios", "wordCount")


def whole_article(first: Article, whole: Article) -> Article:
    """Return the article with the first page's fields and address, and the text of the version on one page."""
    return replace(first, **{name: getattr(whole, name) for name in _OF_THE_TEXT})


def _noted(metadata: Metadata | None, notes: Sequence[str]) -> Metadata | None:
    if not notes:
        return metadata
    metadata = metadata or Metadata()
    messages = dict(metadata.validationMessages or {})
    messages["articleBody"] = [*messages.get("articleBody", ()), *notes]
    return replace(metadata, validationMessages=messages)


def _paragraphs(article: Article) -> list[str]:
    return [text for text in (article.articleBody or "").split("\n\n") if text]


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _seen(articles: Sequence[Article]) -> set[str]:
    """Return what later pages may repeat."""
    return {*_about(articles), *(_key(text) for article in articles for text in _paragraphs(article))}


def _about(articles: Iterable[Article]) -> Iterator[str]:
    """Yield headlines, standfirsts and captions."""
    for article in articles:
        captions = (image.caption for image in article.images or ())
        texts = (article.headline, article.alternativeHeadline, article.description, *captions)
        yield from (_key(text) for text in texts if text)


def _common_end(part: Article, following: Article) -> int:
    """Return how many paragraphs two pages end with alike: about the author, rights."""
    pairs = zip(reversed(_paragraphs(part)), reversed(_paragraphs(following)), strict=False)
    return sum(1 for _ in takewhile(lambda pair: _key(pair[0]) == _key(pair[1]), pairs))


def _own_paragraphs(part: Article, seen: set[str], common_end: int) -> Iterator[str]:
    """Yield the paragraphs of a page that no page before it has, without those that come again at the end."""
    paragraphs = _paragraphs(part)
    paragraphs = paragraphs[: len(paragraphs) - common_end] if common_end < len(paragraphs) else paragraphs

    def is_edge(text: str) -> bool:
        return is_pager_line(text) or _key(text) in seen

    start = sum(1 for _ in takewhile(is_edge, paragraphs))
    end = len(paragraphs) - sum(1 for _ in takewhile(is_pager_line, reversed(paragraphs[start:])))
    for text in paragraphs[start:end]:
        if len(text) < _MIN_REPEAT_CHARS or _key(text) not in seen:
            yield text


def _own_html(part: Article, own: Sequence[str], before: Sequence[Article]) -> str | None:
    """Return a page's HTML without the paragraphs that are not its own, and without pictures that were there."""
    if not part.articleBodyHtml:
        return None
    dropped = {_key(text) for text in _paragraphs(part)} - {_key(text) for text in own}
    pictures = {image.url for article in before for image in article.images or () if image.url}
    root: HtmlElement = html.fragment_fromstring(part.articleBodyHtml, create_parent="div")
    for element in list(root.iter(*_LEAVES)):
        if _key(element.text_content()) in dropped:
            _remove(element)
    for image in list(root.iter("img")):
        if image.get("src") in pictures:
            figure = next(image.iterancestors("figure"), None)
            _remove(image if figure is None else figure)
    pieces = (html.tostring(child, encoding="unicode", with_tail=False) for child in root)
    return safe_html("\n".join(pieces)) or None


def _remove(element: HtmlElement) -> None:
    """Remove an element, and those around it that hold nothing else."""
    parent = element.getparent()
    if parent is None:
        return
    element.drop_tree()
    if parent.tag in _HOLDERS and not len(parent) and not (parent.text or "").strip():
        _remove(parent)


def _merged(lists: Iterable[Sequence[_T] | None]) -> list[_T] | None:
    """Return the pictures or recordings of all pages, each once."""
    found: dict[object, _T] = {}
    for entry in (entry for entries in lists for entry in entries or ()):
        found.setdefault(entry.url or entry, entry)
    return list(found.values()) or None


def _same_headline(headline: str | None, other: str | None) -> bool:
    """Return whether two pages have one headline, but for the number of the page; one without has any.

    >>> _same_headline("Storm hits coast", "Storm hits coast – Page 2"), _same_headline("Storm", "Ferries late")
    (True, False)
    """
    if not headline or not other:
        return True
    a, b = (
        " ".join(_WORD.findall(_PAGE_NUMBER.sub("", text[:_MAX_HEADLINE_CHARS]).casefold()))
        for text in (headline, other)
    )
    return not a or not b or a in b or b in a or SequenceMatcher(None, a, b).ratio() >= _MIN_HEADLINE_LIKENESS
