from __future__ import annotations

import time

import pytest

from newsspider.fields.language import _agrees, _by_letters, distances, language, language_of_text
from newsspider.language.tags import usual_country
from tests.fields.made_pages import DUMP, first, html_page, json_ld, text_page

GERMAN = "".join(
    f"<p>{sentence} {sentence}</p>"
    for sentence in (
        "Der Sturm, der am Montag die Küste erreichte, hat Tausende Haushalte vom Strom abgeschnitten.",
        "Die Fähren blieben den zweiten Tag im Hafen, und die Brücke zur Insel wurde für Lastwagen gesperrt.",
        "Der Hafenbetrieb rechnet mit einer Woche, bis die Mole wieder begehbar ist, die vierzig Planken verlor.",
        "Die Schulen auf der Insel öffnen am Donnerstag, falls die Busse fahren, teilte die Gemeinde mit.",
        "Der Wetterdienst erwartet ruhigere Tage mit etwas Regen im Westen und Frost in den Tälern.",
    )
)

_KOREAN = "월요일 밤 해안에 닥친 폭풍으로 수천 가구의 전기가 끊겼고 여객선은 이틀째 항구에 머물렀다. 섬으로 가는 다리도 막혔다."


def _page(lang: str, **parts: str) -> tuple[str, str] | None:
    facts = html_page(head=f"<meta http-equiv=content-language content='{lang}'>" if lang else "", **parts)
    return first(language(facts))


def test_declared_and_written_agree() -> None:
    assert _page("en_GB") == ("en_GB", "meta:content-language")


def test_a_template_that_declares_the_wrong_language_is_overruled() -> None:
    assert _page("en", text=GERMAN) == ("de", "text")


def test_the_next_declaration_that_agrees_wins_over_the_detector() -> None:
    head = "<meta name=content-language content=en>" + json_ld('{"@type": "Article", "inLanguage": "de-AT"}')
    assert first(language(html_page(head=head, text=GERMAN))) == ("de-AT", "json-ld")


def test_a_short_text_overrules_nothing() -> None:
    assert _page("fr", text="<p>The storm reached the coast on Monday night.</p>") == (
        "fr",
        "meta:content-language",
    )


def test_a_language_that_the_detector_does_not_know_is_believed() -> None:
    assert _page("xh") == ("xh", "meta:content-language")


def test_a_code_that_is_a_country_s_means_that_where_the_text_is_in_its_language() -> None:
    text = "".join(f"<p>{line}</p>" for line in [_KOREAN] * 6)
    assert _page("kr", text=text) == ("ko", "text")
    assert _page("kr") == ("kr", "meta:content-language")


@pytest.mark.parametrize(
    ("declared", "best"),
    [
        ("es", "gl"),
        ("es", "eu"),
        ("fr", "br"),
        ("no", "nb"),
        ("id", "jv"),
        ("ru", "tt"),
        ("tr", "ku"),
        ("it", "sc"),
    ],
)
def test_a_code_of_a_country_is_its_main_language_s_as_well(declared: str, best: str) -> None:
    """Of a text that is as near to both: the declaration stands."""
    assert usual_country(best) == declared.upper()
    assert _agrees(declared, best, "1 2 3 4")


def test_what_is_no_language_is_no_declaration() -> None:
    assert _page("{{lang}}") == ("en", "text")


def test_a_dump_is_read() -> None:
    assert first(language(text_page(DUMP))) == ("en", "text")
    assert first(language(text_page("Storm hits coast"))) is None


@pytest.mark.parametrize("text", ["", "\ud800", "1 2 3 " * 100, "\x00", "x" * 3000])
def test_the_detector_takes_anything(text: str) -> None:
    assert len(distances(text)) > 90


def test_the_detector_is_fast() -> None:
    started = time.process_time()
    for _ in range(100):
        distances(DUMP[:3000])
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("霧の丘市は三日、十年前に閉校した学校の校舎を改修した市立図書館が、四月一日に開館すると発表した。", "ja"),
        (
            "本报讯 三月二日，小镇闲置多年的老粮仓经过一年改造，正式变身为乡村书屋，向全镇居民免费开放，居民都很高兴。",
            "zh",
        ),
        (
            "시는 이틀 동안 비어 있던 옛 역을 청소년 음악 공간으로 바꿔 문을 열었다고 월요일 오후 늦게 밝혔다.",
            "ko",
        ),
        ("ชาวบ้านร่วมกันเปิดตลาดริมน้ำแห่งใหม่เมื่อวันจันทร์ที่ผ่านมา", "th"),
        ("Το παλιό λιμάνι δέχθηκε τη Δευτέρα τα πρώτα καΐκια ύστερα από είκοσι χρόνια.", "el"),
        ("В Заречном во вторник открылась городская библиотека.", None),
        ("雨が降った。", None),
    ],
)
def test_short_texts_in_a_script_of_one_language(text: str, code: str | None) -> None:
    assert language_of_text(text) == code


