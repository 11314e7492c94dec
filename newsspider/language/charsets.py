"""The charset of bytes that are not UTF-8: as declared where the bytes bear that out, else by the bytes alone.

The detector is uchardet, in Resiliparse. Of 223 pages of the development corpus in 13 languages, re-encoded into
the charsets that these had before UTF-8 and without their declarations, this module decodes 221 to the same text
(two but for rare symbols of Big5), in 2 ms each; charset-normalizer 131 (1.4 ms), chardet 7 184 (11 ms), chardetng
223 (14 ms, and one more dependency). Of 599 texts of 1,000 characters in 38 languages: 589, 477, 599, 579.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.lang import detect_fast
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding, to_unicode

from newsspider.language.word_lists import word_table

FALLBACK = "cp1252"
# Declared by servers and templates for pages in any charset; UTF-8 was tried before.
_DECLARED_BY_DEFAULT = frozenset({FALLBACK, "iso8859-1", "iso8859-15"})
_TRIED = frozenset({"utf-8", "ascii"})
# w3lib reads the first 4 kB; some pages have as much script before the declaration.
_META_WITHIN_BYTES = 256 << 10
_META = re.compile(rb"<meta(?=[\s/])[^<>]{0,500}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{2,30})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\s[^<>]{0,500}?lang\s{0,9}=\s{0,9}[\"']?([a-zA-Z]{2,3})\b", re.IGNORECASE)
_SAMPLE_BYTES = 64 << 10
_BETWEEN = b"\n\n"
_ESCAPE = b"\x1b"
# ISO-2022-JP, -KR and -CN switch character sets by escape sequences made of ASCII bytes alone, so such a page
# is valid UTF-8 too: ESC $ or ESC ( is what gives it away.
_ESCAPE_ENCODED = re.compile(rb"\x1b[$(][@-J]")
_ESCAPES_WITHIN_BYTES = 4096  # of what has other bytes beyond ASCII
_C1 = re.compile(rb"[\x80-\x9f]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# One accent or two are of Western text as likely as not: there are more of its languages.
_MIN_HIGH_RUNS = 3
# Between whole characters and faults, 50 to 1; less on short pages where a teaser was cut within a character, if
# their bytes beyond ASCII stand together.
_WHOLE_A_FAULT = 50
_WHOLE_A_FAULT_AT_LEAST = 5
# Codecs for names of hosts, which no page is in; not all versions of Python refuse other bytes.
_OF_NAMES = frozenset({"idna", "punycode"})
# UTF-16 and UTF-32 of a page have these in each of its tags.
_NUL = b"\0"
_WITH_NULS = ("utf-16", "utf-32")
_READ_BYTES = 4_000
_NO_CUTOFF = 1_000_000
# How much nearer to a language a text lies in its own charset than in another, by detect_fast: 4 and more in 41 of
# 45 pairs of 28 languages, down to one sentence of each. In the rest, all Latin, the language tells its charset:
# that of both readings, or of one that lies no more than 12 further off. A page that names a charset of its own
# is believed for longer.
_NEARER = 4
_NEARER_THAN_CHOSEN = 12
_LAG = 12
_MIN_READ_BYTES = 100


def charset_of_legacy(body: bytes, content_type: str | None = None) -> str:
    """Return the charset of a page's bytes that are not UTF-8; `content_type` is the HTTP header's value.

    A declared charset counts where the bytes fit it; Latin-1 and UTF-8, which servers declare for anything, give
    way to what the page says itself, and to what its bytes look like where that is another script.

    >>> charset_of_legacy('<meta charset="gbk">海岸暴风雨'.encode("gbk"), "text/html; charset=utf-8")
    'gb18030'
    """
    declared = list(dict.fromkeys(_declared(body, content_type)))
    sample = _sample(body)
    found = _detected(sample, _language(body))
    likely = _likeliest(declared, body, found)
    if found is None or likely is None or found == likely:
        return likely or found or FALLBACK
    is_default = likely in _DECLARED_BY_DEFAULT
    if is_default and _is_other_script(sample):
        return found
    names = word_table("language/data/charsets")
    is_twin = names["windows"].get(likely) == found or names["windows"].get(found) == likely
    nearer = _NEARER if is_default or is_twin or is_multibyte(likely) else _NEARER_THAN_CHOSEN
    return found if _reads_better(sample, found, likely, nearer) else likely


def _likeliest(declared: list[str], body: bytes, found: str | None) -> str | None:
    """Return which of the declared charsets counts, None if none does: `found` is what the bytes look like."""
    single = [charset for charset in declared if not is_multibyte(charset)]
    fitting = (charset for charset in declared if is_multibyte(charset) and fits(body, charset))
    chosen = (charset for charset in single if charset not in _DECLARED_BY_DEFAULT)
    return next(fitting, found if found in single else next(chosen, next(iter(single), None)))


def _reads_better(sample: bytes, charset: str, other: str, nearer: int = _NEARER) -> bool:
    """Return whether bytes are nearer to a language in one charset than in another one, by `nearer` at least.

    False of text that is too short to tell.

    >>> sample = ("Eski değirmen, iki yıl sürecek bir onarımın ardından müze oluyor. " * 2).encode("cp1254")
    >>> _reads_better(sample, "cp1254", "cp1252"), _reads_better(sample, "cp1252", "cp1254")
    (True, False)
    """
    if len(sample) < _MIN_READ_BYTES:
        return False
    text, other_text = (to_unicode(sample[:_READ_BYTES], name) for name in (charset, other))
    (language, distance), (other_language, other_distance) = (
        detect_fast(read, cutoff=_NO_CUTOFF) for read in (text, other_text)
    )
    if distance + nearer <= other_distance:
        return True
    names = word_table("language/data/charsets")
    usual = names["by_language"].get(language)
    if usual is None or other not in names["latin"] or usual in {other, names["windows"].get(other)}:
        return False
    if _letters(text) < _letters(
        other_text
    ):  # "ž" of Windows-1252, which Estonian has too, is none in Windows-1257
        return False
    is_sure = language == other_language or distance <= other_distance + _LAG
    return is_sure and usual in {charset, names["windows"].get(charset)}


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def switches_charsets(body: bytes) -> bool:
    """Return whether text is in ISO-2022-JP or the like, whose letters are ASCII bytes behind escape sequences.

    >>> switches_charsets("海岸".encode("iso2022_jp")), switches_charsets(b"Storm")
    (True, False)
    """
    within = len(body) if body.isascii() else _ESCAPES_WITHIN_BYTES
    return _ESCAPE in body and _ESCAPE_ENCODED.search(body, 0, within) is not None


def detected(body: bytes, language: str | None = None) -> str | None:
    """Return the charset that bytes look like; `language` (two or three letters) tells the Latin ones apart.

    None where no byte tells anything.

    >>> detected("Буря обрушилась на побережье".encode("koi8-r")), detected(b"Storm")
    ('koi8-u', None)
    """
    return _detected(_sample(body), language)


def _detected(sample: bytes, language: str | None) -> str | None:
    guess = _guess(sample) if sample else None
    if guess is None:
        return None
    if language is None and len(_HIGH_RUN.findall(sample)) < _MIN_HIGH_RUNS and not _is_other_script(sample):
        return FALLBACK
    names = word_table("language/data/charsets")
    charset = resolve_encoding(names["meant"].get(guess, guess)) or FALLBACK
    windows = names["windows"]
    usual = names["by_language"].get(language, charset) if charset in names["latin"] else charset
    if usual not in {charset, windows.get(charset)} and not _reads_better(sample, charset, usual):
        charset = usual
    if charset in windows and _C1.search(sample):
        charset = windows[charset]
    if is_multibyte(charset) and not fits(sample, charset):
        return FALLBACK
    return str(charset)


def _guess(sample: bytes) -> str | None:
    """Return what uchardet takes bytes for; it gives up a charset where a single character is cut."""
    guess = detect_encoding(sample, html5_compatible=False)
    if guess == "utf-8" and not is_mostly_utf8(sample):  # what a symbol or two can look like
        return FALLBACK
    names = word_table("language/data/charsets")
    if (guess is None or names["meant"].get(guess, guess) in names["latin"]) and _is_other_script(sample):
        return detect_encoding(max(sample.split(_BETWEEN), key=len), html5_compatible=False)
    return guess


def is_mostly_utf8(part: bytes) -> bool:
    """Return whether more characters of UTF-8 than faults are in bytes.

    >>> is_mostly_utf8("Küste, Größ".encode()[:-1]), is_mostly_utf8("Küste".encode("latin-1"))
    (True, False)
    """
    text = part.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    return beyond_ascii(text) > 2 * faults


def is_multibyte(charset: str) -> bool:
    """Return whether characters of a charset have several bytes.

    >>> is_multibyte("gb18030"), is_multibyte("cp1251")
    (True, False)
    """
    return charset in word_table("language/data/charsets")["multibyte"]


def beyond_ascii(text: str) -> int:
    """Return how many characters of a text are not ASCII.

    >>> beyond_ascii("Größe")
    2
    """
    return len(text) - len(text.encode("ascii", "ignore"))


def fits(body: bytes, charset: str) -> bool:
    """Return whether bytes are text in a charset but for a few faults.

    >>> fits("海岸".encode("gbk"), "gb18030"), fits("Café am Kai".encode("latin-1"), "gb18030")
    (True, False)
    """
    text = to_unicode(body, charset)
    faults = text.count("\ufffd")
    whole = beyond_ascii(text) - faults
    if whole >= _WHOLE_A_FAULT * faults:
        return True
    return whole >= _WHOLE_A_FAULT_AT_LEAST * faults and _is_other_script(_sample(body))


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    labels: Iterable[str | None] = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    far = (label[1].decode("ascii", "replace") for label in _META.finditer(body, 0, _META_WITHIN_BYTES))
    for label in (*labels, *far):
        charset = _charset_named(label) if label else None
        if charset is not None and codecs.lookup(charset).name not in _TRIED and _is_of_text(charset, body):
            yield charset


def _charset_named(label: str) -> str | None:
    return word_table("language/data/charsets")["labels"].get(label.lower()) or resolve_encoding(label)


def _is_of_text(charset: str, body: bytes) -> bool:
    """Return whether Python's codec of a name reads text from bytes, which "uu", "hex" and "idna" do not."""
    name = codecs.lookup(charset).name
    if name in _OF_NAMES or (name.startswith(_WITH_NULS) and _NUL not in body):
        return False
    try:
        b"\xff".decode(charset, "replace")
    except (LookupError, ValueError):
        return False
    return True


def _language(body: bytes) -> str | None:
    found = _LANGUAGE.search(body, 0, _META_WITHIN_BYTES)
    return found[1].decode().lower() if found else None


def _sample(body: bytes) -> bytes:
    """Return the parts of a page, between its tags, that tell its charset; a tag's name tells nothing."""
    if body.isascii():  # all its letters stand behind escape sequences
        first = body.find(_ESCAPE)
        return body[first : first + _SAMPLE_BYTES] if first >= 0 else b""
    parts: list[bytes] = []
    length = 0
    for part in re.split(rb"[<>]", body):
        if not part.isascii():
            parts.append(part)
            length += len(part)
            if length >= _SAMPLE_BYTES:
                break
    return _BETWEEN.join(parts)[:_SAMPLE_BYTES]


def _is_other_script(sample: bytes) -> bool:
    """Return whether most bytes beyond ASCII stand together, as in all scripts but Latin."""
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    return sum(length for length in runs if length >= 3) * 2 >= sum(runs)
