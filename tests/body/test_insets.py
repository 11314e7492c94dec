"""Blocks that their markup tells to be no text."""

from __future__ import annotations

import time

import pytest

from newsspider.body.insets import insets
from tests.body.pages import page_and_blocks

TEXT = {
    "en": "The council of the bay voted on Tuesday to replace the old pier, and the work is to begin in the spring.",
    "de": "Der Rat der Bucht beschloss am Dienstag, den alten Anleger zu ersetzen, und im Frühjahr beginnt die Arbeit.",
    "ru": "Совет залива решил во вторник заменить старый причал, и весной начнётся работа, сказал капитан порта.",
}


def insets_of(html: str, chance: float = 0.9) -> list[str]:
    _, blocks = page_and_blocks(html)
    return [blocks.texts[i] for i in insets(blocks, [chance] * len(blocks))]


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
@pytest.mark.parametrize(
    "inset",
    [
        "<div class=mailForm style='display:none'><p>x</p><ul><li>y</ul></div>",
        "<div hidden id=post_message><p>x</p>y</div>",
        "<dialog class='c-modal'><h2>x</h2>y</dialog>",
        "<div class='newsletter-box'><h3>x</h3><p>y</p></div>",
    ],
)
def test_hidden_messages_and_promotion(inset: str, text: str) -> None:
    assert insets_of(f"<p>{text}</p>{inset}<p>{text}</p>") == ["x", "y"]


@pytest.mark.parametrize(
    "inset",
    [
        "<div class=accordion-content aria-hidden=true><p>x</p></div>",  # an answer that readers unfold
        "<div class=paywall hidden><p>x</p></div>",
        "<div class=message><p>x</p></div>",  # shown
        f"<div class=message hidden><p>{TEXT['en'] * 3}</p></div>",  # most of the text
        f"<div class=newsletter><p>{TEXT['en'] * 3}</p></div>",
    ],
)
def test_what_may_be_text(inset: str) -> None:
    assert insets_of(f"<p>{TEXT['en']}</p>{inset}<p>{TEXT['en']}</p>") == []


@pytest.mark.parametrize("label", ["Advertisement", "Anzeige", "Publicité", "Реклама", "広告"])
def test_the_labels_of_advertisements(label: str) -> None:
    assert insets_of(f"<p>x</p><div class='ad-slot'><p>{label}</p></div>") == [label]
    assert insets_of(f"<p>x</p><div class='head-slot'><p>{label}</p></div>") == []
    assert insets_of("<p>x</p><div class='ad-slot'><p>The tide</p></div>") == []


@pytest.mark.parametrize("tag", ["p", "div", "span"])
def test_captions_beside_a_picture(tag: str) -> None:
    caption = f"<{tag} class='wp-caption-text'>The pier.</{tag}>"
    assert insets_of(f"<p>x</p><div><img src=a>{caption}</div><p>y</p>") == ["The pier."] * (tag != "span")
    assert insets_of(f"<div><p>x</p><div>{caption}</div><img src=a></div>") == []


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
def test_scrambled_text_behind_a_wall(text: str) -> None:
    shuffled = "".join(chr(ord(letter) + 1) if letter.isalpha() else letter for letter in text)
    page = f"<p>{text}</p><div class='text is-obfuscated'><p>{{}}</p></div>"
    assert insets_of(page.format(shuffled)) == [" ".join(shuffled.split())]
    assert insets_of(page.format(text)) == []  # links whose address is hidden have such names too
    assert insets_of(f"<p>{text}</p><div><p>{shuffled}</p></div>") == []


def test_the_time_is_linear() -> None:
    unit = "<div hidden class=message><p>x</p></div><div class=caption><img><p class=caption>x</p></div>"
    times = []
    for count in (3_000, 12_000):
        _, blocks = page_and_blocks(unit * count + "<p class=obfuscated>" + TEXT["en"] * count)
        start = time.process_time()
        list(insets(blocks, [0.9] * len(blocks)))
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] + 0.1
