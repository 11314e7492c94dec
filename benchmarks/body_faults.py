"""Where bodies differ from the gold: conventions of each page, and paragraphs that were lost and taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from newsspider.body import BlockKind
from newsspider.body.line_kinds import TELLING_CHARS, kinds_of_lines
from newsspider.lines.bylines import is_byline
from newsspider.lines.captions import is_caption
from newsspider.lines.date_lines import is_date_line

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

    The kind is what the gold says of a paragraph (standfirst, subheading), else what its own words say (a credit,
    a line that leads to another story ...); else it stands at the start, in the middle or at the end of its text,
    as what both texts have in common lies behind, around or before it.

    >>> gold = {"articleBody": "One two three four five.\\n\\nSix seven eight nine ten."}
    >>> dict(faults(gold, "By Ana Ruiz\\n\\nOne two three four five.", str.split))
    {'lost: end': 1, 'taken: byline': 1}
    """
    of_kind = {
        tuple(words(line)): kind
        for name, kind in (("standfirst", "standfirst"), ("subheadings", "subheading"))
        for line in gold.get(name) or ()
    }
    true, found = gold.get("articleBody") or "", text or ""
    counts: Counter[str] = Counter()
    for what, own, other in (("lost", true, found), ("taken", found, true)):
        for line, place in _apart(own, other, words):
            kind = of_kind.get(tuple(words(line))) or line_kind(line) or place
            counts[f"{what}: {kind}"] += 1
    return counts


def line_kind(line: str) -> str | None:
    """Return what a line says that it is; None for most.

    >>> line_kind("Read also: Harbour closed"), line_kind("The storm came at night.")
    ('read also', None)
    """
    if len(line) > TELLING_CHARS:
        return None
    if is_byline(line, "en") or is_date_line(line):
        return BlockKind.BYLINE.value
    if is_caption(line):
        return BlockKind.CAPTION.value
    said = [name for name, lines in kinds_of_lines([line]).items() if lines]
    return said[0].replace("_", " ") if said else None


def _apart(own: str, other: str, words: Words) -> Iterator[tuple[str, str]]:
    """Yield each paragraph of one text that is not in the other, and its place."""
    known = _runs(words(other))
    lines = [line for line in own.splitlines() if words(line)]
    common = [i for i, line in enumerate(lines) if _is_in(words(line), known)]
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
