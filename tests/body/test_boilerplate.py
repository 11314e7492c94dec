from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from newsspider.blocks import read_blocks
from newsspider.blocks.from_text import text_blocks
from newsspider.body.boilerplate import islands, other_lines, without_boilerplate
from newsspider.body.choose import choose_body
from newsspider.lines.shapes import ends_sentence
from newsspider.page import html_page
from newsspider.page.types import Page

GOLDEN = Path(__file__).parents[1] / "golden"
SEED = Path(__file__).parents[2] / "seeds" / "000_c9684fc6a1124425.txt"


def cases() -> Iterator[ParameterSet]:
    """Yield the golden dumps; one with a known_failure.md must fail until what it tells of is mended."""
    for case in sorted(path for path in (GOLDEN / "dumps").iterdir() if path.is_dir()):
        known = case / "known_failure.md"
        marks = [pytest.mark.xfail(strict=True, reason=known.read_text("utf-8"))] if known.exists() else []
        yield pytest.param(case, id=case.name, marks=marks)


def chosen(text: str) -> list[str]:
    blocks = text_blocks(text)
    body = choose_body(Page(text=text), blocks)
    return [blocks.texts[i] for i in body.chosen]


def test_a_kicker_above_the_headline_is_no_text_and_one_above_a_section_is() -> None:
    title = "Ferry to run all winter"
    page = html_page(
        f"<title>{title}</title><p>Transport</p><h1>{title}</h1><p>It runs.</p><p>Boats</p><h1>More</h1>"
    )
    found = without_boilerplate(page, read_blocks(page), [0.9] * 5)
    assert found[0] == 0.1
    assert found[2:4] == [0.9, 0.9]


def test_a_kicker_above_a_page_s_one_h1_whatever_its_title_says() -> None:
    page = html_page("<title>Ferry</title><p>Transport</p><h1>Boats run all winter long</h1><p>It runs.</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3)[0] == 0.1


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        ("First posted March 12, 2026 13:58:20", False),
        ("Zuletzt aktualisiert: 12. März 2026", False),
        ("Publié le 12 mars 2026", False),
        ("On March 12, 2026 the first ferry sailed.", True),
        ("El 12 de marzo de 2026 zarpó el primer barco.", True),
        ("Le 12 mars 2026, le bac est parti.", True),
    ],
)
def test_when_a_page_appeared_below_the_text(line: str, is_text: bool) -> None:
    text = "<p>The ferry is to run all winter, and the pier stays open until then.</p>" * 4
    page = html_page(f"<title>Ferry</title><h1>Ferry</h1><article>{text}<p>{line}</p></article>")
    assert (without_boilerplate(page, read_blocks(page), [0.1] + [0.9] * 5)[-1] > 0.1) is is_text


@pytest.mark.parametrize(
    ("head", "is_text"),
    [
        ("Zwick on Funds<br>Ferry to run all winter<br>A bay decides<br>November 1, 2000<br>By Ana Ruiz", False),
        ("Ferry to run all winter<br><b>Von Ana Ruiz</b>", False),
        ("The council of the bay said on Monday: Ferry to run all winter, and the pier stays open.", True),
        ("What the bay had asked of its council", True),
    ],
)
def test_the_head_of_an_old_page_in_a_cell(head: str, is_text: bool) -> None:
    text = "<p>The ferry is to run all winter, and the pier stays open until then.</p>" * 4
    page = html_page(f"<title>Ferry to run all winter - Nov. 1, 2000</title><table><tr><td>{head}{text}</table>")
    assert (without_boilerplate(page, read_blocks(page), [0.9] * 5)[0] > 0.1) is is_text


def test_a_headline_without_h1_behind_the_kicker_in_the_title() -> None:
    for title in ("Coast: Ferry to run all winter - Quay", "Quay: Coast: Ferry to run all winter"):
        page = html_page(f"<title>{title}</title><h2>Ferry to run all winter</h2><p>It runs.</p>")
        assert without_boilerplate(page, read_blocks(page), [0.9] * 2) == [0.1, 0.9]


