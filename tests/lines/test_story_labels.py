from __future__ import annotations

import pytest

from newsspider.lines.story_labels import heads_other_stories, label_of_other_story, leads_on


def test_lines_on_the_page_s_tools_head_no_other_stories() -> None:
    lines = ("Volver arriba", "Bild vergrößern", "Agrandir l’image", "Leave a comment")
    assert [heads_other_stories(line) for line in (*lines, "Lesen Sie auch")] == [False] * 4 + [True]
    assert label_of_other_story("Ampliar imagen: Cierra el puente") == 0


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Leggi anche: Il ponte resta chiuso", "Leggi anche:"),
        ("Читайте также: Мост закрыт", "Читайте также:"),
        ("Ətraflı: Körpü bağlıdır", "Ətraflı:"),
        ("Lestu einnig: Brúin er lokuð", "Lestu einnig:"),
        ("Толығырақ: Көпір жабық", "Толығырақ:"),
        ("相关阅读：大桥关闭", "相关阅读："),
        ("İlginizi çekebilir: Köprü kapalı", "İlginizi çekebilir:"),
        ("Read next: The bridge stays closed", "Read next:"),
        ("MIRA: El puente sigue cerrado", "MIRA:"),
        ("Confira: a ponte continua fechada", "Confira:"),
        ("À relire : Le pont reste fermé", "À relire :"),
        ("Lire : le pont reste fermé", "Lire :"),
        ("Lees: De brug blijft dicht", "Lees:"),
        ("Читать: Мост закрыт", "Читать:"),
        ("Rain: it came at night", ""),
        ("", ""),
    ],
)
def test_labels_of_other_stories(line: str, label: str) -> None:
    assert label_of_other_story(line) == len(label)


@pytest.mark.parametrize(
    "line",
    [
        "Czytaj też: Most zamknięty",
        "İLGİLİ HABER: Yangın",
        "【関連記事】橋は通行止め",
        "[관련기사] 다리 통제",
        "相關報道：橋樑封閉",
    ],
)
def test_labels_in_more_languages_and_brackets(line: str) -> None:
    assert 0 < label_of_other_story(line) < len(line)


@pytest.mark.parametrize(
    "line", ["【速報】橋は通行止め", "[Exclusive] The bridge", "The mayor: It is closed", "(Read) it"]
)
def test_other_labels(line: str) -> None:
    assert label_of_other_story(line) == 0


@pytest.mark.parametrize(
    "line",
    ["➤ Pferd aus Graben", ">> Le marché", "▼新バス路線", "☞ 새 버스 노선", "+++ Feuerwehr +++", "👉 Baca ini"],
)
def test_marks_that_lead_to_another_story(line: str) -> None:
    assert leads_on(line)


@pytest.mark.parametrize("line", ["- Pferd", "• Pferd", "▶ It rains.", "5 > 4", "Pferd ➤", ""])
def test_other_marks(line: str) -> None:
    assert not leads_on(line)


@pytest.mark.parametrize(
    "line", ["ये भी पढ़ें- बस सेवा", "LEGGI ANCHE > Il ponte", "Lue myös – Silta", "[PHOTO GALLERY: The pier]"]
)
def test_labels_before_other_marks_than_a_colon(line: str) -> None:
    assert 0 < label_of_other_story(line) < len(line)


@pytest.mark.parametrize("line", ["Video: 4K, 30 Bilder", "Audio: two sockets", "Podcast: El muelle viejo"])
def test_what_a_link_leads_to_is_a_label_of_links_alone(line: str) -> None:
    assert label_of_other_story(line) == 0
    assert label_of_other_story(line, is_link=True) == line.index(":") + 1
    assert heads_other_stories(line.partition(":")[0])


def test_a_name_before_a_dash_is_no_label() -> None:
    assert label_of_other_story("Read-only files - a guide") == 0
    assert label_of_other_story("Oakmere - The ferry is back") == 0


@pytest.mark.parametrize("label", ["हेही वाचा >>> ", "यह खबर भी पढ़ें: "])
def test_labels_that_end_in_a_vowel_s_sign(label: str) -> None:
    assert label_of_other_story(f"{label}नया पुल") >= len(label.rstrip())
