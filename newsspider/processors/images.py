"""Clean images, videos and audios: absolute URLs, and captions separated from credits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from newsspider.items import Image, Media
from newsspider.language.word_lists import word_sets
from newsspider.processors.captions import clean_credit, split_caption, without_credit
from newsspider.processors.text import one_line, without_entities
from newsspider.processors.urls import absolute_url

MAX_IMAGES = 50  # of an article; picture galleries end at some dozens, longer lists are pages of thumbnails
_MAX_MEDIA = 50
_MAX_SRCSET_CHARS = 20_000
_DESCRIPTOR = re.compile(r"(?P<size>\d{1,6}(?:\.\d{1,3})?)[wx]")
# "storm-1024x683.jpg", "storm_640.jpg", "storm@2x.jpg", "storm-scaled.jpg": one picture in sizes. Of bare
# numbers only the customary widths count, since cameras number their pictures: "DSC_1234.jpg".
_SIZE_SUFFIX = re.compile(
    r"(?:[-_]\d{2,4}x\d{2,4}|[-_](?:[whsq]\d{2,4}|\d{3,4}(?:px|w|h)|(?:150|[1-9]00|320|360|480|640|720|750|768|960"
    r"|1000|1024|1080|1200|1280|1440|1536|1600|1920|2000|2048|2560)|xs|sm|md|lg|xl|xxl|thumb|thumbnail|small|medium"
    r"|large|original|full)|@\dx|-scaled){1,3}$",
    re.IGNORECASE,
)
# A folder that says how a server cuts the picture: "c_fill,w_800", "w_800", "800x600", "s640",
# "width=800,format=auto", "w1200-h630-p-k-no-nu".
_RESIZED = re.compile(
    r"[a-z]{1,3}_[\w.:-]{1,30}(?:,[a-z]{1,3}_[\w.:-]{1,30}){1,12}|[wh]_\d{2,4}|\d{2,4}x\d{2,4}"
    r"|[a-z]{1,12}=[\w.:-]{1,30}(?:,[a-z]{1,12}=[\w.:-]{1,30}){1,12}|(?:width|height|w|h)=\d{2,4}"
    r"|s\d{2,4}|w\d{2,4}-h\d{2,4}(?:-[a-z]{1,4}\d{0,4}){0,8}",
    re.ASCII,
)
# What a query says of a picture's size and form.
_FORM_NAMES = frozenset((
    "w", "h", "width", "height", "fit", "crop", "auto", "q", "quality", "fm", "format", "dpr", "resize", "ssl",
    "rect", "mode", "s", "ixlib", "type", "scale", "size", "strip", "zoom", "cx", "cy", "anchor",
))  # fmt: skip
# The picture that a script cuts to size, as its query names it: /_next/image?url=%2Fstorm.jpg
_FILE = r"\.(?:jpe?g|png|webp|avif|gif)"
_PROXY = re.compile(rf"(?:^|&)(?:url|src|image|img)=(?P<whole>[^&]{{1,1000}}{_FILE})(?:$|[&?]|%3F)", re.IGNORECASE)
_FILE_END = re.compile(rf"{_FILE}$", re.IGNORECASE)
# What archives serve by the rules of IIIF: region, size, rotation and a name that all pictures have.
_IIIF = re.compile(
    r"/(?P<picture>[^/]{1,300})/(?:full|square|\d{1,6}(?:,\d{1,6}){3}|pct:[\d.,]{1,40})"
    r"/(?:max|full|\^?!?(?P<width>\d{0,5}),\d{0,5}|pct:[\d.]{1,6})"
    r"/!?\d{1,3}(?:\.\d{1,3})?/(?:default|native|color|gr[ae]y|bitonal)\.[a-z]{3,4}$",
    re.IGNORECASE,
)
_TYPO3_COPY = re.compile(r"csm_(?P<stem>.{1,200})_[0-9a-f]{10}")  # in a folder that is named after the copy
_WHOLE_SIZE = re.compile(
    r"(?:(?:wide|square|cinema|portrait|landscape|original|large|medium|small|thumb|xl|lg|md|sm)[-_]{0,2})?"
    r"(?:[1-9]\d{1,3}x[1-9]\d{1,3})?(?<=.)",
    re.ASCII,
)
_NAMED_SIZE = re.compile(r"[-_](\d{2,4})x\d{2,4}\.[a-z]{3,4}(?:$|[?#])", re.IGNORECASE)
# "/w_147,h_98,blur_2/", "/max/60/": what is shown until a script puts the picture there; wider ones may be whole.
_PREVIEW_STEP = re.compile(r"/(?:(?:[a-z]{1,2}_[\w.]{1,20},){0,6}w_|max/|resize:fit:)([1-3]?\d{2})[,/]")
WIDEST_PREVIEW = 399  # pixels
_WHOLE = 100_000  # pixels, more than any
_ALT_FILE = re.compile(r"\S{1,200}\.(?:jpe?g|png|gif|webp|avif|svg)", re.IGNORECASE)
_PART_WORDS = re.compile(r"[^\W_]+(?:-touch-icon)?")
# A UUID or a hash names a picture whatever stands around it ("..._w948_r1.78.jpg").
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{24,64}(?![0-9a-z])")
_MIN_IDENTIFIER_CHARS = 24
_IIIF_STEPS = 5
_MAX_SUFFIX_CHARS = 30
_SHORT_NUMBER = 5  # numbers under 100,000 count pictures of one story, larger ones those of an archive
_FEW_STEPS = 2  # of the path of a script that serves all pictures
_SHORT_STEM = 8  # "image", "original", "large", "16x9": named so in every folder, the folder tells them apart
_LARGEST_SIDE = 30_000  # pixels; no site serves larger pictures, larger numbers are mistakes
_MAX_ALT_CHARS = 1_000
_MAX_KEPT_CHARS = 2_000  # of an address whose key is remembered


def clean_image(image: Image, base: str | None = None) -> Image | None:
    """Return an image with an absolute URL and clean texts, None if nothing useful is left.

    >>> image = clean_image(Image(url="/storm.jpg", caption="The coast. Photo: Ana Ruiz"), "https://example.org/a")
    >>> image.url, image.caption, image.credit
    ('https://example.org/storm.jpg', 'The coast.', 'Ana Ruiz')
    """
    url = absolute_url(image.url, base) if image.url else None
    if image.url and (url is None or is_decorative(url)):
        return None
    caption, credit = split_caption(image.caption) if image.caption else (None, None)
    credit = (clean_credit(image.credit) if image.credit else None) or credit
    caption = without_credit(caption, credit) if caption and credit else caption
    if url is None and not caption:
        return None
    alt = one_line(without_entities(image.alt[:_MAX_ALT_CHARS])) if image.alt else ""
    return Image(
        url=url,
        caption=caption,
        credit=credit,
        alt=alt if alt and not _ALT_FILE.fullmatch(alt) else None,
        width=_side(image.width),
        height=_side(image.height),
    )


def clean_images(images: Iterable[Image], base: str | None = None) -> list[Image]:
    """Return clean images, each picture once whatever its sizes, at most MAX_IMAGES."""
    found: dict[str, Image] = {}
    for image in images:
        clean = clean_image(image, base)
        if clean is None:
            continue
        key = image_key(clean.url) if clean.url else clean.caption or ""
        if key in found and _are_two(found[key], clean):
            key = f"{key} {clean.caption}"  # "coast-1" of one day and of another: the captions tell them apart
        found[key] = merged(found[key], clean) if key in found else clean
        if len(found) >= MAX_IMAGES:
            break
    return list(found.values())


def _are_two(first: Image, second: Image) -> bool:
    return bool(first.url != second.url and first.caption and second.caption and first.caption != second.caption)


def merged(first: Image, second: Image) -> Image:
    """Return the first image, completed with what only the second one has.

    >>> merged(Image(url="https://example.org/a.jpg"), Image(alt="A boat")).alt
    'A boat'
    """
    same_size = first.url is None or first.url == second.url
    return Image(
        url=first.url or second.url,
        caption=first.caption or second.caption,
        credit=first.credit or second.credit,
        alt=first.alt or second.alt,
        width=first.width or (second.width if same_size else None),
        height=first.height or (second.height if same_size else None),
    )


def clean_media(media: Iterable[Media], base: str | None = None) -> list[Media]:
    """Return videos or audios with absolute http(s) URLs, each once.

    >>> clean_media([Media(url="/a.mp4"), Media(url="blob:x"), Media(url="/a.mp4")], "https://example.org/")
    [Media(url='https://example.org/a.mp4')]
    """
    urls = (absolute_url(one.url, base) for one in media)
    return [Media(url=url) for url in dict.fromkeys(filter(None, urls))][:_MAX_MEDIA]


def best_of_srcset(srcset: str) -> str | None:
    """Return the URL of the largest picture in a srcset, as written.

    >>> best_of_srcset("a.jpg 320w, b,c.jpg 1280w, d.jpg 640w"), best_of_srcset("a.jpg, b.jpg 2x")
    ('b,c.jpg', 'b.jpg')
    """
    best: tuple[float, str] | None = None
    for url, size in _candidates(srcset[:_MAX_SRCSET_CHARS].split()):
        is_address = "/" in url or "." in url  # "null" and "undefined" are none
        if is_address and not url.startswith("data:") and (best is None or size > best[0]):
            best = (size, url)
    return best[1] if best else None


def _candidates(words: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Yield the URLs and descriptors of a srcset split at whitespace.

    As HTML parses it: a comma inside a URL is part of it, one at its end or after a descriptor ends a candidate.
    """
    url = ""
    for word in words:
        if not url:
            url = word.lstrip(",")
            if url.endswith(","):
                yield url.rstrip(","), 1.0
                url = ""
            continue
        descriptor, comma, rest = word.partition(",")
        match = _DESCRIPTOR.fullmatch(descriptor)
        yield url, float(match["size"]) if match else 1.0
        # "320w,https://..." lacks the space; "320w" lacks the comma only at the end.
        url = rest.lstrip(",") if comma else ""
    if url:
        yield url, 1.0


