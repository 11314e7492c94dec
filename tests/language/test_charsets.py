"""Pages whose charset nothing declares, or that declare a wrong one. The sentences are ours."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.language.charsets import charset_of_legacy, detected, fits
from newsspider.language.word_lists import word_table
from newsspider.page.decode import decode

TEXTS = {
    "ja": "月曜日の夜に海岸を襲った嵐で、数千世帯が停電した。フェリー会社は週末まで運航を見合わせると発表した。",
    "zh-Hans": "星期一夜间袭击海岸的暴风雨造成数千户家庭停电，渡轮公司表示本周末之前不会恢复航行。",
    "zh-Hant": "星期一夜間襲擊海岸的暴風雨造成數千戶家庭停電，渡輪公司表示本週末之前不會恢復航行。",
    "ko": "월요일 밤 해안을 강타한 폭풍으로 수천 가구가 정전되었다. 여객선 회사는 주말까지 운항하지 않는다고 밝혔다.",
    "ru": "Буря, обрушившаяся на побережье в понедельник, оставила без света тысячи домов, сообщила компания.",
    "uk": "Буря, що обрушилася на узбережжя в понеділок, залишила без світла тисячі будинків, її не чекали.",
    "el": "Η καταιγίδα που έπληξε την ακτή τη Δευτέρα άφησε χιλιάδες σπίτια χωρίς ρεύμα, είπε η εταιρεία.",
    "he": "הסערה שפגעה בחוף ביום שני הותירה אלפי בתים ללא חשמל, והמעבורות לא יפליגו עד סוף השבוע.",
    "ar": "خلفت العاصفة التي ضربت الساحل يوم الاثنين آلاف المنازل بلا كهرباء، وقالت شركة العبارات إنها لن تبحر.",
    "th": "พายุที่พัดถล่มชายฝั่งในคืนวันจันทร์ทำให้บ้านเรือนหลายพันหลังไม่มีไฟฟ้าใช้ บริษัทเรือข้ามฟากแจ้งแล้ว",
    "tr": "Pazartesi gecesi kıyıyı vuran fırtına binlerce evi elektriksiz bıraktı; şirket seferlerin olmayacağını açıkladı.",
    "pl": "Burza, która w poniedziałek uderzyła w wybrzeże, pozbawiła prądu tysiące domów; promy nie wypłyną wcześniej.",
    "de": "Der Sturm, der am Montag die Küste traf, ließ tausende Häuser ohne Strom; die Fähren fahren frühestens nächste "
    "Woche, erklärte die Gesellschaft, für die Übergänge gälten dieselben Maßnahmen.",
}  # fmt: skip
CHARSETS = [
    ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("zh-Hans", "gbk"), ("zh-Hans", "gb18030"),
    ("zh-Hant", "big5"), ("ko", "euc_kr"), ("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "iso8859_5"), ("uk", "cp1251"),
    ("uk", "koi8_u"), ("el", "cp1253"), ("el", "iso8859_7"), ("he", "cp1255"), ("ar", "cp1256"), ("th", "cp874"),
    ("tr", "cp1254"), ("pl", "cp1250"), ("pl", "iso8859_2"), ("de", "cp1252"), ("de", "iso8859_15"),
]  # fmt: skip


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>{text[:20]}</title></head><body class=story><p>{text}</p></body></html>"


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_nothing_declares_it(language: str, charset: str) -> None:
    html = page(TEXTS[language])
    assert decode(html.encode(charset)) == html


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
@pytest.mark.parametrize("wrong", ["utf-8", "iso-8859-1", "nonsense"])
def test_the_header_lies_and_the_page_does_not(language: str, charset: str, wrong: str) -> None:
    html = page(TEXTS[language], f'<meta charset="{charset}">')
    assert decode(html.encode(charset), f"text/html; charset={wrong}") == html


@pytest.mark.parametrize(
    ("language", "charset"), [(one, name) for one, name in CHARSETS if one not in ("de", "pl", "tr")]
)
@pytest.mark.parametrize("wrong", ["utf-8", "iso-8859-1", "windows-1252"])
def test_all_declarations_lie(language: str, charset: str, wrong: str) -> None:
    html = page(TEXTS[language], f'<meta charset="{wrong}">')
    assert decode(html.encode(charset), f"text/html; charset={wrong}") == html


@pytest.mark.parametrize(("language", "charset"), CHARSETS)
def test_the_page_says_it_far_down(language: str, charset: str) -> None:
    script = f"<script>{'var tracker = 1; ' * 1000}</script>"
    html = page(TEXTS[language], f"{script}<META http-equiv=Content-Type content='text/html; charset={charset}'>")
    assert decode(html.encode(charset)) == html


def test_a_charset_that_the_bytes_do_not_fit_is_not_believed() -> None:
    html = page(TEXTS["de"], '<meta charset="gbk">')
    assert decode(html.encode("cp1252"), "text/html; charset=shift_jis") == html


def test_a_few_broken_characters_do_not_make_it_another_charset() -> None:
    body = page(TEXTS["zh-Hans"] * 3, '<meta charset="gbk">').encode("gbk")
    assert charset_of_legacy(body.replace(b"</p>", b"\xff</p>")) == "gb18030"


@pytest.mark.parametrize("language", ["is", "nl", "fr-CA"])
def test_the_language_of_a_page_tells_latin_charsets_apart(language: str) -> None:
    body = f"<html lang={language}><p>\u00c1 m\u00e1nudag \u00fe\u00fa".encode("cp1252")
    assert charset_of_legacy(body) == "cp1252"
    assert charset_of_legacy(body.replace(language.encode(), b"pl")) == "cp1250"


def test_what_tells_nothing() -> None:
    assert detected(b"") is detected(b"<p>Storm hits coast") is None
    assert charset_of_legacy(b"<p>caf\xe9") == "cp1252"
    assert fits(b"", "gb18030")


def test_all_names_are_of_codecs() -> None:
    table = word_table("language/data/charsets")
    names = {*table["multibyte"], *table["latin"]}
    for part in ("meant", "windows", "by_language"):
        names.update(table[part].values())
    for name in names:
        "".encode(name)


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_never_raises(body: bytes, content_type: str | None) -> None:
    assert isinstance(body.decode(charset_of_legacy(body, content_type), "replace"), str)


def test_hostile_pages_take_linear_time() -> None:
    def seconds(piece: bytes, count: int) -> float:
        body = b"\xe9" + piece * count
        start = time.process_time()
        charset_of_legacy(body)
        return time.process_time() - start

    for piece in (b"<meta ", b"<meta charset=", b"\xe9<", b"<html ", b"charset=" * 8, b"<html lang=x "):
        assert seconds(piece, 40_000) < 8 * seconds(piece, 10_000) + 0.2, piece
