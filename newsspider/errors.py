"""What newsspider raises.

NewsspiderError
├── SourceError       nothing can be read from a source at all: missing, empty, of no known format
│   ├── MissingPackageError  what reads it is an optional package that is not installed
│   └── RemoteError   a remote file cannot be read now, after as many tries as are allowed
├── PageError         one page cannot become an article: too large, no text; the run goes on without it
├── FieldError        a field's rule or cleaning failed on a page: a mistake in the program
├── ModelError        a model file is missing, damaged or of another version
├── CorrectionsError  a file of corrections is missing, or says something that cannot be done
├── SiteListError     a list of sites is missing, or says something that cannot be done
├── StoreError        a store of articles cannot be written any more
└── SettingError      a setting says something that cannot be done
"""

from __future__ import annotations

import os
import re
import sysconfig
import traceback
from functools import cache
from pathlib import Path

_ERROR_CHARS = 300  # an error may quote a whole page
# Passwords in URLs, and what signs one for a while: https://user:password@host/a?X-Amz-Signature=...
_WEB_USER = re.compile(r"(?<![a-z])(https?://)[^/?#@\s]{1,2000}@", re.IGNORECASE)
_PASSWORD = re.compile(r"(://[^/?#@:\s]{0,200}):[^/?#@\s]{1,2000}@")
_SIGNATURE = re.compile(
    r"([?&])(?:x-(?:amz|goog)-[a-z-]{1,40}|signature|sig|awsaccesskeyid|googleaccessid|key-pair-id|policy"
    r"|access_token|token)=[^&#\s]*&?",
    re.IGNORECASE,
)
_BARE_END = re.compile(r"[?&](?=$|[\s#])")
# Controls, ends of lines, marks that nobody sees or that turn a line around, bytes of a name that is no UTF-8.
# What joins letters and emoji (U+200C, U+200D) stays.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class NewsspiderError(Exception):
    """Base of every error that newsspider raises on purpose."""


class SourceError(NewsspiderError):
    """Nothing can be read from a source at all."""

    code = "unreadable"  # of a reject, where it is one file of several

    def __init__(self, path: str, reason: str) -> None:
        path, reason = without_secrets(path), without_secrets(reason)
        super().__init__(printable(f"{path}: {reason}"))
        self.path, self.reason = path, reason


class MissingPackageError(SourceError):
    """What reads a file is an optional package that is not installed: the reason says what installs it."""

    code = "missing-package"


class RemoteError(SourceError):
    """A remote file cannot be read, or not any further: never taken for damage of the file."""


class PageError(NewsspiderError):
    """One page cannot become an article; `code` is a short stable key for stats, `reason` is for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class FieldError(NewsspiderError, ValueError):
    """A field's rule or cleaning failed on a page; what it raised is the cause."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name


class ModelError(NewsspiderError):
    """A model file is missing, damaged or of another version."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


class CorrectionsError(NewsspiderError):
    """A file of corrections is missing, or says something that cannot be done; `line` counts from 1."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class SiteListError(NewsspiderError):
    """A list of sites is missing, or says something that cannot be done; `line` counts from 1."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
        self.path, self.line, self.reason = path, line, reason


class StoreError(NewsspiderError):
    """A store of articles cannot be written any more; the message says which, and why."""


class SettingError(NewsspiderError):
    """A setting, or a spider's argument, says something that cannot be done."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


def printable(text: object) -> str:
    r"""Return a text for a terminal, in one line: what a terminal obeys, and names may hold, is written out.

    >>> print(printable("a\x1b[2J\u202eb\nc\udcff.warc"))
    a\x1b[2J\u202eb\nc\xff.warc
    """
    return _UNSEEN.sub(_written_out, str(text))


def _written_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte, as Python keeps it
        code -= 0xDC00
    return chr(code).encode("unicode_escape", "surrogatepass").decode() if code > 0xFF else _short(code)


def _short(code: int) -> str:
    return {9: r"\t", 10: r"\n", 13: r"\r"}.get(code, f"\\x{code:02x}")


def raised_at(error: BaseException) -> str | None:
    """Return where an error was raised, and what it is, in one line; None for one that never was.

    Where it was raised in an installed package, the line of a project's own code that led there stands first.

    >>> try:
    ...     int("x")
    ... except ValueError as error:
    ...     print(raised_at(error))
    newsspider.errors:2 in <module>: ValueError: invalid literal for int() with base 10: 'x'
    """
    frames = list(traceback.walk_tb(error.__traceback__))
    if not frames:
        return None
    own = [(frame, line) for frame, line in frames if not frame.f_code.co_filename.startswith(_installed())]
    places = dict.fromkeys(
        f"{frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"
        for frame, line in (*own[-1:], frames[-1])
    )
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{', '.join(places)}: {what[:_ERROR_CHARS]}"


@cache
def _installed() -> tuple[str, ...]:
    """Return how the paths of modules begin that are not a project's own: Python's, packages', ours."""
    paths = sysconfig.get_paths()
    folders = (*(paths[name] for name in ("stdlib", "purelib", "platlib")), Path(__file__).parent)
    return ("<frozen ", *(f"{folder}{os.sep}" for folder in folders))


def without_secrets(text: str) -> str:
    """Return a text whose URLs have neither passwords nor signatures, to be shown and kept.

    >>> without_secrets("https://me:secret@host/a.warc?X-Amz-Date=1&part=2&X-Amz-Signature=0f")
    'https://host/a.warc?part=2'
    >>> without_secrets("sftp://me:secret@host/a.warc"), without_secrets("abfs://news@account/a.warc")
    ('sftp://me@host/a.warc', 'abfs://news@account/a.warc')
    """
    if "://" not in text:
        return text
    bare = _PASSWORD.sub(r"\1@", _WEB_USER.sub(r"\1", text))
    signed = _SIGNATURE.sub(r"\1", bare)
    while signed != bare:  # one may follow on another
        bare, signed = signed, _SIGNATURE.sub(r"\1", signed)
    return _BARE_END.sub("", signed) if signed != text else text
