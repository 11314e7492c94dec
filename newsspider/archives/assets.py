"""Files that come with saved pages and are none: scripts, styles, pictures, fonts. They are skipped."""

from __future__ import annotations

import re

from newsspider.archives.files import DumpFile
from newsspider.archives.types import Evidence, Format, Skipped

_ENDING = re.compile(
    r"\.(?:m?js|css|map|png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|webm|ogg|m4[av]|swf)\Z",
    re.IGNORECASE,
)
# "Save page as" of browsers: the page, and beside it a folder of what it shows, with or without endings.
_FOLDER = re.compile(r"_files/(?:[^/]{1,255}/){0,9}[^/]{1,255}\Z")
_TEXT_ENDING = re.compile(r"\.(?:txt|text|md)\Z", re.IGNORECASE)


def is_asset(dump: DumpFile, known: Format | None) -> bool:
    """Return whether a file is no page by its name and by its content, which is of no format or any text.

    A file that was asked for by its name is what its content says.
    """
    if dump.is_named or (known is not None and known.evidence != Evidence.ANY_TEXT):
        return False
    is_beside_page = bool(_FOLDER.search(dump.name)) and not _TEXT_ENDING.search(dump.name)
    return is_beside_page or bool(_ENDING.search(dump.name))


ASSET = Format(name="asset", matches=lambda _: False, read=lambda *_: iter((Skipped("asset"),)))
