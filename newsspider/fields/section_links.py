"""The section that a link of the page names: a label beside the headline, a post's category, the site's menu."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element

from newsspider._native import attributes_of
from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import HEADING_TAGS
from newsspider.fields.facts import PageFacts
from newsspider.fields.markup import class_words, is_named, text_of, text_start, words_in
from newsspider.language.tags import base_language
from newsspider.language.word_lists import word_set
from newsspider.lines.date_lines import holds_date
from newsspider.lines.wording import is_any_label
from newsspider.page.types import Page
from newsspider.processors.headlines import name_key
from newsspider.processors.sections import clean_section, is_menu_word
from newsspider.processors.text import one_line
from newsspider.processors.urls import absolute_url, same_site

_ABOVE, _BELOW = 3, 4  # blocks around the headline: a date or a kicker may stand between
_BELOW_TEXT = 12  # blocks under the text: the footer of a post; further down stand other stories
_MAX_LINKS = 12  # of one block
_MAX_PAGE_LINKS = 3_000
_MAX_CHARS = 40
_LABEL_CHARS = 20  # before a section: "Category: ", "Kategorie: "
_MAX_RAW_CHARS = 1_000  # of a link, with the blanks that set its lines in: templates write dozens of them
_MAX_ENTRY_WORDS = 5
_MAX_ENTRY_PARTS = 10  # elements
_MAX_ADDRESS_CHARS = 1_000
_NAMED_LEVELS = 3  # the link, what holds it, and what holds that
_ELSEWHERE = int(Flag.NAV | Flag.ASIDE | Flag.HIDDEN | Flag.FORM)
_SURE = 2  # of the three things that tell
_MENU_LEVELS = 8  # between a link and the menu that holds it
_MENU_TAGS = frozenset(("nav", "header"))
_MENU_NAMES = frozenset(("nav", "navbar", "navigation", "menu", "mainmenu", "mainnav", "topmenu", "topnav",
                         "sections", "secciones", "rubriques", "rubriken", "sezioni", "secoes"))  # fmt: skip
# What a menu without the site's sections is named after.
_OTHER_MENUS = frozenset((
    "language", "languages", "lang", "locale", "pagination", "pager", "tabs", "tab", "footer", "user", "account",
    "social", "share", "toc", "breadcrumb", "breadcrumbs", "related", "filter", "sort", "steps",
    "carousel", "slider",
))  # fmt: skip
_PART_END = "\0"  # no character of any text
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# Titles of pages, sentences, letters of an index, counters: "Cart (0)"; pictures of characters before a name.
_NO_LABEL = re.compile(r"^\W|[|!?…]|\.$|^[A-Za-z]$|\(\d{1,6}\)$")
_BARS = re.compile(r"\s*[|•·]\s*")
_MAX_LINE_CHARS = 120  # a section, weekday and date
_CURRENT = frozenset(("active", "current", "selected"))
_NUMBER = re.compile(r"[\d\W_]+")
_QUERY = re.compile("[?#]")
_DOTS = ("", ".", "..")  # steps that the page's own address stands for
_FILE = re.compile(r"(?:index|default|home)\.\w{2,5}")


def category_link(facts: PageFacts) -> str | None:
    """Return the first category that a post names, above or below its text: <a rel="category tag">.

    https://microformats.org/wiki/rel-category: WordPress has written it for each of its posts since 2005.
    """
    body, markup = facts.body, facts.body.blocks.markup
    if markup is None or not body.chosen:
        return None
    place = facts.headline_place
    begin = body.chosen[0] if place is None else min(body.chosen[0], place)
    last = body.chosen[-1]
    may_be_of_other = False  # whose heading was passed
    for i in range(max(0, begin - _ABOVE), min(len(body.blocks), last + 1 + _BELOW_TEXT)):
        may_be_of_other = may_be_of_other or (i > last and body.blocks.tags[i] in HEADING_TAGS)
        if may_be_of_other and not _is_in_footer(markup, i):
            continue
        for link in _links(facts, i):
            rels = (link.get("rel") or "").lower().split()
            name = clean_section(_name(link)) if "category" in rels and "tag" in rels else None
            if name:
                return name
    return None


def _is_in_footer(markup: Markup, place: int) -> bool:
    """Return whether a block lies in what a post ends with, whatever headings stand before it: "Share this"."""
    containers, container = markup.containers, markup.places[place]
    if not containers.flags[container] & Flag.ARTICLE:
        return False
    kinds = (containers.kind_table[containers.kinds[one]] for one in (container, containers.parents[container]))
    return any(kind.tag == "footer" or "meta" in kind.tokens for kind in kinds)


def label_link(facts: PageFacts) -> str | None:
    """Return the name of a link beside the headline that leads to the section of the page.

    Three things tell it from a way back and from other languages' pages: the page's address begins with the
    link's; its element is named after sections; the site's menu has it too. Two are asked for, in any script.
    """
    place, url = facts.headline_place, facts.page.url
    if place is None or not url:
        return None
    around = [*range(place - 1, place - 1 - _ABOVE, -1), *range(place + 1, place + 1 + _BELOW)]
    for i in around:
        for link in _links(facts, i) if 0 <= i < len(facts.body.blocks) else ():
            steps = _steps(link, facts)
            name, line = _name(link), one_line(facts.body.blocks.texts[i])
            if steps and len(name) <= _MAX_CHARS and _is_alone(name, line):
                found = clean_section(name)
                if found and (_is_called_section(name, line) or _is_section(link, name, steps, facts)):
                    return found
    return None


def _is_called_section(name: str, line: str) -> bool:
    """Return whether a label before a name says that it is a section: "Category: World", "Posted in World"."""
    label = line[: -len(name)].strip(" :：|•·-–—").casefold() if line.endswith(name) else ""
    return label in word_set("fields/data/section_labels", "before")


def _is_alone(name: str, line: str) -> bool:
    """Return whether a line is a link's name, beside a label or between bars.

    "Filed under: World", "WorldPremium", "World | 4 May 2031".
    """
    if name == line:
        return True
    is_marked = line.startswith(name) and not line[len(name)].islower()
    is_behind = line.endswith((f": {name}", f"：{name}")) or (
        line.endswith(name) and _is_called_section(name, line)
    )
    is_labelled = len(line) <= len(name) + _LABEL_CHARS and (is_marked or is_behind)
    return bool(name) and name in line and (is_labelled or name in _BARS.split(line[:_MAX_LINE_CHARS]))


def menu_section(facts: PageFacts) -> str | None:
    """Return the entry of the site's menu that the page's address leads through, else the one marked as current.

    The longest path leads furthest: of /sport/ and /sport/football/ the second. Where several are marked, none is.
    """
    page, root = _path(facts.page.url or ""), facts.page.root
    if root is None or (not page and "?" not in (facts.page.url or "")):  # as the front page's
        return None
    above = _entries_above(facts, page) if len(page) > 1 else {}
    if above:
        return max(above.items(), key=lambda entry: entry[1])[0]
    current = {entry[0] for link in _current_links(facts.page) if (entry := _entry_of(link, facts, page))}
    return next(iter(current)) if len(current) == 1 else None


def _entries_above(facts: PageFacts, page: Sequence[str]) -> Mapping[str, int]:
    """Return the menus' entries that the page's path leads through, each with how far."""
    found: dict[str, int] = {}
    links = facts.page.elements.get("a", ())
    for i, (href,) in enumerate(islice(attributes_of(links, ("href",)), _MAX_PAGE_LINKS)):
        if not href or not _ends_in_one_of(href, page):  # as nearly all
            continue
        entry = _entry_of(links[i], facts, page)
        if entry and (depth := _depth(entry[1], page)):
            found.setdefault(entry[0], depth)
    return found


def _ends_in_one_of(href: str, steps: Sequence[str]) -> bool:
    """Return whether an address ends in one of some steps of a path, or in a file, which stands for its folder."""
    address = _QUERY.split(href, maxsplit=1)[0].rstrip("/ ")
    last = address[address.rfind("/") + 1 :]
    last = (unquote(last) if "%" in last else last).lower()
    return last in steps or ("." in last and _FILE.fullmatch(last) is not None)


def _entry_of(link: _Element, facts: PageFacts, page: Sequence[str]) -> tuple[str, Sequence[str]] | None:
    """Return the name of a menu's entry and the steps of its path, None where a link is no section's."""
    if not _is_of_menu(link):
        return None
    steps = _steps(link, facts)
    name = clean_section(_label_of(link, steps[-1])) if steps else None
    is_one = steps and name and steps != page and _is_section_name(name, steps, facts)
    return (name, steps) if is_one and name else None


def _depth(steps: Sequence[str], page: Sequence[str]) -> int:
    """Return how many steps of the page's path an entry leads along: /sport/ and /section/sport/ one."""
    if steps == page[: len(steps)]:
        return len(steps)
    return int(steps[-1] == page[0])