@pytest.mark.parametrize(
    ("language", "byline"),
    [
        ("ko", "김민수 기자"),
        ("ko", "김민수 기자, 항구신문"),
        ("ko", "김민수 기자 minsu@courier.example"),
        ("ja", "山野はるか記者"),
        ("zh", "王小明记者"),
        ("de", "Von Ana Ruiz"),
        ("en", "Ana Ruiz"),
        ("en", "By Staff"),
        ("en", "By Ana Ruiz, Reuters"),
        ("de", "Von der Redaktion"),
        ("de", "Von Ana Ruiz, dpa"),
        ("fr", "Par notre correspondant"),
        ("zh", "作者：佚名"),
        ("de", "Text: Ana Ruiz, Fotos: Ben Kurz"),
        ("en", "Photographs by Ben Kurz"),
        ("de", "Fotos: Ben Kurz"),
        ("fr", "Photo : Luc Petit / AFP"),
    ],
)
def test_a_byline_under_the_headline_is_no_text_in_whatever_form(language: str, byline: str) -> None:
    page = html_page(
        f"<html lang={language}><h1>1</h1><p class=byline>{byline}</p><p>{PARAGRAPHS[0]}</p>"
        f"<p>{byline}:</p><p>{PARAGRAPHS[1]}</p>"
    )
    assert without_boilerplate(page, read_blocks(page), [0.9] * 5)[1:] == [0.1, 0.9, 0.9, 0.9]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ko", "김민수 기자 minsu@courier.example"),
        ("de", "Von Ana Ruiz"),
        ("en", "By Ana Ruiz, Reuters"),
        ("fr", "(Avec AFP)"),
        ("de", "(red/jw)"),
        ("es", "EFE"),
        ("fi", "STT"),
        ("pl", "Źródło: PAP, Urząd Gminy"),
        ("ar", "المصدر: وكالات"),
        ("zh", "责任编辑：王小丽"),
        ("ru", "Если вы заметили ошибку в тексте, выделите её и нажмите Ctrl+Enter."),
        ("sv", "Hittar du ett fel i artikeln? Skriv till oss"),
        ("en", "This story was produced by the Coast Reporting Network."),
        ("it", "Noi e i nostri partner utilizziamo cookie."),
        ("th", "ที่มา: สำนักข่าว"),
    ],
)
def test_a_line_below_the_last_paragraph_is_no_text_by_its_words(language: str, line: str) -> None:
    said = [("p", PARAGRAPHS[0]), ("p", PARAGRAPHS[1])]
    assert capped_lines(language, [*said, ("p", line)]) == [line]
    assert capped_lines(language, [*said, ("h2", line), said[0]]) == []
    assert capped_lines(language, [*said, ("td", "5"), ("td", line)]) == []


@pytest.mark.parametrize(
    ("language", "wall"),
    [
        ("es", ["Contenido exclusivo para suscriptores", "Un mes por 1 €."]),
        ("sv", ["Vill du läsa vidare? Bli prenumerant för 1 krona.", "Redan prenumerant? Logga in"]),
        ("en", ["Already a subscriber? Log in"]),
        ("fr", ["Il vous reste 78 % de cet article à lire."]),
    ],
)
def test_a_wall_at_the_end_is_no_text_and_a_paragraph_behind_an_invitation_is(
    language: str, wall: list[str]
) -> None:
    said = [("p", text) for text in PARAGRAPHS[:2]]
    lines = [("h2", wall[0]), *(("p", line) for line in wall[1:])]
    assert capped_lines(language, [*said, *lines]) == wall
    assert not set(capped_lines(language, [*said, *lines, ("p", PARAGRAPHS[2])])) & {PARAGRAPHS[2]}


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Joan Pettifer is a former deckhand. Her book is out now."),
        ("fr", "Lucie Marchal est historienne et enseigne à Lyon."),
        ("it", "Carlo Neri è geologo."),
        ("nl", "Piet Bakker is econoom en woont in Westerveen."),
    ],
)
def test_a_note_in_italics_on_the_author_is_no_text(language: str, note: str) -> None:
    said = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:2])
    for line, chance in ((f"<em>{note}</em>", 0.1), (note, 0.9), ("<em>The sea is a mirror of it all.</em>", 0.9)):
        page = html_page(f"<html lang={language}><h1>1</h1>{said}<p>{line}</p>")
        assert without_boilerplate(page, read_blocks(page), [0.9] * 4)[3] == chance


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "The AFP said on Monday that it had no more news."),
        ("en", "Source after source confirmed it."),
        ("de", "Von Anna kam kein Wort."),
        ("fr", "Il vous reste trois jours pour visiter le port."),
        ("en", "(sic)"),
        ("ko", "그는 기자였다."),
        ("es", "Gracias por leer los carteles, dice una pintada en la puerta del mercado."),
        ("ko", "저작권자의 동의 없이 곡을 쓸 수 없어 시가 따로 계약을 맺었다."),
    ],
)
def test_a_last_sentence_that_begins_alike_is_text(language: str, line: str) -> None:
    assert capped_lines(language, [("p", PARAGRAPHS[0]), ("p", PARAGRAPHS[1]), ("p", line)]) == []


