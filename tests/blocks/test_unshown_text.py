"""Text that only the data in a page holds."""

from __future__ import annotations

import json
import time

import pytest

from newsspider.blocks import read_blocks
from newsspider.page import html_page
from newsspider.page.types import Page

LINE = "The ferry will stay in the harbour until Thursday, said the captain of it. "
BODY = "\n\n".join(f"{i}. {LINE * 2}" for i in range(6))


def page_of(shown: str, told: str = BODY, **more: str) -> Page:
    data = {"@type": "NewsArticle", "headline": "Ferry stays", "articleBody": told, **more}
    return html_page(
        f"<title>Ferry stays</title><script type='application/ld+json'>{json.dumps(data)}</script><body>{shown}"
    )


def paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n\n")]


@pytest.mark.parametrize(
    "shown", ["", "<p>Loading …</p>", "<nav>Home</nav><p>" + LINE, "<p>Cookies are good. " * 4]
)
def test_a_page_that_shows_none_of_its_text_has_the_told_one_behind_its_own(shown: str) -> None:
    blocks = read_blocks(page_of(shown))
    assert blocks.source == "json-ld:articleBody"
    assert blocks.texts[len(blocks.replaced) :] == paragraphs(BODY)


@pytest.mark.parametrize("told", ["<p>One &amp; two</p>" * 50, "&lt;p&gt;One &amp;amp; two&lt;/p&gt;" * 50])
def test_told_markup_is_read_as_such(told: str) -> None:
    assert read_blocks(page_of("", told)).texts == ["One & two"] * 50


@pytest.mark.parametrize(
    "page",
    [
        page_of("".join(f"<p>{line}</p>" for line in paragraphs(BODY))),
        page_of("<p>" + "<br>".join(paragraphs(BODY))),
        page_of("".join(f"<span>{word} </span>" for word in BODY.split())),
        page_of("".join(f"<p>{word} {after}" for word, after in zip(BODY.split(), BODY.split()[1:], strict=False))),
        page_of("<p>Another story.</p>", LINE * 3),
        page_of("<p>Another story.</p>", "&#0;" * 400),
        page_of("<p>Another story.</p>", "<p>" + "<textarea></textarea><q a='<'>" * 5_000),
        page_of("<p>" + "Another story, as long as the one that is told and more. " * 10),
    ],
)  # fmt: skip
def test_else_the_page_s_own_blocks_are_all(page: Page) -> None:
    assert read_blocks(page).source is None


def test_the_time_is_bounded() -> None:
    page = page_of("<p>x" * 20_000, "a b " * 200_000)
    start = time.process_time()
    read_blocks(page)
    assert time.process_time() - start < 2


def page_with_state(state: object, shown: str = "", title: str = "Ferry stays") -> Page:
    data = json.dumps(state).replace("</", "<\\/")
    return html_page(
        f"<title>{title} | Gazette</title><body>{shown}<script type='application/json'>{data}</script>"
    )


OTHER = "".join(
    f"<p>{i}. A storm is to come on Friday, and nobody knows what it will bring us.</p>" for i in range(30)
)


@pytest.mark.parametrize(
    "state",
    [
        {"title": "Ferry stays", "body": BODY},
        {"title": "Ferry stays", "teaser": LINE * 4, "body": BODY, "html": OTHER[:200]},
        {"stories": [{"title": "Another", "body": OTHER}, {"title": "Ferry stays", "data": {"body": BODY}}]},
        {"texts": {"consent": OTHER[:600]}, "data": {"kind": "story", "headline": "Ferry stays!", "text": BODY}},
    ],
)
@pytest.mark.parametrize("shown", ["", "<p>Loading …</p>", "<nav>Home</nav><p>" + LINE])
def test_the_state_tells_what_is_not_shown(state: object, shown: str) -> None:
    blocks = read_blocks(page_with_state(state, shown))
    assert blocks.source == "page-state"
    assert blocks.texts[len(blocks.replaced) :] == paragraphs(BODY)


DENSE = {
    "ja": ("連絡船は港に残る", "連絡船は木曜日まで港に残ると、船長が月曜日に町役場で話を聞きに来た人々に語った。"),
    "zh": (
        "渡轮将一直留在老港口",
        "船长星期一在镇公所对前来听讲的人们说，渡轮将在港口停留到星期四，之后才会再次出航。",
    ),
}


