"""The doors of the site, each of which announces articles that no other names."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from html import escape

from tests.crawls.news_site import feeds
from tests.crawls.news_site.pages import Listing, Post, article_page, page
from tests.crawls.news_site.site import NewsSite
from tests.crawls.prose import Story
from tests.crawls.servers import Answer, Asked

Shape = Callable[[Story], str]  # of an address


# Sections under names that crawlers like to leave out, and the shapes of their articles' addresses.
_SECTIONS: dict[str, Shape] = {
    "weather": lambda story: f"/weather/{story.published:%Y/%m/%d}/{story.slug}/",
    "games": lambda story: f"/games/{story.slug}-{story.number + 20000}.html",
    "jobs": lambda story: f"/jobs/{story.number + 30000}",
    "events": lambda story: f"/events/{story.slug}",
    "shop": lambda story: f"/shop/?p={story.number}",
    "about": lambda story: f"/about/{story.published:%Y}/{story.slug}.php",
    "search": lambda story: f"/search/{story.slug}",
    "comment": lambda story: f"/comment/{story.slug}",
    "print": lambda story: f"/print/{story.published:%Y-%m-%d}/{story.slug}",
    "users": lambda story: f"/users/stories/{story.slug}/",
}
SECTION_POSTS = 6
PAGED = {  # how each list leads on, how many posts it has, and how many on a page
    "politics": ("rel", 40, 10, lambda story: f"/politics/{story.slug}"),
    "culture": ("older", 30, 10, lambda story: f"/culture/{story.published:%Y/%m}/{story.slug}/"),
    "archives": ("numbers", 40, 10, lambda story: f"/archives/{story.number}"),
}  # fmt: skip


def open_doors(site: NewsSite) -> None:
    """Put all doors and their articles into the site."""
    for number, (name, shape) in enumerate(_SECTIONS.items()):
        _section(site, name, shape, form=number)
    for number, name in enumerate(PAGED):
        _paged_section(site, name, form=number)
    _feeds(site)
    _sitemaps(site)
    _item_list(site)
    _other_versions(site)
    _months(site)
    _ways_round(site)
    _front_page(site)
    _related(site)


def _posts(site: NewsSite, door: str, count: int, shape: Shape, *, language: str | None = "en") -> list[Post]:
    """Put posts of a door into the site, in all forms of pages, and return them."""
    found = site.new_stories(count, language)
    posts = [Post(story, shape(story), door, form=number % 5) for number, story in enumerate(found)]
    site.add(posts)
    return posts


def _section(site: NewsSite, name: str, shape: Shape, form: int) -> None:
    language = ("en", "de", "fr", "es")[form % 4]
    _posts(site, name, SECTION_POSTS, shape, language=language)
    site.menu.append((f"/{name}/", name.capitalize()))
    href = {"users": _with_session, "comment": _with_session_path}.get(name, lambda _: _own_path)(site)
    head = '<link rel="alternate" type="application/rss+xml" href="/weather/feed/">' if name == "weather" else ""
    site.listing(
        f"/{name}/",
        lambda: Listing(name.capitalize(), site.posts_of(name), form % 4, language, head=head, href=href),
    )


def _own_path(post: Post) -> str:
    return post.path


def _with_session(site: NewsSite) -> Callable[[Post], str]:
    return lambda post: f"{post.path}?PHPSESSID={next(site.sessions):032x}"


def _with_session_path(site: NewsSite) -> Callable[[Post], str]:
    return lambda post: f"{post.path};jsessionid={next(site.sessions):032X}"


def _paged_section(site: NewsSite, name: str, form: int) -> None:
    kind, count, size, shape = PAGED[name]
    _posts(site, name, count, shape)
    site.menu.append((f"/{name}/", name.capitalize()))

    def address(number: int) -> str:
        if number == 1:
            return f"/{name}/"
        return {"rel": f"/{name}/?page={number}", "older": f"/{name}/older/{number}/"}.get(
            kind, f"/{name}/page/{number}/"
        )

    def listing(number: int) -> Listing:
        posts = site.posts_of(name)
        pages = [address(other + 1) for other in range(-(-len(posts) // size))]
        following = address(number + 1) if number < len(pages) else None
        shown = posts[(number - 1) * size : number * size]
        return Listing(name.capitalize(), shown, form, "en", following, kind, pages if kind == "numbers" else ())

    site.listing(f"/{name}/", lambda: listing(1))
    for number in range(2, count // size + 2):
        site.listing(address(number), lambda number=number: listing(number))  # type: ignore[misc]


def _feeds(site: NewsSite) -> None:
    _posts(site, "rss", 8, lambda story: f"/stories/{story.slug}", language=None)
    _posts(site, "feed-as-html", 8, lambda story: f"/weather/{story.published:%Y/%m/%d}/{story.slug}/")
    _posts(site, "rdf", 6, lambda story: f"/stories/{story.slug}", language=None)
    _posts(site, "atom", 8, lambda story: f"/news/{story.number}-{story.slug}.html")
    _posts(site, "atom-next", 8, lambda story: f"/news/{story.number}-{story.slug}.html")
    _posts(site, "json-feed", 8, lambda story: f"/n/{story.number + 400000}", language=None)
    rows: list[tuple[str, str, Callable[[], bytes]]] = [
        ("/feeds/news.rss", "application/rss+xml", lambda: feeds.rss(_also_at_home(site, "rss"), _tracked(site))),
        ("/weather/feed/", "text/html", lambda: feeds.rss(site.posts_of("feed-as-html"), site.url)),
        ("/feeds/index.rdf", "application/rdf+xml", lambda: feeds.rdf(site.posts_of("rdf"), site.url)),
        ("/atom.xml", "application/atom+xml", lambda: _atom(site)),
        ("/atom/2.xml", "application/atom+xml", lambda: feeds.atom(site.posts_of("atom-next"), site.url)),
        ("/feed.json", "application/feed+json", lambda: feeds.json_feed(site.posts_of("json-feed"), site.url)),
    ]
    for path, content_type, make in rows:
        site.route(path, _feed(make, content_type))
    named = [("rss", "/feeds/news.rss"), ("rdf", "/feeds/index.rdf"), ("atom", "/atom.xml")]
    links = [f'<link rel="alternate" type="application/{kind}+xml" href="{path}">' for kind, path in named]
    site.head = "".join(links) + '<link rel="alternate" type="application/feed+json" href="/feed.json">'


def _feed(make: Callable[[], bytes], content_type: str) -> Callable[[Asked], Answer]:
    return lambda _: Answer(make(), content_type=content_type, has_etag=True)


def _also_at_home(site: NewsSite, door: str) -> list[Post]:
    """Return a door's posts and two of the front page: real feeds name what stands there too."""
    return [*site.posts_of(door), *site.posts_of("home")[:2]]


