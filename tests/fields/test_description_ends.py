from __future__ import annotations

import pytest

from newsspider.fields.description_ends import without_invitation


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Ferries stay in port. Read more", "Ferries stay in port."),
        ("Ferries stay in port. [Read more...]", "Ferries stay in port."),
        ("Ferries stay in […] Continue reading →", "Ferries stay in […]"),
        ("Die Fähren bleiben im Hafen. Jetzt lesen »", "Die Fähren bleiben im Hafen."),
        ("Les ferries restent au port… Lire la suite sur Le Quai", "Les ferries restent au port…"),
        ("Los barcos siguen en el puerto. Leer más", "Los barcos siguen en el puerto."),
        ("Паромы остаются в порту. Читать далее", "Паромы остаются в порту."),
        ("フェリーは港にとどまる。続きを読む", "フェリーは港にとどまる。"),
        ("渡轮停在港口。阅读全文", "渡轮停在港口。"),
        ("Ferries stay in port. Read more about the harbour", "Ferries stay in port."),
        ("Ferries stay in port. Find out more here", "Ferries stay in port."),
        ("Die Fähren bleiben im Hafen. Mehr dazu auf unserer Seite", "Die Fähren bleiben im Hafen."),
    ],
)
def test_invitations_to_read_on(text: str, rest: str) -> None:
    assert without_invitation(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Read more",
        "Why children should read more",
        "Teachers ask for one thing. Read more books, they say.",
        "Die Lehrer haben eine Bitte. Mehr lesen, sagen sie.",
        "Lire plus",
        "Подробнее о выставке: открыта до мая.",
        "Our tips for the new year. Read more books this summer",
        "Ten rules for a good life! Learn more languages",
        "Unos consejos. Leer más libros es bueno",
        "Советы читателям. Читать далее книги",
        "",
    ],
)
def test_sentences_stay(text: str) -> None:
    assert without_invitation(text) == text
