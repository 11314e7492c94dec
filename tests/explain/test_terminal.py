from __future__ import annotations

import re

from newsspider.explain import explain
from newsspider.explain.terminal import terminal_lines
from newsspider.items import Source
from tests.explain.made_pages import HOSTILE, HTML, page

CODES = re.compile(r"\x1b\[(?:1|2|31|32|0)m")


def lines(html: str = HTML, *, width: int = 100, colours: bool = False, field: str | None = None) -> list[str]:
    explanation = explain(page(html), source=Source(kind="html", path="walk.html"), only=[field] if field else [])
    return list(terminal_lines(explanation, width=width, colours=colours))


def test_a_field_shows_its_candidates_in_order_with_the_reason() -> None:
    found = lines(field="publisher")
    start = found.index("publisher  Quay Post")
    assert re.fullmatch(
        r"  ✗ json-ld +https://quaypost\.example/  \(nothing left after cleaning\)", found[start + 1]
    )
    assert re.fullmatch(r" +→ nothing  clean_publisher", found[start + 2])
    assert re.fullmatch(r"  ✓ meta:og:site_name +Quay Post", found[start + 3])
    assert not [line for line in found if line.startswith("blocks")]


def test_what_cleaning_changed_stands_below() -> None:
    found = lines(HTML.replace("A walk along   the quay</h1>", "  Rain &amp;amp; wind</h1>"), field="headline")
    assert any("→ Rain & wind" in line for line in found) or any(line.endswith("Rain & wind") for line in found)


def test_blocks_come_last_with_their_probabilities() -> None:
    found = lines()
    start = next(i for i, line in enumerate(found) if line.startswith("blocks, kept"))
    assert len(found) - start > 6
    assert all(re.match(r"  [✓✗] [01]\.\d\d +\d+ \w* ", line) for line in found[start + 1 :])


def test_no_line_is_longer_than_the_screen() -> None:
    for width in (60, 80, 200):
        assert max(map(len, lines(width=width))) <= max(width, 80)


def test_colours_only_where_they_are_wanted() -> None:
    plain, coloured = lines(), lines(colours=True)
    assert "\x1b" not in "".join(plain)
    assert [CODES.sub("", line) for line in coloured] == plain
    assert coloured != plain


def test_a_page_cannot_steer_the_terminal() -> None:
    for colours in (True, False):
        for line in lines(HOSTILE, colours=colours):
            assert not set(CODES.sub("", line)) & set("\x1b\x07\x00\u202e\ud800\x9b")
            line.encode()


def test_a_narrow_terminal_gets_what_is_found_below_its_source() -> None:
    found = lines(width=40)
    assert all(len(line) <= 40 for line in found)
    start = found.index("  ✗ json-ld")
    assert found[start + 1 : start + 3] == ["    https://quaypost.example/", "    (nothing left after cleaning)"]
