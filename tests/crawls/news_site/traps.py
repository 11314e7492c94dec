"""The traps of the site: addresses without end, pages that only look like articles, ways that lead nowhere.

`TRAPS` are the beginnings of the paths in which requests are lost; what is asked for there is counted against a crawl.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs, urlsplit

from tests.crawls.news_site.pages import Listing, Post, page
from tests.crawls.news_site.site import NewsSite
from tests.crawls.prose import Story
from tests.crawls.servers import Answer, Asked

# An address of the loopback network that no start URL names: nothing may be asked of it.
PRIVATE_HOST = "127.0.9.9"
TRAPS = (
    "/calendar/", "/list?", "/count/", "/deep/", "/loop/", "/cookie-wall/", "/away", "/js-wall", "/nojs", "/old/",
    "/gone/", "/hub/", "/pictures/", "/papers/", "/login", "/share", "/find?", "/closed/",
)  # fmt: skip
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + random.Random(1).randbytes(
    20_000
)
_PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nstream\n" + random.Random(2).randbytes(20_000) + b"\n%%EOF\n"
_LEGAL = (
    "This page says how {site} deals with what you tell it, and what you may do with what {site} tells you.",
    "We store the address of your device, the pages that you open and the time at which you open them for as long as the law asks us to, and we share none of it with others unless a court orders us to do so.",
    "By using this site you agree to these conditions. If you do not agree with a part of them, you must not use the site. We may change them at any time, and the version that stands here is the one that counts.",
    "You have the right to ask us which data about you we hold, to have it corrected or deleted, and to complain to the authority that is responsible for the protection of data in your country.",
    "We are not liable for damage that follows from the use of this site, or from the fact that it could not be used, unless we caused it on purpose or by gross negligence. Claims are subject to the law of the country in which we have our seat.",
)  # fmt: skip


def set_traps(site: NewsSite) -> None:
    """Put all traps into the site, and links to them into its footer and front page."""
    _endless(site)
    _roundabouts(site)
    _ways_out(site)
    _no_articles(site)
    _wrong_types(site)
    _canonicals(site)
    site.route("/robots-forbids", lambda _: Answer(status=404))
    site.under("/closed/", lambda _: _shown(site, "Closed", "<p>Nobody should read this.</p>"))


def _shown(site: NewsSite, title: str, body: str, head: str = "", headers: dict[str, str] | None = None) -> Answer:
    body = f"<main><h1>{escape(title)}</h1>{body}</main>"
    return Answer(page(site.frame(), title, body, head=head), headers=headers or {})


def _link(path: str, text: str) -> str:
    return f'<a href="{escape(path)}">{escape(text)}</a> '


def _endless(site: NewsSite) -> None:
    """Put in addresses without end: a calendar, orders and filters of a list, a counter, depth, a search, tags."""
    site.footer += [
        ("/calendar/2026/11/", "Calendar"),
        ("/list?sort=new", "All stories"),
        ("/count/1", "Next picture"),
    ]
    site.footer += [
        ("/deep/", "Deeper"),
        ("/closed/minutes-of-the-secret-meeting-in-march", "Minutes of the secret meeting"),
    ]
    site.under("/calendar/", lambda asked: _calendar(site, asked))
    site.route("/list", lambda asked: _facets(site, asked))
    site.under("/count/", lambda asked: _counter(site, asked))
    site.under(
        "/deep/", lambda _: _shown(site, "Deep", _link("down/", "Down") + _link("further/down/", "Further down"))
    )
    site.route("/find", lambda asked: _search(site, asked))
    site.under("/tag/", lambda asked: _names(site, f"Tag {urlsplit(asked.target).path[5:-1]}"))
    site.under("/author/", lambda asked: _names(site, f"Author {urlsplit(asked.target).path[8:-1]}"))


def _calendar(site: NewsSite, asked: Asked) -> Answer:
    """Return a month with a link to each of its days, or a day without events; both lead on for ever."""
    numbers = [int(part) for part in asked.target.split("/")[2:] if part.isdigit()]
    if len(numbers) < 2:
        return Answer(b"<p>No such day</p>", 404)
    month = numbers[0] * 12 + numbers[1] - 1
    links = [_link(f"/calendar/{at // 12}/{at % 12 + 1:02}/", "Other month") for at in (month - 1, month + 1)]
    days = [_link(f"/calendar/{numbers[0]}/{numbers[1]:02}/{day:02}/", str(day)) for day in range(1, 29)]
    return _shown(site, "Calendar", "".join(links) + "".join(days) + "<p>No events on this day.</p>")


def _facets(site: NewsSite, asked: Asked) -> Answer:
    """Return the same posts in one of many orders."""
    query = {key: values[0] for key, values in parse_qs(urlsplit(asked.target).query).items()}
    links = []
    for key, values in {
        "sort": ("new", "old", "read"),
        "color": ("red", "blue"),
        "size": "smlx",
        "view": "ab",
    }.items():
        for value in values:
            chosen = {**query, key: value}
            links.append(_link("/list?" + "&".join(f"{name}={chosen[name]}" for name in chosen), f"{key} {value}"))
    return _shown(site, "All stories", "".join(links) + _headlines(site.posts_of("politics")[:5]))


def _counter(site: NewsSite, asked: Asked) -> Answer:
    number = asked.target.removeprefix("/count/")
    if not number.isdigit():
        return Answer(b"<p>No such picture</p>", 404)
    return _shown(site, f"Picture {number}", _link(f"/count/{int(number) + 1}", "Next picture"))


def _search(site: NewsSite, asked: Asked) -> Answer:
    words = parse_qs(urlsplit(asked.target).query).get("q", [""])[0]
    links = [_link(f"/find?q={words}+{more}", f"{words} {more}") for more in ("sea", "town", "boat")]
    return _shown(site, f"Results for {words}", "".join(links) + _headlines(site.posts_of("politics")[:3]))


def _names(site: NewsSite, title: str) -> Answer:
    """Return a list that brings nothing new."""
    return _shown(site, title, _headlines(site.posts_of("politics")[:6]) + _link("/find?q=sea", "Search the sea"))


def _headlines(posts: list[Post]) -> str:
    return "".join(f"<p>{_link(post.path, post.story.headline)}</p>" for post in posts)


def _roundabouts(site: NewsSite) -> None:
    """Put in redirects that lead in circles."""
    moved = {"/loop/a-story-that-moved-again": "/loop/b-story-that-moved-again"}
    moved |= {there: here for here, there in moved.items()} | {
        "/loop/self-of-a-story-moved": "/loop/self-of-a-story-moved"
    }
    for here, there in moved.items():
        site.route(here, _to(there))
    wall = "/cookie-wall/what-the-cookie-knew-about-us"
    counter = itertools.count(1)
    site.route(
        wall,
        lambda _: Answer(status=302, headers={"Location": wall, "Set-Cookie": f"seen={next(counter)}; Path=/"}),
    )
    site.footer += [(path, path.rpartition("/")[2].replace("-", " ").capitalize()) for path in (*moved, wall)]


def _to(location: str, status: int = 302) -> Callable[[Asked], Answer]:
    return lambda _: Answer(status=status, headers={"Location": location})


def _ways_out(site: NewsSite) -> None:
    """Put in redirects and refreshes that leave the site for a private address."""
    port = site.base.rpartition(":")[2]

    def outside(path: str) -> str:
        return f"http://{PRIVATE_HOST}:{port}{path}"

    def refresh(target: str) -> str:
        return f'<meta http-equiv="refresh" content="0; url={target}">'

    site.route(
        "/away-to-another-site-in-one-step", lambda _: Answer(status=302, headers={"Location": outside("/a")})
    )
    site.route("/away-by-refresh-of-the-page", lambda _: _shown(site, "Away", "", refresh(outside("/b"))))
    site.route(
        "/js-wall/a-page-for-scripts-only",
        lambda _: _shown(site, "Scripts", f"<noscript>{refresh('/nojs')}</noscript>"),
    )
    site.route("/nojs", lambda _: _shown(site, "Scripts", "<p>Please switch scripts on to read this site.</p>"))
    site.footer += [("/away-to-another-site-in-one-step", "Away to another site in one step")]
    site.footer += [
        ("/away-by-refresh-of-the-page", "Away by refresh"),
        ("/js-wall/a-page-for-scripts-only", "For scripts"),
    ]
    site.footer += [(outside("/c"), "What our neighbours on the network wrote")]


def _no_articles(site: NewsSite) -> None:
    """Put in pages that answer with 200 and are no articles."""
    legal = "".join(f"<p>{text.format(site='Quay Post')}</p>" for text in _LEGAL * 2)
    for path, name in {"/privacy": "Privacy", "/terms": "Terms of use", "/imprint": "Imprint"}.items():
        site.route(path, _always(site, name, legal))
        site.footer.append((path, name))
    lost = "<p>We are sorry: the page that you were looking for could not be found. It may have been moved or deleted.</p><p>Try the search, or one of these stories, which others read today.</p>"
    gone = "<p>This article is no longer available. For legal reasons we may show it for twelve months only.</p>"
    for number in range(1, 4):
        for path, title, text in (
            (f"/old/how-the-old-harbour-was-won-{number}", "Page not found", lost),
            (f"/gone/what-the-mayor-said-in-winter-{number}", "No longer available", gone),
            (f"/hub/five-stories-that-matter-today-{number}", "Five stories", ""),
        ):
            site.route(path, _with_headlines(site, title, text))
            site.footer.append((path, path.rpartition("/")[2].replace("-", " ").capitalize()))
    form = '<form method="post"><input name="name"><input name="password" type="password"><button>Sign in</button></form>'
    site.route("/login", _always(site, "Sign in", form + "<p>Sign in to read on, or make an account.</p>"))
    site.route("/share", _always(site, "Share", "<p>Send this story to a friend.</p>"))


def _always(site: NewsSite, title: str, body: str) -> Callable[[Asked], Answer]:
    return lambda _: _shown(site, title, body)


def _with_headlines(site: NewsSite, title: str, text: str) -> Callable[[Asked], Answer]:
    return lambda _: _shown(site, title, text + _headlines(site.posts_of("politics")[:5]))


def _wrong_types(site: NewsSite) -> None:
    """Put in pictures and papers that call themselves HTML, and an article that calls itself plain text."""
    for number in (1, 2):
        for path, body in (
            (f"/pictures/sunset-over-the-old-harbour-{number}.html", _JPEG),
            (f"/papers/report-on-the-new-harbour-{number}.html", _PDF),
        ):
            site.route(path, lambda _, body=body: Answer(body))  # type: ignore[misc]
            site.footer.append(
                (path, path.rpartition("/")[2].removesuffix(".html").replace("-", " ").capitalize())
            )
    [story] = site.new_stories(1, "en")
    path = f"/plain/{story.slug}"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    site.route(path, lambda _: Answer(f"<h1>{story.headline}</h1>{text}".encode(), content_type="text/plain"))
    site.unjudged.add(path)
    site.footer.append((path, story.headline))


def _canonicals(site: NewsSite) -> None:
    """Put in articles whose canonical link names another page; each is an article of its own."""
    wrong: dict[str, Callable[[], str]] = {
        "canonical-front-page": lambda: "/",
        "canonical-other-article": lambda: site.posts_of("politics")[3].path,
        "canonical-shared": lambda: "/politics/",
    }

    def shape(story: Story) -> str:
        return f"/stories/{story.slug}"

    for door, canonical in wrong.items():
        found = site.new_stories(4, "en")
        site.add([Post(story, shape(story), door, form, canonical()) for form, story in enumerate(found)])
        site.menu.append((f"/{door}/", door.replace("-", " ").capitalize()))
        site.listing(f"/{door}/", _listed(site, door))


def _listed(site: NewsSite, door: str) -> Callable[[], Listing]:
    return lambda: Listing(door.replace("-", " "), site.posts_of(door), 1)
