"""Where on the site the article stands: its section, and the path from the home page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field, Together
from newsspider.fields.forms import LINE, parts_form
from newsspider.fields.markup import text_start
from newsspider.fields.search_regions import region_above
from newsspider.fields.section_links import category_link, label_link, menu_section
from newsspider.items import Breadcrumb
from newsspider.language.tags import base_language
from newsspider.lines.bylines import is_byline
from newsspider.lines.date_lines import holds_date
from newsspider.lines.wording import is_any_label, speaks_of_business
from newsspider.page.types import Page
from newsspider.processors.headlines import folded_key, name_key
from newsspider.processors.sections import clean_breadcrumbs, clean_section
from newsspider.processors.text import one_line
from newsspider.processors.urls import absolute_url, canonical_url, is_home_url

# "Home > News > Europe", "Startseite › Politik"
_TIME = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4}|\d:\d\d(?!\d)")  # of a day or an hour
_TRAIL = re.compile(r"\s{0,3}[>›»→/]\s{0,3}")
_ARROW = re.compile(r"(?<=\S)\s*(?:>{1,2}|»|›|→)\s*(?=\S)")
_TRAIL_BLOCKS = 12  # above the headline
_REACH_BLOCKS = 3
_MAX_WORDS = 4
_META_NAMES = (
    "article:section",
    "section",
    "articlesection",
    "parsely-section",
    "dc.subject.section",
    "cxenseparse:section",
    "og:section",
)
_MAX_STEPS = 12
_MAX_NAME_CHARS = 200
_MAX_URL_CHARS = 1_000
_MIN_HEAD_CHARS = 25
_MAX_TRAILS = 20  # they may lie in one another
_MAX_TRAIL_CHARS = 1_000  # a navigation that calls itself a breadcrumb holds every section of the site


def section_line(facts: PageFacts) -> str | None:
    """Return the section that a trail of breadcrumbs or a label right above the headline names, or None."""
    body = facts.body
    if not body.chosen:
        return None
    top, _ = region_above(facts)
    for i in range(top - 1, max(-1, top - 1 - _REACH_BLOCKS), -1):
        text = body.blocks.texts[i]
        parts = _TRAIL.split(text[:300])
        if _TIME.search(text[:300]):  # "08/03/2021, 07:45", "Home / Local / 06/14/2022"
            parts = [part for part in parts if not any(map(str.isdigit, part))]
        steps = [step for step in map(clean_section, parts) if step]
        if len(steps) > 1 or (steps and _TRAIL.search(text)):
            return steps[-1] if steps[-1] != body.blocks.texts[top] else steps[-2] if len(steps) > 1 else None
    return clean_section(body.blocks.texts[top - 1]) if _is_kicker(body, top - 1) else None


def _is_kicker(body: Body, i: int) -> bool:
    """Return whether a block is a label on its own, and not the last line of a menu."""
    if i < 0 or not _is_label(body.blocks.texts[i]):
        return False
    stands_apart = body.blocks.layout is not None and body.blocks.layout.gaps[i] > 0
    return stands_apart or i == 0 or not _is_label(body.blocks.texts[i - 1])


def _is_label(text: str) -> bool:
    return (
        len(text) <= 30
        and len(text.split()) <= _MAX_WORDS
        and not any(map(str.isdigit, text))
        and not is_any_label(text)
        and not speaks_of_business(text)
        and not holds_date(text)
    )


def article_section(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the section that the article stands in, best first."""
    yield from named_sections(facts)
    entry = None if facts.is_dump else menu_section(facts)
    if entry and not _is_of_language_or_author(entry, facts):
        yield Candidate(entry, "menu")


