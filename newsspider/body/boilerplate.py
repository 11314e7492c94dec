"""What is certainly no article text: headline, bylines, date lines, menus, islands of other stories, previews."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from itertools import chain, islice

from newsspider.blocks.types import HEADING_TAGS, LISTED_OR_HEADING, SUBHEADING_TAGS, Blocks
from newsspider.body.below_text import (
    CAP,
    LIKELY,
    NO_END_TAGS,
    below_the_text,
    is_labelled_date,
    label_of,
    signatures,
    speakers_of,
)
from newsspider.body.byline_blocks import bylines_apart, names_above
from newsspider.body.comment_sections import comments_below
from newsspider.body.dialogs import consent_dialogs, layers, shown_text
from newsspider.body.insets import if_small, insets
from newsspider.body.link_lists import contents, topic_lines
from newsspider.body.other_stories import other_stories, story_cards
from newsspider.body.standfirst import standfirst_of
from newsspider.language.agencies import is_agency
from newsspider.lines.bylines import is_byline, is_signature, is_unnamed
from newsspider.lines.captions import is_caption, is_credit
from newsspider.lines.date_labels import labelled_parts
from newsspider.lines.date_lines import is_date_line, is_unspaced_sentence
from newsspider.lines.dump_head import dump_head
from newsspider.lines.page_lines import PAGE_LINE_CHARS, is_advertisement_label, is_page_line
from newsspider.lines.shapes import (
    Shape,
    ends_in_mark,
    ends_sentence,
    is_address,
    is_cut_off,
    shape_of,
    weighted_chars,
)
from newsspider.lines.story_labels import label_of_other_story
from newsspider.lines.wording import is_time_ago, label_lines, names_recent_day
from newsspider.page.types import Page
from newsspider.processors.headlines import begins_title, title_heads

_ASKING = ("?", "？", "؟")  # headlines ask, and so do sentences, which no label begins
_HEADLINES = frozenset((Shape.SHORT, Shape.MEDIUM))
# Below a "Related" heading stand date, counters, headline and teaser, and those again for the next story.
_ISLAND_BLOCKS = 6
_SHOWN_CHANCE = 0.6
SHORT_DUMP = 30  # blocks
_SHORTER = 0.6
_PARAGRAPH_CHARS = 160
_MENU_LINK_SHARE = 0.8
_KICKER_BLOCKS, _KICKER_CHARS = 2, 40
_CELLS, _HEAD_CHARS = frozenset(("td", "th")), 400
_MOST_KICKERS, _MOST_HEADS = 4, 8  # before a title's headline, and marks behind it that are looked at
_HEADLINE_WORDS = 4
_MOST_H1S = 20  # that are looked at: a page may have thousands
_TITLE_CHARS = 15  # less may begin any title: "The", "In Rome"
_TITLE_SHARE = 3  # so much longer than its letters and digits a title may be
_MIN_SMALL_WORDS = 3  # of a sentence
_NOT_WORD = re.compile(r"\W+")
_COLONS = (":", "：")
_BEGINNING_CHARS = 12


def without_boilerplate(page: Page, blocks: Blocks, chances: Sequence[float]) -> list[float]:
    """Return the probabilities, those of blocks that are certainly no article text capped at 0.1.

    On the corpus this changes next to nothing (F1 of wcxb .9521 and .9521, of fundus .9527 and .9530, of dumps
    .9333 and .9334): its pages have taught the models most of it. On short and plain pages the models are less
    sure. Islands are left to the model where there is markup: with them three of a thousand exact bodies less.
    """
    capped = list(chances)
    titles = _folded_titles(page, blocks)
    every = list(_sentences(blocks, chances, titles))
    second = next(iter(every[1:] or every), 0)  # the first may be a standfirst
    likely = [i for i, chance in enumerate(chances[:second]) if chance > CAP]
    names = chain(names_above(page, blocks, likely), bylines_apart(blocks, likely, page.language))
    sentences = dict.fromkeys(_behind_standfirst(page, blocks, chances, every))
    dated = _dated_below_lead(page, blocks, every)
    for i in chain(_above_the_text(page, blocks, chances, titles, sentences), names, dated):
        capped[i] = min(capped[i], CAP)
    title = _title_of_dump(blocks, chances, next(iter(sentences), len(blocks)))
    if title is not None:
        capped[title] = CAP
    for i in blocks.replaced:
        capped[i] = min(capped[i], CAP)
    stories = other_stories(blocks, chances, lambda text: _begins_one_of(titles, _folded(text)), page.url)
    over = list(layers(blocks, chances))
    dialogs = chain(consent_dialogs(blocks, chances), over)
    cards = if_small(blocks, chances, list(story_cards(blocks, chances, page.url)))
    lists = chain(contents(blocks), topic_lines(blocks, chances, next(reversed(sentences), len(blocks))))
    for i in chain(insets(blocks, chances), stories, cards, comments_below(blocks, chances), dialogs, lists):
        capped[i] = 0.0
    if over and not if_small(blocks, chances, over):  # beside which the models took the text for something else
        for i in shown_text(blocks):
            capped[i] = max(capped[i], _SHOWN_CHANCE)
    for i in other_lines(blocks.texts) if blocks.markup is None else ():
        capped[i] = min(capped[i], CAP)
    for i in list(below_the_text(page, blocks, capped, list(sentences))):
        capped[i] = min(capped[i], CAP)
    return capped


def other_lines(texts: Sequence[str]) -> Iterator[int]:
    """Yield a dump's lines of its head, of islands, and those that speak of the page or lead to another story."""
    yield from range(dump_head(texts).size)
    yield from islands(texts)
    for i, text in enumerate(texts):
        if len(text) > PAGE_LINE_CHARS:
            continue
        label = label_of_other_story(text)
        is_headline = text.endswith(_ASKING) or not ends_in_mark(text)
        if (label and is_headline) or is_page_line(text) or is_advertisement_label(text):
            yield i


