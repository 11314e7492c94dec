"""What is known of the addresses of one site: what the pages of each shape turned out to be."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Self

from newsspider.discovery.traps import Parameters
from newsspider.discovery.url_shapes import Address, without_keys

_MAX_SHAPES = 500


@dataclass(slots=True)
class Evidence:
    """What the pages of one shape turned out to be."""

    pages: int = 0
    articles: int = 0
    fruitful: int = 0  # were articles, or brought addresses of likely ones
    barren: int = 0  # in a row, since one was fruitful, or brought lists that are


class SiteShapes:
    """The shapes of a site's addresses; the one that rested longest makes room for a new one."""

    __slots__ = ("articles", "parameters", "shapes", "was_restored")

    def __init__(self) -> None:
        self.shapes: OrderedDict[str, Evidence] = OrderedDict()
        self.parameters = Parameters()
        self.articles = 0
        self.was_restored = False

    def evidence(self, shape: str) -> Evidence:
        """Return what is known of a shape, to be added to."""
        known = self.shapes.get(shape)
        if known is None:
            if len(self.shapes) >= _MAX_SHAPES:
                self.shapes.popitem(last=False)
            known = self.shapes[shape] = Evidence()
        self.shapes.move_to_end(shape)
        return known

    def plain(self, address: Address) -> Address:
        """Return an address without the parameters that make no other page; itself if none is known."""
        idle = frozenset(key for key in address.keys if self.parameters.is_idle(key))
        return without_keys(address, idle) if idle else address

    def to_json(self) -> str:
        """Return everything as JSON: up to some 40 kB."""
        shapes = {
            shape: [each.pages, each.articles, each.fruitful, each.barren] for shape, each in self.shapes.items()
        }
        known = {"articles": self.articles, "parameters": self.parameters.counts(), "shapes": shapes}
        return json.dumps(known, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, *, in_new_run: bool) -> Self:
        """Return what `to_json` wrote.

        A new run asks again for addresses of shapes that brought nothing, though not so often: they may by now.
        """
        site = cls()
        values: dict[str, Any] = json.loads(text)
        for shape, counts in values["shapes"].items():
            known = site.shapes[shape] = Evidence(*counts)
            known.barren //= 2 if in_new_run else 1
        site.parameters = Parameters(values["parameters"])
        site.articles = values["articles"]
        site.was_restored = True
        return site
