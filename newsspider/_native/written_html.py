"""HTML that is safe as it stands: a sanitizer would write it as it reads it."""

from __future__ import annotations

import re

# What nh3 writes as it reads it, where each element ends inside the one around it: text that is escaped, tags
# without attributes, plain images, and links that hold no link. Hosts are such that any parser of URLs takes them
# for names: no number at the end, no "--" as in Punycode. Runs of characters are possessive, groups are not:
# before Python 3.11.5 those failed to match (python/cpython#106052).
_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\x7f-\xa0]++|&(?:amp|lt|gt|nbsp);"
_URL = (
    r"https?://(?=[^/?#\"]{1,60}[/?#\"])(?:[a-zA-Z0-9]{1,30}[.-]){1,9}[a-zA-Z]{2,20}"
    r"(?:[/?#](?:[\w/.,~%+=;:@!$*()'?#-]++|&amp;)*)?"
)
_IMG = (
    rf'img src="{_URL}" alt="(?:[^<>&"\x00-\x1f\x7f-\xa0]++|&(?:amp|nbsp|quot);)*"'
    r'(?: width="\d{1,5}")?(?: height="\d{1,5}")?>'
)
_IN_LINK = rf"{_TEXT}|<(?:/?(?:em|strong|code|su[bp])>|{_IMG})"
_TAG = r"/?(?:p|em|strong|su[bp]|li|h[2-6]|[uo]l|blockquote|code|figure|figcaption|table|t[rdh])>|pre>(?!\n)|/pre>"
_PLAIN_HTML = re.compile(rf'(?:{_TEXT}|<(?:{_TAG}|a href="{_URL}">(?:{_IN_LINK})*</a>|{_IMG}))*', re.ASCII)


def is_plain_html(html: str) -> bool:
    """Return whether nh3 would leave HTML of well-nested elements as it is; False where that is unsure.

    >>> is_plain_html("<p>a &amp; b</p>"), is_plain_html('<p class="x">a</p>')
    (True, False)
    """
    return _PLAIN_HTML.fullmatch(html) is not None
