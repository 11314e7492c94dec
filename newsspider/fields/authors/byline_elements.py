"""Which elements name the author: their class, rel, itemprop or address says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from newsspider.fields.authors.byline_names import leads_to_author, names_in_byline
from newsspider.fields.authors.signers import is_whole_name
from newsspider.fields.facts import PageFacts
from newsspider.fields.near_headline import class_of, from_headline_on, is_elsewhere, is_of_others
from newsspider.language.bylines import (
    byline_words,
    conjunction_pattern,
    letter_conjunction_pattern,
    prefixes,
    words_pattern,
)
from newsspider.language.scripts import TOUCHING_CHAR, UNSPACED
from newsspider.language.tags import base_language
from newsspider.lines.wording import is_any_label
from newsspider.processors.author_names import EDGES
from newsspider.processors.authors import clean_authors, looks_like_name
from newsspider.processors.headlines import name_key
from newsspider.processors.other_work import begins_other_work
from newsspider.processors.text import one_line

_NAMING = re.compile(
    r"(?<![a-z])(?:authors?(?:names?)?(?![a-z])|by[-_]?lines?|writers?(?![a-z])|autor(?:e|en|es|ka|in)?(?![a-z])"
    r"|auteurs?(?![a-z])|contributors?(?![a-z])|posted-by|redakt(?:eur|or|ion)(?:in)?(?![a-z])|journalist"
    r"|reporters?(?![a-z])|redact(?:eur|or)a?(?![a-z])|periodista|giornalista|dziennikarz|(?:yazar|muhabir)(?:lar)?(?![a-z])"
    r"|forfattere?(?![a-z])|skribent(?![a-z])|kirjoittaja(?![a-z])|toimittaja(?![a-z])|penulis(?![a-z])|szerzo(?![a-z])"
    r"|tac-?gia(?![a-z])|[ck]olumnist(?:as?|en)?(?![a-z])|colunistas?(?![a-z]))",
    re.IGNORECASE,
)
# What is told of the author besides the name.
_ABOUT_AUTHOR = re.compile(
    r"(?:author|autor|auteur|writer)[-_]{1,2}(?:desc|bio|about|title|role|job|position)", re.IGNORECASE
)
_OF_PICTURE = re.compile(
    r"(?:photo|foto|image|imagen|picture|bild|caption)[-_]{0,2}(?:author|autor|auteur|by-?line)", re.I
)
_WITHOUT_AUTHOR = re.compile(
    r"(?<![a-z])(?:without|hide|hidden|ohne|sans|sin|no)[-_]?(?:author|by-?line|autor|auteur)", re.IGNORECASE
)
_BEHIND_SITE = re.compile(r"\s{0,2}[-–—:|/،,]\s{0,2}(\S.{2,80})")
_ACCOUNT = re.compile(r"[a-z][\w.-]{2,40}")
_NOT_SHOWN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_ELEMENTS = 60
_MAX_PIECES = 12
_MAX_WORDS_AROUND = 8  # small ones beside a link: "is a reporter who covers the coast for the Courier"
_MAX_ANCESTORS_NEAR = 3
_MAX_LINKS_NEAR = 40
_MIN_STORY_WORDS = 5  # of a link; "Fehler im Text melden" has four
_UNSPACED_CHARS = 2  # are about a word
_NO_STORY_RELS = frozenset(("author", "tag", "category", "bookmark"))
_WEB = frozenset(("http", "https", ""))
_MIN_STORY_WORDS_ASIDE = 2
_LABEL_TAGS, _MAX_WORK_CHARS = frozenset(("div", "span", "p", "dt", "b", "strong", "label", "small")), 25
_ASIDE = re.compile(r"(?<![a-z])(?:sidebar|widget|latest|recent)(?![a-z])", re.IGNORECASE)
_UNSPACED = re.compile(f"[{UNSPACED}]")


def byline_elements(facts: PageFacts) -> Iterator[list[str]]:
    """Yield the names that byline elements hold, those behind the headline first, nearest first."""
    found = from_headline_on(facts.page.hinted.get("author", ()), facts.headline)[:_MAX_ELEMENTS]
    seen: set[_Element] = set()
    accounts: list[str] = []
    was_named = False
    for element in found:
        if (
            element not in seen
            and _names_author(element)
            and not is_elsewhere(element)
            and not _is_hidden(element)
            and not _did_other_work(element)
        ):
            siblings = _entries(element, facts.language) or _row(element, found)
            seen.update(siblings)
            names = names_in_byline(siblings, facts.language, facts.writes_small)
            if names and name_key(names[0]) in facts.site_keys:
                names = _behind_site(element, names, facts)
            names = _with_row_inside(element, names, found, facts) if len(siblings) == 1 else names
            if names:
                was_named = True
                yield names
            elif _is_exact(element) and (account := _account_in(element)):
                accounts.append(account)
    yield from ([account] for account in accounts[:1])
    if not was_named and not accounts:
        yield from _only_exact(found, facts)


def _behind_site(element: _Element, names: list[str], facts: PageFacts) -> list[str]:
    """Return whom a byline names behind the site itself, else its names: "Harbour Herald - Ana Ruiz"."""
    if len(names) > 1:
        people = names[1:]
    else:
        behind = one_line("".join(element.itertext())).partition(names[0])[2]
        part = _BEHIND_SITE.match(behind)
        people = [author.name for author in clean_authors(part[1], language=facts.language)] if part else []
    is_sure = bool(people) and all(" " in name and looks_like_name(name) for name in people)
    return people if is_sure else names


def _with_row_inside(
    element: _Element, names: list[str], found: Sequence[_Element], facts: PageFacts
) -> list[str]:
    """Return the names of a row of byline elements inside of one, if it goes on with more names than were read.

    What stands between them, such as a card on each author that a script shows, is theirs if nothing but commas
    and "and" joins them: "edited by" before a name does not.
    """
    inside = [one for one in found if one is not element and element in one.iterancestors()] if names else []
    for one in inside:
        row = _row(one, inside)
        if len(row) < 2 or row[0] is not one or not all(_is_joined(other, facts.language) for other in row[1:]):
            continue
        more = names_in_byline(row, facts.language, facts.writes_small)
        if len(more) > len(names) and more[: len(names)] == names:
            return more
    return names


def _is_joined(element: _Element, language: str | None) -> bool:
    """Return whether nothing but commas, marks and "and" stands before an element."""
    before, base = one_line(_text_before(element)).strip(EDGES), base_language(language)
    words = filter(None, (conjunction_pattern(base), letter_conjunction_pattern(base)))
    return not before or any(word.fullmatch(f" {before} ") for word in words)


def _only_exact(found: Iterable[_Element], facts: PageFacts) -> Iterator[list[str]]:
    """Yield the names of people that all elements marked up as the author's name agree on, wherever they stand.

    In a footer, a menu or a sidebar those of other stories stand as well, and who made the site: an element counts
    if it leads to an author's page or "By" stands before it, and no link to a story is near.
    """
    language = facts.language
    exact = (
        element
        for element in found
        if _is_exact(element) and not _is_hidden(element) and not is_of_others(element)
    )
    named = [(element, names) for element in exact if (names := names_in_byline([element], language))]
    if not named or any(names != named[0][1] for _, names in named):
        return
    people = named[0][1]
    elements = [element for element, _ in named]
    is_author = any(_is_signed(element, language) for element in elements) and all(
        _is_full_name(name, language) for name in people
    )
    if is_author and not any(_is_near_story(element, people, facts) for element in elements):
        yield people


def _is_signed(element: _Element, language: str | None) -> bool:
    """Return whether an element leads to an author's page, or a word of bylines alone stands before it: "By"."""
    before = one_line(_text_before(element)).strip(EDGES)
    is_introduced = before and prefixes(base_language(language)).fullmatch(f"{before} ") is not None
    return bool(is_introduced) or any(map(leads_to_author, islice(element.iter("a"), _MAX_PIECES)))


