import pytest

from newsspider._native.markup import DROPPED, EMPHASIS, INLINE, Flag, kind_of


def test_names_become_lower_case_words_each_once() -> None:
    kind = kind_of("div", [("class", "StoryBody story__body"), ("id", "body-2")])
    assert kind.tokens == ("story", "body")


def test_words_of_two_letters_and_very_long_ones_are_left_out() -> None:
    assert kind_of("div", [("class", "a bc def " + "x" * 22)]).tokens == ("def",)


@pytest.mark.parametrize(
    "attribute",
    [("hidden", ""), ("aria-hidden", "true"), ("style", "color:red; display : none"), ("role", "dialog")],
)
def test_hidden_elements_are_flagged(attribute: tuple[str, str]) -> None:
    assert kind_of("div", [attribute]).flags & Flag.HIDDEN


def test_a_visible_style_hides_nothing() -> None:
    assert not kind_of("div", [("style", "display:block"), ("aria-hidden", "false")]).flags


def test_tags_and_roles_set_the_same_flags() -> None:
    assert kind_of("nav").flags == kind_of("div", [("role", "navigation")]).flags == Flag.NAV


def test_no_tag_has_two_meanings() -> None:
    assert not DROPPED & INLINE
    assert not (DROPPED | INLINE) & EMPHASIS


def test_a_class_attribute_of_a_megabyte_is_cut() -> None:
    assert len(kind_of("div", [("class", "alpha beta " * 100_000)]).tokens) == 2
