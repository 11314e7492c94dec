"""Which field a name that is none may be meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

# What others call our fields, by what ours are called.
_OTHER_NAMES = {
    "headline": ("title", "name", "subject"),
    "articleBody": ("body", "text", "content", "fulltext", "full_text", "article", "maintext"),
    "articleBodyHtml": ("html", "body_html", "content_html"),
    "datePublished": (
        "date",
        "published",
        "published_at",
        "published_time",
        "publish_date",
        "publication_date",
        "date_publish",
        "pubdate",
        "time",
    ),
    "dateModified": ("modified", "modified_time", "updated", "updated_at", "date_modify", "lastmod"),
    "authors": ("author", "byline", "creator", "writer", "by"),
    "description": ("summary", "standfirst", "excerpt", "dek", "lede", "lead", "subtitle", "abstract"),
    "articleSection": ("section", "category", "categories", "rubric"),
    "keywords": ("tags", "topics"),
    "inLanguage": ("language", "lang", "locale"),
    "mainImage": ("image", "picture", "top_image", "thumbnail"),
    "publisher": ("site", "site_name", "source", "outlet"),
    "url": ("link", "address", "uri"),
}


def nearest_field(name: str, known: Iterable[str]) -> str | None:
    """Return the field among `known` that a name is likely to mean, as others call it or mistyped; else None.

    >>> nearest_field("title", ["headline", "url"]), nearest_field("HEADLIN", ["headline"]), nearest_field("x", [])
    ('headline', 'headline', None)
    """
    fields = {_key(field): field for field in known}
    ours = _OURS.get(_key(name))
    if ours in fields.values():
        return ours
    near = get_close_matches(_key(name), fields, n=1)
    return fields[near[0]] if near else None


def _key(name: str) -> str:
    return name.casefold().replace("_", "")


_OURS = {_key(other): ours for ours, others in _OTHER_NAMES.items() for other in others}
