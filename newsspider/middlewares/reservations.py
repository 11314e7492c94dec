"""What a page says may not be done with it: noindex, noarchive, nofollow, reserved text and data mining."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scrapy.http import HtmlResponse, Response

# What keeps a page from becoming an article, with the reason that it is skipped for; nofollow concerns its links.
TDM_RESERVED = "tdm-reserved"
_REASONS = {"noindex": "noindex", "tdm": TDM_RESERVED, "noarchive": "noarchive"}
# Where a page's meta elements are looked for; heads with inlined styles and scripts have up to 300 kB.
_HEAD_BYTES = 500_000
_MAX_META = 300
_META = re.compile(rb"<meta\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""([a-z-]{1,30})\s{0,9}=\s{0,9}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,2000}))""", re.I
)
_AGENT = re.compile(r"\s*([\w*-]{1,60})\s*:\s*(.*)", re.DOTALL)
# Values of X-Robots-Tag with a colon of their own.
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


@dataclass(frozen=True, slots=True)
class Reservations:
    """What a page reserves: not to be indexed, not to be stored, its links not to be followed, not to be mined.

    `tdm` is None where the page does not say, which its host may have said for all its pages.
    """

    noindex: bool = False
    noarchive: bool = False
    nofollow: bool = False
    tdm: bool | None = None

    def refusal(self, obeyed: Collection[str]) -> str | None:
        """Return the reason why no article may be made of the page, among those obeyed; None where one may.

        >>> Reservations(noarchive=True, tdm=True).refusal({"noindex", "tdm"})
        'tdm-reserved'
        """
        return next((reason for name, reason in _REASONS.items() if name in obeyed and getattr(self, name)), None)

    def forbids_links(self, obeyed: Collection[str]) -> bool:
        """Return whether the page's links may not be followed."""
        return self.nofollow and "nofollow" in obeyed


def page_reservations(response: Response, agent: str = "newsspider") -> Reservations:
    """Return what a page reserves, in its headers and meta elements, from all crawlers or from `agent`.

    X-Robots-Tag and `<meta name="robots">` as search engines read them; `tdm-reservation` in both places as in the
    TDM Reservation Protocol (W3C community group, 2022).
    """
    words = set(_header_words(response, agent))
    header = response.headers.get("tdm-reservation")
    tdm = _is_one(header) if header is not None else None
    for name, content in _metas(response):
        if name in ("robots", agent):
            words.update(_split(content))
        elif name == "tdm-reservation" and header is None:  # which goes before
            tdm = tdm or _is_one(content.encode())
    if "none" in words:
        words |= {"noindex", "nofollow"}
    return Reservations("noindex" in words, "noarchive" in words, "nofollow" in words, tdm)


def _header_words(response: Response, agent: str) -> Iterator[str]:
    """Yield the directives of X-Robots-Tag; those behind another crawler's name are not for us."""
    for raw in response.headers.getlist("X-Robots-Tag"):
        meant = True
        for part in raw.decode("latin-1")[:2000].split(","):
            word = part
            named = _AGENT.match(part)
            if named and named[1].lower() not in _VALUED:
                meant = named[1].lower() in (agent, "*")
                word = named[2]
            if meant:
                yield from _split(word)


def _metas(response: Response) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of a page's meta elements, names in lower case."""
    if not isinstance(response, HtmlResponse):
        return
    head = response.body[:_HEAD_BYTES]
    lower = head.lower()
    if b"robots" not in lower and b"tdm-reservation" not in lower and b"newsspider" not in lower:
        return
    end = lower.find(b"<body")
    head = _without_comments(head[:end] if end >= 0 else head)
    for count, found in enumerate(_META.finditer(head)):
        if count >= _MAX_META:
            return
        attributes = {
            name.lower(): first or second or bare for name, first, second, bare in _ATTRIBUTE.findall(found[1])
        }
        yield (
            attributes.get(b"name", b"").decode("latin-1").strip().lower(),
            attributes.get(b"content", b"").decode("latin-1"),
        )


def _without_comments(html: bytes) -> bytes:
    """Return HTML without its comments; one that does not end reaches to the end."""
    kept, at = [], 0
    while (start := html.find(b"<!--", at)) >= 0:
        kept.append(html[at:start])
        end = html.find(b"-->", start + 4)
        if end < 0:
            return b"".join(kept)
        at = end + 3
    return b"".join([*kept, html[at:]])


def _split(content: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", content.lower()) if word]


def _is_one(value: bytes) -> bool:
    return value.strip() == b"1"
