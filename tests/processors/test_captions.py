from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.captions import clean_credit, split_caption, without_credit
from newsspider.processors.credits import split_credit


@pytest.mark.parametrize("name", ["Wenn", "Splash", "Harbour Pictures", "Bildagentur"])
def test_a_name_in_square_brackets_signs_a_caption(name: str) -> None:
    assert split_caption(f"The pair met on the pier [{name}]") == ("The pair met on the pier", name)


@pytest.mark.parametrize(
    "caption",
    [
        "The pier [Whitby]",
        "The old pier at dawn [sic]",
        "The pair met on the pier [VIDEO]",
        "Boats at the pier [Berlin]",
    ],
)
def test_what_else_square_brackets_hold(caption: str) -> None:
    assert split_caption(caption) == (caption, None)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Boats in the harbour. Supplied", "Boats in the harbour.", "Supplied"),
        ("Boats in the harbour. (Ana Ruiz/EXN)", "Boats in the harbour.", "Ana Ruiz/EXN"),
        ("Boats in the harbour (Ana Ruiz/EXN)", "Boats in the harbour", "Ana Ruiz/EXN"),
        ("Boats in the harbour. (EXN)", "Boats in the harbour.", "EXN"),
        ("Boats of the Port Authority (EXN)", "Boats of the Port Authority (EXN)", None),
        ("The mayor with Ana Ruiz. (File photo)", "The mayor with Ana Ruiz. (File photo)", None),
        ("The mayor with Ana Ruiz (right)", "The mayor with Ana Ruiz (right)", None),
        ("Boats in the harbour. (2019)", "Boats in the harbour. (2019)", None),
        ("Image caption, Boats in the harbour.", "Boats in the harbour.", None),
        ("Legende: Boote im Hafen. Foto: Anna Berg (Keystone)", "Boote im Hafen.", "Anna Berg (Keystone)"),
        ("Boote im Hafen. © DPA", "Boote im Hafen.", "DPA"),
        ("Boote im Hafen. Foto: Bild vom Hafen", "Boote im Hafen.", "Bild vom Hafen"),
        ("Bateaux au port. DR", "Bateaux au port.", "DR"),
        ("Légende : Bateaux au port", "Bateaux au port", None),
        ("Barcos en el puerto (Cedida)", "Barcos en el puerto", "Cedida"),
        ("Pie de foto, Barcos en el puerto", "Barcos en el puerto", None),
        ("Kapal di pelabuhan(Dok. Pelabuhan )", "Kapal di pelabuhan", "Dok. Pelabuhan"),
        ("港の船＝13日（代表撮影）", "港の船＝13日", "代表"),
        ("港の船（Ｃ）例の通信社", "港の船", "例の通信社"),
        ("Barcos en el puerto. / CEDIDA", "Barcos en el puerto.", "CEDIDA"),
        ("港の船（撮影・山田花子）", "港の船", "山田花子"),
        ("港の船 撮影・山田花子", "港の船", "山田花子"),
        ("港の船（撮影・録音）", "港の船（撮影・録音）", None),
        ("Il porto all'alba. © RIPRODUZIONE RISERVATA", "Il porto all'alba.", None),
        ("Boote im Hafen (Foto: Anna Berg) - Alle Rechte vorbehalten", "Boote im Hafen", "Anna Berg"),
        ("Łodzie w porcie. Wszelkie prawa zastrzeżone.", "Łodzie w porcie.", None),
        ("The label All rights reserved on a book", "The label All rights reserved on a book", None),
        ("항구의 배. /김하나 기자 hana@example.com", "항구의 배.", "김하나"),
        ("港口的船。（王小明 摄）", "港口的船。", "王小明"),
        ("Лодки в порту. Фото: Иван Петров | Фото: Иван Петров", "Лодки в порту.", "Иван Петров"),
        ("Boats. Photo: Ana Ruiz | Ana Ruiz", "Boats.", "Ana Ruiz"),
        ("Boats in the harbour. Supplied by Ana Ruiz", "Boats in the harbour.", "Supplied by Ana Ruiz"),
        ("Boote im Hafen. Zur Verfügung gestellt von Anna Berg", "Boote im Hafen.", "Zur Verfügung gestellt von Anna Berg"),
        ("Lodě v přístavu. Archiv Jana Nováka", "Lodě v přístavu.", "Archiv Jana Nováka"),
        ("Boats in the harbour. DR/Ana Ruiz", "Boats in the harbour.", "DR/Ana Ruiz"),
        ("Boats in the harbour. Show more", "Boats in the harbour.", None),
        ("Boats in the harbour Click to enlarge", "Boats in the harbour", None),
        ("Open image in modal Boats in the harbour", "Boats in the harbour", None),
        ("Boote im Hafen. Schließen", "Boote im Hafen.", None),
        ("Ampliar | Barcos en el puerto", "Barcos en el puerto", None),
        ("1 / 5 Boote im Hafen.", "Boote im Hafen.", None),
        ("2 of 9 | Boats in the harbour. Photo: Ana Ruiz", "Boats in the harbour.", "Ana Ruiz"),
        ("(3/4) Bateaux au port.", "Bateaux au port.", None),
        ("1/4 of the boats left.", "1/4 of the boats left.", None),
        ("24/7 Rescue at sea.", "24/7 Rescue at sea.", None),
        ("港の朝 拡大する", "港の朝", None),
        ("Een boot in de haven. Beeld Ruben Vos", "Een boot in de haven.", "Ruben Vos"),
        ("Een boot in de haven. Foto Ruben van der Berg", "Een boot in de haven.", "Ruben van der Berg"),
        ("Foto Ruben Vos", None, "Ruben Vos"),
        ("Лодка в порту. Фото Иван Петров", "Лодка в порту.", "Иван Петров"),
        ("Een boot in de haven. Foto genomen in Urk", "Een boot in de haven. Foto genomen in Urk", None),
        ("Rua alagada no centro da cidade - Ana Ruiz/Exemplo", "Rua alagada no centro da cidade", "Ana Ruiz/Exemplo"),
        ("Ferry Urk - Kampen/Zwolle", "Ferry Urk - Kampen/Zwolle", None),
        ("港口的船。（王小明/摄）", "港口的船。", "王小明"),
        ("Il porto all'alba (Ansa)", "Il porto all'alba", "Ansa"),
        ("港の船＝2031年5月4日、港市、山田花子撮影", "港の船＝2031年5月4日、港市", "山田花子"),
        ("港の船＝港市、今年四月撮影", "港の船＝港市、今年四月撮影", None),
        ("港の船＝港市、本社ヘリから撮影", "港の船＝港市、本社ヘリから撮影", None),
        ("Schließen", None, None),
        ("", None, None),
        # An agency's name may end in what is a label elsewhere.
        ("Boats in the harbour. AP Photo/Ana Ruiz", "Boats in the harbour.", "AP Photo/Ana Ruiz"),
        ("Boats in the harbour. Getty Images / Ana Ruiz", "Boats in the harbour.", "Getty Images / Ana Ruiz"),
        ("Boote im Hafen. imago images/Westend61", "Boote im Hafen.", "imago images/Westend61"),
        # Brackets that a credit opens are closed, and wide ones are brackets too.
        ("Boote im Hafen. © Anna Berg (EXN)", "Boote im Hafen.", "Anna Berg (EXN)"),
        ("Boote im Hafen. © Anna Berg/dpa (Archivbild)", "Boote im Hafen.", "Anna Berg/dpa"),
        ("港の船（写真：例の通信社）", "港の船", "例の通信社"),
        ("港の船（共同）", "港の船", "共同"),
        ("港の船。写真＝山田太郎", "港の船。", "山田太郎"),
        ("港口的船。（图片来源：视觉中国）", "港口的船。", "视觉中国"),
        ("港口的船。王小明 摄", "港口的船。", "王小明"),
        ("항구의 배. (사진=항구일보 제공)", "항구의 배.", "항구일보"),
        ("항구의 배 사진=홍길동 기자", "항구의 배", "홍길동"),
        ("할머니의 옛 사진 (홍길동 기자)", "할머니의 옛 사진", "홍길동"),
        ("祖父が残した古い写真（山田太郎撮影）", "祖父が残した古い写真", "山田太郎"),
        ("祖父が残した古い写真＝山田太郎撮影", "祖父が残した古い写真", "山田太郎"),
        ("港の船（写真＝山田太郎撮影）", "港の船", "山田太郎"),
        ("▲ 항구의 배. ⓒ 항구일보", "항구의 배.", "항구일보"),
        ("قوارب في الميناء (رويترز)", "قوارب في الميناء", "رويترز"),
        ("סירות בנמל (רויטרס)", "סירות בנמל", "רויטרס"),
        ("Barche nel porto (foto Ansa)", "Barche nel porto", "Ansa"),
        ("The bar in the evening (Picture House)", "The bar in the evening (Picture House)", None),
        # Names behind the last sentence sign it where they name a paper, too, or are written apart from it.
        ("Boats in the harbour. Ana Ruiz/Quay Herald", "Boats in the harbour.", "Ana Ruiz/Quay Herald"),
        ("Boats in the harbour. Ana Ruiz for The Herald", "Boats in the harbour.", "Ana Ruiz for The Herald"),
        ("Boats in the harbour, in May | Ana Ruiz", "Boats in the harbour, in May", "Ana Ruiz"),
        ("A view | Old Harbour", "A view | Old Harbour", None),
        ("Barcos en el puerto. ANA RUIZ", "Barcos en el puerto.", "ANA RUIZ"),
        ("Boats in the harbour. GET THE MAG", "Boats in the harbour. GET THE MAG", None),
        ("Boats in the harbour. Ana Ruiz", "Boats in the harbour. Ana Ruiz", None),
        # What agencies tell editors, what sells pictures, and what is there twice.
        (
            "Boats in the harbour. Ana Ruiz via REUTERS ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD PARTY.",
            "Boats in the harbour.",
            "Ana Ruiz via REUTERS",
        ),
        ("Boats in the harbour. EDITORIAL USE ONLY. NO ARCHIVES.", "Boats in the harbour.", None),
        # A label before a caption: a credit stands behind it in brackets, or the label has no mark.
        ("Photo: Boats in the harbour. (HBC News: Ana Ruiz)", "Boats in the harbour.", "HBC News: Ana Ruiz"),
        ("Foto: Boote liegen im Hafen. (Ben Kurz / dpa)", "Boote liegen im Hafen.", "Ben Kurz / dpa"),
        ("Photo: Ana Ruiz (Reuters)", None, "Ana Ruiz (Reuters)"),
        ("FILE PHOTO: The harbour was calm in May. REUTERS/Ana Ruiz", "The harbour was calm in May.", "REUTERS/Ana Ruiz"),
        ("Foto de archivo: El puerto se ve vacío. EFE/Ana Ruiz", "El puerto se ve vacío.", "EFE/Ana Ruiz"),
        ("Archivbild: Ben Kurz", None, "Ben Kurz"),
        ("改修された校舎＝3日、港町、山野はるか撮影", "改修された校舎＝3日、港町", "山野はるか"),
        ("港＝3日、港町、空から撮影", "港＝3日、港町、空から撮影", None),
        ("Image caption The harbour at dawn", "The harbour at dawn", None),
        ("Подпись к фото Порт на рассвете", "Порт на рассвете", None),
        ("Photo caption contest in the harbour", "Photo caption contest in the harbour", None),
        ("Порт на рассвете. Фото Reuters", "Порт на рассвете.", "Reuters"),
        ("Boats in the harbour. Buy Photo", "Boats in the harbour.", None),
        ("Boote liegen im Hafen. Boote liegen im Hafen.", "Boote liegen im Hafen.", None),
        ("Boats in the harbour. Credit...Ana Ruiz", "Boats in the harbour.", "Ana Ruiz"),
        ("Boats in the harbour. Credit Ana Ruiz for The Quay Times", "Boats in the harbour.", "Ana Ruiz for The Quay Times"),
    ],
)  # fmt: skip
def test_split_caption(text: str, caption: str | None, credit: str | None) -> None:
    assert split_caption(text) == (caption, credit)


