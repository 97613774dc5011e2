"""``clinnet evaluate``: how good the predictions in a file are, whatever model made them."""

import argparse
from dataclasses import dataclass

import numpy as np

from clinnet_gui.cli.arguments import add_answers, add_file, add_json, answers_of
from clinnet_gui.cli.evaluate_report import as_json, as_lines
from clinnet_gui.cli.findings import expect_answers
from clinnet_gui.cli.printing import print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.data.findings import Answers, Level
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.errors import DataRefused, EvaluationRefused
from clinnet_gui.core.evaluation.external import judge_predictions


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
    add_answers(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge the file and print the report; exit status 0."""
    from clinnet_gui.core.data.intake import load

    answers = answers_of(arguments)
    table = run_work(load(arguments.file, answers))
    pairs = _pairs(table, arguments, answers)
    report = judge_predictions(pairs.y, pairs.risks, arguments.threshold, pairs.missing)
    if arguments.json:
        print_json(as_json(report))
    else:
        print_lines(as_lines(report))
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


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """The rows that have both an outcome and a risk, and how many have not."""

    y: Bytes
    risks: Floats
    missing: int


def _pairs(table: Table, arguments: argparse.Namespace, answers: Answers) -> _Pairs:
    outcome, risk = _column(table, arguments.outcome), _column(table, arguments.risk)
    if outcome is risk:
        raise EvaluationRefused(
            f"“{risk.name}” cannot be outcome and risk at once.", "Name two columns.", "TWO_ROLES"
        )
    expect_answers([question for question in table.questions if question.column in (None, risk.name)])
    outcomes, risks = _outcomes(outcome, tuple(arguments.event), answers), _risks(risk)
    whole = (outcomes >= 0) & ~np.isnan(risks)
    return _Pairs(outcomes[whole], risks[whole], int((~whole).sum()) + len(table.raw.quarantined))


def _column(table: Table, name: str) -> Column:
    try:
        return table.column(name)
    except KeyError:
        known = ", ".join(f"“{column}”" for column in table.names[:20])
        raise EvaluationRefused(
            f"The file has no column “{name}”.", f"Its columns are {known}.", "NO_COLUMN"
        ) from None


def _outcomes(column: Column, event: tuple[str, ...], answers: Answers) -> Bytes:
    """Return 1 for the event, 0 for none, -1 where the outcome is missing."""
    from clinnet_gui.core.data.outcome import judge_outcome

    found = judge_outcome(column, event, answers)
    if found.y is not None:
        return found.y
    for finding in found.findings:
        if finding.level is Level.REFUSE:
            raise DataRefused(finding.saw, finding.advice, finding.code)
    expect_answers([finding for finding in found.findings if finding.is_open])
    raise AssertionError("an outcome without a refusal or a question has its events")


def _risks(column: Column) -> Floats:
    if column.kind is not Kind.NUMBER:
        raise EvaluationRefused(
            f"The column “{column.name}” does not hold numbers.",
            "Name the column of predicted risks with --risk.",
            "RISK_RANGE",
        )
    if column.rule.percent == 1 and (column.values > 1).any():
        raise EvaluationRefused(
            f"The risks in “{column.name}” carry a percent sign, and 5 % is read as 5.",
            f"Give --answer 'PERCENT:{column.name}=fraction' to read it as 0.05.",
            "RISK_RANGE",
        )
    return column.values
