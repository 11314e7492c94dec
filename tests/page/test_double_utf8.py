"""Text that was encoded in UTF-8 twice, and text that only looks so. The sentences are ours."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider import extract_html, extract_text
from newsspider._native import may_be_double_utf8
from newsspider.page.double_utf8 import mended_text, without_double_utf8

TEXTS = [
    "It’s the ferry’s last trip", "a “calm” day — at last", "Übermut und Größe der Fähre", "été à Genève",
    "sonrisa y atmósfera de la travesía", "© 2031 Example News", "360° – 25 €/month", "→ Read on", "FerryLink™ app",
    "Буря на побережье", "海岸を襲った嵐", "storm 🌊 warning", "EspaÃ±ol".encode("cp1252").decode(),
]  # fmt: skip
RIGHT = [
    "NESCAFÉ® Classic", "těžké\xa0– s\xa0médii", "« Il l’a trouvé »\xa0: oui", "Rosa\xa0×\xa0mediocris", "‘K’/‘ß’/‘İ’", "AMANHÃ…",
    "“AMANHÃ”", "MANHÃ» e", "IRMÃ\xa0de", "«\xa0Â\xa0»", "o «Ã¤» em vez", 'I saw "Ã¤" instead', 'replace("â€™", x)', "dà\xa0»", "È vero: è”…",
    "Ð og þ", "voilà…", "Ñ°", "a\x85b", "Größe", "naïve", "", "plain", "‰Â", "ð", "CHÂTEAU",
]  # fmt: skip


def twice(text: str, charset: str) -> str:
    """Return what becomes of a text if its UTF-8 is taken for another charset."""
    return "".join(
        bytes([byte]).decode(charset, "ignore") or bytes([byte]).decode("latin-1") for byte in text.encode()
    )


SENTENCES = [
    "Przęsła są skorodowane, a wójt Błażej Śliwiński mówi: „nie”", "Köylüler değirmenin çarkının döndürülmesini istiyor",
    "Η κυβέρνηση “ανακοίνωσε” νέα μέτρα", "Přívozy příští týden nevyplují, oznámil “kapitán”",
]  # fmt: skip


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_whole_sentences_are_mended_in_all_languages(sentence: str, charset: str) -> None:
    for html in (f"<p>{twice(sentence, charset)}</p>", f"<p>Größe Øre été</p><p>{twice(sentence, charset)}</p>"):
        assert sentence in without_double_utf8(html.encode()).decode()


def test_cyrillic_that_was_taken_for_windows_1251() -> None:
    written = "".join(bytes([byte]).decode("cp1251", "ignore") or "\x98" for byte in "Мост Искали".encode())
    html = f"<h1>{written}</h1><p>Река Рось и остров Сахалин</p>"
    assert without_double_utf8(html.encode()).decode() == html.replace(written, "Мост Искали")
    for right in ("<p>СР° и РѕС 90Рµ</p>", "<p>Србија: Раѕ</p>", "<p>пишут «Р°» вместо «а»</p>"):
        assert without_double_utf8(right.encode()).decode() == right


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
@pytest.mark.parametrize("text", TEXTS)
def test_mended(text: str, charset: str) -> None:
    line = f"It’s cool. {text} and so on"
    assert mended_text(twice(line, charset)) == line
    assert without_double_utf8(twice(line, charset).encode()).decode() == line


@pytest.mark.parametrize("text", ["It’s the ferry’s last trip", "a “calm” day", "un été à la plage"])
def test_what_was_encoded_three_times(text: str) -> None:
    assert mended_text(twice(twice(text, "cp1252"), "cp1252")) == text


@pytest.mark.parametrize("text", RIGHT)
def test_what_may_be_right_stays(text: str) -> None:
    assert mended_text(text) is text
    assert without_double_utf8(text.encode()).decode() == text


def test_right_text_beside_it_stays() -> None:
    text = f"Übermut – “AMANHÃ…” NESCAFÉ® «{twice('é', 'cp1252')}» {twice('cliché’s', 'cp1252')} é – ß’"
    assert mended_text(text) == f"Übermut – “AMANHÃ…” NESCAFÉ® «{twice('é', 'cp1252')}» cliché’s é – ß’"


def test_articles() -> None:
    body = "The storm that hit the coast on Monday – it’s over – has left thousands of homes without power. " * 5
    html = f"<h1>It’s a cliché</h1><p>{body}</p>"
    assert extract_html(twice(html, "cp1252")).headline == "It’s a cliché"
    assert "it’s over" in (extract_text(twice(body, "latin-1")).articleBody or "")


@given(st.text())
def test_never_raises_and_changes_nothing_twice(text: str) -> None:
    mended = mended_text(text)
    assert mended_text(mended) == mended


@given(st.text("ÂÃâéÐ ’“”…–\xa0\x80\x99€™®a", max_size=60))
def test_what_is_looked_for_in_bytes_is_what_is_mended(text: str) -> None:
    if not may_be_double_utf8(text.encode()):
        assert mended_text(text) == text


@given(st.text("abcdefghijklmnopqrstuvwxyzäöüéèàçñßåøæœ ’“”–…«»\xa0"))
def test_lower_case_western_text_stays(text: str) -> None:
    assert mended_text(text) == text


@pytest.mark.parametrize("piece", ["Ã", "Ã©", "â€", "â€™ ", "é\xa0–", "Â\x80", "ð", "aÃ¤a"])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = "â€™" + piece * count
        start = time.process_time()
        mended_text(text)
        return time.process_time() - start

    assert seconds(40_000) < 8 * seconds(10_000) + 0.3


def test_what_was_mended_is_told() -> None:
    text = (
        "The storm that hit the coast on Monday has left thousands without power, the ferry\u2019s owner said. "
        * 5
    )
    told = "stretches of the page were encoded in UTF-8 twice, and are read as they were meant"
    for written, messages in ((text, None), (twice(text, "cp1252"), {"articleBody": [told]})):
        html = f"<html lang=en><meta charset=utf-8><h1>Storm hits coast</h1><p>{written}</p></html>"
        for article in (extract_html(html.encode()), extract_text(f"Storm hits coast\n\n{written}")):
            assert article.metadata is not None
            assert article.metadata.validationMessages == messages
            assert "ferry\u2019s" in (article.articleBody or "")
