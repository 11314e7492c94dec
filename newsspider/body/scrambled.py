"""Texts that a page shuffles for all but subscribers: elements named so, whose words stand nowhere else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.types import Blocks

_ARTICLE = int(Flag.ARTICLE)
# Names by which pages shuffle what only subscribers may read; links whose address is hidden have them too.
# Those of walls are as often around the text itself, whose words stand elsewhere as well.
_SCRAMBLED = frozenset((
    "cipher", "ciphered", "encrypted", "garbled", "jumbled", "locked", "obfuscate", "obfuscated", "obfuscation",
    "paywall", "paywalled", "premium", "scramble", "scrambled",
))  # fmt: skip
_WHOLE_TEXTS = frozenset(("article", "main", "body", "html"))  # their names tell topics as well: "tag-cipher"
_WORD = re.compile(r"[^\W\d_]{3,40}")
_UNSPACED = re.compile("[\u0e00-\u109f\u2e80-\uffff]")  # of scripts whose words are not seen so, and a few others
_HEADLINE_CHARS = 30  # those of other stories tell the page's language as well: a wall lets little stand above it
_FEWEST_WORDS, _FEWEST_KNOWN = 20, 50  # of what is scrambled, and of the page's texts besides
_MOST_STRANGE = 0.5  # of the words in elements that are named so
_KNOWN_SHARE = 0.1  # paragraphs in one language share a third of their words and more
# Of pairs of letters: beside 300 characters in English or Finnish texts in English, German and Finnish have .50 to
# .91, such texts with each letter replaced .08 to .36. Languages with long words share hardly any whole ones.
_WRITTEN_ALIKE = 0.45


def scrambled(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
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
