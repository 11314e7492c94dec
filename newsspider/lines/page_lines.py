"""What pages say of themselves in the middle of their texts: "Story continues below advertisement"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsspider.language.word_lists import any_of, words_of
from newsspider.lines.channel_invitations import invites, names_channel
from newsspider.lines.folded_lines import folded
from newsspider.lines.shapes import ends_in_mark

_WORDS = "lines/data/page_lines"
PAGE_LINE_CHARS = 140
_CONTAINED_CHARS = 60
_AD_CHARS = 40
_TATWEEL = "\u0640"  # a letter by its class, of which Arabic pages make rules between paragraphs
_RIGHTS = ("copyright", "저작권자")
_COPYRIGHT = re.compile(
    r"[<〈\[(（【]{0,2}\s?(?:copyrights?\s?(?:[©ⓒ]|\(c\)|(?:19|20)\d\d\b)|저작권자)", re.IGNORECASE
)
# "(c) The state may ..." is the third part of a paragraph.
_SIGN = re.compile(r"[<〈\[(（【]{0,2}\s?(?:[©ⓒⒸ]|\([cC]\)\s?(?=\d{4}))")
_RULE = re.compile(r"_(?:\s?_){2,80}")
_AGED_CHARS = 80
_EMBED_CHARS, _EMBED_BEGINNING = 500, 100
_BEGINNING_CHARS = 3  # of the shortest phrase that a line may begin with
_QUOTED = re.compile("\\s?[\"'“„«‘»「『]")
# What is said of such lines: Chinese "says", the plain style in which Korean and Japanese texts end.
_SENTENCE = re.compile(
    r"।['\"’”]{0,2}$|(?:[称稱说說]|表示)[,，:：]|(?<!니)다\.?$|[ぁ-ヿ](?<!ます)(?<!ません)(?<!です)(?<!ださい)。$"
)
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
    line = folded(text)
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
    return not _QUOTED.match(text) and (discloses_earnings(text) or invites(line, text))


def _counts(line: str) -> bool:
    """Return whether a folded line is a number of minutes to read, of pictures, or of one among them."""
    return (
        (line.endswith(_DURATION_ENDS) and _DURATION.sub("", line) in _timed())
        or (line.endswith(_DIGITS) and _COUNTED.fullmatch(line) is not None)
        or (line.startswith(_DIGITS) and line.lstrip(_NUMBER_CHARS) in _counted())
    )


def _is_button(line: str) -> bool:
    """Return whether a folded line asks to click or names a channel; other links open new windows, too."""
    return names_channel(line) or any(word in line for word in _clicks())


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
    return tuple(folded(phrase) for phrase in words_of(_WORDS, "aged"))


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


def is_advertisement_label(text: str) -> bool:
    """Return whether a line is the label of an advertisement alone, whatever marks stand around it.

    >>> [is_advertisement_label(line) for line in ("- Advertisement -", "Anzeige", "Anzeige gegen den Rat")]
    [True, True, False]
    """
    return len(text) <= _AD_CHARS and folded(text) in _ad_labels()


@cache
def _lines() -> frozenset[str]:
    return frozenset(folded(line) for kind in ("lines", "tools") for line in words_of(_WORDS, kind))


def says_end(text: str) -> bool:
    """Return whether a line that stands last holds what only walls and calls to report a mistake say.

    >>> says_end("Pozostało do przeczytania 78% tekstu"), says_end("Do końca pozostało pięć minut.")
    (True, False)
    """
    return _said_at_end().search(text.casefold()) is not None


@cache
def _timed() -> frozenset[str]:
    return _lines() | frozenset(folded(line) for line in words_of(_WORDS, "timed"))


@cache
def _new_windows() -> tuple[str, ...]:
    return words_of(_WORDS, "new_windows")


@cache
def _clicks() -> tuple[str, ...]:
    return words_of(_WORDS, "clicks")


@cache
def _counted() -> frozenset[str]:
    return frozenset(folded(words) for words in words_of(_WORDS, "counted"))


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
    return frozenset(folded(label) for label in words_of(_WORDS, "advertisements"))


class _Notices(NamedTuple):
    contained: re.Pattern[str]
    beginnings: tuple[str, ...]
    ends: tuple[str, ...]


@cache
def _notices() -> _Notices:
    contained = re.compile(any_of(words_of(_WORDS, "contained")))
    return _Notices(contained, words_of(_WORDS, "beginnings"), words_of(_WORDS, "ends"))
