"""The HTML of the site: five forms of article pages and four of lists, as sites of different years have them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from tests.crawls.prose import Story

SITE_NAME = "Quay Post"
_WORDS = {
    "en": {"more": "Read more", "next": "Next", "older": "Older posts", "related": "Related stories", "by": "By"},
    "de": {"more": "Weiterlesen", "next": "Weiter", "older": "Ältere Beiträge", "related": "Mehr dazu", "by": "Von"},
    "fr": {"more": "Lire la suite", "next": "Suivant", "older": "Articles précédents", "related": "À lire aussi", "by": "Par"},
    "es": {"more": "Leer más", "next": "Siguiente", "older": "Entradas antiguas", "related": "Lea también", "by": "Por"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """An article as it stands on the site."""

    story: Story
    path: str  # with its query, where that is its address
    door: str  # the only one that names it
    form: int = 0  # of its page
    canonical: str | None = None  # the path that its canonical link names, where that is not its own
    changed: datetime | None = None  # since it was published
    related: tuple[Post, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text of the current edition."""
        if self.changed is None:
            return self.story.paragraphs
        return (
            *self.story.paragraphs,
            f"The votes were counted again at {self.changed:%H:%M}, and nothing changed.",
        )

    @property
    def modified(self) -> datetime:
        """When its text last changed."""
        return self.changed or self.story.published


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of the site share."""

    base: str  # http://host:port
    menu: Sequence[tuple[str, str]]  # path, name
    footer: Sequence[tuple[str, str]]
    head: str = ""  # further elements of the head

    def links(self, links: Sequence[tuple[str, str]]) -> str:
        """Return links as a list."""
        items = "".join(f'<li><a href="{escape(path)}">{escape(text)}</a></li>' for path, text in links)
        return f"<ul>{items}</ul>"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists posts."""

    title: str
    posts: Sequence[Post]
    form: int = 0
    language: str = "en"
    next_path: str | None = None
    next_form: str = "rel"  # rel, older or numbers
    pages: Sequence[str] = ()  # of numbered lists
    head: str = ""
    extra: str = ""  # HTML below the list
    href: Callable[[Post], str] = field(default=lambda post: post.path)