def test_a_note_on_the_author_with_an_account_is_no_text() -> None:
    notes = (
        "Ana Ruiz covers the coast. Follow her on X @quaynews.",
        "Ana Ruiz is the first captain of the ferry.",
    )
    for note, chance in zip(notes, (0.1, 0.9), strict=True):
        page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{note}</p>")
        assert without_boilerplate(page, read_blocks(page), [0.9] * 3) == [0.9, 0.9, chance]


def test_many_labelled_lines_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, asked = 200, 0

    def counted(text: str) -> bool:
        nonlocal asked
        asked += 1
        return ends_sentence(text)

    monkeypatch.setattr("newsspider.body.boilerplate.ends_sentence", counted)
    page = html_page("<h1>1</h1>" + "".join(f"<p>Author: Ana Ruiz {number}</p>" for number in range(lines)))
    assert set(without_boilerplate(page, read_blocks(page), [0.9] * (1 + lines))[1:]) == {0.1}
    assert asked < 10 * lines


@pytest.mark.parametrize(
    ("language", "newsroom"),
    [
        ("pt", "Da Redação"),
        ("en", "News Desk"),
        ("es", "Redacción / Agencias"),
        ("id", "Tim Redaksi"),
        ("ja", "共同通信"),
    ],
)
def test_a_newsroom_or_an_agency_alone_is_no_text_above_the_first_sentence(language: str, newsroom: str) -> None:
    page = html_page(
        f"<html lang={language}><h1>1</h1><p>{newsroom}</p><p>It rains.</p><p>{newsroom}</p><p>It stops.</p>"
    )
    assert without_boilerplate(page, read_blocks(page), [0.9] * 5)[1:] == [0.1, 0.9, 0.9, 0.9]


SHORT_PARAGRAPHS = {
    "ko": [
        "정부는 오늘 새로운 정책을 발표했다.",
        "지역 신문사들은 충분하지 않다고 말한다.",
        "응답자의 절반이 이직을 고민한다.",
    ],
    "ja": ["古い桟橋の修理に数週間かかる。", "フェリーは港にとどまる。", "市は対策を急いでいるという。"],
    "zh": ["政府今天公布了新的政策。", "地方报社表示还不够。", "一半的受访者考虑换工作。"],
    "en": ["The trust closed the pier.", "Ferries stay in harbour.", "Nobody knows when that will end."],
}


def capped_lines(language: str, lines: list[tuple[str, str]]) -> list[str]:
    """Return the lines of (tag, text) under a headline that are certainly no text."""
    markup = "".join(f"<{tag}>{text}</{tag}>" for tag, text in lines)
    page = html_page(f"<html lang={language}><h1>1</h1>{markup}")
    found = without_boilerplate(page, read_blocks(page), [0.9] * (1 + len(lines)))
    return [text for chance, (_, text) in zip(found[1:], lines, strict=True) if chance < 0.9]


@pytest.mark.parametrize(
    ("language", "label", "thanks"),
    [
        ("de", "Redaktion", "Vielen Dank für das Gespräch."),
        ("en", "Editor", "Thank you for your time."),
        ("ru", "Автор", "Спасибо за беседу."),
        ("cs", "Redakce", "Děkujeme za rozhovor."),
    ],
)
def test_an_editor_who_has_asked_speaks_last(language: str, label: str, thanks: str) -> None:
    asked = ("p", f"{label}: {PARAGRAPHS[0]}")
    last = ("p", f"{label}: {thanks}")
    assert capped_lines(language, [asked, ("p", PARAGRAPHS[1]), asked, ("p", PARAGRAPHS[2]), last]) == []
    assert capped_lines(language, [("p", PARAGRAPHS[1]), ("p", PARAGRAPHS[2]), last]) == [last[1]]


