"""What stands within the text and is none of it, as its markup says: hidden messages, promotion, captions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice, pairwise

import numpy as np
from lxml.etree import _Element

from newsspider._native.markup import Flag, kind_of
from newsspider._native.values import Markup
from newsspider.blocks.types import HEADING_TAGS, LISTED_OR_HEADING, Blocks
from newsspider.language.word_lists import word_sets
from newsspider.lines.captions import is_caption
from newsspider.lines.page_lines import (
    heads_other_stories,
    is_advertisement_label,
    is_page_line,
    label_of_other_story,
    leads_on,
)
from newsspider.lines.shapes import ends_in_mark, weighted_chars
from newsspider.lines.walls import holds_wall
from newsspider.lines.wording import holds_phrase, is_label
from newsspider.processors.captions import ends_in_bare_credit, split_caption

_HIDDEN, _ARTICLE, _ASIDE, _QUOTE = (int(flag) for flag in (Flag.HIDDEN, Flag.ARTICLE, Flag.ASIDE, Flag.QUOTE))
# Alone it tells only that screen readers leave something out; what is laid over the page is out of sight, too.
_ARIA_HIDDEN = "aria-hidden"
_LAYERS = frozenset(("dialog", "modal", "popup"))
# Names of what scripts show when something happens. What readers unfold themselves has other names, and is text:
# on the corpus's pages, answers to common questions and what a wall hides.
_NOTES = frozenset((
    "alert", "alerts", "comment", "comments", "consent", "cookie", "cookies", "dialog", "email", "error", "errors",
    "feedback", "form", "forms", "loading", "login", "message", "messages", "modal", "newsletter", "notice",
    "notification", "popup", "share", "signup", "subscribe", "success", "template", "toast", "tooltip", "warning",
))  # fmt: skip
# Of 912 articles none has a block of its text in a smaller element of such a name; nine have others there.
_PROMOTION = frozenset((
    "newsletter", "newsletters", "signup", "adslot",
    # Not measured there:
    "donation", "donations", "donate", "fundraising", "spenden", "spende",
    "jwplayer", "videoplayer", "audioplayer", "sharebar", "sharedaddy", "relatedposts", "addthis",
    "outbrain", "taboola", "plista",
))  # fmt: skip
_POLLS = frozenset(("poll", "polls", "umfrage", "anketa", "ankieta", "encuesta", "sondage"))
_ASKING, _MOST_IN_POLL = frozenset(("form", "input", "button", "iframe")), 200
_MOST = 0.5  # of the text; more may be the text itself, whatever it is called
_AD = re.compile(r"(?:^|[\s_-])(?:ads?|advert[a-z]{0,10})(?:$|[\s_-])", re.IGNORECASE)
_LABEL_CHARS = 20  # of one word
_HOPED = 0.4
_MOST_OF_WALL, _WALL_CHARS = 4, 400  # blocks and characters of an invitation to pay
_UNLIKELY = 0.1  # blocks are left out anyway
# Names by which pages shuffle what only subscribers may read; links whose address is hidden have them too.
# Those of walls are as often around the text itself, whose words stand elsewhere as well.
_SCRAMBLED = frozenset((
    "cipher", "ciphered", "encrypted", "garbled", "jumbled", "locked", "obfuscate", "obfuscated", "obfuscation",
    "paywall", "paywalled", "premium", "scramble", "scrambled",
))  # fmt: skip
_WORDS = "body/data/class_words"
_CAPTION_CHARS, _MOST_ALONE, _CREDIT_CHARS = 200, 2, 60
_PARAGRAPH_CHARS = 80  # in Latin characters' worth
# Of captions in Korean, Chinese and Japanese, which need no colon: "솔내시 제공", "王磊 摄", "港＝3日、霧ケ丘市".
_CREDIT_AT_END = re.compile(
    r"(?:\s(?:제공|촬영|캡처|캡쳐|자료사진)|[\s/／|｜（(](?:[^\W\d_]{2,6}[\s/／]?)?(?:摄|攝|摄影|攝影|供图|供圖)|\s(?:资料|資料|网络|網絡|示意)[图圖]片?|"
    r"[^。]＝[^。＝]{1,30}|(?:提供|撮影))[)）\]］】]?$"
)
_NO_CAPTION_TAGS = LISTED_OR_HEADING | {"td", "th"}
_SENTENCE = re.compile(r"[.!?]\s|[。！？]|[.!?]\S{0,3}$")
_MOST_FORMS, _MOST_FIELDS = 20, 20
_BOX_BLOCKS, _BOX_CHARS = 5, 350  # of a box that asks to sign up: heading, sentence, button, small print
_TEASER_CHARS = 400
_ASIDE_CHARS = 600  # of one that asks to sign up: small print on privacy is long
_MOST_BLOCKS = 2  # in an element around a picture and its caption
# Of what a caption speaks: pictures and players.
_CAPTIONED = ("img", "amp-img", "amp-anim", "a-img", "video", "audio", "iframe", "object", "embed")
_INLINE = frozenset(("span", "small", "em", "i", "b", "strong", "font", "cite"))
_MOST_IN_CAPTIONED, _MOST_CAPTIONED_CHARS, _LEAST_CAPTIONED = 6, 600, 0.9
_MOST_ELEMENTS = 20  # of a caption's neighbour that are looked at for a picture
_WHOLE_TEXTS = frozenset(("article", "main", "body", "html"))  # their names tell topics as well: "tag-cipher"
_MARK_CHARS = 8  # arrows and spaces around a link
_CARD_BLOCKS = 3  # heading, picture's credit, teaser
_MOST_LINKED = 6  # entries of a list below a label
_MOST_LABELLED, _LINKED_SHARE = 200, 0.9  # characters of a label and a headline, and how much of that is a link
_WORD = re.compile(r"[^\W\d_]{3,40}")
_UNSPACED = re.compile("[\u0e00-\u109f\u2e80-\uffff]")  # of scripts whose words are not seen so, and a few others
_HEADLINE_CHARS = 30  # those of other stories tell the page's language as well: a wall lets little stand above it
_FEWEST_WORDS, _FEWEST_KNOWN = 20, 50  # of what is scrambled, and of the page's texts besides
_MOST_STRANGE = 0.5  # of the words in elements that are named so
_KNOWN_SHARE = 0.1  # paragraphs in one language share a third of their words and more
# Of pairs of letters: beside 300 characters in English or Finnish texts in English, German and Finnish have .50 to
# .91, such texts with each letter replaced .08 to .36. Languages with long words share hardly any whole ones.
_WRITTEN_ALIKE = 0.45


def insets(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield the blocks that their markup tells to be no text, though they stand within it and are likely.

    `chances` are the blocks' probabilities: where elements of one kind hold more than half of the text, they are
    left to them.
    """
    markup = blocks.markup
    if markup is None:
        return
    likely = [i for i, chance in enumerate(chances) if chance > _UNLIKELY]
    flags, places = markup.containers.flags, markup.places
    hidden = [i for i in likely if flags[places[i]] & _HIDDEN]
    notes = _lie_in(markup, hidden, _NOTES, _HIDDEN) if hidden else {}
    promotion = {**_lie_in(markup, likely, _PROMOTION), **_polls(markup, likely)}
    captions = [
        *_captions(markup, likely),
        *_inline_captions(blocks, likely),
        *_in_picture_boxes(blocks, markup, likely),
        *_lines_below_pictures(blocks, markup, likely),
    ]
    captions += _credits_below(blocks, markup, captions)
    sign_ups = [*_sign_ups(blocks, markup, likely), *_asides_to_sign_up(blocks, markup, likely)]
    for kind in (_out_of_sight(markup, notes), promotion, sign_ups, captions):
        yield from if_small(blocks, chances, kind)
    words = (i for i in likely if len(blocks.texts[i]) <= _LABEL_CHARS and " " not in blocks.texts[i])
    yield from (i for i in words if is_label("controls", blocks.texts[i]) and _is_ad(blocks.elements[i]))
    yield from (i for i in likely if blocks.tags[i] not in HEADING_TAGS and _ends_skipped(blocks.elements[i]))
    wall = _wall(blocks, markup, [i for i in likely if chances[i] >= _HOPED])
    others = [*_page_lines(blocks, markup, likely), *_teasers(blocks, markup, likely)]
    yield from if_small(blocks, chances, [*others, *wall, *_walls_within(blocks, markup, likely)])
    yield from _scrambled(blocks, markup, likely)