def named_sections(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the sections that are told of the article itself: written as the trail of breadcrumbs writes them."""
    page = facts.page
    trails = [
        _between(clean_breadcrumbs(trail.value, page.base_url or page.url), facts) for trail in breadcrumbs(facts)
    ]
    written = {name_key(name): name for names in trails for name in names if not name.islower()}
    for candidate in _without_site(_declared_sections(page), facts):
        name = clean_section(candidate.value) if written else None
        yield (
            candidate.changed("as_in_breadcrumbs", written.get(name_key(name), candidate.value))
            if name
            else candidate
        )
    yield from (Candidate(names[-1], "breadcrumbs") for names in trails if names)
    yield from () if trails else _only_steps(facts)
    yield from announced(facts.announcement, "section")
    yield from _shown_sections(facts)


def _only_steps(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the one link in a trail that leaves out the home page and the article."""
    for element in facts.breadcrumb_elements[:_MAX_TRAILS]:
        steps = _steps(element)
        if len(steps) == 1 and steps[0].url and _is_called_trail(element) and not _begins_at_home(steps, facts):
            clean = clean_breadcrumbs(steps, facts.page.base_url or facts.page.url)
            yield from (Candidate(name, "breadcrumbs") for name in _between(clean, facts))


def _shown_sections(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the sections that the page shows beside its headline or, as blogs do, below its text."""
    label = section_line(facts) if facts.is_dump else _label_in_path(facts)
    if label:
        yield Candidate(label, "label-above")
    linked = label_link(facts)
    if linked and not _is_of_language_or_author(linked, facts) and name_key(linked) not in facts.site_keys:
        yield Candidate(linked, "label-link")
    category = category_link(facts)
    if category:
        yield Candidate(category, "category-link")


def _label_in_path(facts: PageFacts) -> str | None:
    """Return a label right above the headline that the page's address names too: "Politics", /politics/storm.

    Addresses name a page's language and author as well, and write "Économie" without its accent.
    """
    place, url = facts.headline_place, facts.page.url
    label = facts.body.blocks.texts[place - 1] if place else ""
    if not (label and url and _is_label(label)) or label.startswith("@"):
        return None
    steps = urlsplit(url[:_MAX_URL_CHARS]).path.split("/")[:-1]
    is_named = (key := name_key(label)) and key in map(name_key, map(unquote, steps))
    return clean_section(label) if is_named and not _is_of_language_or_author(label, facts) else None


def _is_of_language_or_author(label: str, facts: PageFacts) -> bool:
    """Return whether a label is a link to another language's pages, "EN", a byline or who wrote the page."""
    authors = facts.chosen.get("authors") or ()
    is_author = name_key(label) in [name_key(author.name) for author in authors]
    language = base_language(facts.language)
    return is_author or is_byline(label, facts.language) or bool(language and base_language(label) == language)


def _declared_sections(page: Page) -> Iterator[Candidate[str]]:
    for article in page.linked_data.own:
        for section in article.sections:
            yield Candidate(section, article.syntax)
    for name in _META_NAMES:
        for content in page.meta.get(name, ()):
            yield Candidate(content, f"meta:{name}")


def _without_site(candidates: Iterator[Candidate[str]], facts: PageFacts) -> list[Candidate[str]]:
    """Return the sections that are not the site's own name; a single word of it may name a part of the site."""
    found = [(candidate, name_key(candidate.value[:_MAX_NAME_CHARS])) for candidate in candidates]
    if not found:  # as on half of the pages
        return []
    others = [candidate for candidate, key in found if key not in facts.site_keys]
    ours = [one for one, key in found if key in facts.site_keys and len(one.value.split()) == 1]
    return [*others, *ours]


def breadcrumbs(facts: PageFacts) -> Iterator[Candidate[Sequence[Breadcrumb]]]:
    """Yield the path from the home page to the article, best first."""
    # A page may carry a trail for each section that it stands in: the longest says most.
    for trail in sorted(facts.page.linked_data.breadcrumbs, key=len, reverse=True):
        if 1 < len(trail) <= _MAX_STEPS:
            yield Candidate([Breadcrumb(name=name, url=url) for name, url in trail], "linked-data:breadcrumb")
    is_found = bool(facts.page.linked_data.breadcrumbs)
    for element in facts.breadcrumb_elements[:_MAX_TRAILS]:
        steps = _steps(element)
        if 1 < len(steps) <= _MAX_STEPS and (_is_called_trail(element) or _begins_at_home(steps, facts)):
            is_found = True
            yield Candidate(steps, "markup:breadcrumb")
    for element in () if is_found else _trails_above(facts):
        steps = _steps(element)
        if 1 < len(steps) <= _MAX_STEPS and _begins_at_home(steps, facts):
            yield Candidate(steps, "markup:breadcrumb")


def _trails_above(facts: PageFacts) -> Iterator[_Element]:
    """Yield the elements above the headline that hold links with arrows between: "Home > News > Europe"."""
    blocks, place = facts.body.blocks, facts.headline_place or 0
    links = blocks.markup.link_counts if blocks.markup is not None else ()
    for i in range(max(0, place - _TRAIL_BLOCKS), place) if links else ():
        text, element = blocks.texts[i], blocks.elements[i]
        if element is not None and links[i] and len(text) <= _MAX_NAME_CHARS and _ARROW.search(text):
            yield element


def _is_called_trail(element: _Element) -> bool:
    """Return whether a <nav>'s label or an English class name says so: other words have another meaning as well.

    "career-pathway", "migas" (a dish), "ariane-6".
    """
    return element.tag == "nav" or "crumb" in f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _begins_at_home(steps: Sequence[Breadcrumb], facts: PageFacts) -> bool:
    home = absolute_url(steps[0].url, facts.page.base_url or facts.page.url) if steps[0].url else None
    return home is not None and is_home_url(home)


def _between(steps: Sequence[Breadcrumb], facts: PageFacts) -> list[str]:
    """Return the names of the steps between the home page and the article itself."""
    page, last = facts.page, steps[-1] if steps else None
    if last and (
        last.url is None
        or last.name in _headlines(page)
        or _begins_headline(last.name or "", facts.headline)
        or (page.url and canonical_url(last.url) == canonical_url(page.url))
    ):
        steps = steps[:-1]
    if steps and steps[0].url and is_home_url(steps[0].url):
        steps = steps[1:]
    return [step.name for step in steps if step.name and clean_section(step.name)]


def _begins_headline(name: str, headline: str | None) -> bool:
    """Return whether a step is the headline or, where it is longer than sections are, the beginning of it."""
    key, whole = folded_key(name), folded_key(headline or "")
    return bool(key) and (key == whole or (len(key) >= _MIN_HEAD_CHARS and whole.startswith(key)))


def _headlines(page: Page) -> set[str]:
    written = [article.headline or "" for article in page.linked_data.articles[:3]]
    return {one_line(text) for text in (*written, page.first_meta("og:title") or "")}


def _steps(element: _Element) -> list[Breadcrumb]:
    """Return a trail's links in order, and its last entry where that is the page itself and no link."""
    items = list(islice(element.iter("li"), _MAX_STEPS + 1)) or [element]
    steps: list[Breadcrumb] = []
    for item in items:
        if len(steps) > _MAX_STEPS:
            break
        links = list(islice(item.iter("a"), _MAX_STEPS + 1))
        steps.extend(Breadcrumb(name=_name(link), url=link.get("href")) for link in links)
        if not links and item is not element:
            steps.append(Breadcrumb(name=_name(item)))
    return steps


def _name(element: _Element) -> str:
    return text_start(element, _MAX_TRAIL_CHARS)


ARTICLE_SECTION = Field(
    name="articleSection",
    rule=article_section,
    clean=(Each(clean_section),),
    form=LINE,
    doc_form="one line",
    sources=(
        f"{LINKED_DATA}, `meta:*` (article:section and the like), `breadcrumbs` (its last "
        "step before the article), `*:section` (announced), "
        "`label-above` (T; on a page of HTML, if its address names it too), `label-link` (a link beside the "
        "headline to the page's section, or behind a label like Category), `category-link` (a post's category), "
        "`menu` (the entry of the site's menu that the page's address leads through, or else the one that is "
        "marked as current)"
    ),
    limits=(
        "if the page names several, the first; without breadcrumbs that write it out, it may be a short name in "
        "lower case"
    ),
)


BREADCRUMBS = Field(
    name="breadcrumbs",
    rule=breadcrumbs,
    clean=(Together(clean_breadcrumbs, BASE_URL),),
    form=parts_form(Breadcrumb, lambda text: Breadcrumb(name=text)),
    doc_form="list of [Breadcrumb](#breadcrumb), outermost first",
    sources="`linked-data:breadcrumb` (the longest trail), `markup:breadcrumb` (named so, or with arrows between)",
    limits="the last step is the article itself if the page has it so",
)
