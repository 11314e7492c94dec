"""The address of a picture's largest version, in all the ways in which pages name it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from lxml.etree import _Element

from newsspider.processors.images import WIDEST_PREVIEW, best_of_srcset, image_key, is_decorative, named_width

# Attributes that scripts copy into `src` when the picture comes into view, in the order of preference, and src.
_IMAGE_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-pagespeed-lazy-src", "data-lazy", "data-url",
    "data-image", "data-full-src", "data-hi-res-src", "data-original-src", "data-echo", "data-img-url",
    "data-lazyload", "data-ks-lazyload", "data-srv", "zoomfile", "file", "original", "real_src", "realsrc",
    "lazysrc", "lazy-src", "_src", "orgsrc", "src",
)  # fmt: skip
# Where galleries keep the whole picture, Jetpack the one that was uploaded, and others what to pin: which may be
# another picture.
_ENLARGED = (
    "data-orig-file",
    "data-large-file",
    "data-full",
    "data-zoom-image",
    "data-large_image",
    "data-pin-media",
)
_LAZY_SOURCES = frozenset(_IMAGE_SOURCES) - {"src"}
# What a script fills in comes first: beside it, srcset has the placeholder.
_SRCSET_NAMES = ("data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set", "srcset")
_SRCSETS = frozenset(_SRCSET_NAMES)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#])", re.IGNORECASE)
# What may hold the address of a page as well as a picture's, and what serves pictures without the name of a file.
_UNSURE_SOURCES = frozenset(("data-url", "data-image", "file", "original", "_src"))
_PICTURE_PLACE = re.compile(
    r"(?:^|[/._-])(?:im(?:g|age)s?\d?|photos?|pics?|pictures?|media|cdn\d?|static|assets?|uploads?|thumbs?)(?=[/._-])",
    re.IGNORECASE,
)
_NO_ADDRESSES = ("data:", "#", "about:", "javascript:")
_UNFILLED = re.compile(
    r"\{(?![0-9A-F]{8}-[0-9A-F-]{27}\})"
)  # "/storm_{width}x.jpg": a script fills it in; no GUID
_OTHER_ADDRESS = re.compile(r"share|page|link|href|caption|track|article|story|video")
# Of attributes that nobody has heard of, those whose name says that they hold an address: "data-lazyimage-src".
_ADDRESS_NAME = re.compile(
    r"data-[a-z0-9-]{0,40}(?:src|url|image|img|original|hi-?res|highres|bg|background)[a-z0-9-]{0,20}"
)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s{}<>\"']{4,2000}|/[^\s{}<>\"'/][^\s{}<>\"']{3,2000}")
_FILE = re.compile(r"[\w./~%+-]{1,500}\.(?:jpe?g|png|webp|avif|gif)", re.IGNORECASE)
_JSON_BEGINS = frozenset("{[")
_MAX_JSON_CHARS = 20_000
# Names of versions, best first.
_LARGEST = ("original", "full", "xlarge", "xl", "large", "lg", "desktop", "src", "url")
_MAX_NESTED = 40
_MAX_ADDRESS_CHARS = 2_000
_MAX_BESIDE = 4
_MOST_AROUND = 3  # elements in which a link stands around a picture


def picture_source(element: _Element, own: Mapping[str, str]) -> str | None:
    """Return the address of the largest version, as written: srcset and <source>, what scripts fill in, then src.

    Where these are placeholders, that of the <noscript> beside it. `own` are the element's attributes.
    """
    best = _best_of_srcsets(own)
    if best is not None:
        return best
    for one in _sources(element):
        best = _best_of_srcsets(dict(one.items()))
        if best is not None:
            return best
    source = _own_source(own)
    if source is not None and not is_decorative(source):
        return source
    return _lazy_source(own) or _source_without_scripts(element) or source


def is_lazy(own: Mapping[str, str]) -> bool:
    """Return whether an element's attributes keep the address of a picture for a script that loads it later."""
    return not _LAZY_SOURCES.isdisjoint(own)


def leads_to_picture(href: str) -> bool:
    """Return whether a link's address is that of a picture's file: it enlarges what it holds.

    >>> leads_to_picture("/img/storm.JPG?w=2000"), leads_to_picture("/storm-hits-coast")
    (True, False)
    """
    return _PICTURE_FILE.search(href) is not None


