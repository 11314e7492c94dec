from __future__ import annotations

import pytest

from newsspider.fields.dates.labels import labelled_parts


def test_a_label_is_a_whole_word() -> None:
    assert list(labelled_parts("Outdated 12 May 2031")) == [(None, "Outdated 12 May 2031")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [("Letzte Aktualisierung: 18.01.2031", "modified"), ("发布日期：2031-03-06", "published")],
)
def test_a_label_says_what_the_date_is_of(line: str, kind: str) -> None:
    assert list(labelled_parts(line)) == [(kind, line)]