def named_width(url: str) -> int:
    """Return the width that the name of a picture's file gives: what names none is the whole picture.

    1 of what a script cuts to size: that may be any.

    >>> named_width("/storm-1024x683.jpg?q=7") < named_width("/storm.jpg")
    True
    >>> named_width("/_next/image?url=%2Fstorm.jpg&w=640"), named_width("/fill/w_147,h_98/storm.jpg")
    (1, 147)
    """
    path, _, query = url.partition("?")
    if "=" in query and _PROXY.search(query) and not _FILE_END.search(path):
        return 1
    if (served := _IIIF.search(path)) and served["width"]:
        return int(served["width"])
    match = _NAMED_SIZE.search(url) or _PREVIEW_STEP.search(url)
    return int(match[1]) if match else _WHOLE


def image_key(url: str) -> str:
    """Return a key shared by the URLs of one picture in several sizes.

    >>> image_key("https://a.example.org/1/storm-coast-640x427.jpg?q=7") == image_key("https://example.org/storm-coast.webp")
    True
    """
    return _image_key(url) if len(url) <= _MAX_KEPT_CHARS else _image_key.__wrapped__(url)


@lru_cache(maxsize=256)  # rules and cleaning ask for those of a page's pictures several times
def _image_key(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    served = _PROXY.search(parts.query) if "=" in parts.query and not _FILE_END.search(parts.path) else None
    if served:
        return image_key(unquote(served["whole"]))
    iiif = _IIIF.search(parts.path) if parts.path.count("/") >= _IIIF_STEPS else None
    if iiif:
        return iiif["picture"].lower()
    names = [name for name in unquote(parts.path).lower().split("/") if name]
    names = [*(name for name in names[:-1] if not _RESIZED.fullmatch(name)), *names[-1:]]
    return _key_of_path(names, parts.query) if names else url


def _key_of_path(names: Sequence[str], query: str) -> str:
    """Return the key of a picture by the steps of its path, in small letters."""
    identifier = _IDENTIFIER.search(names[-1]) if len(names[-1]) >= _MIN_IDENTIFIER_CHARS else None
    if identifier:
        return identifier.group(0)
    stem = (names[-1].rpartition(".")[0] or names[-1]).partition("~")[0]
    if _WHOLE_SIZE.fullmatch(stem) and len(names) > 1:  # "dumas/1440x720.jpg": the folder is the picture's
        return "/".join([*names[-3:-1], "size"])
    suffix = _SIZE_SUFFIX.search(stem, max(0, len(stem) - _MAX_SUFFIX_CHARS))
    stem = stem[: suffix.start()] if suffix else stem
    copy = _TYPO3_COPY.fullmatch(stem) if stem.startswith("csm_") else None
    stem = copy["stem"] if copy else stem
    if copy or len(stem) >= _SHORT_STEM or (len(stem) >= _SHORT_NUMBER and stem.isdigit()):
        return stem
    # A script that serves all pictures ("/image.php?id=7") tells them apart by its query.
    told = _telling(query) if "=" in query and len(names) <= _FEW_STEPS else ""
    return "/".join([*names[-3:-1], stem, told])


def _telling(query: str) -> str:
    """Return what of a query tells pictures apart: all but their sizes and forms."""
    told = (part for part in query.split("&") if part.partition("=")[0].lower() not in _FORM_NAMES)
    return "&".join(sorted(told))


@lru_cache(maxsize=256)  # as above
def is_decorative(url: str) -> bool:
    """Return whether a URL is that of a logo, an icon, a tracking pixel or a placeholder.

    >>> is_decorative("https://example.org/img/site-logo.png"), is_decorative("https://example.org/logbook.jpg")
    (True, False)
    >>> is_decorative("https://example.org/img/print.gif"), is_decorative("https://example.org/img/print.jpg")
    (True, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    names = parts.path.lower().rsplit("/", 3)[-3:]
    if names[-1].endswith((".svg", ".ico")):
        return True
    words = {*_PART_WORDS.findall(names[-1]), *names[:-1]}
    known = word_sets("processors/data/pictures")
    if not known["decorative"].isdisjoint(words) or not known["counters"].isdisjoint(parts.netloc.split(".")):
        return True
    if (
        not known["substitute"].isdisjoint(words)
        and not _IIIF.search(parts.path)
        and (not _IDENTIFIER.search(names[-1]) or not known["share"].isdisjoint(words))
    ):
        return True
    tools = known["tools"] if names[-1].endswith((".gif", ".png")) else frozenset()
    signs = known["share"] | tools
    if signs.isdisjoint(words):  # as it is from those of the stem then
        return False
    stem = {word for word in _PART_WORDS.findall(names[-1].rpartition(".")[0]) if not word.isdigit()}
    beside = known["share_with"] | known["tools_with"] if tools else known["share_with"]
    return bool(stem & signs) and stem <= signs | beside


def is_in_portraits(url: str) -> bool:
    """Return whether a URL leads to a folder of portraits of those who write for a site.

    >>> is_in_portraits("https://example.org/img/autoren/ruiz.jpg"), is_in_portraits("https://example.org/img/autor.jpg")
    (True, False)
    """
    folders = url.lower().split("/")[3:-1]
    return not word_sets("processors/data/pictures")["portraits"].isdisjoint(folders)


def _side(pixels: int | None) -> int | None:
    return pixels if pixels is not None and 0 < pixels <= _LARGEST_SIDE else None
