"""CSS and XPath selectors of corrections: checked when they are read, asked of a page's one tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import parsel
from cssselect import ExpressionError, SelectorError
from lxml.etree import _Element
from parsel.csstranslator import HTMLTranslator
from parsel.utils import extract_regex

_TRANSLATOR = HTMLTranslator()
# libxml2 tells of an unknown function only once an element is there to ask it of.
_XPATH_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_XPATH_CALL = re.compile(r"([\w.:-]{1,60})\s{0,9}\(")
_XPATH_FUNCTIONS = frozenset((
    "last", "position", "count", "id", "local-name", "namespace-uri", "name", "string", "concat", "starts-with",
    "contains", "substring-before", "substring-after", "substring", "string-length", "normalize-space",
    "translate", "boolean", "not", "true", "false", "lang", "number", "sum", "floor", "ceiling", "round",
    "text", "node", "comment", "processing-instruction", "and", "or", "div", "mod", "has-class",
    "re:test", "re:match", "re:replace", "set:difference", "set:intersection", "set:distinct", "set:has-same-node",
    "set:leading", "set:trailing",
))  # fmt: skip
_EMPTY_PAGE = "<html><head><title>t</title></head><body><p class='c'>t</p></body></html>"


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector as it was written, as XPath, and the regular expression that its texts go through."""

    written: str
    xpath: str
    regex: re.Pattern[str] | None = None

    def strings(self, root: _Element | None) -> Iterator[str]:
        """Yield the texts that it selects: of an element all text inside, of attributes their values.

        The regular expression gives its groups, or the whole match, of each text, as Scrapy's `re=` does.
        """
        for found in self._found(root):
            text = "".join(found.itertext()) if isinstance(found, _Element) else str(found)
            if self.regex is None:
                yield text
            else:
                yield from extract_regex(self.regex, text, replace_entities=False)

    def elements(self, root: _Element | None) -> Iterator[_Element]:
        """Yield the elements that it selects."""
        yield from (found for found in self._found(root) if isinstance(found, _Element))

    def _found(self, root: _Element | None) -> Iterator[object]:
        """Yield what is selected: elements and strings. Nothing in a text dump, which has no elements."""
        if root is not None:
            for selected in parsel.Selector(root=root, type="html").xpath(self.xpath):
                yield selected.root


def css_selector(written: str, regex: re.Pattern[str] | None = None) -> Selector:
    """Return the selector that CSS (with Scrapy's `::text` and `::attr(name)`) writes.

    Raises ValueError with the reason where it is none.

    >>> css_selector("p > a::attr(href)").xpath
    'descendant-or-self::p/a/@href'
    """
    try:
        return Selector(written, _TRANSLATOR.css_to_xpath(written), regex)
    except (SelectorError, ExpressionError) as error:
        raise ValueError(f"{written!r} is not a CSS selector: {error}") from error


def xpath_selector(written: str, regex: re.Pattern[str] | None = None) -> Selector:
    """Return the selector that XPath 1.0 writes. Raises ValueError with the reason where it is none."""
    for function in _XPATH_CALL.findall(_XPATH_LITERAL.sub("''", written)):
        if function.rpartition("::")[2] not in _XPATH_FUNCTIONS:
            raise ValueError(f"{written!r} is not an XPath that can be used: there is no function {function}()")
    try:
        parsel.Selector(text=_EMPTY_PAGE).xpath(written)
    except ValueError as error:
        raise ValueError(f"{written!r} is not an XPath: {error}") from error
    return Selector(written, written, regex)
