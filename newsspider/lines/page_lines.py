"""What pages say of themselves in the middle of their texts: "Story continues below advertisement"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsspider.language.word_lists import any_of, words_of
from newsspider.lines.shapes import ends_in_mark

_WORDS = "lines/data/page_lines"
PAGE_LINE_CHARS = 140
_CONTAINED_CHARS = 60
_AD_CHARS = 40
_HEAD_CHARS = 40
_LABEL = re.compile(r"\W{0,4}[^:：]{3,40}?(?:[:：]|\s?[>»–—-]\s)|[【［\[〔<＜][^\]】］〕>＞]{2,20}[\]】］〕>＞]")
_LEADING_ON = re.compile(r"(?:[➤➜➔➡→⇒►▶▸▼▽●■◆◇☞👉🔴📌📰»›]|>{1,3}|\+\+\+)\ufe0f?\s?\S")
_TATWEEL = "\u0640"  # a letter by its class, of which Arabic pages make rules between paragraphs
_LABEL_MARKS = frozenset(":：]】］〕>＞»–—-")
_RIGHTS = ("copyright", "저작권자")
_COPYRIGHT = re.compile(
    r"[<〈\[(（【]{0,2}\s?(?:copyrights?\s?(?:[©ⓒ]|\(c\)|(?:19|20)\d\d\b)|저작권자)", re.IGNORECASE
)
# "(c) The state may ..." is the third part of a paragraph.
_SIGN = re.compile(r"[<〈\[(（【]{0,2}\s?(?:[©ⓒⒸ]|\([cC]\)\s?(?=\d{4}))")
_ASCII_EDGES = "".join(char for char in map(chr, range(128)) if not char.isalnum())
_RULE = re.compile(r"_(?:\s?_){2,80}")
_TO_CHANNEL_CHARS = 28  # with the channel
_AGED_CHARS = 80
_EMBED_CHARS, _EMBED_BEGINNING = 500, 100
_BEGINNING_CHARS = 3  # of the shortest phrase that a line may begin with
_ANY_QUOTE = re.compile('["“”„«»「」『』]')
_QUOTED = re.compile("\\s?[\"'“„«‘»「『]")
# What is said of such lines: Chinese "says", the plain style in which Korean and Japanese texts end.
_SENTENCE = re.compile(
    r"।['\"’”]{0,2}$|(?:[称稱说說]|表示)[,，:：]|(?<!니)다\.?$|[ぁ-ヿ](?<!ます)(?<!ません)(?<!です)(?<!ださい)。$"
)
_ASKING = re.compile("[?？؟;!]\\s")
_ASKED = re.compile("[^?？؟;!]{3,80}[?？؟;!]\\s{1,3}")  # ";" is the question mark of Greek
# Behind a player's label: "Artikel anhören 3:41 min", "Listen to this article · 5 minutes".
_MINUTES = (
    "min",
    "mins",
    "minute",
    "minutes",
    "minuten",
    "minuti",
    "minutos",
    "minut",
    "minuter",
    "dk",
    "мин",
    "хв",
    "分",
    "분",
    "perc",
    "menit",
    "phút",
    "λεπτά",
    "λεπτό",
    "دقائق",
    "دقيقة",
)
_DURATION = re.compile(rf"[\s·•|():：–-]{{0,4}}\d{{1,2}}(?::\d{{2}}){{0,2}}(?:[\s-]?(?:{'|'.join(_MINUTES)}))?$")
_DIGITS = tuple("0123456789")
_ANY_DIGIT = re.compile(r"\d")
_NUMBER_CHARS = "0123456789 -"
_DURATION_ENDS = (*_DIGITS, *_MINUTES)
# "Foto 1 von 5": where in a gallery a picture stands.
_COUNTED = re.compile(
    r"(?:photo|picture|image|foto|fotos|bild|imagen|imagem|immagine|afbeelding|zdjęcie|kuva|kép|fotó|fotoğraf|slika"
    r"|фото|φωτογραφία|صورة|写真|사진)\s?\d{1,3}"
    r"\s?(?:of|von|de|sur|di|van|af|av|z|od|din|dari|из|з|από|من|/)\s?\d{1,3}"
)
# What a plugin of WordPress would have replaced: '[vc_row]', '[embed]https://...[/embed]', '[gallery ids="1"]'.
_SHORTCODE = r"\[/?[a-z][a-z0-9_-]{1,30}(?:\s[^\[\]]{0,200})?\]"
_SHORTCODES = re.compile(
    rf"{_SHORTCODE}(?:\s?(?:{_SHORTCODE}|https?://[^\s\[\]]{{1,200}}(?=\[)|[^\[\]]{{1,300}}\[/caption\])){{0,12}}"
)
_SURE_SHORTCODE = re.compile(r"\[/[a-z]|\s[a-z_-]{2,20}=[\"'“”″]|\[[a-z]+_[a-z_]+\]")  # "[sic]" is none
_GOES_ON = re.compile(r"\w{0,20}[,،]['\"”’»]?\s(?=[^\W\d_])")  # behind a channel: "on Facebook, the mayor said"


def is_page_line(text: str) -> bool:
    """Return whether a short line speaks of its page alone: where it goes on, how to hear, share or follow it.

    >>> [is_page_line(line) for line in ("▶ Artikel anhören", "Follow us on WhatsApp!", "Follow us")]
    [True, True, False]
    >>> is_page_line("Foto 1 von 5"), is_page_line("Temps de lecture : 3 min"), is_page_line("Reading time")
    (True, True, False)
    >>> [is_page_line(f"{link} (opens in new tab)") for link in ("Share on Facebook", "Table of tides")]
    [True, False]
    >>> is_page_line("12 Bilder"), is_page_line("3 min read"), is_page_line("12 Bilder hängen dort")
    (True, True, False)
    >>> is_page_line("© 2031 Quay Herald. All rights reserved."), is_page_line("Copyright law is old.")
    (True, False)
    >>> [is_page_line(f"This article is more than {what}") for what in ("2 years old", "a list of old ships")]
    [True, False]
    >>> is_page_line('[gallery ids="1,2"]'), is_page_line("[vc_row][vc_column]"), is_page_line("[sic]")
    (True, True, False)
    """
    if len(text) > PAGE_LINE_CHARS:
        return len(text) <= _EMBED_CHARS and (
            _stands_for_embed(text) or _is_of_shortcodes(text) or discloses_earnings(text)
        )
    line = _folded(text)
    if (
        line in _lines()
        or (line[:_BEGINNING_CHARS] in _beginnings() and _begins_as_page_line(line, text))
        or (_ANY_DIGIT.search(line) is not None and _counts(line))
        or (text.endswith(")") and line.endswith(_new_windows()) and _is_button(line))
    ):
        return True
    is_rule_of_letters = line[:1] == _TATWEEL and not line.strip(_TATWEEL)
    if (
        (not text[:1].isalnum() and (_SIGN.match(text) or _is_of_shortcodes(text)))
        or is_rule_of_letters
        or (not line and is_rule(text))
    ):
        return True
    if len(text) <= _CONTAINED_CHARS and not text.isascii() and _is_notice(line, text):
        return True
    return not _QUOTED.match(text) and (discloses_earnings(text) or _invites(line, text))


def _invites(line: str, text: str) -> bool:
    """Return whether a folded line asks to follow a channel, at its beginning, behind a question or a clause."""
    if _first_words().isdisjoint(line.split()):  # as nearly all lines
        return False
    asked = _ASKED.match(line) if _ASKING.search(text) else None  # "Want the latest? Join our newsletter."
    invitation = line[asked.end() :] if asked else line
    return _is_invitation(invitation) or _ends_in_invitation(line)


def _counts(line: str) -> bool:
    """Return whether a folded line is a number of minutes to read, of pictures, or of one among them."""
    return (
        (line.endswith(_DURATION_ENDS) and _DURATION.sub("", line) in _timed())
        or (line.endswith(_DIGITS) and _COUNTED.fullmatch(line) is not None)
        or (line.startswith(_DIGITS) and line.lstrip(_NUMBER_CHARS) in _counted())
    )


def _is_button(line: str) -> bool:
    """Return whether a folded line asks to click or names a channel; other links open new windows, too."""
    return _invitations().channel.search(line) is not None or any(word in line for word in _clicks())


def _begins_as_page_line(line: str, text: str) -> bool:
    return (
        line.startswith(_embeds())
        or (line.endswith(_ages()) and line.startswith(_aged()) and len(text) <= _AGED_CHARS)
        or (line.startswith(_shared()) and not ends_in_mark(text))
        or (line.startswith(_RIGHTS) and bool(_COPYRIGHT.match(text)) and not _SENTENCE.search(text))
    )


@cache
def _beginnings() -> frozenset[str]:
    """Return how the phrases of _begins_as_page_line() begin, by which most lines are told to have none."""
    return frozenset(phrase[:_BEGINNING_CHARS] for phrase in (*_embeds(), *_shared(), *_aged(), *_RIGHTS))


@cache
def _aged() -> tuple[str, ...]:
    return tuple(_folded(phrase) for phrase in words_of(_WORDS, "aged"))


@cache
def _ages() -> tuple[str, ...]:
    return words_of(_WORDS, "ages")


def _stands_for_embed(text: str) -> bool:
    """Return whether a text asks for consent to load what stands in its place, or says that it cannot be shown."""
    if text[:_BEGINNING_CHARS].casefold()[:_BEGINNING_CHARS].replace("’", "'") not in _beginnings():  # as of most
        return False
    return text[:_EMBED_BEGINNING].casefold().replace("’", "'").startswith(_embeds())


def discloses_earnings(text: str) -> bool:
    """Return whether a paragraph says that the page earns by its links.

    >>> discloses_earnings("If you buy through our links, we may earn a commission.")
    True
    >>> discloses_earnings("Streamers may earn a commission, too."), discloses_earnings("“We earn a commission.”")
    (False, False)
    """
    if not any(map(text.__contains__, _disclosing())) or _QUOTED.match(text):  # as of nearly all
        return False
    return _disclosures().search(text.casefold().replace("’", "'")) is not None


@cache
def _disclosing() -> tuple[str, ...]:
    return words_of(_WORDS, "disclosing")


@cache
def _disclosures() -> re.Pattern[str]:
    return re.compile(any_of(words_of(_WORDS, "disclosures")))


def _is_of_shortcodes(text: str) -> bool:
    is_bracketed = text.startswith("[") and text.endswith("]")
    return is_bracketed and _SHORTCODES.fullmatch(text) is not None and _SURE_SHORTCODE.search(text) is not None


def is_rule(text: str) -> bool:
    """Return whether a line is a rule of underscores, as agencies draw one above their notes.

    >>> is_rule("___"), is_rule("* * *")
    (True, False)
    """
    return _RULE.fullmatch(text) is not None


def _is_notice(line: str, text: str) -> bool:
    """Return whether a line in a script without spaces, or in Korean, forbids to copy or asks to follow."""
    words = _notices()
    is_one = line.startswith(words.beginnings) or line.endswith(words.ends) or words.contained.search(line)
    return bool(is_one) and not _SENTENCE.search(text.rstrip())


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


def label_of_other_story(text: str, *, is_link: bool = False) -> int:
    """Return the length of a label before another story's headline, 0 without one: "Leggi anche: ...".

    What a link leads to may be named before it: "Video: ..."; in other lines that may tell of anything.

    >>> label_of_other_story("Leggi anche: Il ponte resta chiuso"), label_of_other_story("Rain: it came at night")
    (12, 0)
    >>> label_of_other_story("【関連記事】橋は通行止め")
    6
    >>> label_of_other_story("Video: The old pier", is_link=True), label_of_other_story("Video: 4K, 30 frames")
    (6, 0)
    """
    label = _LABEL.match(text) if not _LABEL_MARKS.isdisjoint(text) else None
    return label.end() if label and _folded(label[0]) in (_link_labels() if is_link else _labels()) else 0


def heads_other_stories(text: str) -> bool:
    """Return whether a line is a label of other stories and no more; alone it may head a part of a text as well.

    >>> [heads_other_stories(line) for line in ("MÁS INFORMACIÓN", "Leia:", "Related work")]
    [True, True, False]
    """
    return len(text) <= _HEAD_CHARS and _folded(text) in _heads()


def heads_contents(text: str) -> bool:
    """Return whether a line is the heading of a table of contents, if one is below it.

    >>> heads_contents("Inhalt:"), heads_contents("Inhalt der Studie")
    (True, False)
    """
    return len(text) <= _HEAD_CHARS and _folded(text) in _contents()


def leads_on(text: str) -> bool:
    """Return whether a line begins with a mark by which pages lead to other stories, and ends no sentence.

    >>> [leads_on(line) for line in ("➤ Feuerwehr rettet Pferd", ">> Le marché", "- Le marché", "▶ It rains.")]
    [True, True, False, False]
    """
    return _LEADING_ON.match(text) is not None and not ends_in_mark(text)


def is_advertisement_label(text: str) -> bool:
    """Return whether a line is the label of an advertisement alone, whatever marks stand around it.

    >>> [is_advertisement_label(line) for line in ("- Advertisement -", "Anzeige", "Anzeige gegen den Rat")]
    [True, True, False]
    """
    return len(text) <= _AD_CHARS and _folded(text) in _ad_labels()


def _folded(text: str) -> str:
    """Return what a line says, casefolded: no arrows, bullets, brackets or small pictures around it."""
    text = text.strip(_ASCII_EDGES)
    if text.isascii():
        return text.casefold()
    text = text.replace("’", "'").replace("İ", "i")
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end].casefold()


@cache
def _lines() -> frozenset[str]:
    return frozenset(_folded(line) for kind in ("lines", "tools") for line in words_of(_WORDS, kind))


def says_end(text: str) -> bool:
    """Return whether a line that stands last holds what only walls and calls to report a mistake say.

    >>> says_end("Pozostało do przeczytania 78% tekstu"), says_end("Do końca pozostało pięć minut.")
    (True, False)
    """
    return _said_at_end().search(text.casefold()) is not None


@cache
def _timed() -> frozenset[str]:
    return _lines() | frozenset(_folded(line) for line in words_of(_WORDS, "timed"))


@cache
def _new_windows() -> tuple[str, ...]:
    return words_of(_WORDS, "new_windows")


@cache
def _clicks() -> tuple[str, ...]:
    return words_of(_WORDS, "clicks")


@cache
def _counted() -> frozenset[str]:
    return frozenset(_folded(words) for words in words_of(_WORDS, "counted"))


@cache
def _contents() -> frozenset[str]:
    return frozenset(_folded(line) for line in words_of(_WORDS, "contents"))


@cache
def _shared() -> tuple[str, ...]:
    return words_of(_WORDS, "shared")


@cache
def _said_at_end() -> re.Pattern[str]:
    return re.compile(any_of(words_of(_WORDS, "at_end")))


@cache
def _embeds() -> tuple[str, ...]:
    return words_of(_WORDS, "embeds")


@cache
def _ad_labels() -> frozenset[str]:
    return frozenset(_folded(label) for label in words_of(_WORDS, "advertisements"))


@cache
def _heads() -> frozenset[str]:
    return _link_labels() | frozenset(_folded(line) for line in words_of("lines/data/wording", "related"))


@cache
def _link_labels() -> frozenset[str]:
    return _labels() | frozenset(_folded(line) for line in words_of(_WORDS, "media"))


@cache
def _labels() -> frozenset[str]:
    return frozenset(_folded(line) for kind in ("lines", "labels") for line in words_of(_WORDS, kind))


class _Notices(NamedTuple):
    contained: re.Pattern[str]
    beginnings: tuple[str, ...]
    ends: tuple[str, ...]


@cache
def _notices() -> _Notices:
    contained = re.compile(any_of(words_of(_WORDS, "contained")))
    return _Notices(contained, words_of(_WORDS, "beginnings"), words_of(_WORDS, "ends"))


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
