from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.language.tags import language_tag, primary_language


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("en_GB.UTF-8", "en-GB"),
        ("en-UK", "en-GB"),
        ("pt_BR", "pt-BR"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("zh-Hans", "zh-Hans"),
        ("es-419", "es-419"),
        ("ca-valencia", "ca-valencia"),
        ("de-1996", "de-1996"),
        ("de-CH-1996", "de-CH-1996"),
        ("deu", "de"),
        ("ger", "de"),
        ("iw-IL", "he-IL"),
        ("in_ID", "id-ID"),
        ("jp", "ja"),
        ("ckb", "ckb"),
        ("en, fr;q=0.8", "en"),
        (" Français ", "fr"),
        ("日本語", "ja"),
        ("x-default", None),
        ("und", None),
        ("english text of any kind", None),
        ("zz", None),
        ("", None),
        ("-", None),
        ("{{lang}}", None),
        ("en" * 50_000, None),
    ],
)
def test_language_tag(raw: str, expected: str | None) -> None:
    assert language_tag(raw) == expected


@given(st.text(max_size=80) | st.from_regex(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{1,8}){0,4}", fullmatch=True))
def test_never_raises_and_is_idempotent(raw: str) -> None:
    tag = language_tag(raw)
    if tag is not None:
        assert language_tag(tag) == tag
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)
        assert tag.startswith(primary_language(tag))
