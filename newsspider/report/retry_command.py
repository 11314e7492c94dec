"""The command that tries the rejects of a run again, and where the run lists them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from scrapy.settings import BaseSettings

from newsspider.feeds.paths import shown_path


@dataclass(frozen=True, slots=True)
class ListedRejects:
    """A run's list of rejects, and the options that say where another try of them writes."""

    path: str  # from the current folder
    into: tuple[str, ...] = ()  # without them there is no command

    def command(self, *, is_crawl: bool) -> str:
        """Return the command that tries them again, `""` where it could not be copied.

        >>> ListedRejects("my feeds/_run/rejects.jsonl", ("--out", "again")).command(is_crawl=False)
        "newsspider replay 'my feeds/_run/rejects.jsonl' --out again"
        """
        words = ("crawl", "--urls-file") if is_crawl else ("replay",)
        command = shlex.join(["newsspider", *words, self.path, *self.into])
        return command if self.into and command.isprintable() else ""


def list_of_run(settings: BaseSettings, *, is_ours: bool = True) -> ListedRejects | None:
    """Return the list of a run with one feed, or of a crawl with a folder of feeds; None if it has no list.

    A crawl with a folder goes on in it. Other runs write a feed of their own. A spider that is not ours has to try
    them again itself.
    """
    named = settings.get("NEWSSPIDER_REJECTS_PATH")
    if not named:
        return None
    if not is_ours:
        return ListedRejects(str(shown_path(Path(named))))
    out = _folder_of_feeds(settings)
    into = ("-O", free_name("again.jsonl")) if out is None else ("--out", str(shown_path(out)))
    return ListedRejects(str(shown_path(Path(named))), into)


def list_in_folder(path: Path) -> ListedRejects:
    """Return the list of a replay into a folder of feeds: another try of it has a folder of its own."""
    return ListedRejects(str(shown_path(path)), ("--out", free_name("again")))


def free_name(name: str) -> str:
    """Return a name that nothing in the current folder has, so that another try replaces no feed.

    >>> free_name("again.jsonl")
    'again.jsonl'
    """
    path = Path(name)
    names = (name if number == 1 else f"{path.stem}-{number}{path.suffix}" for number in count(1))
    return next(free for free in names if not Path(free).exists())


def _folder_of_feeds(settings: BaseSettings) -> Path | None:
    """Return the folder that `crawl --out` names: it has the feeds, and in `_run` the rest."""
    others = [settings.get(name) for name in ("NEWSSPIDER_REJECTS_PATH", "NEWSSPIDER_REPORT_PATH")]
    for feed in settings.getdict("FEEDS"):
        out = Path(str(feed)).parent
        if any(other and Path(other).is_relative_to(out / "_run") for other in others):
            return out
    return None
