"""Page and body -> candidates: one file a field or family, one table of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from newsspider.fields.access import is_accessible_for_free
from newsspider.fields.agency.rule import agency
from newsspider.fields.authors.rule import authors
from newsspider.fields.body import article_body, article_body_html
from newsspider.fields.candidate import Candidate
from newsspider.fields.dates.rule import date_modified, date_published
from newsspider.fields.description import description
from newsspider.fields.facts import PageFacts
from newsspider.fields.headline.rule import alternative_headline, headline
from newsspider.fields.images.rule import images, main_image
from newsspider.fields.keywords import keywords
from newsspider.fields.language import language
from newsspider.fields.live_blog import live_blog_updates
from newsspider.fields.media import audios, videos
from newsspider.fields.publisher.rule import publisher
from newsspider.fields.section.rule import article_section, breadcrumbs
from newsspider.fields.url import canonical, url
from newsspider.fields.word_count import word_count

Rule: TypeAlias = Callable[[PageFacts], Iterator[Candidate[Any]]]

# The language comes first, since names and dates are read in it.
RULES: Mapping[str, Rule] = {
    "inLanguage": language,
    "url": url,
    "canonicalUrl": canonical,
    "headline": headline,
    "alternativeHeadline": alternative_headline,
    "description": description,
    "authors": authors,
    "agency": agency,
    "publisher": publisher,
    "datePublished": date_published,
    "dateModified": date_modified,
    "articleSection": article_section,
    "breadcrumbs": breadcrumbs,
    "keywords": keywords,
    "articleBody": article_body,
    "articleBodyHtml": article_body_html,
    "mainImage": main_image,
    "images": images,
    "videos": videos,
    "audios": audios,
    "isAccessibleForFree": is_accessible_for_free,
    "liveBlogUpdates": live_blog_updates,
    "wordCount": word_count,
}

__all__ = ["RULES", "Candidate", "Rule"]
