import pytest

pytest.importorskip("catboost", reason="training needs the extra train")

from training.report import SourceScores, block_report, mean_f1


def test_each_source_counts_the_same_however_many_pages_it_has() -> None:
    scores = {"a": SourceScores(100, 1.0, 1.0, 0.5), "b": SourceScores(1, 0.5, 0.5, 0.0)}
    assert mean_f1(scores) == 0.75
    assert [line.split()[:2] for line in block_report(scores).splitlines()[1:]] == [["a", "100"], ["b", "1"]]
