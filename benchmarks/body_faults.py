"""Where bodies differ from the gold: conventions of each page, and paragraphs that were lost and taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Words = Callable[[str], Sequence[str]]  # the corpus's own: Unicode and what nobody sees folded

_SHINGLE = 4
_LEAST_WORDS = 5  # of a description that says more than a name
# A paragraph is in a text if most of its shingles are; another mark, or a name spelled otherwise, costs a few.
_MOST = 0.6


def conventions(gold: Mapping[str, Any], description: str | None, words: Words) -> Iterator[str]:
    """Yield what a page's gold holds to be text: "standfirst in" or "out", "subheadings in" or "out".

    The standfirst is the gold's, or where it names none, what the page's description says.

    >>> gold = {"articleBody": "A storm hit the coast today.\\n\\nMore.", "subheadings": ["What is known so far"]}
    >>> list(conventions(gold, "A storm hit the coast today", str.split))
    ['standfirst in', 'subheadings out']
    """
    body = _runs(words(gold.get("articleBody") or ""))
    lead = words(" ".join(gold.get("standfirst") or ()) or description or "")
    if body and len(lead) >= _LEAST_WORDS:
        yield f"standfirst {'in' if _is_in(lead, body) else 'out'}"
    if body and (headings := [words(heading) for heading in gold.get("subheadings") or ()]):
        held = sum(_is_in(heading, body) for heading in headings)
        yield f"subheadings {'in' if held * 2 > len(headings) else 'out'}"


def faults(gold: Mapping[str, Any], text: str | None, words: Words) -> Counter[str]:
    """Return how many paragraphs of the gold were lost and how many others were taken, by kind or by place.

    The kind is what the gold says of a paragraph (standfirst, subheading); else it stands at the start, in the
    middle or at the end of its text, as what both texts have in common lies behind, around or before it.

    >>> gold = {"articleBody": "One two three four five.\\n\\nSix seven eight nine ten."}
    >>> dict(faults(gold, "By Ana Ruiz of the Post\\n\\nOne two three four five.", str.split))
    {'lost: end': 1, 'taken: start': 1}
    """
    of_kind = {
        tuple(words(line)): kind
        for name, kind in (("standfirst", "standfirst"), ("subheadings", "subheading"))
        for line in gold.get(name) or ()
    }
    true, found = gold.get("articleBody") or "", text or ""
    counts: Counter[str] = Counter()
    for what, own, other in (("lost", true, found), ("taken", found, true)):
        for words_of, place in _apart(own, other, words):
            counts[f"{what}: {of_kind.get(words_of, place)}"] += 1
    return counts


def _apart(own: str, other: str, words: Words) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words and the place of each paragraph of one text that is not in the other."""
    known = _runs(words(other))
    lines = [tuple(words(line)) for line in own.splitlines()]
    lines = [line for line in lines if line]
    common = [i for i, line in enumerate(lines) if _is_in(line, known)]
    for i in sorted(set(range(len(lines))) - set(common)):
        is_first, is_last = not common or i < common[0], bool(common) and i > common[-1]
        yield lines[i], "start" if is_first else "end" if is_last else "middle"


def _is_in(line: Sequence[str], known: frozenset[tuple[str, ...]]) -> bool:
    own = _shingles(line)
    return sum(one in known for one in own) >= _MOST * len(own)


def _shingles(words: Sequence[str], size: int = _SHINGLE) -> frozenset[tuple[str, ...]]:
    """Return all runs of so many words; of fewer words the one that they are."""
    return frozenset(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))


def _runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Return all runs of one to four words, so that a line of two words is found too."""
    return (
        frozenset().union(*(_shingles(words, size) for size in range(1, _SHINGLE + 1))) if words else frozenset()
    )
