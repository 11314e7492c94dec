from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.credits import split_credit


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Boats in the harbour.", "Boats in the harbour.", None),
        ("Boats in the harbour. Photo: Ana Ruiz", "Boats in the harbour.", "Ana Ruiz"),
        ("Boats in the harbour. Photograph: Ana Ruiz/The Example", "Boats in the harbour.", "Ana Ruiz/The Example"),
        ("Boats in the harbour. (Photo by Ana Ruiz/Getty Images)", "Boats in the harbour.", "Ana Ruiz/Getty Images"),
        ("Boats in the harbour, Monday, May 4, 2020. (AP Photo/J. Q. Doe)", "Boats in the harbour, Monday, May 4, 2020.", "AP Photo/J. Q. Doe"),
        ("Boats at dawn in Port Mary, U.S., May 4, 2020. REUTERS/Jane Roe", "Boats at dawn in Port Mary, U.S., May 4, 2020.", "REUTERS/Jane Roe"),
        ("Boote im Hafen. Foto: Anna Berg/dpa", "Boote im Hafen.", "Anna Berg/dpa"),
        ("Boote im Hafen (Bild: Anna Berg)", "Boote im Hafen", "Anna Berg"),
        ("Boote im Hafen. © Anna Berg / dpa", "Boote im Hafen.", "Anna Berg / dpa"),
        ("Bateaux au port. Crédit photo : Luc Petit", "Bateaux au port.", "Luc Petit"),
        ("Barcos en el puerto | Foto: Luis Gil", "Barcos en el puerto", "Luis Gil"),
        ("Barcos no porto — Foto: João Sá/Divulgação", "Barcos no porto", "João Sá/Divulgação"),
        ("Łodzie w porcie. Fot. Jan Nowak", "Łodzie w porcie.", "Jan Nowak"),
        ("Łodzie w porcie. Fot.: Jan Nowak", "Łodzie w porcie.", "Jan Nowak"),
        ("Лодки в порту. Фото: Иван Петров / ТАСС", "Лодки в порту.", "Иван Петров / ТАСС"),
        ("סירות בנמל. צילום: דנה כהן", "סירות בנמל.", "דנה כהן"),
        ("قوارب في الميناء. تصوير: سامي علي", "قوارب في الميناء.", "سامي علي"),
        ("港の船=写真:山田花子", "港の船", "山田花子"),
        ("항구의 배. 사진: 김하나", "항구의 배.", "김하나"),
        ("港口的船。图片来源：王小明", "港口的船。", "王小明"),
        ("Φορτηγά στην προβλήτα (φωτ.: Νίκος Βλάχος)", "Φορτηγά στην προβλήτα", "Νίκος Βλάχος"),
        ("बंदरगाह में नाव | फोटो साभार: एएनआई", "बंदरगाह में नाव", "एएनआई"),
        ("เรือในท่า ภาพจาก: สมชาย", "เรือในท่า", "สมชาย"),
        ("Лодки в порту / РИА Новости", "Лодки в порту", "РИА Новости"),
        ("Πλοία στο λιμάνι / EUROKINISSI", "Πλοία στο λιμάνι", "EUROKINISSI"),
        ("Иван Петров / РИА Новости", None, "Иван Петров / РИА Новости"),
        ("Ana de la Cruz / AFP", None, "Ana de la Cruz / AFP"),
        ("Un bateau au port, le 2 mai 2031. LUC PETIT / AFP", "Un bateau au port, le 2 mai 2031.", "LUC PETIT / AFP"),
        ("港の船＝共同", "港の船", "共同"),
        ("港の船＝5月3日", "港の船＝5月3日", None),
        ("The seal on the quay [GETTY]", "The seal on the quay", "GETTY"),
        ("The seal on the quay (Rex Features)", "The seal on the quay", "Rex Features"),
        ("The Getty family on the quay", "The Getty family on the quay", None),
        ("Foto: dpa", None, "dpa"),
        ("Boote im Hafen © privat", "Boote im Hafen", "privat"),
        ("Bateaux © Musée des Quais, réunion des musées", "Bateaux", "Musée des Quais, réunion des musées"),
        # Sentences about the sign.
        ("The page that began the dispute over the © sign.", "The page that began the dispute over the © sign.", None),
        ("A book marked with ©. The court ruled on it.", "A book marked with ©. The court ruled on it.", None),
        ("Das ©-Zeichen auf einem Buch", "Das ©-Zeichen auf einem Buch", None),
        ("Le symbole ©, ici sur un livre", "Le symbole ©, ici sur un livre", None),
        ("© 2024 Example Press", None, "Example Press"),
        ("Ana Ruiz/AFP", None, "Ana Ruiz/AFP"),
        ("She said AP had taken the photo: the boat was sinking. Then she left the room.", "She said AP had taken the photo: the boat was sinking. Then she left the room.", None),
        ("The AP office in Port Mary", "The AP office in Port Mary", None),
        ("", None, None),
    ],
)  # fmt: skip
def test_split_credit(text: str, caption: str | None, credit: str | None) -> None:
    assert split_credit(text) == (caption, credit)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["Photo:", "©", "(", ")", "AFP", "/", "Ana", ". ", "写真", ":", " "])).map("".join)
)
def test_never_raises_and_invents_nothing(text: str) -> None:
    caption, credit = split_credit(text)
    kept = Counter((caption or "") + (credit or "")) - Counter(" ")
    if "&" not in text and text.isascii():
        assert not kept - Counter(text)
    assert caption != ""
    assert credit != ""


