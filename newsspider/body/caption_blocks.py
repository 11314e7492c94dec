"""Which blocks within a text are captions and credits of pictures and players."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress, islice

import numpy as np
from lxml.etree import _Element

from newsspider._native.markup import kind_of
from newsspider._native.values import Markup
from newsspider.blocks.types import LISTED_OR_HEADING, Blocks
from newsspider.language.word_lists import word_sets
from newsspider.lines.captions import is_caption
from newsspider.lines.shapes import ends_in_mark, weighted_chars
from newsspider.processors.captions import ends_in_bare_credit, split_caption

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
_MOST_BLOCKS = 2  # in an element around a picture and its caption
# Of what a caption speaks: pictures and players.
_CAPTIONED = ("img", "amp-img", "amp-anim", "a-img", "video", "audio", "iframe", "object", "embed")
_INLINE = frozenset(("span", "small", "em", "i", "b", "strong", "font", "cite"))
_MOST_IN_CAPTIONED, _MOST_CAPTIONED_CHARS, _LEAST_CAPTIONED = 6, 600, 0.9
_MOST_ELEMENTS = 20  # of a caption's neighbour that are looked at for a picture
_WHOLE_TEXTS = frozenset(("article", "main", "body", "html"))  # their names tell topics as well: "tag-cipher"


def caption_blocks(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Sequence[int]:
    """Return the likely blocks that are captions, and the credits right below them."""
    captions = [
        *_named_captions(markup, likely),
        *_inline_captions(blocks, likely),
        *_in_picture_boxes(blocks, markup, likely),
        *_lines_below_pictures(blocks, markup, likely),
    ]
    return captions + _credits_below(blocks, markup, captions)


def _named_captions(markup: Markup, likely: Sequence[int]) -> list[int]:
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
