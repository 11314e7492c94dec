from __future__ import annotations

import time

import pytest

from newsspider.blocks import read_blocks
from newsspider.body import Body, body_of
from newsspider.corrections.blocks import BodyCorrection, corrected_body
from newsspider.corrections.selectors import css_selector
from newsspider.page.read import html_page

LONG = "The storm came at night and took the roof of the old harbour office, which had stood there for long."
PAGE = html_page(
    f"<article><p>{LONG} One.</p><p class='ad'>{LONG} Two.</p><div id='x'><p>Three.</p><ul><li>Four.</ul></div>"
    f"</article><aside><p>Five.</p></aside>"
)
BLOCKS = read_blocks(PAGE)
BODY = body_of(PAGE, BLOCKS, [0.9 if len(text) > 99 else 0.2 for text in BLOCKS.texts])


def corrected(*corrections: tuple[str, str]) -> Body:
    made = [
        BodyCorrection(
            wanted=[css_selector(wanted)] if wanted else [], dropped=[css_selector(dropped)] if dropped else []
        )
        for wanted, dropped in corrections
    ]
    return corrected_body(PAGE, BODY, [(f"correction:{i}", one) for i, one in enumerate(made)])


def ends(body: Body) -> list[str]:
    return [text.split()[-1] for text in (body.text or "").split("\n\n") if text]


@pytest.mark.parametrize(
    ("corrections", "kept", "rule"),
    [
        ([("#x", "")], ["Three.", "Four."], "correction:0"),
        ([("", ".ad")], ["One."], "correction:0"),
        ([("article", "ul")], ["One.", "Two.", "Three."], "correction:0"),
        ([(".gone", ""), ("aside", "")], ["Five."], "correction:1"),
        ([("#x", ""), ("aside", "ul")], ["Three."], "correction:0"),
        ([("#x, aside p", "")], ["Three.", "Four.", "Five."], "correction:0"),
        ([("", "body")], [], "correction:0"),
    ],
)
def test_blocks_are_taken_and_dropped(corrections: list[tuple[str, str]], kept: list[str], rule: str) -> None:
    body = corrected(*corrections)
    assert ends(body) == kept
    assert body.rule == rule
    assert body.html is None or all(end in body.html for end in kept)


def test_what_selects_nothing_changes_nothing() -> None:
    assert corrected((".gone", ".gone"), ("", "")) is BODY


def test_an_element_that_is_all_of_a_block_is_that_block() -> None:
    page = html_page(
        f"<article><p>{LONG}</p><span class=date>3 hours ago</span><p>{LONG} <i class=date>Now</i></p></article>"
    )
    blocks = read_blocks(page)
    body = body_of(page, blocks, [0.9] * 3)
    dropped = corrected_body(page, body, [("c", BodyCorrection(dropped=[css_selector(".date")]))])
    assert [blocks.texts[i] for i in dropped.chosen] == [LONG, f"{LONG} Now"]


def test_thousands_of_elements_inside_blocks_are_found_in_linear_time() -> None:
    def seconds(lines: int) -> float:
        page = html_page(f"<article>{''.join(f'<p>Line {i} <b>b{i}</b></p>' for i in range(lines))}</article>")
        blocks = read_blocks(page)
        body, dropped = body_of(page, blocks, [0.9] * lines), BodyCorrection(dropped=[css_selector("b, p")])
        began = time.process_time()
        corrected_body(page, body, [("c", dropped)])
        return time.process_time() - began

    assert seconds(4_000) < 8 * max(seconds(1_000), 0.02)
