"""Lines that ask to follow, subscribe to or download a channel: "Follow us on WhatsApp"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsspider.language.word_lists import any_of, words_of

_WORDS = "lines/data/channel_invitations"
_TO_CHANNEL_CHARS = 28  # with the channel
_ANY_QUOTE = re.compile('["“”„«»「」『』]')
_ASKING = re.compile("[?？؟;!]\\s")
_ASKED = re.compile("[^?？؟;!]{3,80}[?？؟;!]\\s{1,3}")  # ";" is the question mark of Greek
_GOES_ON = re.compile(r"\w{0,20}[,،]['\"”’»]?\s(?=[^\W\d_])")  # behind a channel: "on Facebook, the mayor said"


def invites(line: str, text: str) -> bool:
    """Return whether a folded line asks to follow a channel, at its beginning, behind a question or a clause."""
    if _first_words().isdisjoint(line.split()):  # as nearly all lines
        return False
    asked = _ASKED.match(line) if _ASKING.search(text) else None  # "Want the latest? Join our newsletter."
    invitation = line[asked.end() :] if asked else line
    return _is_invitation(invitation) or _ends_in_invitation(line)


def names_channel(line: str) -> bool:
    """Return whether a folded line names a channel: "Share on WhatsApp"."""
    return _invitations().channel.search(line) is not None


def _is_invitation(line: str) -> bool:
    """Return whether a folded line asks to follow a channel, and no sentence goes on behind it."""
    if line.partition(" ")[0] not in _first_words():
        return False
    words = _invitations()
    if words.followed.match(line):
        return True
    channel = words.channel.search(line)
    if channel is None or not (
        words.begun.match(line) or (words.addressed.match(line) and words.verb.search(line))
    ):
        return False
    goes_on = _GOES_ON.match(line, channel.end())
    return goes_on is None or words.channel.search(line, goes_on.end()) is not None


def _ends_in_invitation(line: str) -> bool:
    """Return whether a folded line asks to follow a channel behind a clause: "To miss nothing, follow us on X".

    Not where somebody is quoted.
    """
    if _ANY_QUOTE.search(line):
        return False
    words = _invitations()
    clause = words.behind_clause.search(line)
    channel = words.channel.search(line, clause.end(), clause.end() + _TO_CHANNEL_CHARS) if clause else None
    goes_on = _GOES_ON.match(line, channel.end()) if channel else None
    return channel is not None and (goes_on is None or words.channel.search(line, goes_on.end()) is not None)


class _Invitations(NamedTuple):
    behind_clause: re.Pattern[str]  # an invitation behind a clause
    begun: re.Pattern[str]  # with the verb
    addressed: re.Pattern[str]  # without it: it stands behind the channel
    verb: re.Pattern[str]
    channel: re.Pattern[str]
    followed: re.Pattern[str]  # the whole line


@cache
def _invitations() -> _Invitations:
    begun = any_of(words_of(_WORDS, "invitations"))
    return _Invitations(
        behind_clause=re.compile(
            rf"(?:[,:]|\s[–—-]|\b(?:you can(?: also)?|click here))\s(?:to\s)?(?:{begun})(?!\w)"
        ),
        begun=re.compile(rf"(?:{any_of(words_of(_WORDS, 'invitations'))})(?!\w)"),
        addressed=re.compile(rf"(?:{any_of(words_of(_WORDS, 'addressed'))})(?!\w)"),
        verb=re.compile(any_of(words_of(_WORDS, "verbs"))),
        channel=re.compile(any_of(words_of(_WORDS, "channels"))),
        followed=re.compile(
            rf"(?:{any_of(words_of(_WORDS, 'followed'))})\s[^.!?]{{2,60}}\s\w{{1,4}}\s"
            rf"(?:{any_of(words_of(_WORDS, 'channels'))}|x(?!\w))(?:\W{{1,3}}(?:at\s)?@[\w.]{{1,40}})?\W{{0,3}}$"
        ),
    )


@cache
def _first_words() -> frozenset[str]:
    begun = tuple(words for kind in ("invitations", "addressed", "followed") for words in words_of(_WORDS, kind))
    return frozenset(words.partition(" ")[0] for words in begun)
