"""Where to look for bylines, dates and captions: the blocks around the headline and around the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml.etree import _Element

from newsspider._native.markup import EMPHASIS, Flag
from newsspider.body.types import Body
from newsspider.fields.markup import texts_in
from newsspider.fields.near_headline import is_named_of_others, is_of_today
from newsspider.language.bylines import words_pattern
from newsspider.language.calendars import YEAR
from newsspider.language.han_numerals import DIGIT
from newsspider.lines.story_labels import heads_other_stories
from newsspider.lines.wording import is_time_ago
from newsspider.processors.authors import looks_like_name
from newsspider.processors.dates import iso_date
from newsspider.processors.text import one_line

if TYPE_CHECKING:  # it asks for what stands in these regions itself
    from newsspider.fields.facts import PageFacts

_FOLDER = re.compile(r"(?:^|[^:/])/[^/]+$|^[^/:]+$")  # of an address: "/autor", "https://quay.example/autor"
_QUOTE, _FIGURE = int(Flag.QUOTE), int(Flag.FIGURE)
_ABOVE_BLOCKS = 12  # where no headline was found: in nine of ten dumps byline and date stand nearer than this
_BELOW_BLOCKS = 4
_NO_NAME_TAGS = frozenset({"figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "button", "option", "label"})
_BLOCKS_ABOVE = 12  # headline, standfirst, picture, caption, share buttons
_BLOCKS_RIGHT_ABOVE = 4
_BLOCKS_BELOW = 3
_BLOCKS_OVER_H1 = 3  # section, kicker, date
_BLOCKS_UNDER_H1 = 8
_MAX_MARK_CHARS = 3
_MAX_LINE_CHARS = 160
_MAX_ROLE_WORDS = 6
# "Ana RuizMay 4, 2031", "20312 shares": two pieces of a line between which the markup has no space.
# "Comments 14 May 2031" may be "Comments 1" and "4 May 2031".
_GLUED = re.compile(
    r"[^\W\d_]\d|\d[^\W\d_]|\d\d(?=.{0,20}\d{4})|\d{5}|[^\W\d_A-Z][A-ZÀ-ÞА-ЯΑ-Ω]|[A-Za-z][\u0590-\u0d7f]"
)
_ENDS_WORD = re.compile(r"\w\w[:.]?$")
_STARTS_WORD = re.compile(r"[A-ZÀ-ÞА-ЯΑ-Ω\d]")
# Letters of scripts with one case, from Hebrew to Malayalam: behind "IST" or a number a word begins with them.
_STARTS_CASELESS = re.compile("[\u0590-\u0d7f]")
# "Ana Mac" and "Donald": none of these is a name by itself, as Le and Du are.
_NAME_BEGINNING = re.compile(r"\s(?:Ma?c|Fitz|(?:De|Di)La)$")
_ENDS_NUMBER = re.compile(r"\d[年月日号號時时点點分년월일시분:.]?$")
_ENDS_UNIT = re.compile(r"\d[年月日号號時时点點分년월일시분]$")
_ENDS_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}$")
_NUMBER = re.compile(r"\s{0,9}\d{1,4}[.:,]?(?![^\s.,:])\s{0,9}")
_DAY_MONTH = re.compile(r"(?<!\d)\d{1,2}\.?\s[^\W\d_]{3,20}\.?$")
# "CO2", "4th", and words that a search has marked.
_UNDIVIDED = frozenset({"sub", "sup", "mark"})
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_DOT = "·"
_MAX_PIECES = 60
_MAX_ELEMENTS = 400  # that are looked at for pieces and links
_MAX_SHOWN_CHARS = 8 * _MAX_LINE_CHARS
_MAX_PIECE_CHARS = 2 * _MAX_SHOWN_CHARS  # as written, with blanks
_MIN_STORY_WORDS = 3
_MAX_HREF_CHARS = 500
_MIN_LINK_SHARE = 0.5  # "created 4 May 2031 by Ana Ruiz, author of The Harbour at Night" is of this page
# Where no story is: lists of stories, files, and what sends the page to others.
_NO_STORY = re.compile(
    r"^(?:#|mailto:|javascript:)|/(?:tags?|topics?|category|categories|share|sharer)(?![a-z])|[?&](?:u|url)=|\.pdf(?![\w])",
    re.IGNORECASE,
)
_MAX_LIST_DEPTH = 3
_MAX_LINK_DEPTH = 3  # of a headline's element in the link around it
_DAY_CHARS = len("2031-05-04")


def region_above(facts: PageFacts) -> tuple[int, int]:
    """Return the index of the headline's block and that of the body's first; equal if nothing is between."""
    body = facts.body
    if not body.chosen:
        return 0, min(_ABOVE_BLOCKS, len(body.blocks))
    first, _ = facts.main_run
    best = next(iter(facts.headline_lines), None)
    return (max(0, first - _ABOVE_BLOCKS) if best is None else min(best, first)), first


def region_below(facts: PageFacts) -> range:
    """Return the indices of the blocks right below the body."""
    body = facts.body
    if not body.chosen:
        return range(0)
    _, end = facts.main_run
    return range(end, min(len(body.blocks), end + _BELOW_BLOCKS))


def lines_around(facts: PageFacts) -> Iterator[str]:
    """Yield the short blocks around the beginning and the end of the body, as a page sets bylines and dates.

    Those right above it come first: further up other stories may stand. A picture's caption is none, and neither
    is another story behind the body, nor who said what the text quotes, and when.
    """
    body = facts.body
    if not body.chosen:
        return
    texts, first, last = body.blocks.texts, body.chosen[0], body.chosen[-1]
    for place in (
        *range(max(0, first - _BLOCKS_RIGHT_ABOVE), first + 4),
        *range(max(0, first - _BLOCKS_ABOVE), max(0, first - _BLOCKS_RIGHT_ABOVE)),
        *range(max(0, last - 1), last + 1 + _BLOCKS_BELOW),
    ):
        if place >= len(texts) or not _may_be_own(body, place) or _is_linked_box(facts, place):
            continue
        is_other = facts.tells_other_story_at(place) if place > last else facts.shows_today_at(place)
        if not is_other and not _is_date_of_other_story(facts, place):
            yield facts.line_at(place)


def _may_be_own(body: Body, place: int) -> bool:
    """Return whether a line may be the page's byline or date: no caption, not quoted unless the text is."""
    blocks = body.blocks
    if len(blocks.texts[place]) > _MAX_LINE_CHARS or blocks.tags[place] == "figcaption":
        return False
    if blocks.markup is None or not body.chosen:
        return True
    flags, places = blocks.markup.containers.flags, blocks.markup.places
    return not flags[places[place]] & _QUOTE or bool(flags[places[body.chosen[0]]] & _QUOTE)


