"""Markdown: an article as a document with front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from newsspider.feeds.forms import (
    FeedForm,
    html_below_headline,
    json_text,
    refuse_others,
    text_below_headline,
    whole_form,
    without_surrogates,
)
from newsspider.feeds.syndication import Form, main_image, moment, people, tags

# https://spec.commonmark.org/0.31.2/#backslash-escapes: what could begin markup inside a line, or at its start.
_INLINE = re.compile(r"([\\`*_\[\]<>~|])")
_AT_START = re.compile(r"^(\s{0,3})(#{1,6}|[-+]|>|={1,9}|\d{1,9}(?=[.)]))", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
# YAML reads these as line breaks, or not at all; JSON has them as they are.
# https://yaml.org/type/bool.html: the others are names, and no values of YAML 1.1.
_PLAIN_KEY = re.compile(r"(?!(?i:y|n|yes|no|on|off|true|false|null)$)[A-Za-z_][\w.-]{0,99}", re.ASCII)
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def markdown_of_html(html: str) -> str:
    """Return HTML as Markdown: headings, lists, quotes, links, images, tables, code."""
    converter = _converter_class()(heading_style="ATX", bullets="-", table_infer_header=True)
    return _BLANK_LINES.sub("\n\n", converter.convert(html)).strip()


@cache
def _converter_class() -> Any:
    # Not at the top: it brings BeautifulSoup along, for which only Markdown has a use.
    from markdownify import MarkdownConverter  # noqa: PLC0415

    class Converter(MarkdownConverter):
        """Escapes all that would be markup, and `&`, `=` and the like only where they would be."""

        def escape(self, text: str, *_: object) -> str:
            return markdown_of_text(text)

    return Converter


def markdown_of_text(text: str) -> str:
    r"""Return plain text as Markdown that shows it as it is.

    >>> markdown_of_text("1. A *star*\n\n# no heading")
    '1\\. A \\*star\\*\n\n\\# no heading'
    """
    escaped = _INLINE.sub(r"\\\1", text)
    return _AT_START.sub(lambda found: found[1] + _at_start(found[2]), escaped)


def _at_start(mark: str) -> str:
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def markdown_document(form: Form) -> str:
    """Return an article in the feed's form as a document: front matter, headline, body."""
    html, headline = form.get("articleBodyHtml"), str(form.get("headline") or "")
    if html:
        body = markdown_of_html(html_below_headline(without_surrogates(str(html)), headline))
    else:
        body = markdown_of_text(text_below_headline(str(form.get("articleBody") or ""), headline))
    heading = f"# {markdown_of_text(' '.join(headline.split()))}\n\n" if headline else ""
    return without_surrogates(f"{_matter(_front_matter(form))}\n{heading}{body}".rstrip() + "\n")


def _matter(fields: Mapping[str, Any]) -> str:
    """Return front matter, with keys in quotes where YAML would take them for something else."""
    lines = (f"{name if _PLAIN_KEY.fullmatch(name) else _yaml(name)}: {_yaml(fields[name])}\n" for name in fields)
    return f"---\n{''.join(lines)}---\n"


def _front_matter(form: Form) -> dict[str, Any]:
    publisher = form.get("publisher")
    matter = {
        "title": form.get("headline"),
        "date": _date(form.get("datePublished")),
        "updated": _date(form.get("dateModified")),
        "authors": [person["name"] for person in people(form)] if form.get("authors") else None,
        "publisher": publisher.get("name") if isinstance(publisher, Mapping) else publisher,
        "language": form.get("inLanguage"),
        "tags": tags(form) or None,
        "description": form.get("description"),
        "image": main_image(form),
        "url": form.get("url"),
        "canonicalUrl": form.get("canonicalUrl"),
        "id": form.get("id"),
    }
    return {name: value for name, value in matter.items() if value is not None}


def _date(value: Any) -> Any:
    """Return a date as it is, None for what is none: generators of sites stop at one that they cannot read."""
    return value if moment(value) is not None else None


def _yaml(value: Any) -> str:
    """Return a value as JSON, which is YAML too but for a few characters."""
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text(value))


class MarkdownExporter(FeedForm):
    """Writes a document for each article; a file of its own with FEED_EXPORT_BATCH_ITEM_COUNT = 1.

    An item that is no article is front matter alone, with all of its fields.
    """

    def __init__(self, file: BytesIO, **kwargs: Any) -> None:
        super().__init__(dont_fail=True, **kwargs)
        refuse_others(self._kwargs)
        self.fields_to_export = None  # the front matter has names of its own
        self.file = file
        self._is_first = True

    def export_item(self, item: Any) -> None:
        """Write the item's document."""
        if self.is_foreign(item):
            fields = dict(self.get_serialized_fields(item, include_empty=False))
            document = without_surrogates(_matter({name: whole_form(fields[name]) for name in fields}))
        else:
            document = markdown_document(self.article_form(item))
        self.file.write(("" if self._is_first else "\n").encode() + document.encode())
        self._is_first = False