@pytest.mark.parametrize("lang", DENSE)
def test_texts_in_dense_scripts_are_shorter(lang: str) -> None:
    title, line = DENSE[lang]
    told = [f"{number}{line}" for number in range(7)]
    story = {"title": title, "body": [{"type": "paragraph", "text": text} for text in told]}
    blocks = read_blocks(page_with_state(story, title=title))
    assert blocks.texts[len(blocks.replaced) :] == told
    story["body"] = [{"type": "paragraph", "text": text} for text in told[:2]]
    assert read_blocks(page_with_state(story, title=title)).source is None  # may be a description


@pytest.mark.parametrize(
    "page",
    [
        page_with_state({"title": "Ferry stays", "body": BODY}, "".join(f"<p>{line}</p>" for line in paragraphs(BODY))),
        page_with_state({"title": "Ferry stays", "body": BODY}, "<p>" + "Another, longer text that is shown. " * 60),
        page_with_state([{"title": "One", "body": BODY}, {"title": "Two", "body": OTHER}], title="Stories of today"),
        page_with_state({"title": "Ferry stays", "body": LINE * 3}),
        page_with_state({"texts": {"privacy": BODY}}),
    ],
)  # fmt: skip
def test_a_state_that_tells_nothing_more_or_nothing_clear(page: Page) -> None:
    assert read_blocks(page).source is None


SHORT = {
    "en": "The ferry stays in the harbour until Thursday, as the captain of it said on Monday in the town hall.",
    "de": "Die Fähre bleibt bis Donnerstag im Hafen, wie die Kapitänin am Montag im Rathaus vor Zuhörern sagte.",
}
TITLES = {"en": "Ferry stays", "de": "Die Fähre bleibt"}


@pytest.mark.parametrize("lang", SHORT)
@pytest.mark.parametrize(
    "beside",
    [
        {"related": [{"title": "Storm to come on Friday", "body": OTHER}]},
        {"consent": {"text": OTHER}},
        {"i18n": {"privacyText": OTHER}},
        {"comments": [{"text": OTHER}]},
        {"sections": [{"type": "html", "html": OTHER}]},  # its footer
    ],
)
def test_a_short_text_is_not_replaced_by_what_the_state_holds_beside_it(beside: object, lang: str) -> None:
    assert isinstance(beside, dict)
    story = {"title": TITLES[lang], "body": f"<p>{SHORT[lang]}</p>", **beside}
    shown = f"<h1>{TITLES[lang]}</h1><p>{SHORT[lang]}</p>"
    assert read_blocks(page_with_state({"page": story}, shown, TITLES[lang])).source is None
    own = {**story, "body": f"<p>{SHORT[lang]}</p>" + "".join(f"<p>{line}</p>" for line in paragraphs(BODY))}
    blocks = read_blocks(page_with_state({"page": own}, shown, TITLES[lang]))
    if "sections" not in beside:  # else which is its text is not clear
        assert blocks.texts[len(blocks.replaced) :] == [SHORT[lang], *paragraphs(BODY)]


@pytest.mark.parametrize("key", ["related", "recommendedStories", "consent", "i18n", "readerComments", "footer"])
def test_what_stands_beside_a_story_is_not_its_text_where_nothing_is_shown(key: str) -> None:
    assert read_blocks(page_with_state({"title": "Ferry stays", key: {"text": OTHER}})).source is None
    other = {"title": "Storm to come on Friday", "body": OTHER}
    assert read_blocks(page_with_state({"title": "Ferry stays", "more": [other]})).source is None


def test_linked_data_goes_before_the_state() -> None:
    page = html_page(
        "<title>Ferry stays</title><body><script type='application/ld+json'>"
        + json.dumps({"@type": "NewsArticle", "articleBody": BODY})
        + "</script><script type='application/json'>"
        + json.dumps({"title": "Ferry stays", "body": OTHER.replace("</", "<\\/")})
        + "</script>"
    )
    assert read_blocks(page).source == "json-ld:articleBody"