@pytest.mark.parametrize(
    ("language", "speakers"),
    [
        ("ko", ["김민수 인턴", "홍길동 특파원"]),
        ("ja", ["山田記者", "佐藤支局長"]),
        ("zh", ["王小明记者", "李明记者"]),
    ],
)
def test_who_speaks_stays_in_a_talk_of_short_paragraphs(language: str, speakers: list[str]) -> None:
    said = [("p", text) for text in SHORT_PARAGRAPHS[language]]
    first, second = (("p", speaker) for speaker in speakers)
    assert capped_lines(language, [first, said[0], second, said[1], first, said[2]]) == []
    assert capped_lines(language, [first, second, *said]) == speakers  # both sign
    assert capped_lines(language, [first, *said, second]) == speakers  # who wrote and who helped
    assert capped_lines(language, [said[0], first, *said[1:]]) == []


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", ["Author: Tell us of the storm.", "Author: Thank you, President Obama"]),
        ("sv", ["Reporter: Berätta om stormen.", "Reporter: Tack Anna Berg"]),
        ("zh", ["记者：请您介绍一下情况。", "记者：谢谢"]),
    ],
)
def test_who_asks_in_an_interview_is_told_from_a_byline(language: str, asked: list[str]) -> None:
    said = [("p", text) for text in SHORT_PARAGRAPHS.get(language, SHORT_PARAGRAPHS["en"])]
    first, last = (("p", text) for text in asked)
    assert capped_lines(language, [said[0], first, *said[1:], last]) == []
    assert capped_lines(language, [last, *said]) == [last[1]]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("ko", "시민 기자"),
        ("ko", "2031년 5월 4일"),
        ("ja", "海外特派員"),
        ("ja", "2031年5月4日"),
        ("zh", "战地记者"),
        ("zh", "2031年5月4日"),
        ("en", "4 May 2031"),
        ("en", "By Boat To The Isle"),
    ],
)
def test_a_subheading_between_short_paragraphs_stays(language: str, heading: str) -> None:
    said = [("p", text) for text in SHORT_PARAGRAPHS[language]]
    for tag in ("h2", "h3"):
        assert capped_lines(language, [said[0], (tag, heading), *said[1:]]) == []


STANDFIRSTS = {
    "en": "Nobody was hurt when the wind tore off the roof.",
    "de": "Niemand wurde verletzt, als der Wind das Dach abriss.",
    "fr": "Personne n'a été blessé quand le vent a arraché le toit.",
    "es": "Nadie resultó herido cuando el viento arrancó el techo.",
    "ja": "強風で古い魚市場の屋根が飛んだが、市の発表によると、住民にけが人はいなかったという。",
}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By Mara Klein"),
        ("en", "4 May 2031"),
        ("de", "Von Mara Klein"),
        ("fr", "4 mai 2031"),
        ("es", "Por Ana Ruiz"),
        ("ja", "2031年5月4日"),
        ("ja", "文：山田太郎"),
    ],
)
def test_a_heading_of_byline_or_date_below_the_standfirst_is_no_text(language: str, line: str) -> None:
    standfirst = STANDFIRSTS[language]
    text = f"<p>{standfirst} {standfirst}</p>" * 3
    page = html_page(f"<html lang={language}><h1>1</h1><p class=standfirst>{standfirst}</p><h4>{line}</h4>{text}")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 6)[2] == 0.1


def test_a_name_in_a_byline_s_element_below_the_standfirst_is_no_text() -> None:
    markup = f"<p>{STANDFIRSTS['en']}</p><p class=byline>Mara Klein</p>" + f"<p>{PARAGRAPHS[0]}</p>" * 2
    page = html_page(f"<html lang=en><h1>1</h1>{markup}")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 5)[1:3] == [0.9, 0.1]


@pytest.mark.parametrize(
    ("language", "date", "sentence"),
    [
        ("ja", "2031年5月4日", "港湾当局は月曜日、嵐で壊れた古い桟橋の修理に数週間かかると発表した。"),
        ("zh", "2031年5月4日", "渡轮将留在港口，直到风力减弱，没有人知道什么时候能恢复通航。"),
        ("ko", "2031년 5월 4일", "바람이 잦아들 때까지 여객선은 항구에 머물러 있으며 아무도 모른다."),
    ],
)
def test_a_paragraph_is_shorter_in_scripts_that_say_more_with_a_character(
    language: str, date: str, sentence: str
) -> None:
    assert capped_lines(language, [("p", date), ("p", sentence * 3), ("p", date)]) == [date]


@pytest.mark.parametrize(
    ("language", "question"),
    [("zh", "记者：您怎么看这次风暴？"), ("ja", "記者：嵐はいつ終わりますか？"), ("ko", "기자: 언제 끝납니까?")],
)
def test_a_question_is_no_byline(language: str, question: str) -> None:
    said = [("p", text) for text in SHORT_PARAGRAPHS[language]]
    assert capped_lines(language, [("p", question), said[0], ("p", question), *said[1:]]) == []