def lines_under_headline(facts: PageFacts) -> Iterator[str]:
    """Yield the short blocks under and then over the last h1 before the body, else the first behind its beginning.

    What stands over it may be another story's: its date comes after the one under the headline, and what stands
    behind a short text after that, but for other stories.
    """
    body, h1 = facts.body, facts.headline_place
    texts = body.blocks.texts
    if h1 is not None:
        under = _reach_under(texts, h1)
        end = body.chosen[-1] if body.chosen and body.chosen[-1] > h1 else len(texts)
        within, behind = [place for place in under if place <= end], [place for place in under if place > end]
        over = range(h1 - 1, max(-1, h1 - 1 - _BLOCKS_OVER_H1), -1)
        above = (place for place in over if not facts.shows_today_at(place))
        own_behind = (place for place in behind if not facts.tells_other_story_at(place))
        for place in chain(within, above, own_behind):
            if _is_date_of_other_story(facts, place):
                continue
            if _may_be_own(body, place) and not (place in within and _is_linked_box(facts, place)):
                yield facts.line_at(place)


def _is_date_of_other_story(facts: PageFacts, place: int) -> bool:
    """Return whether a line above the text is the date below the link to another story, in a list of those."""
    body = facts.body
    if not body.chosen or place >= body.chosen[0] or DIGIT.search(body.blocks.texts[place]) is None:
        return False
    element = body.blocks.elements[place]
    if element is None or all(above.tag != "li" for above in islice(element.iterancestors(), _MAX_LIST_DEPTH)):
        return False
    return facts.tells_other_story_at(place)


