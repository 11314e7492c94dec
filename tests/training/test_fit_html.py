import pytest

pytest.importorskip("catboost", reason="training needs the extra train")
pytest.importorskip("sklearn", reason="training needs the extra train")
pytest.importorskip("rapidfuzz", reason="training needs the extra train")

from newsspider.blocks import read_blocks
from newsspider.body.features import FEATURES
from newsspider.body.label import label_by
from newsspider.body.model import Model
from newsspider.page import html_page
from training.corpus import Sample, fold_of
from training.fit_html import HtmlLearner
from training.gold import align

GOLD = "The storm came at night and the harbour was closed before dawn. The boats were called back to the pier."
MENU = f"<div class=menu>{''.join(f'<p>Section {number}</p>' for number in range(20))}</div>"
MORE = "Readers of this page may write to its editors, who like to hear from them. Letters are printed on Fridays."


def sample(number: int) -> Sample:
    """Return a page whose second paragraph is article text on every other site, which nothing on it tells."""
    site = f"site{number}.example"
    page = html_page(f"<div class=story><p>{GOLD}</p><p>{MORE}</p></div>{MENU}")
    blocks = read_blocks(page)
    gold = f"{GOLD}\n\n{MORE}" if number % 2 else GOLD
    return Sample(
        id=site, source="own", is_article=True, site=site, gold=gold, page=page, blocks=blocks,
        alignment=align(blocks.texts, gold),
    )  # fmt: skip


SAMPLES = [sample(number) for number in range(40)]


def test_pages_are_judged_by_two_passes() -> None:
    passes = HtmlLearner(SAMPLES).passes()
    assert [model.name for model in passes] == ["html", "html_context"]
    assert passes[1].features == FEATURES["html_context"]
    story, more, menu, *_ = label_by(passes, SAMPLES[0].page, SAMPLES[0].blocks)
    assert story > more > menu


def test_what_several_models_need_is_learned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = HtmlLearner(SAMPLES)
    left_out = frozenset((fold_of(SAMPLES[0].site),))
    model = learner.first(left_out)
    learned: list[object] = []
    monkeypatch.setattr("training.fit_html.learn_forest", lambda *rows, **_: learned.append(rows))
    assert learner.first(left_out) is model
    assert learned == []


def test_scores_that_the_second_pass_learns_from_come_from_models_without_the_pages_fold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learner = HtmlLearner(SAMPLES)
    asked: list[frozenset[int]] = []
    first = learner.first

    def noted(left_out: frozenset[int]) -> Model:
        asked.append(left_out)
        return first(left_out)

    monkeypatch.setattr(learner, "first", noted)
    learner.passes(frozenset((0,)))
    assert set(asked) == {frozenset((fold_of(one.site),)) for one in SAMPLES}
