"""Pages whose charset nothing declares, or that declare a wrong one. The sentences are ours."""

from __future__ import annotations

import time
import unicodedata

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


LATIN = [
    ("pl", "cp1250"), ("pl", "iso8859_2"), ("tr", "cp1254"), ("cs", "cp1250"), ("lt", "cp1257"), ("vi", "cp1258"),
]  # fmt: skip
SENTENCES = TEXTS | {
    "cs": "Bouře, která v pondělí udeřila na pobřeží, připravila tisíce domácností o elektřinu; přívozy příští týden "
    "nevyplují a opozdí se i vlaky, oznámila společnost. Šíření vody prý ztěžuje žádoucí opravy.",
    "lt": "Pirmadienį pakrantę užklupusi audra paliko tūkstančius namų be elektros; keltai iki savaitės pabaigos "
    "neišplauks, pranešė bendrovė, o žmonės skundžiasi dėl šalčio.",
    "vi": "Cơn bão quét qua bờ biển hôm thứ Hai khiến hàng nghìn ngôi nhà mất điện, hãng phà cho biết tàu không chạy.",
    "fr": "La tempête qui a frappé la côte lundi a privé d'électricité des milliers de foyers ; les bacs ne sortiront "
    "pas avant la fin de la semaine, a déclaré la société, et les dégâts sont considérables à Évran.",
    "is": "Óveðrið sem skall á ströndina á mánudag olli rafmagnsleysi á þúsundum heimila og ferjan siglir ekki fyrr en "
    "á laugardag, að sögn útgerðarinnar, en íbúar þurfa að bíða.",
}  # fmt: skip


def encoded(text: str, charset: str) -> bytes:
    if charset != "cp1258":
        return text.encode(charset)
    tones = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
    letters = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", parts.translate(tones))
        letters.append(base + "".join(part for part in parts if ord(part) in tones))
    return "".join(letters).encode(charset)


@pytest.mark.parametrize(("language", "charset"), LATIN)
@pytest.mark.parametrize("wrong", ["iso-8859-1", "windows-1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("said", ["", ' lang="en"'])
def test_latin_text_is_not_of_the_charset_and_language_of_its_template(
    language: str, charset: str, wrong: str, said: str
) -> None:
    html = page(SENTENCES[language], f'<meta charset="{wrong}">').replace("<html", f"<html{said}")
    text = decode(encoded(html, charset), f"text/html; charset={wrong}")
    assert unicodedata.normalize("NFC", text) == html


@pytest.mark.parametrize("language", ["de", "fr", "is"])
@pytest.mark.parametrize("said", ["iso-8859-1", "windows-1252", "iso-8859-15"])
def test_western_text_is_of_the_charset_that_it_declares(language: str, said: str) -> None:
    html = page(SENTENCES[language], f'<meta charset="{said}">')
    assert decode(html.encode("latin-1"), "text/html; charset=utf-8") == html


@pytest.mark.parametrize(
    ("language", "charset", "wrong"),
    [
        ("ru", "cp1251", "koi8-r"), ("ru", "koi8_r", "windows-1251"), ("uk", "cp1251", "koi8-u"),
        ("ru", "cp1251", "iso-8859-5"), ("zh-Hant", "big5", "gb2312"), ("zh-Hans", "gbk", "big5"),
        ("ko", "euc_kr", "gbk"), ("ja", "shift_jis", "gbk"), ("ja", "shift_jis", "euc-jp"), ("el", "cp1253", "windows-1251"),
        ("th", "cp874", "windows-1251"), ("ar", "cp1256", "iso-8859-6"), ("pl", "cp1250", "iso-8859-2"),
        ("pl", "iso8859_2", "windows-1250"), ("ru", "cp1251", "utf-16"), ("de", "cp1252", "utf-16"),
    ],
)  # fmt: skip
def test_another_charset_of_the_language_or_region_is_declared(language: str, charset: str, wrong: str) -> None:
    html = page(TEXTS[language] * 2, f'<meta charset="{wrong}">')
    assert decode(html.encode(charset)) == html
    html = page(TEXTS[language] * 2)
    assert decode(html.encode(charset), f"text/html; charset={wrong}") == html


@pytest.mark.parametrize(
    ("language", "charset", "label"),
    [
        ("ru", "mac_cyrillic", "x-mac-cyrillic"), ("ja", "euc_jp", "x-euc-jp"), ("ko", "cp949", "x-windows-949"),
        ("zh-Hant", "big5", "x-x-big5"), ("he", "iso8859_8", "iso-8859-8-i"), ("th", "cp874", "X-WINDOWS-874"),
    ],
)  # fmt: skip
def test_names_that_python_does_not_know(language: str, charset: str, label: str) -> None:
    html = page(TEXTS[language], f'<meta charset="{label}">')
    assert decode(html.encode(charset)) == html


@pytest.mark.parametrize(
    ("language", "charset"),
    [("zh-Hans", "gbk"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ko", "euc_kr"), ("zh-Hant", "big5")],
)
@pytest.mark.parametrize("said", [True, False])
def test_a_teaser_is_cut_within_a_character(language: str, charset: str, said: bool) -> None:
    head = f'<meta charset="{charset}">' if said else ""
    cut = TEXTS[language][:8].encode(charset)[:5]
    body = (
        page(TEXTS[language], head).encode(charset).replace(b"<title>", b'<meta name=x content="%b"><title>' % cut)
    )
    assert TEXTS[language] in decode(body)


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
    for part in ("labels", "meant", "windows", "by_language"):
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


@pytest.mark.parametrize("declared", ["text/html; charset=windows-1252", None])
def test_estonian_in_the_charset_of_western_europe(declared: str | None) -> None:
    text = "<p>Vana veski jõe ääres saab kevadel muuseumiks. Tööd algavad märtsis, žürii ja šeff ütlesid.</p>" * 5
    meta = "" if declared else "<meta charset=windows-1252>"
    assert charset_of_legacy((meta + text).encode("cp1252"), declared) == "cp1252"