@pytest.mark.parametrize("case", list(cases()))
def test_dumps(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert chosen((case / "input.txt").read_text("utf-8")) == expected["articleBody"].split("\n\n")


def test_seed() -> None:
    expected = json.loads((GOLDEN / "seed.expected.json").read_text("utf-8"))
    assert chosen(SEED.read_text("utf-8")) == expected["articleBody"].split("\n\n")


def test_seed_with_other_line_ends() -> None:
    text = SEED.read_text("utf-8")
    assert chosen(text.replace("\n", "\r\n")) == chosen(text)


PARAGRAPHS = (
    "The council met on Monday to talk about the wall, which is twenty years in the making. Nobody could say why the "
    "first stones have not been laid, although the money for them was set aside in 2019.",
    "The treasurer promised to bring the bills to the next meeting, in October, and left early. Two members asked "
    "whether the harbour fund had paid for the drawings; the mayor answered that it had not.",
    "On the beach itself little has changed. Families still lay out their towels below the dunes, and the kiosk sells "
    "ice cream until the sun goes down, in most years from Easter to the last week of September.",
    "Old photographs show how much of the sand is gone. A path that led to the lighthouse ends in the water today, and "
    "the surveyors who came in spring measured a loss of four metres since their last visit.",
    "Engineers from the university have offered a cheaper plan. They would sink rows of oak posts in front of the "
    "dunes, as was done here a hundred years ago, and let the waves bring back the sand by themselves.",
    "Whatever is built, it will have to stand before the winter storms. The mayor wants to vote in November, and has "
    "asked the ministry to pay for half of it; an answer is expected within a few weeks.",
)


def test_island_of_teasers_is_left_out() -> None:
    island = [
        "Related stories",
        "4 May 2031",
        "Gulls win the beach",
        "Café owners say that the birds have learned to open doors and ...",
    ]
    assert chosen("\n\n".join((*PARAGRAPHS[:3], *island, *PARAGRAPHS[3:]))) == list(PARAGRAPHS)


def test_bylines_and_dates_above_the_text_are_capped_and_those_in_it_are_not() -> None:
    texts = ["By Ana Ruiz", "4 May 2031", "The council met on Monday. " * 8, "12 May 2031", "It met again. " * 20]
    chances = without_boilerplate(Page(), text_blocks("\n\n".join(texts)), [0.9] * len(texts))
    assert chances == [0.1, 0.1, 0.9, 0.9, 0.9]


def test_a_title_of_thousands_of_colons_takes_little_time() -> None:
    page = html_page(f"<title>{'a: ' * 20_000}</title><h1>Ferry to run all winter</h1><p>{PARAGRAPHS[0]}</p>")
    start = time.process_time()
    assert without_boilerplate(page, read_blocks(page), [0.9] * 2) == [0.1, 0.9]
    assert time.process_time() - start < 1


def test_headlines_and_menus_above_the_text_are_capped() -> None:
    page = html_page(
        "<title>Harbour closed before dawn | News</title><p><a href=/a>Front page</a> | <a href=/b>Village</a></p>"
        f"<h1>Harbour closed before dawn</h1><p>{'The harbour was closed. ' * 10}</p>"
        "<p><a href=/c>One boat</a>, <a href=/d>two boats</a></p>"
    )
    blocks = read_blocks(page)
    assert without_boilerplate(page, blocks, [0.9] * len(blocks)) == [0.1, 0.1, 0.9, 0.9]


@pytest.mark.parametrize(
    ("title", "heading", "chance"),
    [("Gears", "Gears", 0.1), ("Pier two - Courier", "Pier two", 0.1), ("In Rome it rains", "In Rome", 0.9)],
)
def test_a_short_heading_above_the_text_is_the_headline_if_it_is_all_of_a_title_s_part(
    title: str, heading: str, chance: float
) -> None:
    page = html_page(f"<title>{title}</title><h2>{heading}</h2><p>{PARAGRAPHS[0]}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 2) == [chance, 0.9]


@pytest.mark.parametrize(
    "title", ["暴风雨掀翻旧鱼市场屋顶", "嵐で魚市場の屋根が飛ぶ", "폭풍이 어시장 지붕 뜯어내"]
)
def test_a_headline_of_few_characters_is_no_text_in_scripts_that_say_more_with_each(title: str) -> None:
    page = html_page(f"<title>{title} - Courier</title><h1>{title}</h1><p>{PARAGRAPHS[0]}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 2) == [0.1, 0.9]


def test_notes_behind_a_rule_are_no_text() -> None:
    page = html_page(
        f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>___</p><p>Follow our coverage at quay.example/hub/harbour</p>"
    )
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4) == [0.9, 0.9, 0.0, 0.1]


@pytest.mark.parametrize("mark", ["###", "- ENDS -", "-30-"])
def test_whom_to_ask_behind_the_end_mark_of_a_press_release_is_no_text(mark: str) -> None:
    end = f"<p>{mark}</p><p>Contact: Ann Pender, 555 0123, press@quay.example</p>"
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{end}")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4) == [0.9, 0.9, 0.1, 0.1]


def test_a_last_scene_behind_a_mark_is_text() -> None:
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>###</p><p>He went home and rang: it was 555 0123.</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3) == [0.9] * 3


def test_a_heading_that_asks_for_tips_is_no_text_with_what_is_below_it() -> None:
    end = "<h4>Heb jij een tip?</h4><p>Stuur een appje naar de redactie.</p>"
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{end}")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4) == [0.9, 0.9, 0.1, 0.1]


@pytest.mark.parametrize(
    "scene",
    ["He went home.", "Danach ging er nach Hause.", "*Merci à Luc Petit pour cette idée.", "Он ушёл домой."],
)
def test_a_short_last_scene_behind_a_rule_is_text(scene: str) -> None:
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>___</p><p>{scene}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4) == [0.9, 0.9, 0.0, 0.9]


@pytest.mark.parametrize(
    "note",
    ["Ana Ruiz of The Associated Press contributed.", "More at www.quay.example", "<em>Ana Ruiz helped.</em>"],
)
def test_an_agency_s_note_behind_a_rule_is_none(note: str) -> None:
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>___</p><p>{note}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4) == [0.9, 0.9, 0.0, 0.1]