def _tracked(site: NewsSite) -> Callable[[Post], str]:
    return lambda post: f"{site.url(post)}?utm_source=rss&utm_medium=feed"


def _atom(site: NewsSite) -> bytes:
    return feeds.atom(site.posts_of("atom"), site.url, f"{site.base}/atom/2.xml")


def _sitemaps(site: NewsSite) -> None:
    _posts(site, "news-sitemap", 10, lambda story: f"/stories/{story.slug}", language=None)
    _posts(site, "sitemap-gz", 10, lambda story: f"/stories/{story.slug}")
    _posts(site, "sitemap", 8, lambda story: f"/{story.slug}/")
    _posts(site, "sitemap-txt", 6, lambda story: f"/stories/{story.slug}", language=None)
    legal = ("/", "/privacy", "/terms", "/imprint", "/weather/", "/politics/")

    def index(_: Asked) -> Answer:
        urls = [f"{site.base}/{name}" for name in ("sitemap-1.xml.gz", "sitemap-2.xml", "sitemap-pages.xml")]
        return _xml(feeds.sitemap_index(urls))

    def packed(_: Asked) -> Answer:
        body = gzip.compress(feeds.sitemap(site.posts_of("sitemap-gz"), site.url), mtime=0)
        return Answer(body, content_type="application/x-gzip", has_etag=True)

    site.route("/sitemap_index.xml", index)
    site.route("/sitemap-1.xml.gz", packed)
    site.route("/sitemap-2.xml", lambda _: _xml(feeds.sitemap(site.posts_of("sitemap"), site.url)))
    site.route(
        "/sitemap-pages.xml", lambda _: _xml(feeds.sitemap((), site.url, [site.base + path for path in legal]))
    )
    site.route("/news-sitemap.xml", lambda _: _xml(feeds.news_sitemap(site.posts_of("news-sitemap"), site.url)))
    site.route("/sitemap.txt", lambda _: _text("\n".join(map(site.url, site.posts_of("sitemap-txt")))))
    names = ("sitemap_index.xml", "news-sitemap.xml", "sitemap.txt")
    lines = "".join(f"Sitemap: {{base}}/{name}\n" for name in names)
    site.route(
        "/robots.txt", lambda _: _text(f"User-agent: *\nDisallow: /closed/\n\n{lines.format(base=site.base)}")
    )


def _xml(body: bytes) -> Answer:
    return Answer(body, content_type="application/xml", has_etag=True)


def _text(body: str) -> Answer:
    return Answer(body.encode(), content_type="text/plain; charset=utf-8", has_etag=True)


def _item_list(site: NewsSite) -> None:
    """Put in a page that names its articles in JSON-LD only; scripts draw them."""
    _posts(site, "item-list", 8, lambda story: f"/topics/{story.slug}", language=None)
    site.menu.append(("/topics/", "Topics"))

    def make() -> Listing:
        items = [
            {"@type": "ListItem", "position": number, "url": site.url(post)}
            for number, post in enumerate(site.posts_of("item-list"), start=1)
        ]
        data = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
        script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        return Listing("Topics", (), head=script, extra='<div id="app"></div>')

    site.listing("/topics/", make)