def _is_linked_box(facts: PageFacts, place: int) -> bool:
    """Return whether a block between the paragraphs is a link, below a label of other stories, with a date."""
    body, markup = facts.body, facts.body.blocks.markup
    if markup is None or not body.chosen or not body.chosen[0] < place or place in body.chosen:
        return False
    text = body.blocks.texts[place]
    is_link = markup.link_chars[place] > len(text) / 2 and DIGIT.search(text) is not None
    return is_link and any(map(heads_other_stories, body.blocks.texts[max(0, place - 2) : place]))


def shows_today(facts: PageFacts, place: int) -> bool:
    """Return whether a block shows today's date, at the top of the site's pages."""
    if not DIGIT.search(facts.body.blocks.texts[place]):
        return False
    element = facts.body.blocks.elements[place]
    return element is not None and is_of_today(element)


def tells_other_story(facts: PageFacts, place: int) -> bool:
    """Return whether a block behind the body is another story's: a class says so, or it or the last links it."""
    element = facts.body.blocks.elements[place]
    if element is None:
        return False
    # What the text itself ends with is no headline: "Read the report of the harbour trust".
    near = (i for i in (place - 1, place) if i not in facts.body.chosen)
    return is_named_of_others(element) or any(_leads_elsewhere(facts, i) for i in near)


def _leads_elsewhere(facts: PageFacts, place: int) -> bool:
    """Return whether a block is the link to another story, or holds one."""
    element, text = facts.body.blocks.elements[place], facts.body.blocks.texts[place]
    if element is None or not 0 < len(text) <= _MAX_LINE_CHARS:
        return False
    if _links_story(element, text, least_share=_MIN_LINK_SHARE):
        return True
    around = next((above for above in islice(element.iterancestors(), _MAX_LINK_DEPTH) if above.tag == "a"), None)
    is_link = around is not None and _may_lead_to_story(around)
    return is_link and len(text.split()) >= _MIN_STORY_WORDS and not looks_like_name(text)


def _may_lead_to_story(link: _Element) -> bool:
    return link.get("rel") != "tag" and not _NO_STORY.search((link.get("href") or "")[:_MAX_HREF_CHARS])


def _reach_under(texts: Sequence[str], h1: int) -> range:
    """Return the blocks from an h1 on in which bylines and dates stand; "|" and "6" between them do not count."""
    counted = 0
    for place in range(h1, min(h1 + 2 * _BLOCKS_UNDER_H1, len(texts))):
        counted += len(texts[place]) > _MAX_MARK_CHARS
        if counted > _BLOCKS_UNDER_H1:
            return range(h1, place)
    return range(h1, min(h1 + 2 * _BLOCKS_UNDER_H1, len(texts)))


def line_at(facts: PageFacts, place: int) -> str:
    """Return a short block's text with a dot between what style alone sets apart: <i>Ana Ruiz</i><i>4 May</i>.

    What stands beside the headline of another story stays with that. Where the text as it is tells a date, and
    with dots none or less, it stays: "2031年", "05月" and "14日" are one.
    """
    text, element = facts.body.blocks.texts[place], facts.body.blocks.elements[place]
    if element is None or not len(element) or not _GLUED.search(text) or _links_story(element, text):
        return text
    apart = _set_apart(text, element, facts.language)
    if apart == text:
        return text
    told, told_apart = (iso_date(line, language=facts.language, country=facts.country) for line in (text, apart))
    return text if told and len(told) > len(told_apart or "") else apart


def _set_apart(text: str, element: _Element, language: str | None) -> str:
    """Return a line with blanks and dots where pieces of its element meet; that may hold other blocks as well."""
    shown, seams = _seams(element, language)
    bare = "".join(text.split())
    start = shown.find(bare)
    if start < 0 or not any(start < at < start + len(bare) for at in seams):
        return text
    parts: list[str] = []
    last = " "
    for char in text:
        if not char.isspace():
            parts.append(seams.get(start, "") if parts and not last.isspace() else "")
            start += 1
        parts.append(char)
        last = char
    return "".join(parts)