def _above_the_text(
    page: Page, blocks: Blocks, chances: Sequence[float], titles: Sequence[str], sentences: Mapping[int, None]
) -> Iterator[int]:
    """Yield headline, bylines, dates, menus and captions above the first paragraph; below they may be content.

    In scripts that say more with a character paragraphs are shorter. A subheading is above the text only until
    the first sentence: "4 May 2031" heads a part of a chronology.
    """
    first = next(iter(sentences), len(blocks))
    own_signatures = _signatures_above(blocks, chances, list(sentences))
    only_h1 = _only_h1(blocks)
    holding_titles = _CELLS if "h1" in blocks.tags else {*_CELLS, "h2"}  # beside a kicker
    speakers = cache(partial(speakers_of, blocks.texts))  # few pages have a byline with a label
    for i in [i for i, chance in enumerate(chances) if chance > CAP]:
        text = blocks.texts[i]
        if (blocks.markup is None and is_caption(text)) or (i < first and (is_credit(text) or is_address(text))):
            yield i  # pictures stand below the headline; markup says better what is a caption
            continue
        if i < first and blocks.tags[i] in holding_titles and _holds_title(page, text):
            yield i
            continue
        if len(text) > _PARAGRAPH_CHARS or (i in sentences and weighted_chars(text) > _PARAGRAPH_CHARS):
            return
        is_part = blocks.tags[i] in SUBHEADING_TAGS and i > first
        if (
            i in own_signatures
            or (i < first and (i == only_h1 or _is_newsroom(blocks, i) or _is_relative_date(blocks, i)))
            or (not is_part and _is_byline_or_date(text, page.language, speakers))
            or _is_menu(blocks, i)
            or _is_kicker(blocks, i, titles, only_h1)
            or _begins_one_of(titles, _folded(text))
            or (i < first and _is_short_title(page, blocks, i))
        ):
            yield i


def _is_byline_or_date(text: str, language: str | None, speakers: Callable[[], Set[str]]) -> bool:
    if is_date_line(text, language):
        return not _tells_of_day(text)
    return is_byline(text, language) and not ((label := label_of(text)) and label in speakers())


def _tells_of_day(text: str) -> bool:
    """Return whether a line with a date is a sentence on that day: "On 4 May 2031 the first ferry sailed."."""
    if not ends_in_mark(text) or sum(word.islower() for word in text.split()) < _MIN_SMALL_WORDS:
        return False
    return not any(kind for kind, _ in labelled_parts(text))


def _is_relative_date(blocks: Blocks, i: int) -> bool:
    """Return whether a line says when the page appeared, as of its capture: "3 hours ago", but no heading."""
    text = blocks.texts[i]
    return blocks.tags[i] not in HEADING_TAGS and (is_time_ago(text) or names_recent_day(text))


