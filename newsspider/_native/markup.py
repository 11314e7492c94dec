"""What HTML's tags and attributes mean for the division into blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum, IntFlag
from functools import lru_cache

from lxml.etree import _Element

from newsspider._native.values import Kind


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


class Role(IntEnum):
    """What the walk does with an element."""

    BLOCK = 0  # opens a block
    TRANSPARENT = 1  # its text belongs to the block around it
    STRONG = 2
    LINK = 3
    BREAK = 4
    SKIP = 5
    IMAGE = 6
    SHADOW = 7  # opens a block where it declares a shadow root, which browsers show


# Never rendered as text, or not text of the page (as the readings of ruby): nothing inside becomes a block.
DROPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "canvas", "select", "option", "optgroup", "datalist",
    "input", "textarea", "iframe", "frame", "object", "embed", "applet", "head", "math", "audio", "video",
    "map", "meta", "link", "base", "param", "progress", "meter", "rt", "rp", "rtc",
))  # fmt: skip
INLINE = frozenset((
    "span", "u", "s", "small", "sub", "sup", "font", "mark", "abbr", "cite", "code", "q", "time", "label",
    "wbr", "ins", "del", "kbd", "samp", "var", "tt", "big", "strike", "acronym", "bdi", "bdo", "dfn", "data",
    "nobr", "ruby", "rb", "output", "source", "picture",
))  # fmt: skip
EMPHASIS = frozenset(("b", "strong", "em", "i"))

# Whatever is in no table, custom elements among them, opens a block.
ROLES: Mapping[object, int] = {
    **dict.fromkeys(INLINE, int(Role.TRANSPARENT)),
    **dict.fromkeys(EMPHASIS, int(Role.STRONG)),
    **dict.fromkeys(DROPPED, int(Role.SKIP)),
    "a": int(Role.LINK),
    "br": int(Role.BREAK),
    **dict.fromkeys(("img", "amp-img", "amp-anim", "a-img"), int(Role.IMAGE)),
}

TAG_FLAGS: dict[str, int] = {
    "article": int(Flag.ARTICLE),
    "main": int(Flag.MAIN),
    "aside": int(Flag.ASIDE),
    "nav": int(Flag.NAV),
    "header": int(Flag.HEADER),
    "footer": int(Flag.FOOTER),
    "figure": int(Flag.FIGURE),
    "figcaption": int(Flag.CAPTION | Flag.FIGURE),
    "form": int(Flag.FORM),
    "fieldset": int(Flag.FORM),
    "li": int(Flag.LI),
    "ul": int(Flag.LIST),
    "ol": int(Flag.LIST),
    "menu": int(Flag.LIST),
    "dl": int(Flag.LIST),
    "table": int(Flag.TABLE),
    "blockquote": int(Flag.QUOTE),
    "section": int(Flag.SECTION),
    "button": int(Flag.BUTTON),
    "dialog": int(Flag.HIDDEN),
    "pre": int(Flag.PRE),
    "p": int(Flag.P),
    "details": int(Flag.DETAILS),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), int(Flag.HEADING)),
}
_ROLE_FLAGS: Mapping[str, int] = {
    "navigation": int(Flag.NAV),
    "banner": int(Flag.HEADER),
    "contentinfo": int(Flag.FOOTER),
    "complementary": int(Flag.ASIDE),
    "main": int(Flag.MAIN),
    "article": int(Flag.ARTICLE),
    "dialog": int(Flag.HIDDEN),
    "heading": int(Flag.HEADING),
    "tooltip": int(Flag.HIDDEN),
    "button": int(Flag.BUTTON),
}
NAMING = frozenset(("class", "id", "itemprop", "data-testid", "data-component"))
_HIDING = {
    "style": re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden"),
    "aria-hidden": re.compile("^true$"),
    "hidden": re.compile(""),  # whatever its value
}
TELLING = NAMING | {"role", *_HIDING}  # the attributes that kind_of looks at
_HIDDEN = int(Flag.HIDDEN)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# Names by which frameworks and CMSs take words out of sight and leave them to screen readers.
_SPOKEN = re.compile(
    r"(?:^|[\s_-])(?:sr-?only|(?:show-)?for-sr|visually-?hidden|hidden-?visually|screen-?reader(?:s|-?text|-?only)?"
    r"|assistive-?text|element-invisible|a11y-(?:only|hidden|text))(?:$|[\s_-])",
    re.IGNORECASE,
)
# "1", "*", "1, 2": the end of a word or a sum, to who reads plain text; "[1]" is not.
_MARK = re.compile(r"\s*[\d*†‡§,\s]{1,8}\s*")
# Fonts that draw a picture in place of a word: "chevron_right". Two of three signs make one: a class that speaks
# of icons, aria-hidden, words joined by "_"; the class of the fonts that began it is enough by itself.
_ICON = re.compile(r"[a-z][a-z0-9]{0,29}(?P<joint>(?:_[a-z0-9]{1,29}){0,5})")
_ICON_NAME = re.compile(r"(?:^|[\s_-])(?:icons?|symbols?|glyphs?)(?:$|[\s_-])", re.IGNORECASE)
_ICON_FONT = re.compile(r"(?:^|\s)material-(?:icons|symbols)(?:$|[\s-])", re.IGNORECASE)
SHADOW_ATTRIBUTES = ("shadowrootmode", "shadowroot")  # as it is, and as browsers first had it
_TOOLTIP = re.compile(
    r"(?:^|[\s_-])tooltip[_-]{0,2}(?:text|content|body|inner|description|definition)(?:$|[\s_-])", re.IGNORECASE
)
_EXPLAINED = frozenset(("title", "tabindex", "href", "data-tooltip", "data-title", "data-content", "data-toggle"))
_TOOLTIP_CHARS = 600
_UNSEEN_CHARS = 100  # more may be the rest of a paragraph, which a click unfolds
NAME_CHARS = 400  # of a class attribute; framework classes run to thousands, the telling ones stand first
TOKENS_PER_NAME = 24
TOKEN_CHARS = range(3, 22)  # of a word that tells something


def kind_of(tag: str, attributes: Sequence[tuple[str, str]] = ()) -> Kind:
    """Return what an element of this tag and these attributes means.

    >>> kind_of("div", [("class", "articleBody main-text"), ("hidden", "")])
    Kind(tag='div', flags=32768, tokens=('article', 'body', 'main', 'text'))
    """
    flags = TAG_FLAGS.get(tag, 0)
    tokens: dict[str, None] = {}
    for name, value in attributes:
        if name in NAMING:
            tokens.update(dict.fromkeys(_name_tokens(value[:NAME_CHARS])))
        elif name == "role":
            flags |= _ROLE_FLAGS.get(value, 0)
        elif name in _HIDING and _HIDING[name].search(value):
            flags |= _HIDDEN
    return Kind(tag, flags, tuple(tokens))


def is_unseen(element: _Element) -> bool:
    """Return whether an inline element is a few words that nobody sees, or reads: "(opens in a new window)".

    What is aria-hidden is seen, but not spoken. The mark that leads to a footnote is nothing to read.

    >>> from lxml.etree import XML
    >>> is_unseen(XML("<i class='note sr-only'>a</i>")), is_unseen(XML("<i class='note'>a</i>"))
    (True, False)
    >>> is_unseen(XML("<i class='x-icon' aria-hidden='true'>chevron_right</i>"))
    True
    """
    if element.tag == "sup" and _is_footnote_mark(element):
        return True
    attributes = element.items()
    if any(_hides(name, value) for name, value in attributes):
        return _has_few_words(element)
    if _is_tooltip(dict(attributes)):
        return _has_few_words(element, _TOOLTIP_CHARS)
    return not len(element) and _is_icon(element.text, attributes)


def _is_footnote_mark(sup: _Element) -> bool:
    """Return whether a bare number or sign above the line links to a place on the same page.

    >>> from lxml.etree import XML
    >>> _is_footnote_mark(XML("<sup><a href='#note-1'>1</a></sup>")), _is_footnote_mark(XML("<sup>2</sup>"))
    (True, False)
    """
    parent = sup.getparent()
    links = [*(() if parent is None or parent.tag != "a" else (parent,)), *sup.iter("a")]
    mark = "".join(sup.itertext()) if links else ""
    return bool(mark) and all("#" in (link.get("href") or "") for link in links) and bool(_MARK.fullmatch(mark))


def _is_icon(text: str | None, attributes: Sequence[tuple[str, str]]) -> bool:
    """Return whether a text without a space is the name of a picture that a font draws in its place."""
    word = _ICON.fullmatch(text.strip()) if text and len(text) <= _UNSEEN_CHARS else None
    if word is None:
        return False
    signs = int(bool(word["joint"]))
    for name, value in attributes:
        if name == "class":
            known = value[:NAME_CHARS]
            signs += 2 if _ICON_FONT.search(known) else int(_ICON_NAME.search(known) is not None)
        elif name == "aria-hidden":
            signs += value == "true"
    return signs >= 2


def is_shadow_root(element: _Element) -> bool:
    """Return whether a <template> declares a shadow root."""
    return any(element.get(name) is not None for name in SHADOW_ATTRIBUTES)


def _hides(name: str, value: str) -> bool:
    if name == "class":
        return _SPOKEN.search(value[:NAME_CHARS]) is not None
    return name == "hidden" or (name == "style" and _HIDING["style"].search(value) is not None)


def _is_tooltip(own: Mapping[str, str]) -> bool:
    """Return whether an element explains the word before it as long as a pointer rests on that.

    One that says to be a tooltip and holds the explanation in an attribute is the word itself.

    >>> _is_tooltip({"role": "tooltip"}), _is_tooltip({"role": "tooltip", "title": "x"})
    (True, False)
    """
    if own.get("role") == "tooltip":
        return _EXPLAINED.isdisjoint(own)
    return _TOOLTIP.search(own.get("class", "")[:NAME_CHARS]) is not None


def _has_few_words(element: _Element, most: int = _UNSEEN_CHARS) -> bool:
    chars = 0
    for text in element.itertext():
        chars += len(text)
        if chars > most:
            return False
    return True


# Pages of one site, and of one framework, share their names; what a name means never changes. A quarter of the
# walk's time; at most some 5 MB.
@lru_cache(maxsize=8192)
def _name_tokens(name: str) -> tuple[str, ...]:
    words = _TOKEN.findall(name)[:TOKENS_PER_NAME]
    return tuple([word.lower() for word in words if len(word) in TOKEN_CHARS])
