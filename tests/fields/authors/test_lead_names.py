from __future__ import annotations

import time

import pytest

from newsspider.fields.authors.lead_names import lead_names
from newsspider.fields.authors.rule import authors
from newsspider.page import html_page as read_page
from tests.fields.made_pages import facts_of, first, html_page

CHINESE = "海港市的新码头昨天正式开放，许多居民一早就来到岸边，想看看三十年来的第一艘轮船怎样进港。" * 4
KOREAN = "항구시의 새 부두가 어제 문을 열었고 많은 주민이 아침 일찍 나와 첫 배가 들어오는 것을 지켜보았다. " * 4
ARABIC = (
    "وقالت مديرة الميناء بعد الاحتفال إن الرصيف بسيط وسوف يصمد، وأضافت أن الرافعات ستزال قبل نهاية الشهر. " * 2
)
JAPANESE = "海港市の新しい埠頭が昨日開き、朝早くから大勢の市民が岸に集まって最初の船が入るのを見守った。" * 4


def _names(language: str, text: str, below: str = "") -> list[str]:
    facts = html_page(above="", text=f"<p>{text}</p><p>{text[-80:]}</p>", below=below)
    facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    return [author.name for author in found[0]] if found else []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（记者 王小明）海港市", "记者 王小明"),
        ("　　本报讯（记者李明 通讯员 张伟）海港市", "记者李明 通讯员 张伟"),
        ("（記者王小明／台北報導）海港市", "記者王小明"),
        ("新华社海港5月4日电（记者王小明）海港市", "记者王小明"),
        ("(항구=항구신문) 홍길동 기자 = 새 부두가", "홍길동 기자"),
        ("[항구=항구신문] 홍길동 김철수 기자 = 새 부두가", "홍길동 김철수 기자"),
        ("【ロンドン=山田太郎】新しい埠頭", "山田太郎"),
        ("[항구신문 홍길동 기자] 새 부두가", "홍길동 기자"),
        ("（中央社記者王小明台北4日電）海港市", "王小明"),
        ("（記者盧欣怡台東縣15日電）海港市", "盧欣怡"),
        ("新华社记者李明北京5月4日电 海港市", "李明"),
        ("[홍길동 김철수 기자] 새 부두가", "홍길동 김철수 기자"),
        ("القاهرة - سارة حسن: افتتح الرصيف", "سارة حسن"),
        ("بيروت ـ سارة حسن ـ افتتح الرصيف", "سارة حسن"),
    ],
)
def test_the_first_words_name_who_reports(text: str, names: str) -> None:
    assert list(lead_names(iter([text]))) == [names]


@pytest.mark.parametrize(
    "text",
    [
        "本报讯（记者从海港市获悉）新码头",
        "（责任编辑：王小明）",
        "（中央社台北4日電）",
        "（記者從海港市4日電）",
        "海港市（记者 王小明）新码头",
        "(항구) 홍길동 기자가 말했다",
        "【写真】新しい埠頭",
        "【写真=山田太郎】新しい埠頭",
        "دبي - العربية نت: افتتح الرصيف",
        "القاهرة - سكاي نيوز عربية: افتتح الرصيف",
        "بيروت ـ القدس العربي ـ افتتح الرصيف",
        "[단독] 새 부두가",
        "[항구신문 자료사진] 새 부두가",
        "القاهرة - وزارة النقل: افتتح الرصيف",
        "أخبار - سارة حسن: افتتح الرصيف",
        "القاهرة - رويترز - افتتح الرصيف",
        "Harbour City (reporter Ana Ruiz)",
        "",
    ],
)
def test_other_first_words_name_nobody(text: str) -> None:
    assert list(lead_names(iter([text]))) == []


def test_hostile_texts_take_no_time() -> None:
    start = time.perf_counter()
    for text in ("（记者" + "王 " * 50_000, "[" * 100_000, "【" + "山" * 100_000, "讯" * 100_000):
        assert list(lead_names(iter([text]))) == []
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("zh", f"本报讯（记者 王小明）{CHINESE}", ["王小明"]),
        ("ko", f"(항구=항구신문) 홍길동 기자 = {KOREAN}", ["홍길동"]),
        ("ja", f"【ロンドン=山田太郎】{JAPANESE}", ["山田太郎"]),
    ],
)
def test_who_reports_is_the_author(language: str, text: str, names: list[str]) -> None:
    assert _names(language, text) == names


@pytest.mark.parametrize("label", ["责任编辑：", "責任編輯：", "责编：", "編輯："])
def test_who_edited_alone_is_no_author(label: str) -> None:
    assert _names("zh", CHINESE, f"<p>{label}李明</p>") == []
    assert _names("zh", f"本报讯（记者 王小明）{CHINESE}", f"<p>{label}李明</p>") == ["王小明"]


def test_who_alone_edited_an_agency_s_report_stays() -> None:
    facts = html_page(above="<p>Edited by Ana Ruiz</p>")
    found = first(authors(facts))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz"]


def test_a_site_behind_the_town_is_no_author() -> None:
    def names(title: str) -> object:
        text = "".join(f"<p>{'القاهرة - بريد الميناء: ' if not number else ''}{ARABIC}</p>" for number in range(4))
        page = read_page(f"<html lang=ar><title>{title}</title><body><h1>افتتاح الرصيف</h1>{text}</body></html>")
        return first(authors(facts_of(page)))

    assert names("افتتاح الرصيف | بريد الميناء") is None
    assert names("افتتاح الرصيف") is not None
