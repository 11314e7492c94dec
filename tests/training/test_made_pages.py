import pytest

pytest.importorskip("catboost", reason="training needs the extra train")

from training.made_pages import made_pages, made_samples


def test_the_same_seed_makes_the_same_pages() -> None:
    first, again = list(made_pages()), list(made_pages())
    assert first == again
    assert first != list(made_pages(seed=8))


def test_half_of_the_pages_are_reports_and_every_kind_is_made_in_every_language() -> None:
    pages = list(made_pages())
    assert sum(page.is_article for page in pages) * 2 == len(pages)
    languages = {page.language for page in pages}
    assert len(languages) >= 15
    for kind in ("missing", "consent", "wall", "front", "picture", "bytes", "report"):
        assert {page.language for page in pages if page.kind == kind} == languages


@pytest.mark.parametrize("form", ["html", "text"])
def test_samples_count_less_than_pages_of_the_corpus_and_no_two_share_a_site(form: str) -> None:
    samples = made_samples("html" if form == "html" else "text")
    assert {sample.is_article for sample in samples} == {True, False}
    assert all(sample.weight < 1.0 and sample.gold is None for sample in samples)
    assert len({sample.fold for sample in samples}) == 5