def _current_links(page: Page) -> Iterator[_Element]:
    """Yield the links that are marked as where the reader is, or are entries of a list that are."""
    links, entries = page.elements.get("a", ()), page.elements.get("li", ())
    yield from (links[i] for i in _current(links))
    for i in _current(entries):
        yield from entries[i].iterchildren("a")


def _current(elements: Sequence[_Element]) -> Iterator[int]:
    """Yield the places of those elements that are marked as where the reader is."""
    marks = attributes_of(elements, ("aria-current", "class"))
    for i, (told, name) in enumerate(islice(marks, _MAX_PAGE_LINKS)):
        if (told and told != "false") or (name and not _CURRENT.isdisjoint(words_in(name[:_MAX_ADDRESS_CHARS]))):
            yield i


def _is_of_menu(link: _Element) -> bool:
    """Return whether a link stands in a menu, and in none of languages, pages or accounts."""
    is_in_menu = False
    for one in islice(link.iterancestors(), _MENU_LEVELS):
        if one.tag in ("footer", "aside"):
            return False
        words = words_in(f"{one.get('class', '')} {one.get('id', '')}"[:_MAX_ADDRESS_CHARS])
        if not _OTHER_MENUS.isdisjoint(words):
            return False
        is_in_menu = is_in_menu or one.tag in _MENU_TAGS or not _MENU_NAMES.isdisjoint(words)
    return is_in_menu


