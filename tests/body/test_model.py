import json
from pathlib import Path

import numpy as np
import pytest

import newsspider.body
from newsspider.body.features import FEATURES, block_columns
from newsspider.body.forest import Forest
from newsspider.body.model import Model, Origin, current_model, models_from, read_model, write_model
from newsspider.body.page_features import PAGE_FEATURES
from newsspider.errors import ModelError
from tests.body.pages import ARTICLE, page_and_blocks

NAMES = ("html", "html_context", "text", "page_html", "page_text")


def small_model() -> Model:
    forest = Forest(
        np.array([[1]], np.uint8), np.array([[0.5]], np.float32), np.array([[-1.0, 1.0]], np.float32), 0.25
    )
    words = {"names": {"größe": 1.0, "x": -0.5}, "words": {}}
    return Model("small", ("a", "b"), forest, words, Origin(seed=7, commit="unknown", corpus="sha256:00"))


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "small.model"
    assert write_model(path, small_model()) == path.stat().st_size
    model = read_model(path)
    assert (model.name, model.features, model.forest.bias) == ("small", ("a", "b"), 0.25)
    assert model.forest.features.tolist() == [[1]]
    assert model.forest.leaves.tolist() == [[-1.0, 1.0]]
    assert model.words["names"] == pytest.approx({"größe": 1.0, "x": -0.5}, abs=0.0001)
    assert model.words["words"] == {}
    assert model.origin == small_model().origin


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda raw: raw[:-1], "bytes of payload"),
        (lambda raw: raw[:-1] + b"\xff", "checksum"),
        (lambda raw: raw.replace(b'"version": 1', b'"version": 9'), "version"),
        (lambda raw: raw.replace(b"newsspider-model", b"something-else!!"), "form"),
        (lambda raw: raw.replace(b'["a", "b"]', b'["a"]'), "no name"),
        (lambda _: b"", "not a valid model"),
        (lambda _: b"\x00\xff\n", "not a valid model"),
        (lambda _: b"[]\n", "not a valid model"),
        (lambda raw: json.dumps({"form": "newsspider-model"}).encode() + raw, "not a valid model"),
    ],
)
def test_a_file_that_is_not_sound_is_refused(damage, reason: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # lambdas above
    path = tmp_path / "small.model"
    write_model(path, small_model())
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ModelError, match=reason):
        read_model(path)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.model: cannot be read"):
        read_model(tmp_path / "gone.model")


def test_models_come_from_another_folder_only_inside_the_block(tmp_path: Path) -> None:
    write_model(tmp_path / "html.model", small_model())
    with models_from(tmp_path):
        assert current_model("html").name == "small"
    assert current_model("html").name == "html"


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_models_are_sound(name: str) -> None:
    model = current_model(name)
    assert model.name == name
    known = {**FEATURES, **{f"page_{form}": names for form, names in PAGE_FEATURES.items()}}
    assert set(model.features) <= set(known[name])


def test_the_shipped_models_are_small() -> None:
    folder = Path(newsspider.body.__file__).parent / "models"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2_000_000


def test_columns_are_made_for_every_feature_that_models_may_read() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    columns = block_columns(page, blocks, {"names": {}})
    assert set(FEATURES["html"]) <= set(columns)
    assert {len(column) for column in columns.values()} == {len(blocks)}
    assert all(np.isfinite(column).all() for column in columns.values())