def test_small_letters_below_what_are_no_sentences_are_text() -> None:
    assert capped_lines("en", [("p", "oak"), ("p", "elm"), ("p", "ash")]) == []
    assert capped_lines("en", [("p", PARAGRAPHS[0]), ("p", PARAGRAPHS[1]), ("p", "ash")]) == ["ash"]


def test_a_paragraph_behind_a_rule_is_text() -> None:
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>___</p><p>{PARAGRAPHS[1] * 3}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3) == [0.9, 0.0, 0.9]


def test_an_island_is_its_heading_headlines_and_teasers() -> None:
    lines = [
        "Related stories",
        "4 May 2031",
        "Gulls win the beach",
        "Café owners say that birds open ...",
        "Then it rained.",
    ]
    assert sorted(set(islands(text_blocks("\n\n".join(lines)).texts))) == [0, 1, 2, 3]


def test_a_caption_above_the_text_of_a_dump_is_left_out() -> None:
    text = "Storm hits coast\n\nThe pier at noon, a day after the storm. Photo: Ana Ruiz/Example Press\n\nHarbour"
    blocks = text_blocks(text)
    assert without_boilerplate(Page(text=text), blocks, [0.2, 0.9, 0.9])[1:] == [0.1, 0.9]


@pytest.mark.parametrize("line", ["URL: https://example.org/storm", "https://example.org/storm"])
def test_an_address_above_the_text_of_a_dump_is_none(line: str) -> None:
    sentence = "The storm reached the harbour early on Monday and tore off the roof of the market hall."
    text = f"Storm hits coast\n{line}\n\n{sentence}\n\n{sentence[:-1]}, said the town.\nhttps://example.org/map\n"
    found = without_boilerplate(Page(text=text), text_blocks(text), [0.9] * 5)
    assert found[1:] == [0.1, 0.9, 0.9, 0.9]


