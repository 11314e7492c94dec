"""The site's own names among its authors, and the names of accounts."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from newsspider.items import Author
from newsspider.processors.bylines import byline_words, words_pattern
from newsspider.processors.headlines import name_key

_ACCOUNT = re.compile(r"(?=[A-Za-z])(?:[a-z][\w.-]{2,40}|\w{2,40}[a-z][A-Z]|[A-Za-z]\w{0,40}[._\d][\w.]{0,40})")


def is_account(author: Author) -> bool:
    """Return whether a name is one under which somebody logs in: "akeaveney", "KatieS", "a.ruiz", "Web Admin".

    Of 6 pages that show a full name beside one, 5 were by that person; beside first names 1 of 4.
    """
    name = author.name
    if author.type == "Organization":
        return False
    return _ACCOUNT.fullmatch(name) is not None or name.split()[-1].casefold() in byline_words()["nobody"]["any"]


def names_person(authors: Sequence[Author], own_names: Set[str]) -> bool:
    """Return whether a list holds a full name that does not just go on behind the site's: "Ana Ruiz In"."""
    keys = (name_key(author.name) for author in authors if author.type == "Person" and " " in author.name)
    return any(key in own_names or not is_own(key, own_names) for key in keys)


def without_employer(people: Sequence[Author], own_names: Set[str]) -> Sequence[Author]:
    """Return authors without the site's name behind a person's: "Ana Ruiz, EN North" on the pages of EN.

    "Example News Staff" is an author of its own.
    """
    if not names_person(people[:1], own_names):
        return people
    return [
        author
        for author in people
        if author is people[0]
        or words_pattern("organizations").search(author.name)
        or not _is_site(author.name, own_names)
    ]


def _is_site(name: str, own_names: Set[str]) -> bool:
    first = name.split(maxsplit=1)[0]
    return is_own(name_key(name), own_names) or (first.isupper() and name_key(first) in own_names)


def is_own(key: str, own_names: Set[str]) -> bool:
    """Return whether a name is the site's: "Example News Ltd" is "example.org"'s as well."""
    return key in own_names or any(len(own) > 4 and key.startswith(own) for own in own_names)