@pytest.mark.parametrize("unit", ["Photo: ", "(", "© ", "AFP/", ". ", "a", "写真:"])
def test_long_captions_take_no_time(unit: str) -> None:
    started = time.process_time()
    split_credit(unit * 200_000)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "caption",
    [
        "A picture of the harbour wall in 1911",
        "A picture of Ana Ruiz",
        "Visitors take a photo of the new wall",
        "The harbour wall in an old photo by Lee Brook",
        "Photo of the new wall",
        "The source of the river",
        "Ein Bild von der Mauer",
        "Besucher machen ein Foto von Ana Ruiz",
        "Foto von der neuen Mauer",
        "Une photo de la digue",
        "Une photo de Luc Petit",
        "La source de la rivière",
        "Una foto de la pared",
        "La fuente de Ana Ruiz en el puerto",
        "Una foto di Roma",
        "En bild av muren",
    ],
)
def test_pictures_in_a_sentence_are_no_labels(caption: str) -> None:
    assert split_credit(caption) == (caption, None)
    assert split_credit(f"{caption}. Photo: Lee Brook") == (f"{caption}.", "Lee Brook")


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("A picture of it. Photo: Lee Brook", "A picture of it.", "Lee Brook"),
        ("Photo of Ana Ruiz by Lee Brook", "Photo of Ana Ruiz", "Lee Brook"),
        ("The wall. Photo of Ana Ruiz by Lee Brook", "The wall. Photo of Ana Ruiz", "Lee Brook"),
        ("Board image by The Ruiz Index", "Board", "The Ruiz Index"),
        ("The wall, image courtesy of Lee Brook", "The wall", "Lee Brook"),
        ("The wall Photo by Lee Brook", "The wall", "Lee Brook"),
        ("The wall in 1911, photo by Lee Brook", "The wall in 1911", "Lee Brook"),
        ("Die Mauer. Foto von Lee Brook", "Die Mauer.", "Lee Brook"),
        ("Die Mauer (Foto von dpa)", "Die Mauer", "dpa"),
        ("Bild von: privat", None, "privat"),
        ("La digue. Photo de Luc Petit", "La digue.", "Luc Petit"),
        ("La digue | Photo par Luc Petit", "La digue", "Luc Petit"),
        ("El muro. Foto de Ana Ruiz", "El muro.", "Ana Ruiz"),
        ("Foto de Ana Ruiz", None, "Ana Ruiz"),
    ],
)
def test_by_and_of_behind_a_label(text: str, caption: str | None, credit: str | None) -> None:
    assert split_credit(text) == (caption, credit)
