import pytest

from newsspider.body.standfirst import standfirst_of
from tests.body.pages import SENTENCE, page_and_blocks

LEAD = {
    "en": "Boats were called back to the pier in the night.",
    "de": "Die Boote wurden in der Nacht an den Steg zurückgerufen.",
    "es": "Los barcos fueron llamados de vuelta al muelle por la noche.",
    "ja": "夜のうちに船は桟橋に呼び戻され、港は夜明け前に閉鎖された。",
}
TEXT = f"<div class=text><p>{SENTENCE * 2}</p><p>{SENTENCE * 3}</p></div>"


def found(html: str, chances: list[float] | None = None) -> list[str]:
    page, blocks = page_and_blocks(f"<html><head><title>Storm closes the harbour</title>{html}")
    told = chances or [0.0 if len(text) < 100 else 1.0 for text in blocks.texts]
    return [blocks.texts[i] for i in standfirst_of(page, blocks, told)]


@pytest.mark.parametrize("lead", LEAD.values(), ids=list(LEAD))
def test_it_says_what_the_page_declares_in_any_language(lead: str) -> None:
    head = f'<meta name="description" content="{lead}"></head>'
    assert found(f"{head}<h1>Storm closes the harbour</h1><p class=x>{lead}</p><p>By Ana Ruiz</p>{TEXT}") == [lead]


@pytest.mark.parametrize("name", ["standfirst", "article-dek", "Vorspann", "entradilla", "chapo"])
def test_it_is_named_as_templates_name_it(name: str) -> None:
    assert found(f'<h1>Storm closes the harbour</h1><p class="{name}">{LEAD["en"]}</p>{TEXT}') == [LEAD["en"]]


@pytest.mark.parametrize(
    "lead",
    [
        "The boats stay in today.",
        "Die Boote bleiben alle da.",
        "Los barcos no salen hoy.",
        "港の船は今夜も出ない。",
    ],
)
def test_a_short_sentence_that_is_named_is_one(lead: str) -> None:
    assert found(f"<h1>Storm closes the harbour</h1><p class=standfirst>{lead}</p>{TEXT}") == [lead]


@pytest.mark.parametrize(
    "lead",
    ["Boats stay in the harbour tonight", "밤새 배가 모두 항구로 돌아온 까닭", "夜の港に船が戻った理由とは"],
)
def test_its_shortest_length_is_the_same_in_all_scripts(lead: str) -> None:
    assert found(f"<h1>Storm closes the harbour</h1><h2 class=subheading>{lead}</h2>{TEXT}") == [lead]


@pytest.mark.parametrize("box", ["lead", "lead-image", "intro-media"])
@pytest.mark.parametrize("caption", ["caption", "photo-caption"])
def test_a_caption_is_none_whatever_its_box_is_called(box: str, caption: str) -> None:
    picture = (
        f"<div class={box}><img src=/a.jpg><p class={caption}>Boats at the pier on Oak Street in May.</p></div>"
    )
    standfirst = f"<p class=standfirst>{LEAD['en']}</p>"
    assert found(f"<h1>Storm closes the harbour</h1>{picture}{TEXT}") == []
    assert found(f"<h1>Storm closes the harbour</h1>{picture}{standfirst}{TEXT}") == [LEAD["en"]]


def test_a_heading_right_below_the_headline_is_one() -> None:
    assert found(f"<h1>Storm closes the harbour</h1><h2>{LEAD['en']}</h2>{TEXT}") == [LEAD["en"]]


def test_its_lines_belong_together() -> None:
    lines = "".join(f"<li class=sub>{lead}</li>" for lead in (LEAD["en"], LEAD["de"]))
    assert found(f"<h1>Storm closes the harbour</h1><ul class=subtitles>{lines}</ul>{TEXT}") == [
        LEAD["en"],
        LEAD["de"],
    ]


def test_a_first_paragraph_that_the_description_was_cut_from_is_text() -> None:
    head = f'<meta name="description" content="{SENTENCE}"></head>'
    assert found(f"{head}<h1>Storm closes the harbour</h1>{TEXT}") == []


@pytest.mark.parametrize(
    "above",
    [
        f"<figure><figcaption class=description>{LEAD['en']}</figcaption></figure>",
        f"<p class=teaser><a href=/x>{LEAD['en']}</a></p>",
        "<p class=lead>By Ana Ruiz and Ben Okri, Lisbon bureau</p>",
        "<p class=intro>Short</p>",
    ],
)
def test_other_lines_above_the_text_are_none(above: str) -> None:
    assert found(f"<html lang=en><h1>Storm closes the harbour</h1>{above}{TEXT}") == []


@pytest.mark.parametrize("heading", ["What the mayor told the people", "Was der Meister den Leuten sagte"])
def test_a_heading_behind_a_paragraph_is_a_section_s(heading: str) -> None:
    first = f"<p class='first dropcap'>{SENTENCE}</p>"
    assert found(f"<h1>Storm closes the harbour</h1>{first}<h2>{heading}</h2>{TEXT}") == []


def test_pages_without_text_have_none() -> None:
    assert found(f"<h1>Storm closes the harbour</h1><p class=lead>{LEAD['en']}</p>", [0.0, 0.0]) == []