@pytest.mark.parametrize(
    "line",
    [
        "3 hours ago",
        "vor 3 Stunden",
        "Il y a 5 minutes",
        "3時間前",
        "3시간 전",
        "Updated 1 hour and 20 minutes ago",
        "Publicado hace unas 3 horas | Madrid",
        "3 jam yang lalu",
        "Yesterday at 10:15",
        "Gestern, 10.15 Uhr",
        "今天 08:30",
    ],
)
def test_a_date_as_of_the_capture_above_the_text_is_none(line: str) -> None:
    title, sentence = "Storm hits coast", "The storm reached the harbour early on Monday and tore off the roof."
    page = html_page(f"<title>{title}</title><h1>{title}</h1><p>{line}</p><p>{sentence}</p><p>It was {line}.</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4)[1:] == [0.1, 0.9, 0.9]
    page = html_page(f"<title>{title}</title><h1>{title}</h1><h2>{line}</h2><p>{sentence}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3)[1] == 0.9


@pytest.mark.parametrize(
    "line",
    [
        "25 Jahre Haft drohen vor Gericht",
        "Die 10 schönsten Boote vor dem Start",
        "10 years ago the pier burnt down",
        "2026年前半の売上高が過去最高に",
        "午前10時に会見",
        "Heute 10.000 Euro",
    ],
)
def test_a_line_with_a_number_that_is_no_date_stays_above_the_text(line: str) -> None:
    title, sentence = "Storm hits coast", "The storm reached the harbour early on Monday and tore off the roof."
    page = html_page(f"<title>{title}</title><h1>{title}</h1><p>{line}</p><p>{sentence}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3)[1:] == [0.9, 0.9]


@pytest.mark.parametrize("first", ["The council has decided on three points:", "市議会は三つの点を決めた："])
def test_a_first_line_of_a_dump_that_ends_in_a_colon_is_no_title(first: str) -> None:
    blocks = text_blocks("\n\n".join([first, *PARAGRAPHS[:3]]))
    assert without_boilerplate(Page(), blocks, [0.9] * 4)[0] == 0.9


@pytest.mark.parametrize("title", ["What is glass?", "Was ist Glas?", "Что такое стекло?"])
def test_a_part_that_is_called_as_the_headline_keeps_its_heading(title: str) -> None:
    page = html_page(f"<title>{title} - Courier</title><h1>{title}</h1><h2>{title}</h2><p>{PARAGRAPHS[0]}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3) == [0.1, 0.9, 0.9]


@pytest.mark.parametrize("title", ["Courier", "Ferry news - Courier", "Заречный курьер"])
def test_the_only_h1_above_the_text_is_none_whatever_the_title_says(title: str) -> None:
    head = f"<title>{title}</title><h1>Ferry to run all winter</h1>"
    for html, expected in (
        (f"{head}<p>{PARAGRAPHS[0]}</p>", ["Ferry to run all winter"]),
        (f"{head}<p>{PARAGRAPHS[0]}</p><h1>What it costs</h1><p>{PARAGRAPHS[1]}</p>", []),
        (f"<title>{title}</title><p>{PARAGRAPHS[0]}</p><h1>What it costs</h1><p>{PARAGRAPHS[1]}</p>", []),
    ):
        page = html_page(html)
        blocks = read_blocks(page)
        capped = without_boilerplate(page, blocks, [0.9] * len(blocks))
        assert [blocks.texts[i] for i, chance in enumerate(capped) if chance < 0.9] == expected


def test_where_to_reach_the_author_is_no_text_behind_a_sentence() -> None:
    said = [("p", PARAGRAPHS[0]), ("p", PARAGRAPHS[1])]
    lines = ["Ana Ruiz • 555-123-4567", "@anaruiz on Twitter", "ana@quay.example"]
    assert capped_lines("en", [*said, *(("p", line) for line in lines)]) == lines
    named = ["Łukasz Nowak", "lukasz@quay.example"]
    assert capped_lines("pl", [*said, *(("p", line) for line in named)]) == named
    for above in ("Whom to ask:", "Media contact"):
        assert capped_lines("en", [*said, ("p", above), ("p", lines[2])]) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Support independent journalism",
        "Unterstützen Sie unseren Journalismus",
        "Apoya el periodismo local",
        "Поддержите независимую журналистику",
    ],
)
def test_an_appeal_for_money_below_the_text_is_none(heading: str) -> None:
    said = [("p", PARAGRAPHS[0]), ("p", PARAGRAPHS[1]), ("p", PARAGRAPHS[0])]
    appeal = [("h4", heading), ("p", PARAGRAPHS[1])]
    assert capped_lines("", [*said, *appeal]) == [heading, PARAGRAPHS[1]]
    assert capped_lines("", [*said, ("p", heading), ("p", PARAGRAPHS[1])]) == []
    assert capped_lines("", [*said[:2], ("h4", "Check who speaks"), *said, *appeal]) == []  # a part as another
    for other in ("Support for local journalism falls", "Journalismus im Wandel", "How to support journalism"):
        assert capped_lines("", [*said, ("h4", other), ("p", PARAGRAPHS[1])]) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Hai trovato un errore? Segnalalo", "Condividi su"),
        ("Hibát talált? Írja meg nekünk", "Megosztás:"),
        ("Είδατε λάθος; Ενημερώστε μας", "Μοιραστείτε:"),
        ("오류 신고", "공유하기"),
        ("هل وجدت خطأ؟ أبلغنا", "شارك:"),
    ],
)
def test_calls_to_report_mistakes_and_to_share_below_the_text_are_none(lines: tuple[str, str]) -> None:
    end = "".join(f"<p>{line}</p>" for line in lines)
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{end}")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4) == [0.9, 0.9, 0.1, 0.1]


