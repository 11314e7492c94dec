from __future__ import annotations

import doctest
import time

import pytest

from newsspider import extract_text
from newsspider.fields.facts import PageFacts
from newsspider.fields.headline import above_body
from newsspider.fields.headline.above_body import headline_above
from tests.fields.made_bodies import DUMPS, EMPTY, UNCHOSEN, around, dump, facts_of


def _lines(facts: PageFacts) -> list[str]:
    return list(headline_above(facts.body, facts.headline_lines))


def test_doctests() -> None:
    assert doctest.testmod(above_body).failed == 0


@pytest.mark.parametrize("name", DUMPS)
def test_headline_of_dumps(name: str) -> None:
    facts, expected = dump(name)
    assert _lines(facts)[0] == expected["headline"]


def test_the_one_that_the_body_is_about() -> None:
    teasers = ["Gulls win the beach at last", "Ferry strike ends after long night of talks"]
    wall = "Treasurer cannot say what the harbour town paid for its wall"
    assert _lines(around([*teasers, wall, "Café owners buy new doors", "4 May 2031"]))[0] == wall


def test_the_site_behind_the_headline_goes_where_the_rest_stands_alone_as_well() -> None:
    headline = "Treasurer cannot say what the harbour town paid for its wall"
    assert _lines(around([f"{headline} | Harbour Courier", "4 May 2031"], [headline]))[0] == headline
    whole = f"{headline} - and why"
    assert _lines(around([whole, "4 May 2031"]))[0] == whole


@pytest.mark.parametrize(
    "title", ["{}_国内_海港在线", "{}-海港在线", "{} : Island : Harbour Courier", "{} › Example"]
)
def test_whatever_sets_the_site_apart(title: str) -> None:
    line = "风暴袭击沿海地区,码头关闭两天" if "海" in title else "Harbour town talks about its sea wall"
    facts = around([title.format(line), "Menu", line, "4 May 2031"])
    assert _lines(facts)[0] == line
    assert title.format(line) not in _lines(facts)


def test_not_the_byline_nor_the_date_nor_a_control() -> None:
    found = _lines(around(["Harbour wall keeps growing in cost", "By Ana Ruiz", "4 May 2031", "Share this story"]))
    assert found == ["Harbour wall keeps growing in cost"]


@pytest.mark.parametrize("facts", [EMPTY, UNCHOSEN])
def test_no_body_no_headline(facts: PageFacts) -> None:
    assert _lines(facts) == []


def test_linear_time() -> None:
    facts = facts_of(
        "Wall " * 200_000 + "\n" + "The wall stands in the sea. It is old and made of stone and sand.\n" * 5_000
    )
    start = time.process_time()
    _lines(facts)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "dump",
    [
        "የአዲስ አበባ ከተማ አስተዳደር አዲስ የውሃ ፕሮጀክት አስጀመረ\n\nፕሮጀክቱ በሚቀጥሉት ሦስት ዓመታት ውስጥ እንደሚጠናቀቅ ከንቲባዋ ተናግረዋል። ከተማዋ በየቀኑ ከፍተኛ የውሃ "
        "እጥረት ያጋጥማታል።\n\nነዋሪዎች በበኩላቸው ሥራው በፍጥነት እንዲጠናቀቅ ጠይቀዋል። የከተማው ምክር ቤት በጉዳዩ ላይ በሚቀጥለው ሳምንት ይወያያል።",
        "ଭୁବନେଶ୍ୱରରେ ନୂଆ ଜଳ ପ୍ରକଳ୍ପ ଆରମ୍ଭ\n\nଏହି ପ୍ରକଳ୍ପ ତିନି ବର୍ଷ ମଧ୍ୟରେ ଶେଷ ହେବ ବୋଲି ମେୟର କହିଛନ୍ତି। ସହରବାସୀ ପ୍ରତି ଗ୍ରୀଷ୍ମରେ ଜଳ ଅଭାବ ଭୋଗନ୍ତି।",
        "ལྷ་སར་ཆུའི་ལས་གཞི་གསར་པ་ཞིག་འགོ་བཙུགས་པ\n\nལས་གཞི་འདི་ལོ་གསུམ་གྱི་ནང་འཇུག་སྒྲིལ་གྱི་རེད་ཅེས་གྲོང་ཁྱེར་གྱི་འགོ་ཁྲིད་ཀྱིས་བཤད། "
        "གྲོང་མི་མང་པོས་ཆུ་དཀོན་པོ་ཡོད་པ་བཤད།",
    ],
    ids=["amharic", "odia", "tibetan"],
)
def test_a_sentence_of_any_script_is_no_headline(dump: str) -> None:
    assert extract_text(dump).headline == dump.partition("\n")[0]