def _is_newsroom(blocks: Blocks, i: int) -> bool:
    """Return whether a line of a page is a newsroom or an agency alone: "Da Redação", "News Desk".

    Not in headings, lists and dumps: "Our Services", "Online Marketplace". On the 1,778 pages of the corpus two
    such lines have more than the capped chance: an author's work, and the heading of a page that is no article.
    """
    is_line = blocks.markup is not None and blocks.tags[i] not in LISTED_OR_HEADING
    return is_line and (is_unnamed(blocks.texts[i]) or is_agency(blocks.texts[i]))


def _title_of_dump(blocks: Blocks, chances: Sequence[float], first: int) -> int | None:
    """Return the first likely line of a short dump, if it ends no sentence and one stands below it: its headline.

    Of long dumps the models know more, and there it may be a standfirst. In scripts without marks between
    sentences a line is a headline that is much shorter than the one below it.
    """
    if blocks.markup is not None or len(blocks) >= SHORT_DUMP:
        return None
    texts = blocks.texts
    i = next((i for i, chance in enumerate(chances) if chance > CAP), None)
    if i is None or i > first or i + 1 >= len(texts) or ends_in_mark(texts[i]) or texts[i].endswith(_COLONS):
        return None
    is_title = i < first and not ends_sentence(texts[i])
    is_shorter = len(texts[i]) <= _SHORTER * len(texts[i + 1])
    return i if weighted_chars(texts[i]) <= _PARAGRAPH_CHARS and (is_title or is_shorter) else None


def _behind_standfirst(
    page: Page, blocks: Blocks, chances: Sequence[float], sentences: Sequence[int]
) -> Sequence[int]:
    """Return the sentences without those of a standfirst, if a line below the first may be a byline or a date."""
    texts, language = blocks.texts, page.language
    may_be_above = any(
        is_signature(texts[i])
        or (
            blocks.tags[i] in SUBHEADING_TAGS
            and (is_byline(texts[i], language) or is_date_line(texts[i], language))
        )
        for i in (range(sentences[0] + 1, sentences[1]) if len(sentences) > 1 else ())
    )
    standfirst = standfirst_of(page, blocks, chances) if may_be_above else ()
    return [i for i in sentences if i not in standfirst] if standfirst else sentences


def _dated_below_lead(page: Page, blocks: Blocks, sentences: Sequence[int]) -> Iterator[int]:
    """Yield lines between the first two sentences that say when the page appeared, and bylines beside them."""
    between = range(sentences[0] + 1, sentences[1]) if len(sentences) > 1 else range(0)
    lines = [i for i in between if blocks.tags[i] not in NO_END_TAGS]
    dated = [i for i in lines if is_labelled_date(blocks.texts[i], page.language)]
    beside = [i for i in lines if i - 1 in dated or i + 1 in dated]
    yield from dated
    yield from (i for i in beside if is_byline(blocks.texts[i], page.language))


def _signatures_above(blocks: Blocks, chances: Sequence[float], sentences: Sequence[int]) -> Set[int]:
    """Return the lines above the first sentence that are a name and a word for its bearer's work.

    Among sentences such lines say who speaks, and then the first of them does too. Subheadings are none: "A
    reporter's day" has the form of a name and that word.
    """
    above = signatures(blocks, chances, 0, sentences[0]) if sentences else frozenset()
    is_talk = above and signatures(blocks, chances, sentences[0], sentences[-1])
    return frozenset() if is_talk else above


def _sentences(blocks: Blocks, chances: Sequence[float], titles: Sequence[str]) -> Iterator[int]:
    """Yield the likely blocks that end as sentences do, or are long for a script without spaces; no headings."""
    longest = _TITLE_SHARE * max(map(len, titles), default=0)
    for i in [i for i, chance in enumerate(chances) if chance >= LIKELY]:
        text = blocks.texts[i]
        if blocks.tags[i] not in HEADING_TAGS and (ends_sentence(text) or is_unspaced_sentence(text)):
            may_be_title = len(text) <= longest and _begins_a_title(titles, text)
            if not (may_be_title and _folded(text) in titles):
                yield i


