"""The model files from a corpus: `python -m training --corpus ../shared/corpus`.

Cross-validates by site, prints a table, and writes the files of newsspider/body/models.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsspider.body.model import Model, write_model
from newsspider.body.types import Body
from training.corpus import FOLDS, Form, Sample, read_samples
from training.dumps import copies_to_learn, read_dumps, shortened
from training.fit_html import HtmlLearner
from training.fit_text import TextLearner
from training.labels import usable
from training.made_pages import made_samples
from training.pages import body_by, learn_pages
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
    copies = read_dumps(corpus) if form == "text" else []
    print(f"{form}: {len(samples)} pages, {len(usable(samples))} to learn from", flush=True)
    learner = HtmlLearner(samples) if form == "html" else _dumps_learner(samples, copies)
    models = [learner.passes(frozenset((fold,))) for fold in range(FOLDS)]
    print(block_report(samples, models), flush=True)
    pages, made = copies or samples, made_samples(form)
    bodies = {page.id: body_by(models[page.fold], page) for page in (*pages, *made)}
    page_models = [_page_model((*pages, *made), form, bodies, fold) for fold in range(FOLDS)]
    print(page_report(pages, bodies, page_models), flush=True)
    print(f"made pages alone: {page_report(made, bodies, page_models)}", flush=True)
    final = learner.passes()
    if folds is not None:
        for fold in range(FOLDS):
            _write(folds / str(fold), *models[fold], page_models[fold])
    _write(out, *final, _page_model((*pages, *made), form, bodies, None))
    print(f"{form}: {time.monotonic() - start:.0f} s", flush=True)


def _dumps_learner(dumps: Sequence[Sample], copies: Sequence[Sample]) -> TextLearner:
    short = [copy for dump in (*dumps, *copies) if (copy := shortened(dump)) is not None]
    return TextLearner(dumps, [*copies_to_learn(copies), *short])


def _page_model(pages: Sequence[Sample], form: Form, bodies: Mapping[str, Body], left_out: int | None) -> Model:
    """Return the page model of all folds but one; `bodies` are by models that have not seen the page's site."""
    known = [page for page in pages if page.fold != left_out]
    return learn_pages(known, form, lambda page: bodies[page.id])


def _write(folder: Path, *models: Model) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for model in models:
        size_bytes = write_model(folder / f"{model.name}.model", model)
        print(f"{folder / model.name}.model: {size_bytes:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
