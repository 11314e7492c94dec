from __future__ import annotations

from newsspider.fields.date_labels import labelled_parts


def test_a_label_is_a_whole_word() -> None:
    assert list(labelled_parts("Outdated 12 May 2031")) == [(None, "Outdated 12 May 2031")]
