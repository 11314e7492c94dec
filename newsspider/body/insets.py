"""What stands within the text and is none of it, as its markup says: hidden messages, promotion, captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import numpy as np
from lxml.etree import _Element

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks
from newsspider.lines.wording import is_label

_HIDDEN = int(Flag.HIDDEN)
# Names of what scripts show when something happens. What readers unfold themselves has other names, and is text:
# on the corpus's pages, answers to common questions and what a wall hides.
_NOTES = frozenset((
    "alert", "alerts", "comment", "comments", "consent", "cookie", "cookies", "dialog", "email", "error", "errors",
    "feedback", "form", "forms", "loading", "login", "message", "messages", "modal", "newsletter", "notice",
    "notification", "popup", "share", "signup", "subscribe", "success", "template", "toast", "tooltip", "warning",
))  # fmt: skip
# Of 912 articles none has a block of its text in a smaller element of such a name; nine have others there.
_PROMOTION = frozenset(("newsletter", "newsletters", "signup", "adslot"))
_MOST = 0.5  # of the text; more may be the text itself, whatever it is called
_AD = re.compile(r"(?:^|[\s_-])(?:ads?|advert[a-z]{0,10})(?:$|[\s_-])", re.IGNORECASE)
_LABEL_CHARS = 20  # of one word
_UNLIKELY = 0.1  # blocks are left out anyway
# Names by which pages shuffle what only subscribers may read; links whose address is hidden have them too.
_SCRAMBLED = frozenset((
    "cipher", "ciphered", "encrypted", "garbled", "jumbled", "obfuscate", "obfuscated", "obfuscation", "scramble",
    "scrambled",
))  # fmt: skip
# Of 30 such blocks beside a picture that the model took for text 24 are none; the others' gold keeps captions.
_CAPTIONS = frozenset(("caption", "captions"))
_WORD = re.compile(r"[^\W\d_]{3,40}")
_FEWEST_WORDS = 5
_KNOWN_SHARE = 0.1  # paragraphs in one language share a third of their words and more


def insets(blocks: Blocks, chances: Sequence[float]) -> Iterator[int]:
    """Yield the blocks that their markup tells to be no text, though they stand within it and are likely.

    `chances` are the blocks' probabilities: an element that holds more than half of the text is left to them.
    """
    markup = blocks.markup
    if markup is None:
        return
    likely = np.flatnonzero(np.asarray(chances) > _UNLIKELY).tolist()
    flags, places = markup.containers.flags, markup.places
    hidden = [i for i in likely if flags[places[i]] & _HIDDEN]
    if hidden:
        yield from _in_small(blocks, chances, _lie_in(markup, hidden, _NOTES, _HIDDEN))
    yield from _in_small(blocks, chances, _lie_in(markup, likely, _PROMOTION))
    words = (i for i in likely if len(blocks.texts[i]) <= _LABEL_CHARS and " " not in blocks.texts[i])
    yield from (i for i in words if is_label("controls", blocks.texts[i]) and _is_ad(blocks.elements[i]))
    yield from chain(_captions(markup, likely), _scrambled(blocks, markup, likely))


def _lie_in(markup: Markup, likely: Sequence[int], names: frozenset[str], flags: int = 0) -> Mapping[int, int]:
    """Return the nearest container around each block that has one of the names and all of the flags itself."""
    containers = markup.containers
    if names.isdisjoint(containers.tokens):  # as on most pages
        return {}
    are_meant = [
        kind.flags & flags == flags and not names.isdisjoint(kind.tokens) for kind in containers.kind_table
    ]
    if not any(are_meant):
        return {}
    known: dict[int, int] = {-1: -1}
    for i in likely:
        place, passed = markup.places[i], []
        while place not in known and not are_meant[containers.kinds[place]]:
            passed.append(place)
            place = containers.parents[place]
        known.update(dict.fromkeys(passed, known.get(place, place)))
    around = ((i, place) for i in likely for place in (markup.places[i],))
    return {i: found for i, place in around if (found := known.get(place, place)) >= 0}


def _in_small(blocks: Blocks, chances: Sequence[float], around: Mapping[int, int]) -> Iterator[int]:
    """Yield the blocks that lie in an element, as `around` says, that holds less than half of the text."""
    if not around:
        return
    hoped = [chance * len(text) for chance, text in zip(chances, blocks.texts, strict=True)]
    most = _MOST * sum(hoped)
    held = Counter[int]()
    for i, place in around.items():
        held[place] += int(hoped[i])
    yield from (i for i, place in around.items() if held[place] <= most)


def _is_ad(element: _Element | None) -> bool:
    parent = element.getparent() if element is not None else None
    names = (one.get("class") or "" for one in (element, parent) if one is not None)
    return any(_AD.search(name[:400]) for name in names)


def _captions(markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the blocks of elements that are named as captions and stand beside a picture."""
    containers = markup.containers
    if _CAPTIONS.isdisjoint(containers.tokens):
        return
    kinds = ((i, containers.kind_table[containers.kinds[markup.places[i]]]) for i in likely)
    named = [i for i, kind in kinds if not _CAPTIONS.isdisjoint(kind.tokens)]
    pictures = np.sort(np.asarray(markup.images.places)) if named else ()
    for i in named:
        parent = containers.parents[markup.places[i]]
        if parent >= 0:
            first, last = np.searchsorted(pictures, (parent, containers.ends[parent]))
            if first < last:
                yield i


def _scrambled(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the blocks of elements that are named as scrambled whose words stand nowhere else on the page."""
    named = _lie_in(markup, range(len(blocks)), _SCRAMBLED)
    if not named:
        return
    known: set[str] = set()
    for i, text in enumerate(blocks.texts):
        if i not in named:
            known.update(_WORD.findall(text.casefold()))
    for i in likely:
        words = _WORD.findall(blocks.texts[i].casefold()) if i in named else ()
        if len(words) >= _FEWEST_WORDS and sum(word in known for word in words) <= _KNOWN_SHARE * len(words):
            yield i
