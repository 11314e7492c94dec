from __future__ import annotations

import doctest
import re
from pathlib import Path

from newsspider.discovery.page_kinds import _REFUSALS
from newsspider.discovery.withheld_pages import Withheld
from newsspider.display import reasons as module
from newsspider.display.reasons import REASONS

CODE = Path(module.__file__).parents[1]
# How reasons stand in the code. Codes of other things are no reasons of ours.
FORMS = (
    r"""Skipped\("([a-z.-]+)"\)""",
    r"""PageError\(\s*"([a-z-]+)\"""",
    r"""\bcode="([a-z-]+)\"""",
    r"""page_reject\([^)]*?, "([a-z-]+)\"""",
    r"""HostFailure\("([a-z-]+)\"""",
    r"""skipped\(self\.crawler, \w+, "([a-z-]+)\"""",
    r"""\.refuse\(.*, "([a-z-]+)"\)""",
    r"""raise DropItem\(f?"([a-z-]+): """,
)
# Of what is no replay and no crawl: another program's blocks, a chunk that a supervisor ends.
APART = {"timeout"}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_every_reason_in_the_code_is_explained() -> None:
    explained = {reason for reasons in REASONS.values() for reason in reasons}
    texts = [path.read_text("utf-8") for path in CODE.rglob("*.py") if path != Path(module.__file__)]
    found = {reason for text in texts for form in FORMS for reason in re.findall(form, text)}
    assert len(found) > 30, "the forms do not match the code any more"
    assert found | {*Withheld} | {*_REFUSALS} <= explained | APART


def test_what_is_said_of_a_reason_is_one_short_line() -> None:
    for reasons in REASONS.values():
        for meaning in reasons.values():
            assert 8 <= len(meaning) <= 100
            assert not meaning.endswith(".")
