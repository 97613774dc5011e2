"""``clinnet explain``: what each column added to the risk of each patient, in log-odds."""

import argparse
from pathlib import Path

import numpy as np

from clinnet_gui.cli.arguments import add_file, add_json, numbers
from clinnet_gui.cli.printing import print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.cli.summary import PARTS
from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import ExplanationRefused
from clinnet_gui.core.evaluation.deciding import shown_part
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.explanation.contributions import explained
from clinnet_gui.core.explanation.explaining import explain
from clinnet_gui.core.explanation.methods import DEEP_SHAP, METHODS, PAIRS, PERMUTATION
from clinnet_gui.core.explanation.words import base_of, in_words, shown_risk
from clinnet_gui.core.files import expect_writable
from clinnet_gui.core.scoring.attributions import write_attributions
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import load
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work

_NAMES = {**PARTS, Part.CROSS_FITTED: "out_of_fold"}
"""Each cross-fitted row is explained by the network from which it was held out."""

MOST_TOLD = 20
"""So many patients are told in words; the file holds all."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("explain", help="attribute risks to columns", allow_abbrev=False)
    add_file(parser, "study", "the study that holds the model")
    parser.add_argument(
        "--rows", type=numbers, metavar="N,N", help="row numbers of the training file (else all rows shown)"
    )
    parser.add_argument(
        "--method", choices=METHODS, default=DEEP_SHAP, help=f"how risks are attributed (default {DEEP_SHAP})"
    )
    parser.add_argument(
        "--pairs",
        type=int,
        default=PAIRS,
        metavar="N",
        help=f"pairs of orders that {PERMUTATION} draws for each training patient ({PAIRS})",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="ATTRIBUTIONS.csv", help="where they go")
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Explain the rows, write the contributions, and print the columns by importance."""
    expect_writable(arguments.out, arguments.study)
    study = run_work(load(arguments.study))
    if study.trained is None:
        raise ExplanationRefused("This study has no model yet.", "Train one first.", "NO_MODEL")
    rows = _rows(study, study.trained, arguments.rows)
    attribution = run_work(_asked(study, study.trained, rows, arguments))
    run_work(write_attributions(attribution, study, arguments.out))
    said = _words(attribution, study, study.trained) if arguments.rows is not None else []
    _print(attribution, _parts(study.trained, rows), said, arguments)
    return 0


def _asked(study: Study, trained: Trained, rows: Ints, arguments: argparse.Namespace) -> Work[Attribution]:
    return explain(trained, study.decision.calibrator, rows, arguments.method, pairs=arguments.pairs)


def _rows(study: Study, trained: Trained, wanted: tuple[int, ...] | None) -> Ints:
    """Return the dataset positions of the rows asked for, or of all rows that are shown."""
    if wanted is None:
        return trained.split.rows(shown_part(trained.split, study.decision))
    dataset = trained.dataset
    in_file = dataset.table.raw.rows[dataset.rows]
    places = {int(row): place for place, row in enumerate(in_file)}
    unknown = [row for row in wanted if row not in places]
    if unknown:
        message = f"The study has no usable row {', '.join(map(str, unknown[:10]))}."
        raise ExplanationRefused(message, f"Rows run from {in_file.min()} to {in_file.max()}.", "NO_SUCH_ROW")
    rows = np.array([places[row] for row in wanted], np.int64)
    covered = [
        row for row, place in zip(wanted, rows, strict=True) if trained.split.parts[place] == Part.TEST
    ]
    if covered and not study.decision.opened:
        message = f"Row {', '.join(map(str, covered[:10]))} is a test row, and the test is covered."
        raise ExplanationRefused(message, "Open the test first, or name other rows.", "TEST_COVERED")
    return rows


def _parts(trained: Trained, rows: Ints) -> dict[str, int]:
    """Return how many of the rows stand in each part, parts without any left out."""
    counts = np.bincount(trained.split.parts[rows], minlength=len(Part))
    return {_NAMES[part]: int(counts[part]) for part in Part if counts[part]}


def _words(attribution: Attribution, study: Study, trained: Trained) -> list[str]:
    """Each row that was named, in the words that the window has for it; of many rows the first."""
    risk, base = shown_risk(study.decision.calibrator), base_of(attribution)
    positions = attribution.rows[:MOST_TOLD].tolist()
    found = [(at, explained(attribution, trained.dataset, at, risk)) for at in positions]
    return [in_words(one, trained.dataset.label(at), base) for at, one in found if one is not None]


def _print(
    attribution: Attribution, parts: dict[str, int], said: list[str], arguments: argparse.Namespace
) -> None:
    order = np.argsort(-attribution.importance)
    error = float(attribution.completeness_error.max())
    scale = "calibrated" if attribution.calibrated else "uncalibrated"
    ranked = [(attribution.columns[i], float(attribution.importance[i])) for i in order]
    if arguments.json:
        print_json(
            {
                "out": str(arguments.out),
                "rows": int(attribution.rows.size),
                "parts": parts,
                "method": attribution.method,
                "reference": attribution.reference,
                "base": {"low": float(attribution.base.min()), "high": float(attribution.base.max())},
                "scale": f"{scale} log-odds",
                "completeness_error": error,
                "standard_error": None if attribution.errors is None else float(attribution.errors.max()),
                "words": said,
                "importance": [{"column": column, "log_odds": value} for column, value in ranked],
            }
        )
        return
    counts = ", ".join(f"{count:,} {part.replace('_', '-')}" for part, count in parts.items())
    head = f"rows: {counts}; {attribution.method} against {attribution.reference}"
    lines = [f"  {value:8.4f}  {column}" for column, value in ranked]
    what = f"mean absolute contribution, {scale} log-odds (completeness error at most {error:.1e}):"
    if attribution.errors is not None:
        head += f"; standard error at most {attribution.errors.max():.1e}"
    print_lines([head, *said, what, *lines, str(arguments.out)])
