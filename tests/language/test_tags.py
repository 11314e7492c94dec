from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.language.tags import base_language, language_tag, primary_language
from newsspider.language.word_lists import word_table

# What pages declare -> the tag in canonical form, by the IANA registry and CLDR's aliases.
_TAGS = {
    # ISO 639-1, and what was withdrawn from it
    "en": "en", "EN": "en", "no": "no", "nb": "nb", "nn": "nn", "iw": "he", "in": "id", "ji": "yi", "jw": "jv",
    "mo": "ro", "sh": "sr-Latn", "bh": "bho", "tl": "tl", "tw": "tw", "kr": "kr", "my": "my", "zu": "zu",
    # ISO 639-2, by both of its codes, and ISO 639-3
    "deu": "de", "ger": "de", "fre": "fr", "fra": "fr", "mya": "my", "bur": "my", "khm": "km", "lao": "lo",
    "amh": "am", "som": "so", "zul": "zu", "tgk": "tg", "uzb": "uz", "nor": "no", "chi": "zh", "zho": "zh",
    "wel": "cy", "cym": "cy", "baq": "eu", "eus": "eu", "scr": "hr", "scc": "sr", "mol": "ro", "twi": "tw",
    "kok": "kok", "ckb": "ckb", "yue": "yue", "gsw": "gsw", "fil": "fil", "nan": "nan", "haw": "haw", "cnr": "cnr",
    # languages that stand for a larger one
    "cmn": "zh", "arb": "ar", "pes": "fa", "prs": "fa-AF", "zsm": "ms", "swh": "sw", "ekk": "et", "lvs": "lv",
    "npi": "ne", "uzn": "uz", "azj": "az", "khk": "mn", "kmr": "kmr",
    # languages within languages, and tags from before there were rules
    "zh-min-nan": "nan", "zh-cmn-Hans-CN": "zh-Hans-CN", "zh-cmn": "zh", "zh-yue": "yue", "zh-yue-HK": "yue-HK",
    "zh-xiang": "hsn", "zh-wuu": "wuu", "no-bok": "nb", "no-nyn": "nn", "no-bokmal": "nb", "i-lux": "lb", "i-default": "en",
    # regions
    "en-us": "en-US", "en_US": "en-US", "pt_BR": "pt-BR", "es-419": "es-419", "en-001": "en-001", "zh-TW": "zh-TW",
    "en-UK": "en-GB", "en-EN": "en", "de-DD": "de-DE", "sr-YU": "sr-RS", "fr-FX": "fr-FR", "en-ZZ": "en",
    "iw-IL": "he-IL", "in_ID": "id-ID", "mo-MD": "ro-MD", "sq-XK": "sq-XK", "ja-JA": "ja", "en-999": "en",
    "prs-PK": "fa-PK",
    # scripts and variants
    "zh-Hans": "zh-Hans", "zh_Hant_HK": "zh-Hant-HK", "ZH-HANT-tw": "zh-Hant-TW", "sr-Latn": "sr-Latn",
    "sr-latn-rs": "sr-Latn-RS", "sh-RS": "sr-Latn-RS", "uz-Cyrl": "uz-Cyrl", "en-Abcd": "en", "ca-valencia": "ca-valencia",
    "de-1996": "de-1996", "de-CH-1996": "de-CH-1996", "de-1996-1996": "de-1996", "sl-rozaj-biske": "sl-rozaj-biske",
    "en-US-winter": "en-US",
    # what does not belong to the language
    "en_US.UTF-8": "en-US", "de_DE@euro": "de-DE", "en-US-x-twain": "en-US", "en-u-ca-buddhist": "en",
    "de-x-private": "de", "en, fr;q=0.8": "en", "en-GB|fr": "en-GB", " de ": "de",
    # country codes for languages
    "jp": "ja", "cn": "zh", "ua": "uk", "cz": "cs", "dk": "da", "gr": "el", "jp-JP": "ja-JP",
    # names, in English and their own tongue
    "English": "en", "Swahili": "sw", "Welsh": "cy", "Cymraeg": "cy", "Kiswahili": "sw", "Burmese": "my",
    "Deutsch": "de", " Français ": "fr", "francais": "fr", "castellano": "es", "日本語": "ja", "中文": "zh",
    "Українська": "uk", "العربية": "ar", "Bahasa Indonesia": "id", "Norwegian": "no", "Norsk Bokmål": "nb",
    "Serbo-Croatian": "sr-Latn", "Simplified Chinese": "zh-Hans", "British English": "en-GB", "Lao": "lo",
}  # fmt: skip
_NO_TAGS = (
    "", "-", "_", "x-default", "x-klingon", "und", "mul", "zxx", "mis", "root", "qaa", "zz", "xx-XX", "the", "all", "not",
    "a", "i", "C", "POSIX", "i-enochian", "english text of any kind", "Unknown language", "no language",
    "{{lang}}", "<?php echo $lang ?>", "en" * 50_000, "123", "default", "undefined", "null", "%s", "🇬🇧", "eng lish",
)  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), _TAGS.items())
def test_language_tag(raw: str, expected: str) -> None:
    assert language_tag(raw) == expected