def _is_full_name(name: str, language: str | None) -> bool:
    """Return whether a name is a person's full one, and no body's or page's: "Our Team", "About The Author"."""
    is_body = any(words_pattern(kind).search(name) for kind in ("organizations", "roles"))
    return not is_body and is_whole_name(name, language)


def _is_near_story(element: _Element, people: Sequence[str], facts: PageFacts) -> bool:
    """Return whether a link beside an element leads to a story: it has the words of a headline.

    Stories in a box of their own, which says that it holds others, do not count.
    """
    around = islice(element.iterancestors(), _MAX_ANCESTORS_NEAR)
    parts = list(takewhile(lambda part: part.tag not in ("article", "main", "body"), around))
    links = (link for part in parts for link in islice(part.iter("a"), _MAX_LINKS_NEAR))
    is_aside = any(part.tag == "aside" or _ASIDE.search(class_of(part)) for part in parts)
    least = _MIN_STORY_WORDS_ASIDE if is_aside else _MIN_STORY_WORDS
    return any(
        _has_words_of_headline(link, least, people)
        and _may_lead_to_story(link, facts.page.url or "")
        and not is_of_others(link)
        for link in links
    )


def _has_words_of_headline(link: _Element, least: int, people: Sequence[str]) -> bool:
    """Return whether a link has so many words; what names the author, or is a label of buttons, is no headline."""
    text = one_line("".join(islice(link.itertext(), _MAX_PIECES)))
    words = len(text.split()) + len(_UNSPACED.findall(text)) // _UNSPACED_CHARS
    is_of_author = any(name in text for name in people)
    is_said_of_author = words_pattern("ends").match(text) or is_any_label(text)
    is_name = looks_like_name(text) and not TOUCHING_CHAR.search(text)  # there headlines look like names
    return words >= least and not (is_of_author or is_said_of_author or is_name)


