from __future__ import annotations

import pytest

from newsspider.processors.author_lists import MAX_BYLINE_CHARS, names_in


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("Ana Ruiz; Eva Gil", "", ("Ana Ruiz", "Eva Gil")),
        ("By Ana Ruiz, Eva Gil and Tom Hill", "en", ("Ana Ruiz", "Eva Gil", "Tom Hill")),
        ("Ana Ruiz y José Ortega y Gasset", "es", ("Ana Ruiz", "José Ortega y Gasset")),
        ("Ana Ruiz, Privacy & Digital Security Expert", "en", ("Ana Ruiz",)),
        ("Ana Ruiz, Ph.D., Eva Gil", "en", ("Ana Ruiz, Ph.D.", "Eva Gil")),
        ("Ana Ruiz, Chief Officer and Head of Harbour Labs", "en", ("Ana Ruiz",)),
        ("Ana Ruiz, Leiterin der Hafen Redaktion, Eva Gil", "de", ("Ana Ruiz", "Eva Gil")),
        ("Ana Ruiz, Rédactrice chez Example Média", "fr", ("Ana Ruiz",)),
        ("Ana Ruiz, Editor en Example Media", "es", ("Ana Ruiz",)),
        ("Paula (Gil) Ruiz", "es", ("Paula (Gil) Ruiz",)),
        ("von Hans (Peter) Kurz und Eva Gil", "de", ("Hans (Peter) Kurz", "Eva Gil")),
        ("Анна (Петрова) Иванова", "ru", ("Анна (Петрова) Иванова",)),
        ("Ana (Lisbon) and Eva (Porto)", "en", ("Ana", "Eva")),
        ("Ben (reporter) Kurz", "en", ("Ben Kurz",)),
        ("Ben (Video) Kurz", "en", ("Ben Kurz",)),
        ("Ben (guest) Kurz", "en", ("Ben Kurz",)),
        ("Reuters (Berlin) Müller", "de", ("Reuters", "Müller")),
        ("Eva (Politik) Gil", "de", ("Eva Gil",)),
        ("Eva (Invitée) Gil", "fr", ("Eva Gil",)),
        ("Анна (Культура) Иванова", "ru", ("Анна Иванова",)),
        ("By Anna (Paris) Ruiz", "en", ("Anna Ruiz",)),
        ("Written by Elizabeth (New York) Smith and Eva Gil", "en", ("Elizabeth Smith", "Eva Gil")),
        ("Von Eva (Wien) Gil, Ben (Sport) Kurz", "de", ("Eva Gil", "Ben Kurz")),
        ("Por Eva (Madrid) Gil", "es", ("Eva Gil",)),
        ("By News & Photos by Ana Ruiz", "en", ("Ana Ruiz",)),
        ("Ana (Lisbon), Eva (Porto)", "en", ("Ana", "Eva")),
        ("김민수 (서울) 이영희", "ko", ("김민수", "이영희")),
        ("王小明 (北京) 李明", "zh", ("王小明", "李明")),
        ("Words & photos by Ana Ruiz", "en", ("Ana Ruiz",)),
        ("Story & photos by Ana Ruiz", "en", ("Ana Ruiz",)),
        ("Interview & Text: Ana Ruiz", "de", ("Ana Ruiz",)),
        ("Protokoll & Fotos: Ana Ruiz", "de", ("Ana Ruiz",)),
        ("Texte & photos : Ana Ruiz", "fr", ("Ana Ruiz",)),
        ("Texto & fotos: Ana Ruiz", "es", ("Ana Ruiz",)),
        ("Tekst & foto: Ana Ruiz", "da", ("Ana Ruiz",)),
        ("Текст & фото: Анна Иванова", "ru", ("Анна Иванова",)),
        ("Text & Fotos", "de", ()),
        ("Ana Ruiz & Eva Gil", "en", ("Ana Ruiz", "Eva Gil")),
        ("Ana Ruiz, May 4th 2031", "en", ("Ana Ruiz",)),
        ("Photos and Story By Ana Ruiz", "en", ("Ana Ruiz",)),
        ("Text und Fotos: Ana Ruiz", "de", ("Ana Ruiz",)),
        ("Texte et photos Ana Ruiz", "fr", ("Ana Ruiz",)),
        ("Текст и фото: Анна Иванова", "ru", ("Анна Иванова",)),
        ("Words: Ana Ruiz. Photography: Ben Kurz", "en", ("Ana Ruiz",)),
        ("By Ana Ruiz and photographs by Ben Kurz", "en", ("Ana Ruiz",)),
        ("By Ana Ruiz with photography by Ben Kurz", "en", ("Ana Ruiz",)),
        ("Photos by Ben Kurz, words by Ana Ruiz", "en", ("Ana Ruiz",)),
        ("By Ana Ruiz. Additional reporting by Ben Kurz", "en", ("Ana Ruiz", "Ben Kurz")),
        ("By Harbour Inc. and Ana Ruiz", "en", ("Harbour Inc.", "Ana Ruiz")),
        ("Ana Ruiz, Managing Editor: Courier", "en", ("Ana Ruiz",)),
        ("Words & pictures by Ana Ruiz", "en", ("Ana Ruiz",)),
        ("Fotos: Ben Kurz, Text: Ana Ruiz", "de", ("Ana Ruiz",)),
        ("Ein Bericht von Ana Ruiz, Übersetzung: Ben Kurz", "de", ("Ana Ruiz",)),
        ("Par Ana Ruiz, traduit par Luc Petit", "fr", ("Ana Ruiz",)),
        ("Texto de Ana Ruiz, fotografías de Ben Kurz", "es", ("Ana Ruiz",)),
        ("文・写真：山田太郎", "ja", ("山田太郎",)),
        ("取材・文＝山田太郎、写真＝鈴木花子", "ja", ("山田太郎",)),
        ("图文：李明", "zh", ("李明",)),
        ("本报记者 王小明 李明", "zh", ("王小明", "李明")),
        ("记者 王小明 通讯员 李明", "zh", ("王小明", "李明")),
        ("记者王小明/台北報導", "zh", ("王小明",)),
        ("李　明", "zh", ("李 明",)),
        ("海港 日报", "zh", ("海港 日报",)),
        ("山田 太郎", "ja", ("山田 太郎",)),
        ("文、图/李明", "zh", ("李明",)),
        ("글=홍길동 기자, 사진=김철수 기자", "ko", ("홍길동",)),
        ("By Ana Ruiz (text) and Ben Kurz (photos)", "en", ("Ana Ruiz",)),
        ("Ben Kurz (Photo) / Ana Ruiz (Text)", "en", ("Ana Ruiz",)),
        ("Von Ana Ruiz und Ben Kurz (Fotos)", "de", ("Ana Ruiz",)),
        ("Ana Ruiz (Text und Fotos) und Ben Kurz", "de", ("Ana Ruiz", "Ben Kurz")),
        ("Ana Ruiz [Foto]", "de", ("Ana Ruiz",)),
        ("Par Ana Ruiz (texte) et Luc Petit (photos)", "fr", ("Ana Ruiz",)),
        ("Por Ana Ruiz (texto) y Ben Kurz (fotos)", "es", ("Ana Ruiz",)),
        ("Анна Иванова (текст), Иван Гиль (фото)", "ru", ("Анна Иванова",)),
        ("홍길동(글) 김철수(사진)", "ko", ("홍길동",)),
        ("By Ana (Photo) Ruiz", "en", ("Ana Ruiz",)),
        ("By Ana (Reuters) Ruiz", "en", ("Ana Ruiz",)),
        ("Ana Ruiz on behalf of the Harbour Trust", "en", ("Ana Ruiz",)),
        ("Ana Ruiz im Namen des Hafens", "de", ("Ana Ruiz",)),
        ("Ana Ruiz au nom de la rédaction", "fr", ("Ana Ruiz",)),
        ("Ana Ruiz en nombre de la redacción", "es", ("Ana Ruiz",)),
    ],
)
def test_a_list_is_split_at_names_alone(byline: str, language: str, names: tuple[str, ...]) -> None:
    assert names_in(byline, language=language) == names


def test_the_name_of_one_body_has_no_list_in_it() -> None:
    assert names_in("Institute for Sea, Wind and Coast", whole=True) == ("Institute for Sea, Wind and Coast",)


def test_what_is_longer_than_a_byline_is_cut() -> None:
    assert names_in("Ana Ruiz; " + " " * MAX_BYLINE_CHARS + "Eva Gil") == ("Ana Ruiz",)
