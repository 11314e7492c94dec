"""Dialogs that ask for consent, beside a text."""

from __future__ import annotations

import pytest

from newsspider.body.dialogs import consent_dialogs, layers, shown_text
from tests.body.pages import page_and_blocks

TEXT = "<p>The council of the bay voted to replace the old pier, and the work is to begin in the spring.</p>" * 3
ASKED = {
    "en": "We use cookies on this site to store and read information on your device.",
    "de": "Wir verwenden auf dieser Seite Cookies, um Informationen auf Ihrem Gerät zu speichern.",
    "fr": "Nous utilisons des cookies afin de stocker des informations sur votre appareil.",
    "tr": "Bu sitede bilgileri saklamak için çerezler kullanıyoruz.",
    "ja": "当サイトではクッキーを使用しています。",
}


def dialogs_of(html: str) -> list[str]:
    _, blocks = page_and_blocks(html)
    return [blocks.texts[i] for i in consent_dialogs(blocks, [0.9] * len(blocks))]


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize(
    "name", ["id=onetrust-pc-sdk", "class='cookie-panel'", "id=privacy", "class='modal gdpr'"]
)
def test_a_dialog_longer_than_the_text(name: str, asked: str) -> None:
    dialog = f"<div {name}><h2>Privacy</h2>{f'<p>{asked}</p>' * 9}<button>OK</button></div>"
    assert len(dialogs_of(f"<main>{TEXT}</main>{dialog}")) == 11
    assert len(dialogs_of(f"{dialog}<div>{TEXT}</div>")) == 11


@pytest.mark.parametrize(
    "html",
    [
        f"<div class='cookie-policy'><p>{ASKED['en']}</p></div>",  # the page is on cookies
        f"<div class='tag-cookies'><h1>Watchdog fines a shop</h1><p>{ASKED['en']}</p></div>{TEXT}",
        f"<div class=privacy>{TEXT}<p>{ASKED['en']}</p></div>{TEXT}",
        f"<div class=note><p>{ASKED['en']}</p></div>{TEXT}",
        TEXT,
    ],
)
def test_what_is_no_dialog(html: str) -> None:
    assert dialogs_of(html) == []


TERMS = "<p>Users shall keep their names safe, and are responsible for all that is done under them.</p>" * 9


def layers_of(html: str) -> list[str]:
    _, blocks = page_and_blocks(html)
    return [blocks.texts[i] for i in layers(blocks, [0.9] * len(blocks))]


SHOWN = {
    "en": "The council of the bay voted to replace the old pier, and the work is to begin in the spring. " * 4,
    "de": "Der Rat der Bucht beschloss, den alten Anleger zu ersetzen, und im Frühjahr beginnt die Arbeit. " * 4,
    "zh": "海湾议会决定更换旧码头，工程将于明年春天开始，港务局长在会后对记者表示，预计需要两年时间。" * 4,
}


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize("layer", ["style='display:none'", "class='modal fade'", "hidden id=terms", "role=dialog"])
def test_a_layer_longer_than_the_text(text: str, layer: str) -> None:
    page = f"<div class=news><h1>Pier</h1><div>{text}</div></div><div {layer}>{TERMS}</div>"
    assert len(layers_of(page)) == 9
    _, blocks = page_and_blocks(page)
    assert [blocks.texts[i] for i in shown_text(blocks)] == [text.strip()]


@pytest.mark.parametrize(
    "html",
    [
        f"<article><h1>Pier</h1><p>{SHOWN['en']}</p><div style='display:none'>{TERMS}</div></article>",  # behind a wall
        f"<article><div><h1>Pier</h1><p>{SHOWN['en']}</p></div><div hidden>{TERMS}</div></article>",
        f"<main><header><h1>Pier</h1><p>It falls.</p></header><div hidden>{TERMS}</div></main>",
        f"<h1>Pier</h1><div hidden>{TERMS}</div>",
        f"<div><h1>Pier</h1><p>{SHOWN['en']}</p></div>"
        + f"<h3>Who?</h3><div hidden>{TERMS[:94]}</div>" * 9,  # to unfold
        f"<div><h1>Pier</h1><p>{SHOWN['en']}</p></div><div class=more>{TERMS}</div>",
        f"<header><h1>Pier</h1><p>{SHOWN['en']}</p></header><div class=text-layer>{TERMS}</div>",
        f"<div class=dialog-off-canvas><section><h1>Pier</h1><p>{SHOWN['en']}</p></section><p>{TERMS}</p></div>",
        f"<p>News of the bay</p><div><div><h1>Pier</h1><p>{SHOWN['en']}</p></div><div hidden>{TERMS}</div></div>",
    ],
)
def test_what_is_no_layer(html: str) -> None:
    assert layers_of(html) == []
