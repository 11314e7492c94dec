"""The site itself: its posts, what it answers to each address, and what changes from one run to the next."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.crawls.news_site.pages import Frame, Listing, Post, article_page, listing_page
from tests.crawls.prose import LANGUAGES, NEWEST, Story, stories
from tests.crawls.servers import Answer, Asked

Route = Callable[[Asked], Answer]

# Parameters that change nothing of a page.
_IDLE_PARAMETERS = re.compile(r"utm_[a-z]{1,20}|fbclid|ref|PHPSESSID|replytocom|print", re.ASCII)
_SESSION_PATH = re.compile(r";jsessionid=[0-9A-F]{1,64}")


class NewsSite:
    """A news site on one host; a host for `servers.serving`.

    `posts` are its articles by path, each of which one door names. `unjudged` are paths that may become an article or
    not. Doors and traps are put in by their modules.
    """

    def __init__(self, host: str, seed: int = 1) -> None:
        self.host = host
        self.base = f"http://{host}"  # with the port, once that is known
        self.posts: dict[str, Post] = {}
        self.unjudged: set[str] = set()
        self.menu: list[tuple[str, str]] = []
        self.footer: list[tuple[str, str]] = []
        self.head = ""  # of every page: links to feeds
        self.sessions = itertools.count(0xA0000000)
        self._routes: dict[str, Route] = {}
        self._prefixes: dict[str, Route] = {}
        self._in_languages = stories(seed, LANGUAGES)
        self._in_one = {language: stories(seed + 1, (language,)) for language in LANGUAGES}

    def __call__(self, asked: Asked) -> Answer:
        """Return what the site says to a request."""
        route = self._routes.get(asked.target) or self._routes.get(urlsplit(asked.target).path)
        post = self._post_of(asked.target)
        # A post that stands on the front page's or a section's path is told by its query.
        if post is not None and (route is None or urlsplit(post.path).query):
            return self._article(post)
        if route is not None:
            return route(asked)
        for prefix, answers in self._prefixes.items():
            if asked.target.startswith(prefix):
                return answers(asked)
        return Answer(self._frame_page("Not found", "<p>There is nothing here.</p>"), 404)

    def frame(self) -> Frame:
        """Return what all pages share."""
        return Frame(self.base, self.menu, self.footer, self.head)

    def url(self, post: Post) -> str:
        """Return the address of a post."""
        return self.base + post.path

    def post_at(self, url: str) -> Post | None:
        """Return the post that any of its addresses shows."""
        return self._post_of(url.removeprefix(self.base)) if url.startswith(self.base) else None

    # What doors and traps put in.

    def new_stories(self, count: int, language: str | None = None) -> list[Story]:
        """Return the next stories, of one language or of all in turns."""
        source: Iterator[Story] = self._in_one[language] if language else self._in_languages
        return list(itertools.islice(source, count))

    def add(self, posts: Sequence[Post]) -> None:
        """Put posts in, each below those of its door that are there."""
        for post in posts:
            assert post.path not in self.posts, post.path
            self.posts[post.path] = post

    def posts_of(self, door: str) -> list[Post]:
        """Return the posts of a door, newest first."""
        found = [post for post in self.posts.values() if post.door == door]
        return sorted(found, key=lambda post: post.story.published, reverse=True)

    def route(self, path: str, route: Route) -> None:
        """Answer a path, whatever its query, with what a function makes of the request."""
        self._routes[path] = route

    def under(self, prefix: str, route: Route) -> None:
        """Answer all paths that begin with the prefix and are nothing else."""
        self._prefixes[prefix] = route

    def listing(self, path: str, make: Callable[[], Listing]) -> None:
        """Answer a path with a list of posts; its ETag changes with the list."""
        self.route(path, lambda _: Answer(listing_page(self.frame(), make()), has_etag=True))

    # What happens between two runs.

    def publish(self, doors: Sequence[str]) -> list[Post]:
        """Put one new post in for each of the doors, above all others, and return them."""
        new = []
        for hours, door in enumerate(doors, start=1):
            pattern = self.posts_of(door)[0]
            [story] = self.new_stories(1, pattern.story.language)
            story = replace(story, number=story.number + 9000, published=NEWEST + timedelta(hours=hours))
            path = _path_like(pattern, story)
            new.append(replace(pattern, story=story, path=path, canonical=None, related=()))
        self.add(new)
        return new

    def change(self, doors: Sequence[str]) -> list[Post]:
        """Change the text of the newest post of each door, and return these posts."""
        changed = [
            replace(self.posts_of(door)[0], changed=NEWEST + timedelta(days=2, minutes=number))
            for number, door in enumerate(doors)
        ]
        self.posts.update({post.path: post for post in changed})
        return changed

    def _article(self, post: Post) -> Answer:
        return Answer(article_page(self.frame(), post), modified=post.modified, has_etag=True)

    def _frame_page(self, title: str, body: str) -> bytes:
        return listing_page(self.frame(), Listing(title, (), extra=body))

    def _post_of(self, target: str) -> Post | None:
        parts = urlsplit(_SESSION_PATH.sub("", target))
        query = urlencode([pair for pair in parse_qsl(parts.query) if not _IDLE_PARAMETERS.fullmatch(pair[0])])
        path = "/" + parts.path.lstrip("/").removesuffix("index.html")
        for known in (path, path.rstrip("/"), f"{path}/"):
            if post := self.posts.get(f"{known}?{query}" if query else known):
                return post
        return None


def _path_like(pattern: Post, story: Story) -> str:
    """Return the address of a story as the other posts of its door have it."""
    path = pattern.path.replace(pattern.story.slug, story.slug)
    return path.replace(str(pattern.story.number), str(story.number))
