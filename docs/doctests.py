"""Show doctests of docstrings as code: what the reference's pages are made with (see mkdocs.yml)."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

# From ">>>" to the next blank line, or to the end.
_DOCTEST = re.compile(r"(?m)^>>> .*(?:\n(?!\n).+)*")


class Doctests(Extension):
    """Put each doctest into a block of code."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Change the docstring of an object, if it has doctests."""
        if obj.docstring is not None:
            obj.docstring.value = _DOCTEST.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)
