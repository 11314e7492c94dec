"""Other versions of a page (AMP, for print, for telephones), led back to the page itself."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote_plus, urlsplit

from scrapy.http import HtmlResponse
from scrapy.utils.response import get_base_url

from newsspider.language.word_lists import word_sets
from newsspider.processors.urls import canonical_url, is_home_url, same_site

_MARKS = "discovery/data/page_versions"
_FILE_END = re.compile(r"\.(?:s?html?|php|aspx?|jsp)$")
_WORD_END = re.compile(r"[-_.,]")


def canonical_page(response: HtmlResponse) -> str | None:
    """Return the address of the page of which a response is a version, None where it is the page itself.

    What the version's `rel=canonical` names; where it names none, a print version's address without what says so.
    An AMP page on another host (a cache) is led back to its site.
    """
    own = canonical_url(response.url)
    if own is None:
        return None
    is_amp = any(name in response.selector.root.attrib for name in ("amp", "⚡"))
    marked = _without_mark(urlsplit(own))
    if not is_amp and marked is None:
        return None
    links = response.selector.root.iter("link")
    hrefs = [link.get("href") for link in links if "canonical" in (link.get("rel") or "").lower().split()]
    base = get_base_url(response)
    named = next((url for href in hrefs if href and (url := canonical_url(href, base))), None)
    if named is None:
        return marked if marked != own else None
    is_sound = named != own and not is_home_url(named) and (is_amp or same_site(named, own))
    return named if is_sound else None


def _without_mark(parts: SplitResult) -> str | None:
    """Return an address without what says that it is a version; itself where only its host or path say so."""
    names = word_sets(_MARKS)
    pairs = parts.query.split("&") if parts.query else []
    kept = [pair for pair in pairs if not _is_version(pair, names["parameters"], names["values"])]
    if len(kept) < len(pairs):
        return parts._replace(query="&".join(kept)).geturl()
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    label = (parts.hostname or "").partition(".")[0]
    last = _WORD_END.split(_FILE_END.sub("", segments[-1]))[-1] if segments else ""
    is_marked = last in names["segments"] or (bool(segments) and segments[0] in names["segments"])
    return parts.geturl() if is_marked or label in names["hosts"] else None


def _is_version(pair: str, parameters: frozenset[str], values: frozenset[str]) -> bool:
    name, _, value = pair.lower().partition("=")
    return unquote_plus(name) in parameters or unquote_plus(value) in values
