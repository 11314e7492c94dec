"""What several rules ask of a page, found once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from newsspider.body.types import Body

T = TypeVar("T")


def once(body: Body, name: str, find: Callable[[], Iterable[T]]) -> Sequence[T]:
    """Return what `find` gives, which is asked when a body's rules first want what `name` names.

    >>> from newsspider.blocks.types import Blocks
    >>> body = Body(blocks=Blocks(texts=(), tags=(), elements=()), probabilities=(), chosen=())
    >>> once(body, "steps", lambda: ["a"]), once(body, "steps", lambda: ["b"])
    (['a'], ['a'])
    """
    found = body.found.get(name)
    if found is None:
        found = body.found[name] = list(find())
    return found