def _page_lines(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the blocks that speak of the page, and those that are a label and links to other stories.

    Headings and entries of lists may tell of advertising; of a paragraph of that word alone none of the corpus's
    pages has it in its text.
    """
    labelled = listed = -1  # the block behind a label, or behind a story that it heads; one of a list of links
    for i in likely:
        text = blocks.texts[i]
        if len(text) > _MOST_LABELLED:
            if is_page_line(text):  # what stands for a post until readers agree to load it
                yield i
            continue
        if _heads_links(blocks, markup, i, likely) or (i == listed and _is_link(markup, i, len(text))):
            labelled = listed = i + 1
            yield i
        elif is_page_line(text) or _leads_to_other_story(blocks, markup, i, is_labelled=i == labelled):
            labelled = i + 1
            yield i
        elif not _is_listed(blocks, i) and is_advertisement_label(text):
            yield i


def _teasers(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield what stands below the linked headlines of other stories, in a box that begins with a label of such."""
    containers, places = markup.containers, markup.places
    last, head = -1, 0  # the block looked at before, and the label above it
    for i in likely:
        if not i or markup.link_chars[i] or not _is_link(markup, i - 1, len(blocks.texts[i - 1])):  # as most
            continue
        label = i - 1
        while (
            label
            and label != last
            and (
                _is_link(markup, label, len(blocks.texts[label]))
                or _is_link(markup, label - 1, len(blocks.texts[label - 1]))
            )
        ):
            label -= 1
        label = head if label == last else label
        last, head = i, label
        above = range(label + 1, i)
        if len(above) > 1 and all(_is_link(markup, k, len(blocks.texts[k])) for k in above):
            continue  # a list of stories has no teaser below its last alone: the text goes on
        if len(blocks.texts[i]) <= _TEASER_CHARS and heads_other_stories(blocks.texts[label]):
            box = places[label]
            while containers.parents[box] >= 0 and not (label and places[label - 1] >= containers.parents[box]):
                box = containers.parents[box]
            if box <= places[i] < containers.ends[box]:
                yield i


def _heads_links(blocks: Blocks, markup: Markup, i: int, likely: Sequence[int]) -> bool:
    """Return whether a line is a label of other stories above a link to one, or above a list of them.

    Behind a list below a heading the text goes on: at its end, or of many links, they may be references. Between
    headings that are links "Read more" belongs to the one above it, in a list of what the page presents.
    """
    below = i + 1
    if below >= len(blocks) or not markup.link_chars[below] or markup.link_chars[i]:  # as most
        return False
    if not _is_link(markup, below, len(blocks.texts[below])) or not heads_other_stories(blocks.texts[i]):
        return False
    if not _is_listed(blocks, below):
        return True
    if _is_linked_heading(blocks, markup, below) and any(
        _is_linked_heading(blocks, markup, k) for k in range(max(i - _CARD_BLOCKS, 0), i)
    ):
        return False
    entries = range(below, min(len(blocks), below + _MOST_LINKED + 1))
    end = next((k for k in entries if not _is_link(markup, k, len(blocks.texts[k]))), entries.stop)
    return end - below <= _MOST_LINKED and (
        not _is_listed(blocks, i) or (end in likely and not _is_listed(blocks, end))
    )


def _is_linked_heading(blocks: Blocks, markup: Markup, i: int) -> bool:
    return blocks.tags[i] in HEADING_TAGS and _is_link(markup, i, len(blocks.texts[i]))


def _is_link(markup: Markup, i: int, chars: int) -> bool:
    """Return whether a line is a link, beside marks around it."""
    return markup.link_chars[i] > 0 and markup.link_chars[i] >= _LINKED_SHARE * (chars - _MARK_CHARS)


def _leads_to_other_story(blocks: Blocks, markup: Markup, i: int, *, is_labelled: bool) -> bool:
    """Return whether a line is a link behind a label, below one, or behind a mark that leads on."""
    if not markup.link_chars[i]:  # as of most
        return False
    text = blocks.texts[i]
    label = label_of_other_story(text, is_link=True)
    if not _is_link(markup, i, len(text) - label):
        return False
    if _is_listed(blocks, i):
        return bool(label) or _is_labelled_within(blocks, i)
    return bool(label) or is_labelled or leads_on(text) or _is_begun_as_ad(text)


def _is_labelled_within(blocks: Blocks, i: int) -> bool:
    """Return whether one link holds a label of other stories and a heading: <a>Read also<h4>...</h4></a>."""
    own, before = blocks.elements[i], blocks.elements[i - 1] if i else None
    if own is None or before is None or not heads_other_stories(blocks.texts[i - 1]):
        return False
    link = next(own.iterancestors("a"), None)
    return link is not None and (before in (link, link.getparent()) or link in before.iterancestors("a"))


def _is_begun_as_ad(text: str) -> bool:
    """Return whether a link begins with the label of an advertisement: "Werbung Kristallgläser mit Rabatt"."""
    return is_advertisement_label(text.partition(" ")[0])


def _is_listed(blocks: Blocks, i: int) -> bool:
    return blocks.tags[i] in LISTED_OR_HEADING


def _wall(blocks: Blocks, markup: Markup, hoped: Sequence[int]) -> Sequence[int]:
    """Return the last of the `hoped` blocks where an element holds them alone, and they invite to pay.

    One without a link may be the last paragraph of a report on subscriptions, if each has an element of its own.
    """
    if not hoped:
        return ()
    containers, places = markup.containers, markup.places
    outer = containers.parents[places[hoped[-1]]]
    box = [i for i in hoped[-_MOST_OF_WALL - 1 :] if outer <= places[i] < containers.ends[outer]]
    if len(box) > _MOST_OF_WALL or len(box) == len(hoped):
        return ()
    if len(box) == 1 and not markup.link_counts[box[0]] and ends_in_mark(blocks.texts[box[0]]):
        return ()
    texts = [blocks.texts[i] for i in box]
    return box if sum(map(len, texts)) <= _WALL_CHARS and holds_wall("\n".join(texts)) else ()


def _walls_within(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the blocks of small elements within the text that invite to pay, but no quotations."""
    short = [i for i in likely if len(blocks.texts[i]) <= _MOST_LABELLED]
    if not holds_wall("\n".join(blocks.texts[i] for i in short)):  # as on most pages
        return
    containers, places = markup.containers, markup.places
    for i in short:
        outer = containers.parents[places[i]]
        if outer < 0 or containers.flags[outer] & _QUOTE or not holds_wall(blocks.texts[i]):
            continue
        box = range(bisect_left(places, outer), bisect_left(places, containers.ends[outer]))
        is_sentence = len(box) == 1 and not markup.link_counts[i] and ends_in_mark(blocks.texts[i])
        is_small = (
            not is_sentence and len(box) <= _MOST_OF_WALL and sum(len(blocks.texts[k]) for k in box) <= _WALL_CHARS
        )
        if is_small and box.start > likely[0] and box.stop <= likely[-1]:
            yield from box


def _lie_in(markup: Markup, likely: Sequence[int], names: frozenset[str], flags: int = 0) -> Mapping[int, int]:
    """Return the nearest container around each block that has one of the names and all of the flags itself."""
    containers = markup.containers
    meant = {kind for kind in containers.kinds_named(names) if containers.kind_table[kind].flags & flags == flags}
    if not meant:  # as on most pages
        return {}
    if not _hold_any(markup, containers.places_of(meant), likely):
        return {}
    known: dict[int, int] = {-1: -1}
    for i in likely:
        place, passed = markup.places[i], []
        while place not in known and containers.kinds[place] not in meant:
            passed.append(place)
            place = containers.parents[place]
        known.update(dict.fromkeys(passed, known.get(place, place)))
    nearest = ((i, known.get(place := markup.places[i], place)) for i in likely)
    return {i: place for i, place in nearest if place >= 0}


def _polls(markup: Markup, likely: Sequence[int]) -> Mapping[int, int]:
    """Return the boxes around blocks that are named as polls and ask readers; articles tell of polls as well."""
    around, elements = _lie_in(markup, likely, _POLLS), markup.containers.elements
    asking = {
        place
        for place in set(around.values())
        if any(one.tag in _ASKING for one in islice(elements[place].iter(), _MOST_IN_POLL))
    }
    return {i: place for i, place in around.items() if place in asking}


def _hold_any(markup: Markup, places: Sequence[int], blocks: Sequence[int]) -> bool:
    """Return whether one of the containers holds one of the blocks."""
    ends, own = markup.containers.ends, sorted(markup.places[i] for i in blocks)
    return any(bisect_left(own, place) < bisect_left(own, ends[place]) for place in places)


def if_small(blocks: Blocks, chances: Sequence[float], kind: Collection[int]) -> Collection[int]:
    """Return the blocks where they hold less than half of the text."""
    if not kind:
        return kind
    hoped = sum(chance * len(text) for chance, text in zip(chances, blocks.texts, strict=True))
    return kind if sum(chances[i] * len(blocks.texts[i]) for i in kind) <= _MOST * hoped else ()


def _out_of_sight(markup: Markup, around: Mapping[int, int]) -> list[int]:
    """Return the blocks that lie in an element, as `around` says, that no reader sees."""
    elements = markup.containers.elements
    unseen = {place: _is_out_of_sight(elements[place]) for place in set(around.values())}
    return [i for i, place in around.items() if unseen[place]]


def _is_out_of_sight(element: _Element) -> bool:
    kind = kind_of(str(element.tag), [(name, value) for name, value in element.items() if name != _ARIA_HIDDEN])
    return bool(kind.flags & _HIDDEN) or not _LAYERS.isdisjoint(kind.tokens)


def _ends_skipped(element: _Element | None) -> bool:
    """Return whether a link that skips a box leads to an element: <p id="end-of-podcasts" tabindex="-1">...</p>.

    The index tells it from a paragraph that is named after its words: only scripts and such links focus it.
    """
    if element is None or element.get("tabindex") != "-1":
        return False
    return (element.get("id") or "").startswith("end-of-")


def _is_ad(element: _Element | None) -> bool:
    parent = element.getparent() if element is not None else None
    names = (one.get("class") or "" for one in (element, parent) if one is not None)
    return any(_AD.search(name[:400]) for name in names)


def _captions(markup: Markup, likely: Sequence[int]) -> list[int]:
    """Return the blocks of elements that are named as captions and stand beside a picture or a player.

    Of 30 such blocks beside a picture that the model took for text 24 are none; the others' gold keeps captions.
    """
    containers = markup.containers
    kinds = containers.kinds_named(word_sets(_WORDS)["caption"])
    if not kinds:
        return []
    own = {i: markup.places[i] for i in likely}
    named = {i: place for i, place in own.items() if containers.kinds[place] in kinds}
    if not named:
        return []
    close = _are_close(markup, list(named.values()))
    return [
        i
        for (i, place), is_close in zip(named.items(), close, strict=True)
        if is_close or _is_beside(containers.elements[place])
    ]


def _inline_captions(blocks: Blocks, likely: Sequence[int]) -> Iterator[int]:
    """Yield the paragraphs that hold a picture or a player, and an inline element named a caption besides."""
    words = word_sets(_WORDS)["caption"]
    for i in likely:
        element, chars = blocks.elements[i], len(blocks.texts[i])
        if (
            element is None or not 1 < len(element) <= _MOST_IN_CAPTIONED or chars > _MOST_CAPTIONED_CHARS
        ):  # as most
            continue
        for child in element:
            name = child.get("class") if child.tag in _INLINE else None
            if name and not words.isdisjoint(kind_of("span", (("class", name),)).tokens):
                said = sum(map(len, map(str.strip, child.itertext())))
                held = (one.tag in _CAPTIONED for one in islice(element.iter(), _MOST_ELEMENTS))
                if said >= chars * _LEAST_CAPTIONED and any(held):
                    yield i
                break


def _in_picture_boxes(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> list[int]:
    """Return the short blocks that an element named after a picture holds with it, and hardly anything besides."""
    containers = markup.containers
    kinds = containers.kinds_named(word_sets(_WORDS)["picture"])
    if not kinds:
        return []
    pictured = frozenset(markup.images.positions)
    behind = [
        i
        for i in likely
        if i in pictured
        and len(blocks.texts[i]) <= _CAPTION_CHARS
        and blocks.tags[i] not in _NO_CAPTION_TAGS
        and containers.kinds[containers.parents[markup.places[i]]] in kinds
    ]
    close = _are_close(markup, [markup.places[i] for i in behind]) if behind else []
    return list(compress(behind, close))


def _lines_below_pictures(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the lines right behind a picture that end no sentence, and end in a credit or share its box alone."""
    pictured = frozenset(markup.images.positions)
    pictures = sorted(markup.images.places)
    in_cells = (i for i in likely if i in pictured and blocks.tags[i] == "td")
    cells = [i for i in in_cells if _is_all_of_table(blocks, markup, pictures, i)]
    yield from cells
    behind = [i for i in likely if i in pictured and i not in cells and _may_be_caption(blocks, i)]
    if not behind:
        return
    close = dict(zip(behind, _are_close(markup, [markup.places[i] for i in behind]), strict=True))
    alone = {
        i
        for i in behind
        if close[i]
        and blocks.tags[i] not in _WHOLE_TEXTS
        and not _SENTENCE.search(blocks.texts[i])
        and not _heads_paragraph(blocks, markup, i)
    }
    if len(alone) > _MOST_ALONE:  # books, products, persons
        alone = set()
    for i in behind:
        text = blocks.texts[i]
        is_signed = close[i] and split_caption(text)[1] is not None
        if i in alone or is_signed or _CREDIT_AT_END.search(text) or is_caption(text) or ends_in_bare_credit(text):
            yield i


def _credits_below(blocks: Blocks, markup: Markup, captions: Sequence[int]) -> list[int]:
    """Return the lines right below captions, in the same box, that are a credit alone: "Foto Ana Ruiz"."""
    containers, places = markup.containers, markup.places
    found = []
    for i in captions:
        if i + 1 == len(blocks) or len(blocks.texts[i + 1]) > _CREDIT_CHARS:
            continue
        box = containers.parents[places[i]]
        if box <= places[i + 1] < containers.ends[box]:
            caption, credit = split_caption(blocks.texts[i + 1])
            if credit and not caption:
                found.append(i + 1)
    return found


def _is_all_of_table(blocks: Blocks, markup: Markup, pictures: Sequence[int], i: int) -> bool:
    """Return whether a short cell is all that is written in its table, which holds a picture in another row."""
    containers, places = markup.containers, markup.places
    place = row = places[i]
    while place >= 0 and (tag := containers.kind_table[containers.kinds[place]].tag) != "table":
        row = place if tag == "tr" else row
        place = containers.parents[place]
    if place < 0 or len(blocks.texts[i]) > _CAPTION_CHARS:
        return False
    end = containers.ends[place]
    is_alone = not any(place <= places[k] < end for k in (i - 1, i + 1) if 0 <= k < len(places))
    # Beside a picture in its own row a text may stand.
    in_own_row = _count_between(pictures, row, containers.ends[row])
    return is_alone and _count_between(pictures, place, end) > in_own_row


def _count_between(ordered: Sequence[int], begin: int, end: int) -> int:
    return bisect_left(ordered, end) - bisect_left(ordered, begin)


def _heads_paragraph(blocks: Blocks, markup: Markup, i: int) -> bool:
    """Return whether a paragraph stands right below a line in the same element, as below a subheading in bold."""
    if i + 1 >= len(blocks):
        return False
    around = markup.containers.parents[markup.places[i]]
    is_within = around <= markup.places[i + 1] < markup.containers.ends[max(around, 0)]
    return is_within and weighted_chars(blocks.texts[i + 1]) >= _PARAGRAPH_CHARS


def _may_be_caption(blocks: Blocks, i: int) -> bool:
    text = blocks.texts[i]
    if len(text) > _CAPTION_CHARS or ends_in_mark(text):
        return False
    return blocks.tags[i] not in _NO_CAPTION_TAGS or (
        blocks.tags[i] == "td" and split_caption(text)[1] is not None
    )


def _sign_ups(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> list[int]:
    """Return the blocks of the boxes around forms that ask for an address: small ones, with little text."""
    containers = markup.containers
    kinds = {number for number, kind in enumerate(containers.kind_table) if kind.tag == "form"}
    forms = containers.places_of(kinds)
    found: set[int] = set()
    for form in forms[:_MOST_FORMS]:
        if _asks_for_address(containers.elements[form]):
            found.update(_box_around(blocks, markup, form))
    return [i for i in likely if i in found]


def _asides_to_sign_up(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the likely blocks of small asides without a form that begin with a call to sign up, and go on so."""
    containers, places = markup.containers, markup.places
    aside = [place for i in likely if containers.flags[place := places[i]] & _ASIDE]
    for place in dict.fromkeys(_outermost(markup, place, _ASIDE) for place in aside):
        own = range(bisect_left(places, place), bisect_left(places, containers.ends[place]))
        texts = [blocks.texts[i] for i in own[: _BOX_BLOCKS + 1]]
        # A text behind an element is of the one around it: blocks are not all in the order of elements.
        is_small = 0 < len(texts) <= _BOX_BLOCKS and sum(map(len, texts)) <= _ASIDE_CHARS
        if is_small and is_label("controls", texts[0]) and any(holds_phrase("promotion", text) for text in texts):
            yield from own


def _outermost(markup: Markup, place: int, flag: int) -> int:
    """Return the outermost container around one that has the same flag."""
    parents, flags = markup.containers.parents, markup.containers.flags
    while (parent := parents[place]) >= 0 and flags[parent] & flag:
        place = parent
    return place


def _asks_for_address(form: _Element) -> bool:
    fields = islice(form.iter("input"), _MOST_FIELDS)
    return any("mail" in f"{one.get('type')} {one.get('name')} {one.get('id')}".casefold() for one in fields)


def _box_around(blocks: Blocks, markup: Markup, place: int) -> Sequence[int]:
    """Return the blocks of the largest element around a form that holds little text."""
    parents, ends = markup.containers.parents, markup.containers.ends
    places = np.asarray(markup.places)  # forms may lie deep, on pages of many blocks
    box: Sequence[int] = ()
    while place >= 0:
        own = np.flatnonzero((places >= place) & (places < ends[place])).tolist()
        if len(own) > _BOX_BLOCKS or sum(len(blocks.texts[i]) for i in own) > _BOX_CHARS:
            return box
        box, place = own, parents[place]
    return box


def _are_close(markup: Markup, places: Sequence[int]) -> list[bool]:
    """Return for each container whether what is around it holds a picture and hardly any text besides."""
    containers = markup.containers
    parents = np.asarray([max(containers.parents[place], 0) for place in places], int)
    ends = np.asarray(containers.ends)[parents]
    pictures, texts = np.sort(np.asarray(markup.images.places)), np.sort(np.asarray(markup.places))
    shown = np.searchsorted(pictures, ends) - np.searchsorted(pictures, parents)
    held = np.searchsorted(texts, ends) - np.searchsorted(texts, parents)
    close: list[bool] = ((shown > 0) & (held <= _MOST_BLOCKS)).tolist()
    return close


def _is_beside(element: _Element) -> bool:
    """Return whether an element's neighbour is or holds a picture or a player."""
    for neighbour in (element.getprevious(), element.getnext()):
        if neighbour is not None and any(
            one.tag in _CAPTIONED for one in islice(neighbour.iter(), _MOST_ELEMENTS)
        ):
            return True
    return False


def _scrambled(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the blocks of elements that are named as scrambled whose words stand nowhere else on the page.

    That the page's other texts must tell, and the name must be the element's or that of the one around it.
    """
    named = _named_scrambled(markup)
    if not named:
        return
    known: set[str] = set()
    for i, text in enumerate(blocks.texts):
        if len(text) >= _HEADLINE_CHARS and i not in named:
            known.update(_WORD.findall(text.casefold()))
    if len(known) < _FEWEST_KNOWN:
        return
    words = {i: _WORD.findall(blocks.texts[i].casefold()) for i in likely if i in named}
    strange = {
        i: own for i, own in words.items() if _is_strange(own, known) and not _UNSPACED.search(blocks.texts[i])
    }
    count = sum(map(len, strange.values()))
    # Some headings within a text that is named so are names alone; of what is scrambled most is strange.
    is_most = count >= max(_FEWEST_WORDS, _MOST_STRANGE * sum(map(len, words.values())))
    if is_most and not _is_written_alike([word for own in strange.values() for word in own], known):
        yield from strange


def _named_scrambled(markup: Markup) -> frozenset[int]:
    """Return the blocks whose element, or the one around it, is named as scrambled."""
    containers = markup.containers
    table, named = containers.kind_table, containers.kinds_named(_SCRAMBLED)
    meant = {one for one in named if table[one].tag not in _WHOLE_TEXTS and not table[one].flags & _ARTICLE}
    if not meant:
        return frozenset()
    around = ((i, (place, containers.parents[place])) for i, place in enumerate(markup.places))
    return frozenset(
        i for i, places in around if any(place >= 0 and containers.kinds[place] in meant for place in places)
    )


def _is_strange(words: Sequence[str], known: Collection[str]) -> bool:
    return bool(words) and sum(word in known for word in words) <= _KNOWN_SHARE * len(words)


def _is_written_alike(words: Iterable[str], known: Iterable[str]) -> bool:
    """Return whether words spell like known ones, or in another script: letters stand as they do in a language."""
    known_pairs = {pair for word in known for pair in pairwise(word)}
    letters = {letter for pair in known_pairs for letter in pair}
    pairs = [pair for word in words for pair in pairwise(word)]
    is_same_script = sum(pair[0] in letters for pair in pairs) > len(pairs) / 2
    return not is_same_script or sum(pair in known_pairs for pair in pairs) >= _WRITTEN_ALIKE * len(pairs)
