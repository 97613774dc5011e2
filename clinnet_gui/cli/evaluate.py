"""``clinnet evaluate``: how good the predictions in a file are, whatever model made them."""

import argparse

from clinnet_gui.cli.arguments import add_answers, add_file, add_json, answers_of
from clinnet_gui.cli.evaluate_json import as_json
from clinnet_gui.cli.evaluate_report import as_lines
from clinnet_gui.cli.findings import expect_answers
from clinnet_gui.cli.printing import print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.evaluation.by_patient import owners
from clinnet_gui.core.evaluation.external import judging_predictions
from clinnet_gui.core.evaluation.predictions import ColumnsOpen, Naming, Pairs, pair

MOST_SAMPLES = 100_000


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("evaluate", help="judge the predictions in a file", allow_abbrev=False)
    add_file(parser, what="a table with one outcome and one predicted risk a row")
    parser.add_argument("--outcome", required=True, metavar="COL", help="the outcome's column")
    parser.add_argument("--risk", required=True, metavar="COL", help="the predicted risks (0 to 1)")
    parser.add_argument(
        "--event", action="append", default=[], metavar="VALUE", help="the outcome's level that is the event"
    )
    parser.add_argument(
        "--threshold",
        type=thresholds,
        default=(),
        metavar="T,T",
        help="risks from which to flag",
    )
    parser.add_argument(
        "--compare", default="", metavar="COL", help="a second column of risks, to be compared with the first"
    )
    parser.add_argument(
        "--patient", default="", metavar="COL", help="whose row it is, where patients have several rows"
    )
    parser.add_argument(
        "--bootstrap",
        type=samples,
        default=0,
        metavar="N",
        help="intervals of calibration errors and of the Brier score's parts, from N samples of the patients",
    )
    add_answers(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge the file and print the report; exit status 0."""
    from clinnet_gui.core.data.intake import load

    answers = answers_of(arguments)
    table = run_work(load(arguments.file, answers, varied=False))
    named = Naming(
        arguments.outcome,
        arguments.risk,
        tuple(arguments.event),
        arguments.compare,
        patient=arguments.patient,
    )
    pairs = _paired(table, named, answers)
    judging = judging_predictions(
        pairs.y,
        pairs.risks,
        arguments.threshold,
        missing=pairs.reckoning.left_out,
        times=arguments.bootstrap,
        rival=pairs.rival,
        owner=None if pairs.patients is None else owners(pairs.patients),
    )
    report, names = run_work(judging), (arguments.risk, arguments.compare)
    if arguments.json:
        print_json(as_json(report, names))
    else:
        print_lines(as_lines(report, names))
    return 0


def thresholds(text: str) -> tuple[float, ...]:
    """Read ``T,T``: risks between 0 and 1.

    >>> thresholds("0.1,0.2")
    (0.1, 0.2)
    """
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        found = (2.0,)
    if not all(0 <= value <= 1 for value in found):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of risks between 0 and 1, as 0.05,0.1")
    return found


def samples(text: str) -> int:
    """Read ``N``: how many bootstrap samples, from 1 to 100,000.

    >>> samples("500")
    500
    """
    if not (text.isdecimal() and 1 <= int(text) <= MOST_SAMPLES):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of samples from 1 to {MOST_SAMPLES:,}")
    return int(text)


def _paired(table: Table, naming: Naming, answers: Answers) -> Pairs:
    """Pair the columns; every question that they raise is printed with the answers to give."""
    try:
        return pair(table, naming, answers)
    except ColumnsOpen as error:
        expect_answers(error.questions)
        raise
