"""What a feed, a sitemap or an archive's row announced of a page: candidates like all others.

They stand behind what the page itself declares, and before what is guessed from its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from newsspider.fields.candidate import Candidate
from newsspider.http import Announcement

# What a candidate is called behind its source: "feed:title" is the announcement's headline.
Text: TypeAlias = Literal[
    "title", "description", "published", "modified", "language", "section", "image", "publisher"
]
Texts: TypeAlias = Literal["authors", "keywords"]

_ATTRIBUTES = {"title": "headline"}
# A plain sitemap says when a page was written anew, which is for most sites when they were last built.
_NOT_TOLD = frozenset({("sitemap", "modified")})


def announced(announcement: Announcement | None, name: Text) -> Iterator[Candidate[str]]:
    """Yield what was announced under a name, if anything was.

    >>> list(announced(Announcement(source="feed", headline="Storm hits coast"), "title"))
    [Candidate(value='Storm hits coast', source='feed:title', changes=())]
    """
    if announcement is None or (announcement.source, name) in _NOT_TOLD:
        return
    text: str | None = getattr(announcement, _ATTRIBUTES.get(name, name))
    if text:
        yield Candidate(text, f"{announcement.source}:{name}")


def announced_list(announcement: Announcement | None, name: Texts) -> Iterator[Candidate[Sequence[str]]]:
    """Yield the list that was announced under a name, if one was."""
    texts: Sequence[str] = getattr(announcement, name) if announcement is not None else ()
    if announcement is not None and texts:
        yield Candidate(texts, f"{announcement.source}:{name}")
