from __future__ import annotations

import pytest

from newsspider.lines.walls import holds_wall


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to continue reading",
        "Weiterlesen mit Bote+",
        "La suite est réservée aux abonnés.",
        "Logga in eller bli prenumerant för att läsa vidare.",
        "この記事は有料会員限定です。",
    ],
)
def test_invitations_to_pay(line: str) -> None:
    assert holds_wall(f"Storm hits coast\n{line}")


@pytest.mark.parametrize(
    "line", ["Subscribe to our newsletter", "Die Abonnenten des Theaters", "", "続きはこちら"]
)
def test_other_lines_are_none(line: str) -> None:
    assert not holds_wall(line)
