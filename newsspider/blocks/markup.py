"""What HTML's tags and attributes mean for the division into blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntFlag

from newsspider.blocks.types import Kind


class Flag(IntFlag):
    """Where a container lies: itself or an ancestor is one of these."""

    ARTICLE = 1
    MAIN = 2
    ASIDE = 4
    NAV = 8
    HEADER = 16
    FOOTER = 32
    FIGURE = 64
    FORM = 128
    LI = 256
    LIST = 512
    TABLE = 1024
    QUOTE = 2048
    CAPTION = 4096
    SECTION = 8192
    BUTTON = 16384
    HIDDEN = 32768
    HEADING = 65536
    PRE = 131072
    LINK = 262144
    P = 524288
    DETAILS = 1048576


# Never rendered as text, or not text of the page: nothing inside becomes a block.
DROPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "canvas", "select", "option", "optgroup", "datalist",
    "input", "textarea", "iframe", "frame", "object", "embed", "applet", "head", "math", "audio", "video",
    "map", "meta", "link", "base", "param", "progress", "meter",
))  # fmt: skip
INLINE = frozenset((
    "span", "u", "s", "small", "sub", "sup", "font", "mark", "abbr", "cite", "code", "q", "time", "label",
    "wbr", "ins", "del", "kbd", "samp", "var", "tt", "big", "strike", "acronym", "bdi", "bdo", "dfn", "data",
    "nobr", "ruby", "rb", "rt", "rp", "rtc", "output", "source", "picture",
))  # fmt: skip
EMPHASIS = frozenset(("b", "strong", "em", "i"))

_TAG_FLAGS: dict[str, int] = {
    "article": Flag.ARTICLE,
    "main": Flag.MAIN,
    "aside": Flag.ASIDE,
    "nav": Flag.NAV,
    "header": Flag.HEADER,
    "footer": Flag.FOOTER,
    "figure": Flag.FIGURE,
    "figcaption": Flag.CAPTION | Flag.FIGURE,
    "form": Flag.FORM,
    "fieldset": Flag.FORM,
    "li": Flag.LI,
    "ul": Flag.LIST,
    "ol": Flag.LIST,
    "menu": Flag.LIST,
    "dl": Flag.LIST,
    "table": Flag.TABLE,
    "blockquote": Flag.QUOTE,
    "section": Flag.SECTION,
    "button": Flag.BUTTON,
    "dialog": Flag.HIDDEN,
    "pre": Flag.PRE,
    "p": Flag.P,
    "details": Flag.DETAILS,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Flag.HEADING),
}
_ROLE_FLAGS: dict[str, int] = {
    "navigation": Flag.NAV,
    "banner": Flag.HEADER,
    "contentinfo": Flag.FOOTER,
    "complementary": Flag.ASIDE,
    "main": Flag.MAIN,
    "article": Flag.ARTICLE,
    "dialog": Flag.HIDDEN,
    "heading": Flag.HEADING,
    "button": Flag.BUTTON,
}
_NAMING = frozenset(("class", "id", "itemprop", "data-testid", "data-component"))
_HIDING = {
    "style": re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"),
    "aria-hidden": re.compile("^true$"),
}
_NEVER = re.compile("(?!)")
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NAME_CHARS = 400  # of a class attribute; framework classes run to thousands, the telling ones stand first
_TOKENS_PER_NAME = 24


def kind_of(tag: str, attributes: Sequence[tuple[str, str]] = ()) -> Kind:
    """Return what an element of this tag and these attributes means.

    >>> kind_of("div", [("class", "articleBody main-text"), ("hidden", "")])
    Kind(tag='div', flags=32768, tokens=('article', 'body', 'main', 'text'))
    """
    flags = int(_TAG_FLAGS.get(tag, 0))
    tokens: dict[str, None] = {}
    for name, value in attributes:
        if name in _NAMING:
            tokens.update(dict.fromkeys(_name_tokens(value)))
        elif name == "role":
            flags |= _ROLE_FLAGS.get(value, 0)
        elif name == "hidden" or _HIDING.get(name, _NEVER).search(value):
            flags |= Flag.HIDDEN
    return Kind(tag, int(flags), tuple(tokens))


def _name_tokens(name: str) -> list[str]:
    words = _TOKEN.findall(name[:_NAME_CHARS])[:_TOKENS_PER_NAME]
    return [word.lower() for word in words if 2 < len(word) < 22]