@pytest.mark.parametrize(
    "caption",
    [
        "Close up of the wound",
        "Read more books, a poster says",
        "The door will not close",
        "Das Geschäft muss schließen",
        "Ampliar el puerto es caro",
        "Rebels near the town. DR Congo says they have left",
        "Children play. Dr Smith looks on",
        "The bridge in May. Provided the weather holds, it opens in June",
        "Das Schloss am See. Privat genutzt wird nur der Turm",
        "Radnice v Brně. Archiv města je zavřený",
        "Barcos en mayo. Cortesía ante todo, pide el alcalde",
        "Die Brücke wird geweiht. (Hamburg)",
        "Boats in the harbour. (Lisbon)",
    ],
)
def test_sentences_that_begin_or_end_as_credits_and_buttons_do(caption: str) -> None:
    assert split_caption(caption) == (caption, None)


def test_clean_credit() -> None:
    assert clean_credit(" Photo:\n Ana Ruiz ") == "Ana Ruiz"
    assert clean_credit("(c) Ana Ruiz") == "Ana Ruiz"
    assert clean_credit("© Bild: Ana Ruiz / AFP") == "Ana Ruiz / AFP"
    assert clean_credit("Photo Ana Ruiz. AFP") == "Ana Ruiz. AFP"
    assert clean_credit("Photographers United") == "Photographers United"
    assert split_credit("© Foto: Ana Ruiz") == (None, "Ana Ruiz")
    assert clean_credit("Ana Ruiz for The Example") == "Ana Ruiz for The Example"
    assert clean_credit("x" * 500) is None
    assert clean_credit(" | ") is None
    assert clean_credit("(EXN) ") == "EXN"
    assert clean_credit("Image source, Ana Ruiz") == "Ana Ruiz"
    assert clean_credit("Fuente de la imagen, Ana Ruiz") == "Ana Ruiz"
    assert clean_credit("Автор фото, Иван Петров") == "Иван Петров"
    assert clean_credit("Ana Ruiz / Ana Ruiz") == "Ana Ruiz"


