from __future__ import annotations

import time

from lxml import etree, html

from newsspider.fields.markup import containers_named, name_words, text_of, texts_in
from tests.fields.made_pages import html_page


def test_words_of_names() -> None:
    element = html.fragment_fromstring('<div class="liveBlog-entry x_y" id="Main"></div>')
    assert name_words(element) == {"live", "blog", "entry", "x", "y", "main"}


def test_containers_by_name() -> None:
    body = html_page(above='<ul class="bread crumbs"><li>Home</li></ul>').body
    assert [element.tag for element in containers_named(body.blocks, frozenset({"crumbs"}))] == ["ul"]
    assert list(containers_named(body.blocks, frozenset({"nothing"}))) == []


def test_text_without_scripts() -> None:
    element = html.fragment_fromstring("<div>A<script>no()</script> boat <b>sa</b>ils<style>x</style>.</div>")
    assert text_of(element) == "A boat sails."


def test_text_with_gaps_between_boxes() -> None:
    element = html.fragment_fromstring("<div>A <em>fine</em> boat.<span>Ana Ruiz</span></div>")
    assert text_of(element, gap=" ").split() == ["A", "fine", "boat.", "Ana", "Ruiz"]


def test_deep_trees_take_no_stack_and_no_time() -> None:
    root = html.Element("div")
    inner = root
    for _ in range(2_000):
        inner = etree.SubElement(inner, "div")
    inner.text = "x"
    started = time.process_time()
    assert text_of(root, gap=" ").strip() == "x"
    assert time.process_time() - started < 1


def test_texts_know_their_element_and_whether_they_stand_behind_it() -> None:
    element = html.fragment_fromstring("<p>By <a>Ana <b>Ruiz</b></a>, Lisbon<br>12 May</p>")
    found = [(text, part.tag, behind) for text, part, behind in texts_in(element)]
    assert found == [
        ("By ", "p", False),
        ("Ana ", "a", False),
        ("Ruiz", "b", False),
        (", Lisbon", "a", True),
        ("12 May", "br", True),
    ]