def _links_story(element: _Element, text: str, least_share: float = 0.0) -> bool:
    """Return whether a link in a line, and so much of it, leads to another story: "Ferries stay in harbour"."""
    parts = islice(element.iter(), _MAX_ELEMENTS)
    links = (part for part in parts if part.tag == "a" and _may_lead_to_story(part))
    shown = (one_line("".join(islice(link.itertext(), _MAX_PIECES))[:_MAX_PIECE_CHARS]) for link in links)
    return any(
        len(link.split()) >= _MIN_STORY_WORDS
        and len(link) >= least_share * len(text)
        and link in text
        and not looks_like_name(link)
        for link in shown
    )


def _seams(element: _Element, language: str | None) -> tuple[str, dict[int, str]]:
    """Return the beginning of what an element shows, without blanks, and at which of its places a piece begins.

    An element may hold the whole page, and this is asked for each of its lines: what is far behind the beginning
    is not read.
    """
    shown, seams = "", {}
    last = before = ""  # what stands behind the last dot, and the last piece
    may_go_on = True  # a name that the last piece ends with, in emphasis
    for piece, part, behind in islice(texts_in(element, max_elements=_MAX_ELEMENTS), _MAX_PIECES):
        if part.tag in _UNSEEN and not behind:
            continue
        if not behind and part is not element and part.tag not in _UNDIVIDED:
            goes_on = may_go_on and part.tag in EMPHASIS and len(piece.split(maxsplit=1)) == 1
            is_one_name = goes_on and _NAME_BEGINNING.search(last) is not None
            if last[-1:].isdigit() and _is_whole_date(piece, language):
                seam = f" {_DOT} "
            else:
                seam = "" if is_one_name else _between(last, before, piece[:_MAX_PIECE_CHARS])
            seams[len(shown)] = seam
            last = "" if _DOT in seam else f"{last}{seam}"
        before = piece[:_MAX_PIECE_CHARS]
        may_go_on = behind or part is element or part.tag in EMPHASIS
        last += before
        shown += "".join(one_line(before).split())
        if len(shown) > _MAX_SHOWN_CHARS or len(piece) > _MAX_PIECE_CHARS:
            break
    return shown, seams


def _is_whole_date(piece: str, language: str | None) -> bool:
    """Return whether a piece of a line is a date with its day and year: no number before it is a part of that."""
    if not piece[:1].isdigit() or len(piece) > _MAX_LINE_CHARS or not YEAR.search(piece):
        return False
    return len(iso_date(piece, language=language) or "") >= _DAY_CHARS


def _between(last: str, before: str, piece: str) -> str:
    """Return what sets a piece of a line apart from the piece before it: a dot, a blank, or nothing.

    `last` is all that stands behind the last dot. The parts of a date are one, and so are those of a name.
    """
    starts_caseless = last[-1:].isascii() and last[-1:].isalnum() and _STARTS_CASELESS.match(piece)
    if not (_ENDS_WORD.search(last) and (_STARTS_WORD.match(piece) or starts_caseless)):
        return ""
    if piece[0].isdigit() and _ENDS_NUMBER.search(last):
        return _between_numbers(last, before, piece)
    # "By" and "Ana Ruiz", "14" and "May", "14 May" and "2031".
    is_one = (
        " " not in last.strip() or _NUMBER.fullmatch(before) or (_DAY_MONTH.search(last) and YEAR.match(piece))
    )
    return " " if is_one else f" {_DOT} "


def _between_numbers(last: str, before: str, piece: str) -> str:
    """Return what sets two numbers apart: nothing in "20", "31" or "05月", "14日", a blank in "May 4", "2031"."""
    if _ENDS_UNIT.search(last) or (last[-1] in ".:" and _NUMBER.match(piece)):
        return ""
    ends_year = _ENDS_YEAR.search(last) is not None
    if YEAR.match(piece) and not ends_year and _NUMBER.match(piece):
        return " "
    is_one = _NUMBER.fullmatch(piece) and (not ends_year or _NUMBER.fullmatch(before))
    return "" if is_one or (_NUMBER.fullmatch(before) and not ends_year) else f" {_DOT} "