def _may_lead_to_story(link: _Element, page_url: str) -> bool:
    """Return whether a link leads to another page of the site, and to no author's, section's or topic's."""
    rel = (link.get("rel") or "").split()
    try:
        address, own = urlsplit(urljoin(page_url, link.get("href") or "")), urlsplit(page_url)
    except ValueError:
        return True
    is_elsewhere = address.scheme not in _WEB or address.netloc != own.netloc
    is_here = address[:4] == own[:4]
    return not (is_elsewhere or is_here or _NO_STORY_RELS.intersection(rel) or leads_to_author(link))


def _is_hidden(element: _Element) -> bool:
    """Return whether an element is not shown, by its own word or its parent's."""
    return any(
        part is not None and (part.get("hidden") is not None or _NOT_SHOWN.search(part.get("style") or ""))
        for part in (element, element.getparent())
    )


def _did_other_work(element: _Element) -> bool:
    """Return whether a label says what else somebody did: "<div>Photos</div><div>Ana Ruiz</div>".

    It is the element before, or the first in this one.
    """
    for label in (element.getprevious(), next(iter(element), None)):
        if label is not None and label.tag in _LABEL_TAGS and not (label.tail or "").strip():
            text = one_line("".join(islice(label.itertext(), _MAX_PIECES)))
            if 0 < len(text) <= _MAX_WORK_CHARS and begins_other_work(f"{text.rstrip(':：')}:"):
                return True
    return False


def _is_exact(element: _Element) -> bool:
    """Return whether markup says that an element is the author's name and nothing else."""
    return "author" in (element.get("rel"), element.get("itemprop"))


def _account_in(element: _Element) -> str | None:
    """Return the name under which somebody logs in that is all that an element holds: "harbour_fan77"."""
    text = one_line("".join(element.itertext()))
    is_body = text.casefold() in byline_words()["nobody"]["any"] or words_pattern("organizations").fullmatch(text)
    return text if _ACCOUNT.fullmatch(text) and not is_body else None


def _names_author(element: _Element) -> bool:
    if next(element.iter("h1"), None) is not None:
        return False  # the article itself: blog software writes who wrote it into its class
    if _is_exact(element) or element.get("itemprop") == "creator":
        return True
    return _is_named_so(class_of(element)) or (leads_to_author(element) and not _is_in_sentence(element))


def _text_before(element: _Element) -> str:
    """Return the text between an element and the one before it."""
    previous, parent = element.getprevious(), element.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""


def _is_in_sentence(link: _Element) -> bool:
    """Return whether a link stands in running text, where it may lead to any writer."""
    around = f"{_text_before(link)} {link.tail or ''}"
    return sum(word.islower() for word in around.split()) > _MAX_WORDS_AROUND


@lru_cache(maxsize=1024)  # a site's pages share their classes, and what one says never changes
def _is_named_so(name: str) -> bool:
    apart = _CAMEL.sub("-", name)
    if not _NAMING.search(apart):
        return False
    return all(other.search(apart) is None for other in (_ABOUT_AUTHOR, _OF_PICTURE, _WITHOUT_AUTHOR))


def _entries(element: _Element, language: str | None) -> list[_Element]:
    """Return an element's children where it is a list of authors: each is of one kind, and a person's full name.

    Else a name that is no link beside one that is reads as something else that is said of the first.
    """
    entries = [child for child in islice(element, _MAX_PIECES + 1) if isinstance(child.tag, str)]
    kinds = {(child.tag, child.get("class")) for child in entries}
    if not 2 <= len(entries) <= _MAX_PIECES or len(kinds) > 1:
        return []
    if entries[0].tag != "li" and not _is_named_so(class_of(entries[0])):
        return []
    people = [names_in_byline([child], language) for child in entries]
    return entries if all(names and _is_full_name(names[0], language) for names in people) else []


def _row(element: _Element, found: Sequence[_Element]) -> list[_Element]:
    """Return an element and those of its kind beside it: one link an author, in the same parent."""
    parent = element.getparent()
    return [
        other
        for other in found
        if other is element
        or (
            other.getparent() is parent
            and other.tag == element.tag
            and other.get("class") == element.get("class")
            and not _is_hidden(other)
            and not _did_other_work(other)
        )
    ]
