"""The picture that an object of a page's data gives an article: systems name it in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from newsspider.fields.images.sources import may_be_picture
from newsspider.items import Image
from newsspider.page.json_ld import Json, Node

_KEYS = (
    "leadimage", "mainimage", "heroimage", "featuredimage", "featureimage", "coverimage", "headerimage",
    "leadphoto", "mainphoto", "articleimage", "postimage", "leadart", "featuredmedia", "leadmedia", "image",
    "images", "photo", "photos", "picture", "cover", "thumbnail", "thumbnailurl", "imageurl",
)  # fmt: skip
_ADDRESSES = (
    "url",
    "src",
    "href",
    "contentUrl",
    "sourceUrl",
    "source_url",
    "original",
    "originalUrl",
    "full",
    "large",
)
_CAPTIONS = ("caption", "description", "legend")
_CREDITS = ("credit", "credits", "copyright", "photographer", "creditText", "credit_line", "creditLine")
_WRAPPED = (
    "node",
    "attributes",
    "fields",
    "data",
    "file",
    "image",
    "asset",
    "media",
    "basic",
    "original",
    "large",
)
_NO_KEY_CHARS = re.compile(r"[^a-z]")
_DEEPEST, _MOST_KEY_CHARS = 4, 40


def image_in(node: Node) -> Image | None:
    """Return the first picture of an object that names an article, with caption and credit as written.

    >>> image_in({"lead_image": {"url": "/img/storm.jpg", "caption": "The coast", "credit": "Ana Ruiz"}})
    Image(url='/img/storm.jpg', caption='The coast', credit='Ana Ruiz', alt=None, width=None, height=None)
    """
    values = {
        _NO_KEY_CHARS.sub("", key.lower()): value for key, value in node.items() if len(key) <= _MOST_KEY_CHARS
    }
    found = (_image(values[key], 0) for key in _KEYS if values.get(key))
    return next(filter(None, found), None)


def _image(value: Json, depth: int) -> Image | None:
    if isinstance(value, str):
        return Image(url=value.strip()) if " " not in value.strip() and may_be_picture(value) else None
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return _image(value[0], depth + 1) if value else None
    if not isinstance(value, Mapping):
        return None
    held = (value[key] for key in (*_ADDRESSES, *_WRAPPED) if value.get(key))
    image = next(filter(None, (_image(one, depth + 1) for one in held)), None)
    if image is None:
        return None
    caption, credit = next(_texts(value, _CAPTIONS), None), next(_texts(value, _CREDITS), None)
    return Image(url=image.url, caption=image.caption or caption, credit=image.credit or credit)


def _texts(node: Node, keys: tuple[str, ...]) -> Iterator[str]:
    yield from (text for key in keys if isinstance(text := node.get(key), str) and text.strip())
