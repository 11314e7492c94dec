"""What the names of classes and ids say about the text under them, learned from many sites.

Compiled where there is a compiler, with the types in name_weights.pxd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsspider.blocks.types import Kind

OWN = "own:"  # before a name: for the text directly in the element, beside its weight for all that it holds


def kind_names(kind: Kind) -> list[str]:
    """Return the names that an element is known by: its tag, and the words of its class, id and the like.

    >>> kind_names(Kind("div", 0, ("story", "body")))
    ['<div>', 'story', 'body']
    """
    return [f"<{kind.tag}>", *kind.tokens]


def name_weights(kinds: Sequence[Kind], weights: Mapping[str, float]) -> list[tuple[float, float]]:
    """Return for each kind the sum of its names' weights for all that it holds, and for its own text."""
    known: dict[str, tuple[float, float]] = {}
    get = weights.get
    pairs = []
    for kind in kinds:
        names = kind_names(kind)
        inherited = own = 0.0
        for name in names:
            pair = known.get(name)
            if pair is None:
                pair = get(name, 0.0), get(OWN + name, 0.0)
                known[name] = pair
            inherited += pair[0]
            own += pair[1]
        pairs.append((inherited, own))
    return pairs