def _in_pieces(element: _Element | None, line: str) -> str | None:
    """Return a line with a dot between the two pieces that a break or emphasis makes of it, None for others.

    "<b>Ana Ruiz</b> Correspondent", "Ana Ruiz<br>Staff Writer".
    """
    if element is None or not len(element) or len(line) > _MAX_LINE_CHARS:
        return None
    pieces = [one_line(piece) for piece in islice(element.itertext(), _MAX_PIECES) if piece.strip()]
    return f" {_DOT} ".join(pieces) if len(pieces) == 2 and " ".join(pieces) == line else None


def _is_in_figure(body: Body, place: int) -> bool:
    """Return whether a line stands in a figure, where it names whom a picture shows."""
    markup = body.blocks.markup
    return markup is not None and bool(markup.containers.flags[markup.places[place]] & _FIGURE)


def _linked_names(element: _Element | None) -> str | None:
    """Return names with commas between, where a line begins with a link for each and no mark joins them.

    The pages of a site's authors lie in one folder: "/autor/ana", "/autor/ben". Its sections lie above them all.
    """
    begins_with_link = element is not None and not (element.text or "").strip()
    people: list[str] = []
    folders: set[str] = set()
    for link in islice(element, _MAX_PIECES) if begins_with_link and element is not None else ():
        if link.tag != "a" or not looks_like_name(name := one_line("".join(link.itertext()))) or " " not in name:
            break
        people.append(name)
        folders.add((link.get("href") or "").partition("?")[0].rstrip("/").rpartition("/")[0])
        if (link.tail or "").strip():
            break
    is_of_authors = len(folders) == 1 and _FOLDER.search(folders.pop()) is not None
    return ", ".join(people) if len(people) > 1 and is_of_authors else None


def _is_row_of_links(element: _Element | None) -> bool:
    """Return whether a line is links to several addresses and nothing else, with no mark between them."""
    links = list(islice(element, _MAX_PIECES)) if element is not None else []
    if element is None or (element.text or "").strip():
        return False
    return len({link.get("href") for link in links}) > 1 and all(
        link.tag == "a" and not (link.tail or "").strip() for link in links
    )


def names_beside(facts: PageFacts) -> Iterator[str]:
    """Yield what stands right under the h1, beside a date under it, or right above the first paragraph or a role.

    Subheadings and entries of lists are left out.
    """
    body, h1 = facts.body, facts.headline_place
    texts = body.blocks.texts
    if h1 is None or body.blocks.tags[h1] != "h1":
        return
    for place in range(h1 + 1, min(h1 + _BLOCKS_UNDER_H1, len(texts))):
        if body.blocks.tags[place] in _NO_NAME_TAGS or _is_in_figure(body, place):
            continue
        before, after = texts[place - 1], texts[min(place + 1, len(texts) - 1)]
        at_edge = place == h1 + 1 or len(after) > _MAX_LINE_CHARS >= len(before)
        line = facts.line_at(place) if len(texts[place]) <= _MAX_LINE_CHARS else ""
        is_dated = any(len(text) <= _MAX_LINE_CHARS and YEAR.search(text) for text in (before, line, after))
        if at_edge or is_dated or is_time_ago(before) or _is_role(after):
            if (linked := _linked_names(body.blocks.elements[place])) is not None:
                yield linked
            if _is_row_of_links(body.blocks.elements[place]):
                continue  # to sections, tags: together they are no name
            yield line or texts[place]
            if line == texts[place] and (styled := _in_pieces(body.blocks.elements[place], line)):
                yield styled


def _is_role(text: str) -> bool:
    """Return whether a short line says somebody's work: "HBC Paris correspondent", "Redakteurin Wirtschaft"."""
    words = text.split()
    return (
        len(words) <= _MAX_ROLE_WORDS
        and len(text) <= _MAX_LINE_CHARS
        and any(words_pattern("roles").fullmatch(word) for word in (words[:1] + words[-1:]))
    )