def test_a_caption_loses_the_credit_that_stands_elsewhere() -> None:
    assert without_credit("Boats (Ana Ruiz)", "Ana Ruiz") == "Boats"
    assert without_credit("Boats and Mariana Ruiz", "ana Ruiz") == "Boats and Mariana Ruiz"
    assert without_credit("Boats", "Ana Ruiz") == "Boats"
    assert without_credit("(Ana Ruiz)", "Ana Ruiz") is None


@given(
    st.lists(
        st.sampled_from(["Photo:", "©", "(", ")", "EXN", "/", "Ana", ". ", "撮影", ":", " ", "Supplied", "|"])
    ).map("".join)
)
def test_captions_are_never_empty(text: str) -> None:
    caption, credit = split_caption(text)
    assert caption != ""
    assert credit != ""
    assert clean_credit(text) != ""


@pytest.mark.parametrize(
    "unit", ["Photo: ", "(", "© ", "AFP/", ". ", "a", "写真:", "撮影", "Ana ", "a@", "Supplied "]
)
def test_long_captions_take_no_time(unit: str) -> None:
    started = time.process_time()
    split_caption(unit * 200_000)
    clean_credit(unit * 200_000)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Autor: Jan Havlík", "Jan Havlík"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("Auteur : Luc Petit", "Luc Petit"),
        ("撮影者：山田花子", "山田花子"),
        ("Autor Jan Havlík", "Autor Jan Havlík"),
    ],
)
def test_who_made_a_picture_in_an_element_of_its_own(text: str, credit: str) -> None:
    assert clean_credit(text) == credit


def test_a_caption_may_speak_of_an_author() -> None:
    assert split_caption("Autor: Jan Havlík") == ("Autor: Jan Havlík", None)


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Vormsi tuletorn. Autor/allikas: Arno Kask/ERR", "Vormsi tuletorn.", "Arno Kask/ERR"),
        ("საბაგირო მდინარეზე. ფოტო: ნინო ბერიძე", "საბაგირო მდინარეზე.", "ნინო ბერიძე"),
        ("Տաթևի ճոպանուղին։ Լուսանկարը՝ Նարեկ Հակոբյանի", "Տաթևի ճոպանուղին։", "Նարեկ Հակոբյանի"),
        ("የጣና ሐይቅ ጀልባ። ፎቶ፦ አበበ ከበደ", "የጣና ሐይቅ ጀልባ።", "አበበ ከበደ"),
        ("កប៉ាល់នៅកំពង់ផែ។ រូបថត៖ សុខ ដារ៉ា", "កប៉ាល់នៅកំពង់ផែ។", "សុខ ដារ៉ា"),
        ("Itsasontzia portuan. Argazkia: Jon Etxeberria", "Itsasontzia portuan.", "Jon Etxeberria"),
        ("Кеме портта. Сурет: Айдос Нұрлан", "Кеме портта.", "Айдос Нұрлан"),
        ("படகு கரையில். படம்: முருகன்", "படகு கரையில்.", "முருகன்"),
        ("Laivas uoste. J. Petraičio nuotr.", "Laivas uoste.", "J. Petraičio"),
        ("Ko‘prik bugun. Rasm: Dilnoza Karimova", "Ko‘prik bugun.", "Dilnoza Karimova"),
        ("A híd ma. Kovács Anna felvétele", "A híd ma.", "Kovács Anna"),
        ("Гүүр. Гэрэл зурагчин: Б.Болормаа", "Гүүр.", "Б.Болормаа"),
        ("Мостот денес. Фотографија: Иван Петровски", "Мостот денес.", "Иван Петровски"),
        ("Y bont heddiw. Ffynhonnell: Ann Rees", "Y bont heddiw.", "Ann Rees"),
        ("Laivas uoste (Jono Petraičio / BNS nuotr.)", "Laivas uoste", "Jono Petraičio / BNS"),
        ("Kapal di dermaga. TEMPO/Maria Lewar", "Kapal di dermaga.", "TEMPO/Maria Lewar"),
        ("A van on the ice. (AP Photo/Timur Nis) #", "A van on the ice.", "AP Photo/Timur Nis"),
    ],
)
def test_credits_of_more_languages(line: str, caption: str, credit: str) -> None:
    assert split_caption(line) == (caption, credit)


@pytest.mark.parametrize("line", ["Kauno gatvė. Senos nuotraukos", "The road to AB/Marlow", "Die Akte AKZ/Neu"])
def test_captions_that_only_look_signed(line: str) -> None:
    assert split_caption(line) == (line, None)


@pytest.mark.parametrize("label", ["Staff photo by", "Express Photo:", "Harbour Herald photo by", "HH PHOTO:"])
def test_for_whom_a_picture_was_taken_is_no_part_of_its_caption(label: str) -> None:
    assert split_caption(f"The pier at noon. ({label} Ana Ruiz)") == ("The pier at noon.", "Ana Ruiz")
    assert split_caption(f"The pier at noon. {label} Ana Ruiz") == ("The pier at noon.", "Ana Ruiz")


def test_the_end_of_a_caption_before_a_label_stays() -> None:
    assert split_caption("The pier of Port Mary. Photo: Ana Ruiz") == ("The pier of Port Mary.", "Ana Ruiz")
    assert split_caption("The pier. Port Mary (Photo: Ana Ruiz)") == ("The pier. Port Mary", "Ana Ruiz")
    for line in (
        "Wer gewinnt? Eva Berg Foto: dpa",
        "Qui gagne ? Anne Petit Photo : AFP",
        "¿Quién? Ana Ruiz Foto: EFE",
    ):
        caption, credit = split_caption(line)
        assert caption == line.split(" Foto")[0].split(" Photo")[0]
        assert credit == line.split()[-1]


@pytest.mark.parametrize(
    "line",
    [
        "9/11 Memorial in New York at dawn",
        "1/2 Marathon winners",
        "1 of 3 Americans is ill",
        "1 von 4 Deutschen lebt allein",
        "0 / 5 Sterne",
        "Surat: Workers polish diamonds at a factory",
        "He gave credit... and left",
        "地图-北京",
        "สุขภาพ-การแพทย์",
        "ສຸຂະພາບ - ກິລາ",
        "증명사진-신분증",
        "集合写真-京都",
    ],
)
def test_captions_that_only_begin_or_end_as_counted_or_signed_ones_stay(line: str) -> None:
    assert split_caption(line) == (line, None)


@pytest.mark.parametrize("line", ["사진-홍길동", "写真-山田花子", "ภาพ - สมชาย"])
def test_a_dash_behind_a_label_at_the_beginning_introduces_a_credit(line: str) -> None:
    assert split_caption(line) == (None, line.split("-")[1].strip())


def test_a_notice_that_a_picture_may_not_be_sold_is_no_caption() -> None:
    line = "폐역에 선 염소들 [통영교육지원청 제공. 재판매 및 DB금지]"
    assert split_caption(line) == ("폐역에 선 염소들", "통영교육지원청")


@pytest.mark.parametrize(
    "line", ["Text and photo: Ana Ruiz", "Text und Fotos: Ana Ruiz", "Texto y foto: Ana Ruiz"]
)
def test_the_beginning_of_a_label_is_no_caption(line: str) -> None:
    assert split_caption(line) == (None, "Ana Ruiz")


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("படக்குறிப்பு, புதிய பாலம் திறக்கப்பட்டது", "புதிய பாலம் திறக்கப்பட்டது"),
        ("Bayanan hoto, An buɗe gada", "An buɗe gada"),
        ("Sharaxaadda sawirka, Buundada cusub", "Buundada cusub"),
        ("Sawirka magaalada dekedda", "Sawirka magaalada dekedda"),
        ("படம் வெளியானது", "படம் வெளியானது"),
        ("Picha ya daraja jipya", "Picha ya daraja jipya"),
    ],
)
def test_labels_of_captions_in_more_languages(line: str, caption: str) -> None:
    assert split_caption(line) == (caption, None)


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Image source, Getty Images Image caption, The harbour", "The harbour", "Getty Images"),
        ("Chanzo cha picha, Getty Images Maelezo ya picha, Bandari ya Kwale", "Bandari ya Kwale", "Getty Images"),
        ("Isha sawirka, Getty Images Sharaxaadda sawirka, Dekedda", "Dekedda", "Getty Images"),
        ("इमेज स्रोत, Getty Images इमेज कैप्शन, सुबह का बंदरगाह", "सुबह का बंदरगाह", "Getty Images"),
        ("تصویر کا ذریعہ، Getty Images تصویر کا کیپشن، بندرگاہ", "بندرگاہ", "Getty Images"),
        ("Surat manbasi, Getty Images Сурат тагсўзи, Бандаргоҳ", "Бандаргоҳ", "Getty Images"),
        ("Chanzo cha picha, Getty Images", None, "Getty Images"),
        (
            "Image source of the river, a spring in the hills",
            "Image source of the river, a spring in the hills",
            None,
        ),
        ("Kaynak, the village by the sea", "Kaynak, the village by the sea", None),
    ],
)
def test_labels_of_a_source_and_of_a_caption_in_one_line(
    text: str, caption: str | None, credit: str | None
) -> None:
    assert split_caption(text) == (caption, credit)