@pytest.mark.parametrize("raw", _NO_TAGS)
def test_what_names_no_language(raw: str) -> None:
    assert language_tag(raw) is None


@given(st.text(max_size=80) | st.from_regex(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{1,8}){0,4}", fullmatch=True))
def test_never_raises_and_is_idempotent(raw: str) -> None:
    tag = language_tag(raw)
    if tag is not None:
        assert language_tag(tag) == tag
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)
        assert tag.startswith(primary_language(tag))


def test_every_code_of_the_registry_is_canonical_once_it_was_made_so() -> None:
    from langcodes.data_dicts import LANGUAGE_REPLACEMENTS, NORMALIZED_MACROLANGUAGES

    for code in (*LANGUAGE_REPLACEMENTS, *NORMALIZED_MACROLANGUAGES):
        tag = language_tag(code)
        assert tag is None or language_tag(tag) == tag, code


def test_names_in_their_own_tongue_are_those_of_cldr() -> None:
    from babel import Locale
    from babel.localedata import locale_identifiers

    own = word_table("language/data/languages")["own_names"]
    english = {name.casefold(): code for code, name in Locale("en").languages.items()}
    cldr: dict[str, str] = {}
    for code in sorted(code for code in locale_identifiers() if "_" not in code):
        name = unicodedata.normalize("NFC", Locale(code).languages.get(code, "").casefold())
        if name and english.get(name) != code:
            cldr.setdefault(name, code)
    assert own == cldr


def test_a_tag_that_was_not_seen_before_costs_little() -> None:
    language_tag("sr-Latn")  # imports what it needs
    tags = [f"{language}-{region}" for language in ("en", "zh-Hant", "deu") for region in ("us", "hk", "de", "zz")]
    raws = [f"{tag}, {i}" for tag in tags for i in range(100)]
    start = time.process_time()
    for raw in raws:
        language_tag(raw)
    assert (time.process_time() - start) / len(raws) < 0.0005


def test_base_language() -> None:
    assert [base_language(tag) for tag in ("en-GB", "pt_BR", "no", "fil", "iw", "deu", "zz", None)] == [
        "en", "pt", "nb", "tl", "he", "de", "", "",
    ]  # fmt: skip


def test_nothing_is_imported_for_usual_tags_that_they_do_not_need() -> None:
    code = (
        "import sys, newsspider\n"
        "assert not {'babel', 'langcodes', 'dateparser'} & set(sys.modules)\n"
        "from newsspider.language.tags import language_tag\n"
        "for raw in ('en', 'de-AT', 'pt_BR', 'ja', 'no'): language_tag(raw)\n"
        "assert not {'babel.dates', 'langcodes', 'dateparser'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300)