def _other_versions(site: NewsSite) -> None:
    """Put in lists that link AMP pages and print versions, whose canonical links name the articles."""
    for door, other in {"amp": "/amp{path}", "print-version": "/printer{path}"}.items():
        for post in _posts(site, door, 4, lambda story: f"/stories/{story.slug}"):
            site.route(other.format(path=post.path), _version_of(site, post))
        site.menu.append((f"/{door}-pages/", f"Short {door}"))
        site.listing(f"/{door}-pages/", _versions(site, door, other))


def _versions(site: NewsSite, door: str, form: str) -> Callable[[], Listing]:
    return lambda: Listing(door, site.posts_of(door), 1, href=lambda post: form.format(path=post.path))


def _version_of(site: NewsSite, post: Post) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        body = article_page(site.frame(), post)
        if asked.target.startswith("/amp/"):
            body = body.replace(b"<html lang", b"<html amp lang", 1)
        return Answer(body, has_etag=True)

    return answer


def _months(site: NewsSite) -> None:
    """Put in an archive by month, half a year of it."""
    _posts(site, "months", 30, lambda story: f"/{story.published:%Y/%m}/{story.slug}.html")
    site.menu.append(("/by-month/", "By month"))
    names = [f"/by-month/2026/{month:02}/" for month in range(1, 7)]
    links = "".join(f'<li><a href="{name}">{name[10:-1]}</a></li>' for name in names)
    site.listing("/by-month/", lambda: Listing("By month", (), extra=f"<ul>{links}</ul>"))
    for number, name in enumerate(names):
        site.listing(name, _part(site, "months", number, 5))


def _part(site: NewsSite, door: str, number: int, size: int) -> Callable[[], Listing]:
    return lambda: Listing(f"Month {number + 1}", site.posts_of(door)[number * size :][:size], 1)


def _ways_round(site: NewsSite) -> None:
    """Put in articles that are reached by a redirect, and by a meta refresh."""
    for post in _posts(site, "redirect", 4, lambda story: f"/stories/{story.slug}"):
        site.route(f"/r/{post.story.number}", _moved(post))
    for post in _posts(site, "meta-refresh", 4, lambda story: f"/stories/{story.slug}"):
        site.route(f"/go/{post.story.number}", _refresh(post))


def _moved(post: Post) -> Callable[[Asked], Answer]:
    return lambda _: Answer(status=301, headers={"Location": post.path})


def _refresh(post: Post) -> Callable[[Asked], Answer]:
    body = (
        f'<html><head><meta http-equiv="refresh" content="0; url={escape(post.path)}"></head><body></body></html>'
    )
    return lambda _: Answer(body.encode())


def _front_page(site: NewsSite) -> None:
    """Put in the front page: its own articles, one of each section, and the same addresses in other writings."""
    _posts(site, "home", 10, lambda story: f"/stories/{story.slug}", language=None)
    short = [("redirect", "/r/{number}"), ("meta-refresh", "/go/{number}")]

    def answer(_: Asked) -> Answer:
        home = site.posts_of("home")
        links = [(_variant(post, number), post.story.headline) for number, post in enumerate(home)]
        for door, form in short:
            for post in site.posts_of(door):
                links.append((form.format(number=post.story.number), post.story.headline))  # noqa: PERF401
        links += [(post.path, post.story.headline) for post in _one_of_each(site)]
        extra = f"<section>{site.frame().links(links)}</section>"
        body = Listing("News", home, 0, extra=extra)
        return Answer(page(site.frame(), "News", _body_of(body)))

    site.route("/", answer)


def _body_of(listing: Listing) -> str:
    cards = "".join(
        f'<div class="teaser"><h2><a href="{escape(post.path)}">{escape(post.story.headline)}</a></h2>'
        f"<p>{escape(post.story.summary)}</p></div>"
        for post in listing.posts
    )
    return f"<main>{cards}{listing.extra}</main>"


def _one_of_each(site: NewsSite) -> Iterator[Post]:
    """Yield a post of each section that stands in the section as well."""
    for name in ("politics", "weather", "games"):
        yield site.posts_of(name)[0]


def _variant(post: Post, number: int) -> str:
    """Return another writing of a post's address."""
    forms: Sequence[str] = (
        f"{post.path}?utm_source=home", f"{post.path}/", f"{post.path}?fbclid=IwAR{number}x",
        f"{post.path}#comments", f"{post.path}/index.html", f"{post.path}?ref=front",
    )  # fmt: skip
    return forms[number % len(forms)]


def _related(site: NewsSite) -> None:
    """Put in articles that only other articles link to."""
    new = _posts(site, "related", 10, lambda story: f"/stories/{story.slug}")
    for number, (post, other) in enumerate(zip(site.posts_of("home"), new[:5], strict=False)):
        site.posts[post.path] = _with_related(post, (other, site.posts_of("politics")[number]))
    for post, other in zip(new[:5], new[5:], strict=True):  # two steps away
        site.posts[post.path] = _with_related(post, (other,))


def _with_related(post: Post, related: tuple[Post, ...]) -> Post:
    return Post(post.story, post.path, post.door, post.form, post.canonical, post.changed, related)