def page(frame: Frame, title: str, body: str, *, language: str = "en", head: str = "") -> bytes:
    """Return a page with the site's menu and footer around its body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)} | {SITE_NAME}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css">{frame.head}{head}</head>\n'
        f'<body><header><a href="/"><img src="/logo.png" alt="{SITE_NAME}"></a><nav>{frame.links(frame.menu)}</nav></header>\n'
        f"{body}\n<footer>{frame.links(frame.footer)}<p>© 2026 {SITE_NAME}</p></footer></body></html>"
    ).encode()


def article_page(frame: Frame, post: Post) -> bytes:
    """Return the page of an article in its form."""
    head = (
        f'<link rel="canonical" href="{frame.base}{escape(post.canonical or post.path)}">'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(post.story.headline)}">'
    )
    body, own_head = _FORMS[post.form](frame, post)
    return page(frame, post.story.headline, body, language=post.story.language, head=head + own_head)


def _semantic(frame: Frame, post: Post) -> tuple[str, str]:
    story = post.story
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "datePublished": story.published.isoformat(),
        "dateModified": post.modified.isoformat(),
        "author": {"@type": "Person", "name": story.author},
    }
    body = (
        f"<main><article><h1>{escape(story.headline)}</h1><p class='byline'>{_by(post)}</p>"
        f"{_paragraphs(post)}{_share(frame, post)}</article>{_related(post)}</main>"
    )
    return body, f'<script type="application/ld+json">{json.dumps(data)}</script>'


def _divisions(frame: Frame, post: Post) -> tuple[str, str]:
    story = post.story
    body = (
        f'<div id="wrap"><div id="content"><div class="headline"><h1>{escape(story.headline)}</h1></div>'
        f'<div class="meta">{_by(post)} | {story.published:%d.%m.%Y %H:%M}</div>'
        f'<div class="story-body">{_paragraphs(post)}</div>{_share(frame, post)}</div>'
        f'<div id="sidebar">{_related(post)}</div></div>'
    )
    return body, f'<meta property="article:published_time" content="{story.published.isoformat()}">'


def _tables(frame: Frame, post: Post) -> tuple[str, str]:
    story = post.story
    body = (
        f'<table width="100%"><tr><td width="160" valign="top">{_related(post)}</td><td>'
        f"<h2>{escape(story.headline)}</h2><font size='1'>{_by(post)}, {story.published:%Y-%m-%d %H:%M}</font>"
        f"{_paragraphs(post)}{_share(frame, post)}</td></tr></table>"
    )
    return body, f'<meta name="date" content="{story.published:%Y-%m-%dT%H:%M:%SZ}">'


def _microdata(frame: Frame, post: Post) -> tuple[str, str]:
    story = post.story
    body = (
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{escape(story.headline)}</h1>'
        f'<span itemprop="author">{escape(story.author)}</span>'
        f'<time itemprop="datePublished" datetime="{story.published.isoformat()}">{story.published:%d.%m.%Y}</time>'
        f'<div itemprop="articleBody">{_paragraphs(post)}</div></div>{_share(frame, post)}{_related(post)}'
    )
    return body, ""


def _weblog(frame: Frame, post: Post) -> tuple[str, str]:
    story = post.story
    body = (
        f'<div class="site-content"><article class="post hentry"><header class="entry-header">'
        f'<h1 class="entry-title">{escape(story.headline)}</h1><span class="posted-on">'
        f'<time class="entry-date published" datetime="{story.published.isoformat()}">{story.published:%d %b %Y}</time>'
        f'</span> <span class="byline">{_by(post)}</span></header><div class="entry-content">{_paragraphs(post)}</div>'
        f'</article><div id="comments"><a rel="nofollow" href="{_with(post.path, "replytocom", post.story.number)}">Reply</a>'
        f"</div></div>{_share(frame, post)}{_related(post)}"
    )
    return body, ""


_FORMS = (_semantic, _divisions, _tables, _microdata, _weblog)


def _paragraphs(post: Post) -> str:
    return "".join(f"<p>{escape(text)}</p>\n" for text in post.paragraphs)


def _by(post: Post) -> str:
    story = post.story
    return f"{_WORDS[story.language]['by']} <a rel='author' href='/author/{story.number % 6}/'>{escape(story.author)}</a>"


def _share(frame: Frame, post: Post) -> str:
    """Return the buttons below an article: each is another address that is no article."""
    url = f"{frame.base}{post.path}"
    return (
        f'<div class="share"><a href="/share?u={escape(url)}">Share</a> <a href="/login?return={escape(post.path)}">Sign in</a> '
        f'<a href="{_with(post.path, "print", 1)}">Print</a> <a href="/tag/topic-{post.story.number % 8}/">Topic</a></div>'
    )


def _related(post: Post) -> str:
    if not post.related:
        return ""
    links = "".join(
        f'<li><a href="{escape(other.path)}">{escape(other.story.headline)}</a></li>' for other in post.related
    )
    return f"<aside><h3>{_WORDS[post.story.language]['related']}</h3><ul>{links}</ul></aside>"


def _with(path: str, key: str, value: int) -> str:
    return escape(f"{path}{'&' if '?' in path else '?'}{key}={value}")


def listing_page(frame: Frame, listing: Listing) -> bytes:
    """Return a page of links to posts in the listing's form."""
    rows = "".join(_ROWS[listing.form](post, listing.href(post)) for post in listing.posts)
    head, pager = _pager(frame, listing)
    body = f'<main><h1>{escape(listing.title)}</h1><div class="list">{rows}</div>{pager}{listing.extra}</main>'
    return page(frame, listing.title, body, language=listing.language, head=head + listing.head)


def _pager(frame: Frame, listing: Listing) -> tuple[str, str]:
    """Return what leads to the other pages of a list: an element of the head, and links."""
    numbers = "".join(
        f'<a href="{escape(path)}">{number}</a> ' for number, path in enumerate(listing.pages, start=1)
    )
    if listing.next_path is None or listing.next_form == "numbers":
        return "", f'<div class="pages">{numbers}</div>' if numbers else ""
    words = _WORDS[listing.language]
    if listing.next_form == "older":
        return "", f'<div class="nav-previous"><a href="{escape(listing.next_path)}">← {words["older"]}</a></div>'
    return (
        f'<link rel="next" href="{frame.base}{escape(listing.next_path)}">',
        f'<a rel="next" href="{escape(listing.next_path)}">{words["next"]}</a>',
    )


def _card(post: Post, href: str) -> str:
    story = post.story
    return (
        f'<div class="teaser"><a href="{escape(href)}"><img src="/i/{story.number}.jpg" alt=""></a>'
        f'<h2><a href="{escape(href)}">{escape(story.headline)}</a></h2><p>{escape(story.summary)}</p>'
        f'<p class="date">{story.published:%d.%m.%Y}</p></div>'
    )


def _item(post: Post, href: str) -> str:
    return f'<p>• <a href="{escape(href)}">{escape(post.story.headline)}</a></p>'


def _row(post: Post, href: str) -> str:
    """Return a row whose headline is no link."""
    story = post.story
    return (
        f"<div class='row'><h3>{escape(story.headline)}</h3><p>{escape(story.summary)} "
        f'<a class="more" href="{escape(href)}">{_WORDS[story.language]["more"]}</a></p></div>'
    )


def _picture(post: Post, href: str) -> str:
    """Return a row whose link has a picture only."""
    story = post.story
    return f'<figure><a href="{escape(href)}"><img src="/i/{story.number}.jpg" alt="{escape(story.headline)}"></a></figure>'


_ROWS = (_card, _item, _row, _picture)