def test_hindi_is_told_from_marathi_and_nepali_by_small_words() -> None:
    hindi = (
        "गांव की साठ महिलाओं ने मिलकर सोमवार को अपनी सहकारी डेयरी शुरू की। पहले दिन चार सौ लीटर दूध जमा हुआ। अब तक गांव "
        "का दूध बिचौलिए कम दाम पर खरीदते थे। नई डेयरी हर लीटर पर आठ रुपये अधिक देगी। समिति की अध्यक्ष ने कहा कि दो साल तक "
        "हर महीने सौ रुपये बचाए, तब जाकर मशीन आई। अगले महीने से पनीर भी बनाया जाएगा और गांव के लोग खुश हैं।"
    )
    marathi = (
        "गावातील साठ महिलांनी मिळून सोमवारी आपली सहकारी डेअरी सुरू केली आहे. पहिल्या दिवशी चारशे लिटर दूध जमा झाले. " * 3
    )
    assert language_of_text(hindi) == "hi"
    assert language_of_text(marathi) == "mr"


_AMHARIC = "ፕሮጀክቱ በሚቀጥሉት ሦስት ዓመታት ውስጥ እንደሚጠናቀቅ ከንቲባዋ ተናግረዋል። ከተማዋ በየቀኑ ከፍተኛ የውሃ እጥረት ያጋጥማታል ነው። "
_TIGRINYA = "እቲ ፕሮጀክት ኣብ ዝመጽእ ሰለስተ ዓመታት ክዛዘም እዩ ክብል ኣመሓዳሪ ዞባ ማእከል ሓቢሩ። "
_LAO = "ໂຄງການດັ່ງກ່າວຈະສຳເລັດພາຍໃນສາມປີຂ້າງໜ້າ ຕາມການກ່າວຂອງເຈົ້າຄອງນະຄອນຫຼວງ. "
_MALDIVIAN = "މި މަޝްރޫއު ތިން އަހަރު ތެރޭގައި ނިންމާނެ ކަމަށް މޭޔަރު ވިދާޅުވިއެވެ. "
_YIDDISH = "דער פּראָיעקט וועט זיך ענדיקן אין דרײַ יאָר, האָט דער מײאָר געזאָגט. די תושבים האָבן ניט קיין וואַסער. "
_HEBREW = "הפרויקט יסתיים בתוך שלוש שנים, אמר ראש העיר. תושבי העיר סובלים ממחסור של מים בכל קיץ, גם על פי הדוח. "
_SORANI = (
    "پرۆژەکە لە ماوەی سێ ساڵدا تەواو دەبێت، سەرۆکی شارەوانی وای وت. دانیشتووان بۆ ئاو چاوەڕێن لەگەڵ منداڵەکانیان. "
)


@pytest.mark.parametrize("times", [1, 6])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_AMHARIC, "am"),
        (_TIGRINYA, "ti"),
        (_LAO, "lo"),
        (_MALDIVIAN, "dv"),
        (_YIDDISH, "yi"),
        (_HEBREW, "he"),
        ("პროექტი სამ წელიწადში დასრულდება, განაცხადა მერმა. ", "ka"),
        ("ව්‍යාපෘතිය වසර තුනක් ඇතුළත අවසන් වන බව නගරාධිපතිවරයා පැවසීය. ", "si"),
        ("གྲོང་མི་མང་པོས་ཆུ་དཀོན་པོ་ཡོད་པ་བཤད། ལས་གཞི་འདི་ལོ་གསུམ་གྱི་ནང་འཇུག་སྒྲིལ་གྱི་རེད། ", "bo"),
    ],
)
def test_a_script_tells_its_language_however_long_the_text_is(text: str, times: int, expected: str) -> None:
    assert language_of_text(text * times) == expected


def test_small_words_tell_what_the_detector_does_not_know() -> None:
    assert language_of_text(_SORANI * 3) == "ckb"


def test_letters_that_nobody_knows_are_no_language() -> None:
    assert language_of_text("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎢᎬᏱᏱ ᎢᏴᏛ ᏓᏤᎵᏍᏛ " * 12) is None  # Cherokee


def test_a_declaration_that_another_script_contradicts_is_ignored() -> None:
    text = "".join(f"<p>{_AMHARIC}</p>" for _ in range(6))
    assert _page("en", text=text) == ("am", "text")
    assert _page("am", text=text) == ("am", "meta:content-language")


@pytest.mark.parametrize(
    ("best", "text", "expected"),
    [
        ("gl", "As cegonhas não saíram do ninho e os comboios pararam.", "pt"),
        ("gl", "As cegoñas non saíron do niño e os trens pararon.", "gl"),
        ("gl", "As cegoñas non saíron do niño, dixo João Leite en São Paulo.", "gl"),  # names of the other
        ("gl", "As cegoñas non saíron do niño e os trens pararon. " * 40 + "«Não sei», dixo.", "gl"),
        ("as", "রাজশাহীর একটি বাড়িতে পুরোনো চিঠি পাওয়া গেছে।", "bn"),
        ("bn", "যোৱাকালি গুৱাহাটীৰ এটা ঘৰত পুৰণি চিঠি পোৱা গৈছে।", "as"),
        ("en", "The storks stayed.", "en"),
    ],
)
def test_letters_that_one_of_two_close_languages_has(best: str, text: str, expected: str) -> None:
    assert _by_letters(text, best) == expected
