"""Which of the names that a page gives as authors are some: no account, no section, no employer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import dropwhile

from newsspider.fields.facts import PageFacts
from newsspider.items import Author
from newsspider.language.agencies import is_agency
from newsspider.language.bylines import byline_words, conjunction_pattern, words_pattern
from newsspider.language.places import is_place
from newsspider.language.scripts import TOUCHING
from newsspider.language.tags import base_language
from newsspider.lines.bylines import is_unnamed
from newsspider.processors.author_names import name_words
from newsspider.processors.authors import leading_name, looks_like_name
from newsspider.processors.headlines import name_key

_ACCOUNT = re.compile(r"(?=[A-Za-z])(?:[a-z][\w.-]{2,40}|\w{2,40}[a-z][A-Z]|[A-Za-z]\w{0,40}[._\d][\w.]{0,40})")

_UNSPACED_NAME = re.compile(f"[{TOUCHING}・·=＝]{{2,12}}")

_SITE_BEFORE = re.compile(r"[|｜/•·]")

_MAX_NAME_WORDS = 4  # besides particles
# Indonesian, Javanese, Sundanese, Balinese, Madurese, Burmese: many people have one name.
_LANGUAGES_OF_SINGLE_NAMES = frozenset({"id", "jv", "su", "ban", "mad", "my"})


def is_single_name(name: str, before: str, written: str, language: str | None) -> bool:
    """Return whether a word behind the full name `before` is a person's only name: "Ana Ruiz and Madonna".

    Behind a comma stands where or for whom somebody works, but for languages whose speakers often have one name.

    >>> is_single_name("Madonna", "Ana Ruiz", "Ana Ruiz, Madonna", "en")
    False
    >>> is_single_name("Suparman", "Dewi Lestari", "Dewi Lestari, Suparman", "id")
    True
    """
    base = base_language(language)
    _, _, rest = written.partition(before)
    joint = conjunction_pattern(base).match(rest)
    is_joined = joint is not None and rest.startswith(name, joint.end())
    if not is_joined and base not in _LANGUAGES_OF_SINGLE_NAMES:
        return False
    return looks_like_name(name) and not is_place(name, language)


def is_whole_name(name: str, language: str | None) -> bool:
    """Return whether a name is a person's whole one: given and family name, unless one word may hold both.

    >>> [is_whole_name(name, "en") for name in ("Maria José da Silva Gil", "Madonna", "山田太郎")]
    [True, False, True]
    """
    if not looks_like_name(name):
        return False
    words = name_words(name)
    if len(words) > 1:
        return len(words) <= _MAX_NAME_WORDS
    is_single = base_language(language) in _LANGUAGES_OF_SINGLE_NAMES and not is_place(name, language)
    return is_single or _UNSPACED_NAME.fullmatch(name) is not None


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

    "Example News Staff" is an author of its own. A name in a script that writes no spaces is full without one.
    """
    people = [_alone(author, own_names) for author in _behind_site(people, own_names)]
    if not people or not (names_person(people[:1], own_names) or is_unspaced_name(people[0], own_names)):
        return people
    return [people[0], *(author for author in people[1:] if not _is_employer(author.name, own_names))]


def _behind_site(people: Sequence[Author], own_names: Set[str]) -> Sequence[Author]:
    """Return authors without the site's name where one text names it before a person: "Courier | Ana Ruiz"."""
    if len(people) < 2 or name_key(people[0].name) not in own_names:
        return people
    written = people[0].nameRaw
    is_one_text = written is not None and written == people[1].nameRaw and _SITE_BEFORE.search(written)
    return people[1:] if is_one_text and names_person(people[1:2], own_names) else people


def is_unspaced_name(author: Author, own_names: Set[str]) -> bool:
    """Return whether a name may be a person's full one in a script that writes no space in it: "山田太郎"."""
    name = author.name
    is_body = author.type == "Organization" or is_own(name_key(name), own_names)
    return not is_body and _UNSPACED_NAME.fullmatch(name) is not None and looks_like_name(name)


def _is_employer(name: str, own_names: Set[str]) -> bool:
    if name_key(name) in own_names:
        return True
    return not words_pattern("organizations").search(name) and _is_site(name, own_names)


def _alone(author: Author, own_names: Set[str]) -> Author:
    """Return an author without the agency or site behind the name: "Ana Ruiz Example Press", "Ana Ruiz EN Editor".

    A site's name of one word must be in capitals or hold a dot: "Ruiz" of "ruiz.example" is a name. No person's
    name begins as "The Harbour Example Press" does.
    """
    words = author.name.split()
    if words[:1] == ["The"]:
        return author
    for place in range(2, len(words)):
        rest = list(dropwhile(str.islower, words[place:])) or words[place:]  # "of the Courier"
        is_site = _is_site_word(rest[0], author.name, own_names) or (
            len(rest) > 1 and name_key(" ".join(rest)) in own_names
        )
        head = " ".join(words[:place])
        if is_site or is_agency(" ".join(rest)):
            if words_pattern("organizations").search(head) or not looks_like_name(head):
                return author
            return replace(author, name=head, nameRaw=author.nameRaw or author.name, type="Person")
    return author


def _is_site_word(word: str, name: str, own_names: Set[str]) -> bool:
    is_marked = "." in word.strip(".") or (word.isupper() and len(word) > 1 and not name.isupper())
    return is_marked and name_key(word) in own_names


def _is_site(name: str, own_names: Set[str]) -> bool:
    first = name.split(maxsplit=1)[0]
    return is_own(name_key(name), own_names) or (first.isupper() and name_key(first) in own_names)


def is_own(key: str, own_names: Set[str]) -> bool:
    """Return whether a name is the site's: "Example News Ltd" is "example.org"'s as well."""
    return key in own_names or any(len(own) > 4 and key.startswith(own) for own in own_names)


def byline_people(people: Iterable[Author], facts: PageFacts, *, is_labelled: bool) -> list[Author]:
    """Return those who may have signed, without what the line goes on with: "Ana Ruiz archive page".

    Agencies may, and behind a word of bylines (`is_labelled`) accounts. Without one, words that the page writes
    small elsewhere, all of them, are a section: "Digital Life".
    """
    named = (replace(author, name=leading_name(author.name)) for author in people)
    return [author for author in named if _may_sign(author, facts, is_labelled=is_labelled)]


def _may_sign(author: Author, facts: PageFacts, *, is_labelled: bool) -> bool:
    words = author.name.split()
    if author.type == "Organization":
        return looks_like_name(author.name) or not is_unnamed(author.name)  # "editors" are none
    if is_labelled and len(words) == 1:
        return True
    is_section = not is_labelled and facts.lower_case_words.issuperset(author.name.lower().split())
    return looks_like_name(author.name) and not is_section
