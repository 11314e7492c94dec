"""What newsspider raises.

NewsspiderError
├── SourceError       nothing can be read from a source at all: missing, empty, of no known format
├── PageError         one page cannot become an article: too large, no text; the run goes on without it
├── ModelError        a model file is missing, damaged or of another version
├── CorrectionsError  a file of corrections is missing, or says something that cannot be done
└── SettingError      a setting says something that cannot be done
"""

from __future__ import annotations


class NewsspiderError(Exception):
    """Base of every error that newsspider raises on purpose."""


class SourceError(NewsspiderError):
    """Nothing can be read from a source at all."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


class PageError(NewsspiderError):
    """One page cannot become an article; `code` is a short stable key for stats, `reason` is for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


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


class SettingError(NewsspiderError):
    """A setting, or a spider's argument, says something that cannot be done."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason
