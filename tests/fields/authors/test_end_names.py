from __future__ import annotations

import pytest

from newsspider.fields.authors.rule import authors
from newsspider.page import html_page
from tests.fields.made_pages import facts_of, first

TEXTS = {
    "zh": "海港市的新码头昨天正式开放，许多居民一早就来到岸边，想看看三十年来的第一艘轮船怎样进港。" * 2,
    "ja": "海港市の新しい埠頭が昨日開き、朝早くから大勢の市民が岸に集まって最初の船が入るのを見守った。" * 2,
    "vi": "Ban quản lý cảng hôm thứ Ba đã mở bến phà mới cho hành khách, mười tám tháng sau khi một cơn bão cuốn bến cũ. ",
    "es": "La autoridad portuaria abrió el martes su nuevo muelle a los pasajeros, dieciocho meses después del temporal. ",
    "pl": "Zarząd portu otworzył we wtorek nową przystań promową dla pasażerów, półtora roku po zimowym sztormie. ",
    "ru": "Управление порта открыло во вторник новый паромный причал для пассажиров, через полтора года после шторма. ",
    "mn": "Боомтын захиргаа шинэ гарцын зогсоолоо мягмар гаригт зорчигчдод нээж, шуурганаас хойш арван сар болжээ. ",
    "kk": "Порт басқармасы жаңа паром айлағын сейсенбі күні жолаушыларға ашты, дауылдан кейін он сегіз ай өтті. ",
    "fr": "Le port a ouvert mardi son nouveau quai aux passagers, dix-huit mois après la tempête qui emporta l'ancien. ",
    "hy": "Նավահանգստի վարչությունը երեքշաբթի բացեց նոր լաստանավի կառամատույցը, փոթորիկից տասնութ ամիս անց։ ",
    "en": "The harbour trust opened its new ferry pier to passengers on Tuesday, eighteen months after the storm. ",
}


def _names(language: str, *, end: str = "", behind: str = "") -> list[str]:
    text = "".join(f"<p>{TEXTS[language][start:]}</p>" for start in range(10))
    facts = facts_of(
        html_page(
            f"<html lang={language}><title>{TEXTS[language][:30]}</title><body><h1>{TEXTS[language][:30]}</h1>"
            f"<div>{text}<p>{TEXTS[language]}{end}</p>{behind}</div><footer>Courier</footer>"
        )
    )
    found = first(authors(facts))
    return [author.name for author in found[0]] if found else []


@pytest.mark.parametrize(
    ("language", "end", "names"),
    [
        ("zh", "（记者 王小明）", ["王小明"]),
        ("zh", "（本报记者 李海燕 通讯员 王强）", ["李海燕", "王强"]),
        ("zh", "（记者王小明、李明）（完）", ["王小明", "李明"]),
        ("ja", "【山田太郎】", ["山田太郎"]),
        ("ja", "（佐々木はるか）", ["佐々木はるか"]),
        ("ja", "【山田太郎、鈴木花子】", ["山田太郎", "鈴木花子"]),
        ("zh", "（记者从海港市获悉）", []),
        ("zh", "（编辑：王小明）", []),
        ("ja", "（山口県）", []),
        ("ja", "（山本県議）", []),
        ("ja", "（石川県警）", []),
        ("ja", "（千葉大学）", []),
        ("ja", "（上野公園）", []),
        ("ja", "（福島第一）", []),
        ("ja", "（今井さん）", []),
        ("ja", "（松本清張著）", []),
        ("ja", "山田太郎は語った。（山田太郎）", ["山田太郎"]),
        ("ja", "（中村市長）", []),
        ("ja", "（敬称略）", []),
        ("ja", "（おわり）", []),
        ("ja", "（写真・山田太郎）", []),
    ],
)
def test_the_last_words_name_who_wrote(language: str, end: str, names: list[str]) -> None:
    assert _names(language, end=end) == names


@pytest.mark.parametrize(
    ("language", "behind", "names"),
    [
        ("zh", "<p>（記者 陳大文）</p>", ["陳大文"]),
        ("pl", "<p>Ewa Zalewska (PAP)</p>", ["Ewa Zalewska"]),
        ("es", "<p>Ana Ruiz (EFE)</p>", ["Ana Ruiz"]),
        ("en", "<p>(Tara Quill, 4 May 2031)</p>", ["Tara Quill"]),
        ("en", "<p>— Tara Quill</p>", ["Tara Quill"]),
        ("es", "<p>– Por Ana Ruiz</p>", ["Ana Ruiz"]),
        ("ru", "<p>(Иван Петров, 4.5.2031)</p>", ["Иван Петров"]),
        ("vi", "<p>Nguyễn Văn Hải</p>", ["Nguyễn Văn Hải"]),
        ("vi", '<p style="text-align: right;"><strong>Lê Thị Lan</strong></p>', ["Lê Thị Lan"]),
        ("es", '<p style="text-align:right"><em>Ana Ruiz Gil</em></p>', ["Ana Ruiz Gil"]),
        ("es", "<p><b>María de la Cruz</b></p>", ["María de la Cruz"]),
        ("es", "<p><strong>Ana Ruiz</strong></p>", ["Ana Ruiz"]),
        ("mn", "<p><b>Б.Болормаа</b></p>", ["Б.Болормаа"]),
        ("kk", "<p><b>Айгерім САПАРОВА</b></p>", ["Айгерім САПАРОВА"]),
        ("fr", "<p><strong>Élise MORVAN</strong></p>", ["Élise MORVAN"]),
        ("hy", "<p><b>Անի ՊԵՏՐՈՍՅԱՆ</b></p>", ["Անի ՊԵՏՐՈՍՅԱՆ"]),
        ("pl", "<p><em>Ewa Zalewska</em></p>", ["Ewa Zalewska"]),
        ("ru", "<p align=right>Иван Петров</p>", ["Иван Петров"]),
        ("en", '<p class="has-text-align-right">Tara Quill</p>', ["Tara Quill"]),
    ],
)
def test_a_name_alone_behind_the_text_is_who_wrote_it(language: str, behind: str, names: list[str]) -> None:
    assert _names(language, behind=behind) == names


@pytest.mark.parametrize(
    ("language", "behind"),
    [
        ("en", "<p><strong>Further Reading</strong></p>"),
        ("en", "<p><strong>Tara Quill</strong></p>"),  # headings are written so as well
        ("es", "<p>Ana Ruiz</p>"),  # nothing sets it apart
        ("es", "<p>Nuevo Muelle (Lisboa)</p>"),
        ("es", "<p>Puerto Nuevo (EFE)</p>"),
        ("en", "<p>— The harbour trust, in a letter to the council</p>"),
        ("en", "<p>(Harbour News, 4 May 2031)</p>"),
        ("es", "<p><strong>Nuevo Muelle</strong></p>"),
        ("es", "<p><strong>Buenos Aires</strong></p>"),
        ("es", "<p><strong>Redacción Puerto</strong></p>"),
        ("es", "<p><strong>Noticias Relacionadas</strong></p>"),
        ("es", "<p><strong>Te Puede Interesar</strong></p>"),
        ("es", "<p><strong>MÁS NOTICIAS</strong></p>"),
        ("es", "<p><strong>Agencia EFE</strong></p>"),
        ("es", "<p><strong>Puerto LISBOA</strong></p>"),
        ("en", "<p><strong>Tara QUILL</strong></p>"),
        ("es", "<p><strong>A. Resultados</strong></p>"),
        ("pl", "<p><strong>Czytaj Także</strong></p>"),
        ("ru", "<p><b>Читайте Также</b></p>"),
        ("vi", "<p>Xem Thêm</p>"),
        ("vi", "<p><strong>Tin liên quan</strong></p>"),
        ("ru", "<p align=right><a href='/b'>Новый Причал Открыт</a></p>"),
        ("en", "<p>(Getty Images, 4 May 2031)</p>"),
        ("en", "<p>— Harbour Trust</p>"),  # the text has "harbour trust"
        ("en", "<blockquote><p>The sea gives and takes.</p><p>— Tara Quill</p></blockquote>"),
        ("en", "<p>“The sea gives and takes what it wants, and nobody asks it why.”</p><p>— Tara Quill</p>"),
        ("es", "<p>«El mar da y el mar quita lo que quiere, y nadie pregunta.»</p><p>— Ana Ruiz</p>"),
        ("en", "<ul><li>— Ben Kurz</li><li>— Tara Quill</li></ul>"),
        ("en", "<p>— Ben Kurz</p><p>— Tara Quill</p>"),
        ("es", "<p align=right><b>Feliz Navidad</b></p>"),
        ("pl", "<p align=right><b>Wesołych Świąt</b></p>"),
    ],
)
def test_other_short_lines_behind_the_text_are_no_names(language: str, behind: str) -> None:
    assert _names(language, behind=behind) == []


@pytest.mark.parametrize(
    ("language", "behind", "names"),
    [
        ("en", "<p>Ana Ruiz</p><p>ana.ruiz@courier.example</p>", ["Ana Ruiz"]),
        ("es", "<p>Ana Ruiz, aruiz@courier.example</p>", ["Ana Ruiz"]),
        ("pl", "<p>Łukasz Dębski</p><p>l.debski@courier.example</p>", ["Łukasz Dębski"]),
        ("en", "<p>Harbour Trust</p><p>office@courier.example</p>", []),
        ("en", "<p>Write to Ana Ruiz at ruiz@courier.example</p>", []),
        ("en", "<p>Contact Erik Lund</p><p>erik.lund@courier.example</p>", []),
        ("en", "<p>Press Office</p><p>press.office@courier.example</p>", []),
        ("en", "<p>Customer Service</p><p>customer.service@courier.example</p>", []),
    ],
)
def test_a_name_above_an_address_that_is_made_of_it(language: str, behind: str, names: list[str]) -> None:
    assert _names(language, behind=behind) == names


def test_whom_the_text_speaks_of_did_not_sign_it() -> None:
    assert _names("es", end=" Así lo dijo Ana Ruiz.", behind="<p align=right><b>Ana Ruiz</b></p>") == []
    assert _names("ja", end="山田太郎は語った。", behind="<p>（山田太郎）</p>") == []
    assert _names("en", end=" So said Tara Quill.", behind="<p>— Tara Quill</p>") == []
    assert _names("pl", end=" Powiedziała Ewa Zalewska.", behind="<p>Ewa Zalewska (PAP)</p>") == []


def test_a_signature_behind_a_text_that_ends_with_what_somebody_said() -> None:
    end = " The mayor said: “We start again.”"
    assert _names("en", end=end, behind="<p>— Tara Quill</p>") == ["Tara Quill"]
