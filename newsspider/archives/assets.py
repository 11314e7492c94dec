"""Files that come with saved pages and are none: scripts, styles, pictures, fonts. They are skipped."""

from __future__ import annotations

import re

from newsspider.archives.files import DumpFile
from newsspider.archives.types import Evidence, Format, Skipped
from newsspider.content_types import other_kind

_ENDING = re.compile(
    r"\.(?:m?js|css|map|png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|webm|ogg|m4[av]|swf)\Z",
    re.IGNORECASE,
)
# "Save page as" of browsers: the page, and beside it a folder of what it shows, with or without endings.
_FOLDER = re.compile(r"_files/(?:[^/]{1,255}/){0,9}[^/]{1,255}\Z")
_MEDIA = re.compile(r"image|film|font|audio|MP3|Ogg|FLAC")  # what `other_kind` calls them
_MARKS = re.compile(rb"[{};=]")  # more than one character in fifty of scripts and styles; prose has hardly any


def is_asset(dump: DumpFile, known: Format | None) -> bool:
    """Return whether a file is no page by its name and by its content, which is of no format or any text.

    A file that was asked for by its name is what its content says.
    """
    if dump.is_named or (known is not None and known.evidence != Evidence.ANY_TEXT):
        return False
    if _ENDING.search(dump.name):
        return True
    if not _FOLDER.search(dump.name):
        return False
    return _is_code(dump.head) if known is not None else bool(_MEDIA.search(other_kind(dump.head) or ""))


def _is_code(head: bytes) -> bool:
    """Return whether a text is a script or a style.

    >>> _is_code(b"@font-face { font-family: x; }"), _is_code(b"The storm came at night; it took the roof.")
    (True, False)
    """
    return len(_MARKS.findall(head)) > 2 + len(head) / 50


ASSET = Format(name="asset", matches=lambda _: False, read=lambda *_: iter((Skipped("asset"),)))
