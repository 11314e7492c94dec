"""One article as a document of its own, for people and for other programs: JSON, Markdown, HTML or text."""

from __future__ import annotations

import json
from html import escape
from typing import Literal

from newsspider.errors import SettingError
from newsspider.feeds.forms import html_below_headline, json_text, text_below_headline, without_surrogates
from newsspider.feeds.markdown import markdown_document
from newsspider.items import Article

DocumentForm = Literal["json", "markdown", "html", "text"]


def article_as(article: Article, form: DocumentForm, *, is_indented: bool = False) -> str:
    r"""Return an article as text that ends with a line break; `is_indented` says how JSON is laid out.

    Raises SettingError for Markdown where what writes it is not installed.

    >>> article_as(Article(headline="Storm", articleBody="It came.\n\nIt went."), "text")
    'Storm\n\nIt came.\n\nIt went.\n'
    """
    fields = article.to_dict()
    if form == "json":
        if not is_indented:
            return f"{json_text(fields)}\n"
        return without_surrogates(json.dumps(fields, ensure_ascii=False, indent=2)) + "\n"
    if form == "markdown":
        return _markdown(fields)
    return _html(article) if form == "html" else _text(article)


def _markdown(fields: dict[str, object]) -> str:
    try:
        return markdown_document(fields)
    except SettingError as error:
        raise SettingError("--markdown", error.reason) from error


def _text(article: Article) -> str:
    headline = article.headline or ""
    parts = (headline, text_below_headline(article.articleBody or "", headline))
    return without_surrogates("\n\n".join(part for part in parts if part)) + "\n"


def _html(article: Article) -> str:
    """Return a document that a browser shows as it is meant: with its charset, language and title."""
    language = f' lang="{escape(article.inLanguage)}"' if article.inLanguage else ""
    headline = escape(article.headline or "")
    title = f"<title>{headline or 'Article'}</title>"
    text = text_below_headline(article.articleBody or "", article.headline or "")
    paragraphs = "\n".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part)
    body = html_below_headline(article.articleBodyHtml or paragraphs, article.headline or "")
    heading = f"<h1>{headline}</h1>\n" if headline else ""
    return without_surrogates(
        f'<!DOCTYPE html>\n<html{language}>\n<head><meta charset="utf-8">{title}</head>\n'
        f"<body>\n<article>\n{heading}{body}\n</article>\n</body>\n</html>\n"
    )
