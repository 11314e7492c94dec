"""What JSON Feed and Atom say of an article, as it is in the feed's form."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from newsspider.feeds.forms import json_bytes

Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture, video or audio that belongs to an article."""

    url: str
    mime_type: str
    title: str | None = None


def entry_id(form: Form) -> str:
    """Return what identifies an article: its id, else its URL, else a digest of all it says that JSON can hold.

    >>> entry_id({"url": "https://example.org/a"}), entry_id({"headline": "Storm"})[:12]
    ('https://example.org/a', 'urn:sha256:2')
    """
    known = form.get("id") or form.get("url")
    if known:
        return f"urn:{known}" if str(known).startswith("sha256:") else str(known)
    try:
        told = json_bytes(dict(form))
    except TypeError:  # a project's own items hold anything
        told = json_bytes({name: value for name, value in form.items() if isinstance(value, str)})
    return f"urn:sha256:{hashlib.sha256(told).hexdigest()}"


def page_url(form: Form) -> str | None:
    """Return where people can read an article, if that is known."""
    url = form.get("url") or form.get("canonicalUrl")
    return str(url) if url else None


def moment(written: object) -> datetime | None:
    """Return a date of the feed as a timestamp: midnight where no time is known, UTC where no offset is.

    >>> moment("2026-11-03").isoformat(), moment("2026-11-03T09:40+05:30").isoformat(), moment("yesterday")
    ('2026-11-03T00:00:00+00:00', '2026-11-03T09:40:00+05:30', None)
    """
    try:
        found = written if isinstance(written, datetime) else datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def published(form: Form) -> datetime | None:
    """Return when an article was published."""
    return moment(form.get("datePublished"))


def updated(form: Form) -> datetime | None:
    """Return when an article was last changed, or else published."""
    return moment(form.get("dateModified")) or published(form)


def downloaded(form: Form) -> datetime | None:
    """Return when an article was fetched."""
    metadata = form.get("metadata")
    return moment(metadata.get("dateDownloaded")) if isinstance(metadata, Mapping) else None


def people(form: Form) -> list[dict[str, str]]:
    """Return the name and URL of each author, or of the publisher where there is none.

    >>> people({"authors": [{"name": "Ana", "type": "Person"}, "Bo"]})
    [{'name': 'Ana'}, {'name': 'Bo'}]
    >>> people({"publisher": {"name": "Example News"}}), people({"url": "https://example.org/a"})
    ([{'name': 'Example News'}], [])
    """
    authors = [_person(author) for author in _list(form.get("authors"))]
    return [person for person in authors if person] or list(filter(None, [_person(form.get("publisher"))]))


def people_or_host(form: Form) -> list[dict[str, str]]:
    """Return the same for Atom, which must have an author: else the host of the page.

    >>> people_or_host({"url": "https://example.org/a"}), people_or_host({})
    ([{'name': 'example.org'}], [{'name': 'unknown'}])
    """
    return people(form) or [{"name": _parts(str(form.get("url") or "")).hostname or "unknown"}]


def _person(value: Any) -> dict[str, str]:
    if isinstance(value, str):
        return {"name": value}
    if not isinstance(value, Mapping) or not value.get("name"):
        return {}
    return {name: str(value[name]) for name in ("name", "url") if value.get(name)}


def tags(form: Form) -> list[str]:
    """Return an article's section and keywords, each once."""
    found = (*_list(form.get("articleSection")), *_list(form.get("keywords")))
    return list(dict.fromkeys(map(str, found)))


def attachments(form: Form) -> Iterator[Attachment]:
    """Yield an article's pictures, videos and audios, each once."""
    seen: set[str] = set()
    for name, usual in (("images", "image/jpeg"), ("videos", "video/mp4"), ("audios", "audio/mpeg")):
        for value in _list(form.get(name)):
            part = value if isinstance(value, Mapping) else {"url": value}
            url = part.get("url")
            if isinstance(url, str) and url not in seen:
                seen.add(url)
                guessed = mimetypes.guess_type(_parts(url).path)[0]
                yield Attachment(url, guessed or usual, part.get("caption") or part.get("alt"))


def main_image(form: Form) -> str | None:
    """Return the URL of an article's main picture."""
    image = form.get("mainImage")
    url = image.get("url") if isinstance(image, Mapping) else image
    return url if isinstance(url, str) else None


def _parts(url: str) -> SplitResult:
    """Return the parts of a URL, which are empty where it is none: a project's own items hold any text."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
