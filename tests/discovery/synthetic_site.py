"""News sites that exist only in memory: sections, lists, articles, and endless spaces of addresses beside them.

Everything follows from a seed: the form of addresses, names, which traps there are. A page is what it is (an article,
a list, nothing) and the links on it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from newsspider.discovery.types import Found, Outcome, Place

HOST = "https://news.example"
# Names that word lists of junk hold, and that are sections of real newspapers.
SECTIONS = (
    "games",
    "weather",
    "jobs",
    "events",
    "about",
    "shop",
    "comment",
    "archives",
    "politics",
    "sport",
    "search",
)
WORDS = [
    "quay", "storm", "vote", "bridge", "school", "market", "budget", "harbour", "train", "river", "museum", "court",
    "strike", "festival", "garden", "mayor", "police", "hospital", "winter", "summer", "energy", "football",
    "library", "tunnel", "ferry", "union", "coast", "tax", "rent", "film",
]  # fmt: skip

TRAPS = ("calendar", "facets", "session", "sorting", "depth", "counter", "replies", "circles", "filters", "print")
PERMALINKS = {
    "dated": "/{year}/{month:02}/{slug}/", "numeric": "/archives/{number}", "plain": "/?p={number}",
    "section": "/{section}/{slug}", "html": "/{section}/{slug}-{id}.html", "token": "/a/{token}",
    "short": "/{section}/{word}{number}", "root": "/{id}/",
}  # fmt: skip
PAGINATIONS: dict[str, Callable[[str, int], str]] = {
    "path": lambda path, page: f"{path.rstrip('/')}/page/{page}/",
    "query": lambda path, page: f"{path}{'&' if '?' in path else '?'}page={page}",
    "offset": lambda path, page: f"{path}{'&' if '?' in path else '?'}start={10 * (page - 1)}",
}


@dataclass(frozen=True)
class FetchedPage:
    """What a request gave."""

    outcome: Outcome
    article: int | None = None
    links: tuple[Found, ...] = ()


@dataclass
class SyntheticSite:
    """A site of so many articles, made from a seed."""

    seed: int
    articles: int = 400
    traps: tuple[str, ...] = TRAPS
    permalinks: str = ""
    pagination: str = ""
    asked: dict[str, int] = field(default_factory=dict)  # kind of page -> requests

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.permalinks = self.permalinks or self.random.choice(sorted(PERMALINKS))
        self.pagination = self.pagination or self.random.choice(sorted(PAGINATIONS))
        self.names_next = self.random.random() < 0.5
        self.sections = self.random.sample(SECTIONS, 6)
        self.tags = self.random.sample(WORDS, 12)
        self.slugs = ["-".join(self.random.sample(WORDS, self.random.randint(3, 7))) for _ in range(self.articles)]
        self.of_section = [self.random.choice(self.sections) for _ in range(self.articles)]
        self.of_tag = [self.random.choice(self.tags) for _ in range(self.articles)]
        self.by_path = {self.article_path(number): number for number in range(self.articles)}
        self.sessions = 0

    def article_path(self, number: int) -> str:
        slug = self.slugs[number]
        return PERMALINKS[self.permalinks].format(
            number=number,
            id=number + 10_000,
            year=2000 + number % 27,
            month=number % 12 + 1,
            slug=f"{slug}-{number}",
            word=slug.partition("-")[0],
            section=self.of_section[number],
            token=hashlib.sha256(str(number).encode()).hexdigest()[:32],
        )

    def fetch(self, url: str) -> FetchedPage:
        """Return the page behind a URL, and count what kind it was."""
        parts = urlsplit(url)
        query = {key: value for key, value in parse_qsl(parts.query) if key not in {"sid", "replytocom", "print"}}
        path = parts.path + (f"?{urlencode(query)}" if query else "")
        kind, outcome, article, links = self._page(path)
        if path in self.by_path and parts.query and "p=" not in parts.query:
            kind = "copy"
        self.asked[kind] = self.asked.get(kind, 0) + 1
        return FetchedPage(outcome, article, tuple(self._with_session(link) for link in links))

    def _page(self, path: str) -> tuple[str, Outcome, int | None, list[Found]]:
        if path in self.by_path:
            number = self.by_path[path]
            return "article", Outcome.ARTICLE, number, [*self._article_links(number), *self._frame()]
        if path == "/":
            return "list", Outcome.LISTING, None, [*self._teasers(list(range(10))), *self._frame()]
        for numbers, base in self._lists():
            page = self._page_number(path, base)
            if page is not None:
                return "list" if page <= len(numbers) // 10 + 1 else "list-end", *self._list(numbers, base, page)
        return self._trap(path)

    def _lists(self) -> Iterator[tuple[list[int], str]]:
        numbers = range(self.articles)
        for section in self.sections:
            yield [number for number in numbers if self.of_section[number] == section], f"/{section}/"
        for tag in self.tags:
            yield [number for number in numbers if self.of_tag[number] == tag], f"/tag/{tag}/"

    def _page_number(self, path: str, base: str) -> int | None:
        if path == base or path.startswith(f"{base}?sort="):
            return 1
        if not path.startswith(base):
            return None
        digits = "".join(filter(str.isdigit, path.removeprefix(base)))
        page = int(digits) // 10 + 1 if digits and self.pagination == "offset" else int(digits or 0)
        return page if PAGINATIONS[self.pagination](base, page) == path else None

    def _list(self, numbers: list[int], base: str, page: int) -> tuple[Outcome, None, list[Found]]:
        links = self._teasers(numbers[10 * page - 10 : 10 * page])
        if 10 * page < len(numbers):
            following = PAGINATIONS[self.pagination](base, page + 1)
            links.append(Found(url=HOST + following, text=str(page + 1), is_next=self.names_next))
        if "sorting" in self.traps:
            for order in ("asc", "desc", "title", "views"):
                links.append(Found(url=f"{HOST}{base}?sort={order}", text=order))
        return Outcome.LISTING, None, [*links, *self._frame()]

    def _teasers(self, numbers: list[int]) -> list[Found]:
        return [
            Found(
                url=HOST + self.article_path(number), text=self.slugs[number].replace("-", " "), is_headline=True
            )
            for number in numbers
        ]

    def _article_links(self, number: int) -> list[Found]:
        path = self.article_path(number)
        joint = "&" if "?" in path else "?"
        links = [Found(url=f"{HOST}/tag/{self.of_tag[number]}/", text=self.of_tag[number])]
        links += self._teasers([(number + 1) % self.articles] if number % 7 == 0 else [])
        if "replies" in self.traps:
            links += [
                Found(url=f"{HOST}{path}{joint}replytocom={number * 10 + reply}", text="Reply", is_nofollow=True)
                for reply in range(3)
            ]
        if "print" in self.traps:
            links.append(Found(url=f"{HOST}{path}{joint}print=1", text="Print"))
        return links

    def _frame(self) -> list[Found]:
        links = [self._menu(f"/{section}/", section) for section in self.sections]
        links += [
            self._menu(f"/{name}", name, Place.FOOTER) for name in ("imprint", "privacy", "contact", "login")
        ]
        starts = {
            "calendar": "/calendar/2026/11/", "facets": "/catalogue?colour=red", "depth": "/deep/1/",
            "counter": "/gallery/1", "filters": "/filter/red/", "circles": "/loop/a/b/",
        }  # fmt: skip
        return links + [
            self._menu(start, trap, Place.ASIDE) for trap, start in starts.items() if trap in self.traps
        ]

    def _menu(self, path: str, text: str, place: Place = Place.NAVIGATION) -> Found:
        return Found(url=HOST + path, text=text.title(), place=place)

    def _trap(self, path: str) -> tuple[str, Outcome, int | None, list[Found]]:
        steps = [step for step in urlsplit(path).path.split("/") if step]
        name = steps[0] if steps else ""
        following = {
            "calendar": self._calendar, "catalogue": self._facets, "deep": self._deep, "gallery": self._counter,
            "filter": self._filter, "loop": self._loop,
        }.get(name)  # fmt: skip
        if following is None:
            return "page", Outcome.NOTHING, None, self._frame()
        links = [Found(url=HOST + link, text=link.strip("/").split("/")[-1]) for link in following(path, steps)]
        return f"trap {name}", Outcome.NOTHING, None, [*links, *self._frame()]

    def _calendar(self, path: str, steps: list[str]) -> list[str]:  # noqa: ARG002
        year, month = int(steps[1]), int(steps[2]) if len(steps) > 2 else 1
        months = [(year, month + 1), (year, month - 1), (year + 1, month)]
        links = [f"/calendar/{y + (m > 12) - (m < 1)}/{(m - 1) % 12 + 1:02}/" for y, m in months]
        return links + [f"/calendar/{year}/{month:02}/{day:02}/" for day in range(1, 29)]

    def _facets(self, path: str, steps: list[str]) -> list[str]:  # noqa: ARG002
        query = dict(parse_qsl(urlsplit(path).query))
        values = {"colour": ("red", "blue", "green"), "size": "sml", "price": "123", "brand": "abcd", "sort": "ud"}
        return [
            f"/catalogue?{urlencode(sorted({**query, key: value}.items()))}"
            for key, options in values.items()
            for value in options
        ]

    def _deep(self, path: str, steps: list[str]) -> list[str]:  # noqa: ARG002
        return [f"{path}{number}/" for number in range(1, 4)]

    def _counter(self, path: str, steps: list[str]) -> list[str]:  # noqa: ARG002
        return [f"/gallery/{int(steps[1]) + 1}", f"/gallery/{int(steps[1]) + 2}"]

    def _filter(self, path: str, steps: list[str]) -> list[str]:
        return [f"{path}{word}/" for word in WORDS if word not in steps]

    def _loop(self, path: str, steps: list[str]) -> list[str]:  # noqa: ARG002
        return [f"{path}a/b/", f"{path}b/"]

    def _with_session(self, link: Found) -> Found:
        if "session" not in self.traps:
            return link
        self.sessions += 1
        token = hashlib.sha256(f"{self.seed} {self.sessions}".encode()).hexdigest()
        url = f"{link.url}{'&' if '?' in link.url else '?'}sid={token}"
        return Found(url=url, text=link.text, place=link.place, is_headline=link.is_headline, is_next=link.is_next)
