"""The model files from a corpus: `python -m training --corpus ../shared/corpus`.

Cross-validates by site, prints a table, and writes the files of newsspider/body/models.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from newsspider.body.model import Model, write_model
from training.corpus import FOLDS, Form, Sample, read_samples
from training.fit import Learner, learn_folds
from training.labels import usable
from training.pages import as_dump, body_by, learn_pages
from training.report import block_report, page_report

MODELS = Path(__file__).parents[1] / "newsspider" / "body" / "models"


def main() -> int:
    """Return the exit code after writing the model files."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--out", type=Path, default=MODELS, help="folder of the model files")
    parser.add_argument("--folds", type=Path, help="also write the model of each fold into this folder/<fold>/")
    parser.add_argument("--form", choices=("html", "text"), help="only the models of this form of pages")
    args = parser.parse_args()
    if not (args.corpus / "cases.jsonl").is_file():
        print(f"{args.corpus}: no corpus here (cases.jsonl is missing)", file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    forms: tuple[Form, ...] = ("html", "text")
    for form in forms if args.form is None else (args.form,):
        _train(args.corpus, form, args.out, args.folds)
    return 0


def _train(corpus: Path, form: Form, out: Path, folds: Path | None) -> None:
    start = time.monotonic()
    samples = read_samples(corpus, form)
    print(f"{form}: {len(samples)} pages, {len(usable(samples))} to learn from", flush=True)
    learner = Learner(samples, form)
    models = learn_folds(learner)
    print(block_report(samples, models), flush=True)
    pages = samples if form == "html" else [as_dump(sample) for sample in read_samples(corpus, "html")]
    page_models = [_page_model(pages, form, models, fold) for fold in range(FOLDS)]
    print(page_report(pages, models, page_models), flush=True)
    final = learner.passes()
    if folds is not None:
        for fold in range(FOLDS):
            _write(folds / str(fold), *models[fold], page_models[fold])
    _write(out, *final, _page_model(pages, form, models, None))
    print(f"{form}: {time.monotonic() - start:.0f} s", flush=True)


def _page_model(
    pages: Sequence[Sample], form: Form, models: Sequence[Sequence[Model]], left_out: int | None
) -> Model:
    """Return the page model of all folds but one; bodies come from models that have not seen the page's site."""
    known = [sample for sample in pages if sample.fold != left_out]
    return learn_pages(known, form, lambda sample: body_by(models[sample.fold], sample))


def _write(folder: Path, *models: Model) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for model in models:
        size_bytes = write_model(folder / f"{model.name}.model", model)
        print(f"{folder / model.name}.model: {size_bytes:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
