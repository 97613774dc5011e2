"""``clinnet score``: the risks of new patients, one line for each row of their file."""

import argparse
from pathlib import Path

from clinnet_gui.cli.arguments import add_answers, add_file, add_json, answers_of
from clinnet_gui.cli.findings import expect_answers, finding_json, finding_lines, warn_of_idle
from clinnet_gui.cli.printing import print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.files import expect_writable
from clinnet_gui.core.scoring import Scores, Status, StructureOpen, score, write_scores
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import load


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("score", help="score new patients with a study", allow_abbrev=False)
    add_file(parser, "study", "the study that holds the model")
    add_file(parser, what="the table of new patients")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PREDICTIONS.csv", help="where the risks go"
    )
    add_answers(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Score the file, write the risks, and print what became of the rows."""
    expect_writable(arguments.out, arguments.study, arguments.file)
    study = run_work(load(arguments.study))
    scores = _scored(study, arguments)
    run_work(write_scores(scores, arguments.out))
    if arguments.json:
        print_json(
            {
                "file": scores.source,
                "out": str(arguments.out),
                "rows": scores.n,
                "status": {status.text: scores.count(status) for status in Status},
                "flagged": _flagged(scores),
                "threshold": scores.threshold,
                "model": scores.model,
                "update": scores.update or None,
                "when": scores.when,
                "findings": [finding_json(finding) for finding in scores.findings],
            }
        )
    else:
        print_lines(_lines(scores, arguments.out))
    return 0


def _scored(study: Study, arguments: argparse.Namespace) -> Scores:
    """Score the file; every question its structure raises is printed with the answers to give."""
    answers = answers_of(arguments)
    try:
        scores = run_work(score(study, arguments.file, answers))
    except StructureOpen as error:
        expect_answers(error.questions)
        raise
    warn_of_idle(answers, scores.findings)
    return scores


def _flagged(scores: Scores) -> int | None:
    return None if scores.threshold is None else int((scores.flags == 1).sum())


def _lines(scores: Scores, path: Path) -> list[str]:
    counts = ", ".join(f"{scores.count(status):,} {status.text}" for status in Status if scores.count(status))
    flagged = _flagged(scores)
    flags = "no threshold was chosen, so nobody is flagged"
    if flagged is not None:
        flags = f"{flagged:,} flagged at {scores.threshold:.4g}"
    return [
        f"{scores.source}: {scores.n:,} rows: {counts}; {flags}",
        *([f"risks are under {scores.update}"] if scores.update else []),
        *finding_lines(scores.findings),
        str(path),
    ]
