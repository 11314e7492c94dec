from __future__ import annotations

import pytest

from newsspider.processors.other_work import before_end_words, begins_other_work


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("Photos by Ben Kurz", True),
        ("Traducción de Ben Kurz", True),
        ("تحرير: أحمد علي", True),
        ("译者：王小明", True),
        ("By Ana Ruiz", False),
        ("Editor Ana Ruiz", False),
    ],
)
def test_labels_of_other_work_begin_it(text: str, is_other: bool) -> None:
    assert begins_other_work(text) is is_other


@pytest.mark.parametrize(
    ("byline", "head"),
    [
        ("Ana Ruiz Updated 4 May", "Ana Ruiz "),
        ("Ana Ruiz and photographs by Ben Kurz", "Ana Ruiz"),
        ("Анна Гай. Перевод: Иван Лес", "Анна Гай"),
        ("海港发布", "海港发布"),
    ],
)
def test_a_byline_ends_where_other_work_begins(byline: str, head: str) -> None:
    assert before_end_words(byline).strip() == head.strip()