def enlarged_source(element: _Element, source: str) -> str | None:
    """Return the address of a larger version of a picture, None without one.

    A link around it leads there, an attribute keeps it for enlarging, or a <noscript> beside a preview shows it.
    """
    found = [own for name in _ENLARGED if (own := element.get(name))]
    link = next((outer for outer in islice(element.iterancestors(), _MOST_AROUND) if outer.tag == "a"), None)
    if link is not None and leads_to_picture(href := (link.get("href") or "").strip()):
        found.append(href)
    width = named_width(source)
    if width <= WIDEST_PREVIEW and (shown := _source_without_scripts(element)):
        found.append(shown)
    same = (one for one in found if named_width(one) > width and image_key(one) == image_key(source))
    return next(same, None)


def _own_source(own: Mapping[str, str]) -> str | None:
    for name in ("src",) if _LAZY_SOURCES.isdisjoint(own) else _IMAGE_SOURCES:
        source = own.get(name)
        if not source or source.lstrip().lower().startswith(_NO_ADDRESSES):
            continue
        if source.lstrip()[:1] in _JSON_BEGINS:
            source = _largest_of_json(source)
            if source is None:
                continue
        if _UNFILLED.search(source) is None and (name not in _UNSURE_SOURCES or may_be_picture(source)):
            return source
    return None


def _largest_of_json(written: str) -> str | None:
    """Return the address of the largest version in an attribute that holds all of them as JSON.

    >>> _largest_of_json('{"small": "/a-320.jpg", "large": "/a.jpg"}'), _largest_of_json('{"fit": "crop"}')
    ('/a.jpg', None)
    """
    try:
        value = json.loads(written[:_MAX_JSON_CHARS])
    except (ValueError, RecursionError):
        return None
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    sources = {str(key): one for key, one in pairs if isinstance(one, str) and leads_to_picture(one)}
    return next((sources[key] for key in _LARGEST if key in sources), next(reversed(sources.values()), None))


def source_in_attributes(own: Mapping[str, str]) -> str | None:
    """Return the address of a picture that an element other than <img> keeps for scripts."""
    source = None if _LAZY_SOURCES.isdisjoint(own) else _own_source({**own, "src": ""})
    if source is not None and may_be_picture(source) and not is_decorative(source):
        return source
    return _lazy_source(own)


def _lazy_source(own: Mapping[str, str]) -> str | None:
    for name, value in own.items():
        if (
            name.startswith("data-")
            and name not in _LAZY_SOURCES
            and _ADDRESS_NAME.fullmatch(name)
            and not _OTHER_ADDRESS.search(name)
        ):
            address = value.strip()
            is_address = _FILE.fullmatch(address) or (_ADDRESS.fullmatch(address) and may_be_picture(address))
            if is_address and not is_decorative(address):
                return address
    return None


def may_be_picture(address: str) -> bool:
    """Return whether an address names a picture's file, or a host or folder of pictures."""
    return leads_to_picture(address) or _PICTURE_PLACE.search(address[:_MAX_ADDRESS_CHARS]) is not None


def _source_without_scripts(element: _Element) -> str | None:
    """Return the address that a <noscript> beside or under a placeholder shows instead of it."""
    outer = element.getparent()
    if outer is None:
        return None
    for noscript in (*element.iterchildren("noscript"), *islice(outer.iterchildren("noscript"), _MAX_BESIDE)):
        for image in islice(noscript.iter("img"), 1):
            own = dict(image.items())
            return _best_of_srcsets(own) or _own_source(own)
    return None


def _best_of_srcsets(attributes: Mapping[str, str]) -> str | None:
    if _SRCSETS.isdisjoint(attributes):
        return None
    srcsets = (srcset for name in _SRCSET_NAMES if (srcset := attributes.get(name)))
    return next(filter(None, map(best_of_srcset, srcsets)), None)


def _sources(element: _Element) -> Iterator[_Element]:
    """Yield the <source> elements of the <picture> around an <img>; libxml2 nests them."""
    picture = element.getparent()
    for _ in range(_MAX_NESTED):
        if picture is None or picture.tag != "source":
            break
        picture = picture.getparent()
    if picture is not None and picture.tag == "picture":
        yield from islice(picture.iter("source"), _MAX_NESTED)


def wrappers_of(element: _Element, most: int) -> Sequence[_Element]:
    """Return the elements around a picture, nearest first; libxml2 nests the <source>s of a <picture>."""
    around: list[_Element] = []
    for one in islice(element.iterancestors(), _MAX_NESTED):
        if one.tag != "source":
            around.append(one)
            if len(around) == most:
                break
    return around