def _label_of(link: _Element, step: str) -> str:
    """Return the text that a menu's entry shows, beside marks and what stands in brackets; "" if it shows several.

    "Sport", "Sport ▾", "Sport (current)". Of a title and what is said of it, that which the address names too.
    """
    if len(list(islice(link.iter(), _MAX_ENTRY_PARTS + 1))) > _MAX_ENTRY_PARTS:
        return ""
    lines = map(one_line, text_of(link, _PART_END).split(_PART_END)) if len(link) else [_name(link)]
    shown = {line for line in lines if any(map(str.isalpha, line)) and not _IN_BRACKETS.fullmatch(line)}
    named = shown if len(shown) == 1 else {line for line in shown if name_key(line) == name_key(step)}
    return named.pop() if len(named) == 1 else ""


def _is_section_name(name: str, steps: Sequence[str], facts: PageFacts) -> bool:
    """Return whether a menu's entry is a label, and of no language, time or control, nor the name of the site."""
    words = sum(any(map(str.isalpha, word)) for word in name.split())  # "&" is none
    if len(name) > _MAX_CHARS or words > _MAX_ENTRY_WORDS or _NO_LABEL.search(name):
        return False
    if base_language(steps[-1]) or base_language(name.partition("(")[0]) or _NUMBER.fullmatch(steps[-1]):
        return False
    is_control = is_any_label(name) or is_menu_word(name) or holds_date(name)
    return not is_control and name_key(name) not in facts.site_keys


def _is_section(link: _Element, name: str, steps: list[str], facts: PageFacts) -> bool:
    page = _path(facts.page.url or "")
    if steps == page or base_language(steps[-1]):
        return False
    is_above = steps == page[: len(steps)]
    is_named_so = _is_named_section(link)
    told = is_above + is_named_so
    return told >= _SURE or (told > 0 and _is_in_menu(link, name, steps, facts))


def _is_named_section(link: _Element) -> bool:
    words = class_words()["section"]
    around = [link, *islice(link.iterancestors(), _NAMED_LEVELS - 1)]
    return any(one.tag not in ("body", "main", "article") and is_named(one.items(), words) for one in around)


def _is_in_menu(link: _Element, name: str, steps: Sequence[str], facts: PageFacts) -> bool:
    """Return whether another link of the page has the same name and leads to the same place: "ARTS", "Arts"."""
    key, links = name_key(name), facts.page.elements.get("a", ())
    addresses = islice(attributes_of(links, ("href",)), _MAX_PAGE_LINKS)
    may_be = (links[i] for i, (href,) in enumerate(addresses) if href and _ends_in_one_of(href, (*steps, *_DOTS)))
    others = (one for one in may_be if one is not link)
    return any(name_key(_name(one)) == key and _steps(one, facts) == steps for one in others)


def _links(facts: PageFacts, place: int) -> Iterator[_Element]:
    """Yield the links in a block, or around it, unless it is part of a menu or stands beside the article."""
    blocks = facts.body.blocks
    markup = blocks.markup
    if markup is None or not markup.link_counts[place]:
        return
    element = blocks.elements[place]
    if element is None or markup.containers.flags[markup.places[place]] & _ELSEWHERE:
        return
    inside = list(islice(element.iter("a"), _MAX_LINKS + 1))
    if len(inside) <= _MAX_LINKS:
        yield from inside or islice(element.iterancestors("a"), 1)


def _steps(link: _Element, facts: PageFacts) -> list[str]:
    """Return the steps of the path to which a link leads on this site; none where it leads elsewhere."""
    href = (link.get("href") or "").strip()[:_MAX_ADDRESS_CHARS]
    address = absolute_url(href, facts.page.base_url or facts.page.url) if href else None
    return _path(address) if address and same_site(address, facts.page.url or "") else []


def _path(url: str) -> list[str]:
    steps = [unquote(step).lower() for step in urlsplit(url[:_MAX_ADDRESS_CHARS]).path.split("/") if step]
    return steps[:-1] if steps and _FILE.fullmatch(steps[-1]) else steps


def _name(link: _Element) -> str:
    return one_line(text_start(link, _MAX_RAW_CHARS))