def _is_kicker(blocks: Blocks, i: int, titles: Sequence[str], only_h1: int) -> bool:
    """Return whether a few words that end no sentence stand right above the headline's h1: a section, an eyebrow.

    On 912 articles of the corpus 17 such blocks have more than the capped chance; one is article text.
    """
    if len(blocks.texts[i]) > _KICKER_CHARS or blocks.tags[i] == "h1" or ends_sentence(blocks.texts[i]):
        return False
    below = range(i + 1, min(i + 1 + _KICKER_BLOCKS, len(blocks)))
    return any(
        k == only_h1 or (blocks.tags[k] == "h1" and _begins_one_of(titles, _folded(blocks.texts[k])))
        for k in below
    )


def _folded_titles(page: Page, blocks: Blocks) -> Sequence[str]:
    return [title for title in map(_folded, _titles(page)) if title] or [
        _folded(text) for text in islice(_h1s(blocks), _MOST_H1S)
    ]


def _titles(page: Page) -> Iterator[str]:
    title = page.title or ""
    yield title
    # "Coast: Storm closes harbour": site, section or kicker may stand before it.
    *before, rest = title.split(": ", _MOST_KICKERS)
    yield from (": ".join([*before[k:], rest]) for k in range(1, len(before) + 1))
    yield page.first_meta("og:title") or ""
    for article in page.linked_data.articles:
        yield article.headline or ""


def _h1s(blocks: Blocks) -> Iterator[str]:
    """Yield the texts of h1 elements, which stand in for the title of a page that has none."""
    yield from (text for tag, text in zip(blocks.tags, blocks.texts, strict=True) if tag == "h1")


def _folded(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _begins_a_title(titles: Sequence[str], text: str) -> bool:
    """Return whether a text begins as a title does: of most paragraphs a few characters tell that they do not."""
    beginning = _folded(text[:_BEGINNING_CHARS])
    return any(title.startswith(beginning) for title in titles)


def _begins_one_of(titles: Sequence[str], line: str) -> bool:
    is_long = len(line) > _TITLE_CHARS or (not line.isascii() and weighted_chars(line) > _TITLE_CHARS)
    return is_long and any(title.startswith(line) for title in titles)


def _only_h1(blocks: Blocks) -> int:
    """Return the block of a page's one h1, if it is as long as headlines are, whatever titles say; else -1."""
    place = blocks.tags.index("h1") if blocks.tags.count("h1") == 1 else -1
    is_long = place >= 0 and (
        len(blocks.texts[place].split()) >= _HEADLINE_WORDS or is_unspaced_sentence(blocks.texts[place])
    )
    return place if is_long else -1


def _is_short_title(page: Page, blocks: Blocks, i: int) -> bool:
    """Return whether a heading of few words is all of the page's title, or what a separator sets off in it.

    Below an h1 that says the same it heads a part: "What is glass?".
    """
    tag, text = blocks.tags[i], blocks.texts[i]
    if tag not in HEADING_TAGS or not any(text == title or begins_title(text, title) for title in _titles(page)):
        return False
    return tag == "h1" or text not in islice(_h1s(blocks), _MOST_H1S)


def _holds_title(page: Page, text: str) -> bool:
    """Return whether the first lines of an old page's cell hold its headline, beside kicker, byline and date.

    Such pages part them by <br> alone: they are one block, which ends no sentence.
    """
    if len(text) > _HEAD_CHARS or ends_sentence(text):
        return False
    line = _folded(text)
    heads = (head for title in _titles(page) for head in (title, *islice(title_heads(title), _MOST_HEADS)))
    return any(len(head) > _TITLE_CHARS and _folded(head) in line for head in heads)


def _is_menu(blocks: Blocks, i: int) -> bool:
    markup = blocks.markup
    if markup is None or markup.link_counts[i] < 2:
        return False
    return markup.link_chars[i] >= _MENU_LINK_SHARE * len(blocks.texts[i])


def islands(texts: Sequence[str]) -> Iterator[int]:
    """Yield the blocks of other stories' islands: from a "Related" heading to the last headline or teaser.

    A headline is a line that ends no sentence; a teaser is one that is cut off.
    """
    related = frozenset(label_lines(texts, ["related"])["related"])
    heading, is_open = None, False
    for i, text in enumerate(texts) if related else ():
        if i in related:
            heading, is_open = i, True
        elif heading is not None and i - heading > _ISLAND_BLOCKS:
            heading = None
        elif heading is not None and is_cut_off(text):
            yield from range(heading, i + 1)
            heading = i
        elif heading is not None and is_open and shape_of(text) in _HEADLINES:
            yield from (heading, i)
        else:
            is_open = False