@pytest.mark.parametrize("line", ["Save us.", "Found a mistake in the ledger, the clerk said nothing of it."])
def test_a_last_sentence_that_begins_as_such_calls_do_is_text(line: str) -> None:
    page = html_page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{line}</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3) == [0.9] * 3


@pytest.mark.parametrize("heading", ["VÍDEOS: tudo sobre o porto", "YORUM YAZ", "Want to learn more?"])
def test_a_heading_below_which_nothing_is_kept_is_no_text(heading: str) -> None:
    paragraph = "<p>The council of the bay voted on Tuesday to replace the old pier in the spring, it said.</p>"

    def ends_with(last: str) -> list[str]:
        page = html_page(f"<title>Old pier to go</title><h1>Old pier to go</h1>{paragraph * 5}{last}")
        blocks = read_blocks(page)
        return [blocks.texts[i] for i in choose_body(page, blocks).chosen]

    assert heading not in ends_with(f"<h2>{heading}</h2>")
    for said in ("The pier will be gone by June.", "See you by the sea!", "“We will be back.”"):
        assert said in ends_with(f"<h2>{said}</h2>")
    assert ends_with("<h3>The red pier</h3><h3>The blue pier</h3>")[-2:] == ["The red pier", "The blue pier"]
    assert ends_with(f"<h2>The new one</h2>{paragraph}")[-2:-1] == ["The new one"]


def test_an_appeal_in_bold_below_the_text_is_none_of_it() -> None:
    paragraph = "<p>The council of the bay voted on Tuesday to replace the old pier in the spring, it said.</p>"
    plea = "Good reports cost a lot of money. Yet only they can keep a harbour open to all who live by it."
    page = html_page(
        f"<title>Old pier to go</title><h1>Old pier to go</h1>{paragraph * 5}<hr>"
        f"<p><strong>Support Harbour Post's journalism of integrity</strong></p><p>{plea}</p><p><a>Donate</a></p>"
    )
    blocks = read_blocks(page)
    texts = [blocks.texts[i] for i in choose_body(page, blocks).chosen]
    assert plea not in texts
    assert len(texts) == 5


def test_a_byline_that_goes_on_with_who_the_author_is() -> None:
    paragraph = "<p>The council of the bay voted on Tuesday to replace the old pier in the spring, it said.</p>"
    bio = "a reporter with ten years of experience who covers piers, ferries and the men who mend both of them."
    byline = '<div class="article-byline"><p><span>By <a href="/authors/1">{}</a>, {}</span></p></div>'

    def texts(line: str) -> list[str]:
        page = html_page(f"<title>Old pier to go</title><h1>Old pier to go</h1>{line}{paragraph * 5}")
        blocks = read_blocks(page)
        return [blocks.texts[i] for i in choose_body(page, blocks).chosen]

    assert len(texts(byline.format("Ana Ruiz", bio))) == 5
    assert len(texts(f'<p>By <a href="/2031/ice">ice in March</a>, {bio}</p>')) == 6


def test_a_kicker_in_the_heading_of_the_headline() -> None:
    paragraph = "<p>The council of the bay voted on Tuesday to replace the old pier in the spring, it said.</p>"
    heading = "<h2><span>Harbour</span> <span>Old pier of the bay to go</span></h2>"
    page = html_page(f"<title>Old pier of the bay to go - Mirror</title>{heading}{paragraph * 5}")
    blocks = read_blocks(page)
    assert len(choose_body(page, blocks).chosen) == 5


@pytest.mark.parametrize(
    "line", ["Read also: Why do piers fall?", "Leggi anche: Chi paga il ponte?", "यह भी पढ़ें: पुल कब खुलेगा?"]
)
def test_a_headline_that_asks_behind_a_label_in_a_dump(line: str) -> None:
    assert list(other_lines(["The ferry stays in port.", line, "The bridge is closed."])) == [1]


@pytest.mark.parametrize("name", ["Quay Herald", "Luka Vesti", "海港信使"])
def test_the_site_s_name_in_brackets_below_a_text(name: str) -> None:
    paragraph = "<p>The council of the bay voted on Tuesday to replace the old pier in the spring, it said.</p>"
    head = f'<meta property="og:site_name" content="{name}"><title>Old pier to go</title>'
    page = html_page(f"{head}{paragraph * 3}<p>({name})</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4) == [0.9, 0.9, 0.9, 0.1]
    page = html_page(f"{head}{paragraph * 3}<p>(Tide)</p>")
    assert without_boilerplate(page, read_blocks(page), [0.9] * 4)[3] == 0.9
