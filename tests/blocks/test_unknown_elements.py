import pytest

from newsspider.blocks.from_html import html_blocks
from newsspider.page.tree import parse_tree


def texts_of(html: str) -> list[str]:
    return list(html_blocks(parse_tree(html)).texts)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # what agencies mark in their texts
        ("<p><person>Ann Lee</person>, a nurse from <location>Rome, Italy</location>, slept.</p>", 1),
        ("<p><b>With </b><person><b>Ann Lee</b></person><b> at the helm?</b></p>", 1),
        ("<p>Am <chron>Dienstag</chron> gewann die <org idsrc='x'>Beispiel AG</org>.</p>", 1),
        # what word processors and proofreading tools leave
        ("<p>In <st1:place w:st='on'><st1:City>Leeds</st1:City></st1:place> they met.<o:p></o:p></p>", 1),
        ("<p>Elle a <g class='gr_ gr-alert'>vu</g> le port.</p>", 1),
        # mistyped
        ("<p>The <emph>old</emph> mill and the <stong>new</stong> one.</p>", 1),
        ("<td>An <x-term>agio</x-term> of two per cent.</td>", 1),
        # containers of their own
        ("<content><p>One.</p><p>Two.</p></content>", 2),
        ("<headline>One.</headline><byline>Two.</byline>", 2),
        ("<div><a>Port</a><story-text>One.</story-text><story-text>Two.</story-text></div>", 3),
        ("<div>One.<x-card><p>Two.</p></x-card>Three.</div>", 3),
        (f"<div>One.<x-card>{'Two. ' * 60}</x-card>Three.</div>", 3),
    ],
)
def test_an_element_html_does_not_know_ends_no_sentence(html: str, expected: int) -> None:
    assert len(texts_of(html)) == expected


def test_the_words_stay_apart_as_they_are_written() -> None:
    assert texts_of("<p><person>Ann</person>, of <location>Rome</location>.</p>") == ["Ann, of Rome."]


def test_pages_of_many_such_elements_take_little_time() -> None:
    assert len(texts_of("<p>a<x>b</x></p>" * 20_000)) >= 20_000
    assert texts_of("<p>a" + "<x>" * 700 + "b" + "</x>" * 700 + "</p>")
