"""Clean publishers: a name, and the URL of a site."""

from __future__ import annotations

import re

from newsspider.items import Publisher
from newsspider.processors.text import one_line, without_entities
from newsspider.processors.urls import absolute_url

_MAX_NAME_CHARS = 120  # legal names with their form; longer ones are slogans
_SEPARATORS = " |•·–—-:,"
_QUOTED = re.compile("[\"'«„“‘「『]([^\"'«»„“”‘’「」『』]+)[\"'»“”’」』]")
# Who is logged in, and what programs write where there is nothing: templates put the account in the site's place.
_ACCOUNTS = frozenset((
    "admin", "administrator", "anonymous", "author", "default", "editor", "guest", "none", "null", "root",
    "super user", "superuser", "undefined", "unknown", "user", "webmaster", "администратор", "админ", "管理员",
    "管理員", "관리자",
))  # fmt: skip
_ADDRESS = re.compile(r"(?:https?:)?//|@|^#|^[\W\d_]*$", re.IGNORECASE)


def clean_publisher(publisher: Publisher, base: str | None = None) -> Publisher | None:
    """Return a publisher with a one-line name, None if it has no name.

    >>> clean_publisher(Publisher(name=" Example&amp;Sons\\n News ", url="/"), "https://example.org/a")
    Publisher(name='Example&Sons News', url='https://example.org/')
    >>> clean_publisher(Publisher(name="«Пример»"))
    Publisher(name='Пример', url=None)
    >>> clean_publisher(Publisher(name="https://example.org/about")) is None
    True
    """
    name = one_line(without_entities((publisher.name or "")[: 4 * _MAX_NAME_CHARS])).strip(_SEPARATORS)
    if quoted := _QUOTED.fullmatch(name):
        name = quoted[1]
    if not name or len(name) > _MAX_NAME_CHARS or _ADDRESS.search(name) or name.casefold() in _ACCOUNTS:
        return None
    return Publisher(name=name, url=absolute_url(publisher.url, base) if publisher.url else None)
