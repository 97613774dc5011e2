"""``clinnet train``: from a file to a study, with nothing decided in silence."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from clinnet_gui.cli.arguments import add_answers, add_file, add_json, answers_of
from clinnet_gui.cli.findings import expect_answers, warn_of_idle
from clinnet_gui.cli.preparing import add_roles, all_findings, prepare
from clinnet_gui.cli.printing import print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.cli.summary import as_json, as_lines
from clinnet_gui.core.data.intake import load
from clinnet_gui.core.data.screening import open_questions, refusal
from clinnet_gui.core.errors import DataRefused, SettingsRefused
from clinnet_gui.core.evaluation.deciding import calibrate_curve, expect_test, open_test, with_threshold
from clinnet_gui.core.evaluation.decision import Decision, Route
from clinnet_gui.core.evaluation.thresholds import for_sensitivity, from_harm_ratio
from clinnet_gui.core.files import expect_writable
from clinnet_gui.core.model.heuristics import QUALITY_MEMBERS
from clinnet_gui.core.study import Note, Study
from clinnet_gui.core.training.fit import Trained

SEED = 20251

Choose = Callable[[Trained, Decision], Decision]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("train", help="train a network on a file", allow_abbrev=False)
    add_file(parser)
    add_roles(parser, required=True)
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"of split and training ({SEED})")
    parser.add_argument(
        "--quality",
        action="store_true",
        help=f"{QUALITY_MEMBERS} networks that share their layers, averaged: slower, often better",
    )
    parser.add_argument(
        "--test-part",
        action=argparse.BooleanOptionalAction,
        help="set rows aside for one judgement at the end (default: from 1,000 patients and 200 events on)",
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--threshold", type=float, metavar="T", help="flag patients whose risk is at least T")
    way.add_argument(
        "--harm-ratio", type=float, metavar="W", help="a missed case is W times a needless work-up"
    )
    way.add_argument(
        "--sensitivity", type=float, metavar="S", help="the threshold that finds this share of cases"
    )
    parser.add_argument(
        "--open-test", action="store_true", help="open the test rows and judge the model on them"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="STUDY.clinnet", help="where the study goes"
    )
    add_answers(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train, judge, save, and print what came of it."""
    choose = _chosen(arguments)
    expect_writable(arguments.out, arguments.file)
    study = _judged(_trained(_planned(arguments)), choose, arguments.open_test)
    _save(study, arguments.out)
    if arguments.json:
        print_json(as_json(study, arguments.out))
    else:
        print_lines(as_lines(study, arguments.out))
    return 0


def _chosen(arguments: argparse.Namespace) -> Choose:
    """Return how the threshold is chosen; a number out of range is refused before training."""
    if arguments.harm_ratio is not None:
        why = f"a missed case weighs {arguments.harm_ratio:g} needless work-ups"
        threshold = from_harm_ratio(arguments.harm_ratio)
        return lambda _, decision: with_threshold(decision, threshold, Route.HARM_RATIO, why)
    if arguments.sensitivity is not None:
        if not 0 < arguments.sensitivity <= 1:
            raise SettingsRefused(
                "The target sensitivity must lie above 0 and at most at 1.", "Give 0.9, say."
            )
        return lambda trained, decision: _for_sensitivity(trained, decision, arguments.sensitivity)
    if arguments.threshold is not None:
        with_threshold(Decision(), arguments.threshold)
        return lambda _, decision: with_threshold(decision, arguments.threshold, Route.MANUAL, "as given")
    return lambda _, decision: decision


def _for_sensitivity(trained: Trained, decision: Decision, target: float) -> Decision:
    threshold = for_sensitivity(calibrate_curve(trained, decision), target)
    return with_threshold(decision, threshold, Route.SENSITIVITY, f"to find {target:.0%} of the cases")


def _planned(arguments: argparse.Namespace) -> Study:
    """Read, screen, split and size; every open question and every refusal ends here."""
    from clinnet_gui.core.data.splitting import make_split
    from clinnet_gui.core.model.heuristics import in_quality, suggest, with_spec

    answers = answers_of(arguments)
    table = run_work(load(arguments.file, answers))
    assembled = prepare(table, arguments, answers)
    warn_of_idle(answers, all_findings(table, assembled), table.names)
    refused = refusal(all_findings(table, assembled))
    if refused is not None:
        raise refused
    expect_answers(open_questions(table, assembled.roles, assembled.findings))
    if assembled.dataset is None:
        raise DataRefused("These roles make no dataset.", "Check outcome and predictors.", "NO_DATASET")
    split = make_split(assembled.dataset, arguments.seed, arguments.test_part)
    if arguments.open_test:
        expect_test(split)
    choice = suggest(assembled.dataset, split, arguments.seed)
    if arguments.quality:
        choice = with_spec(choice, in_quality(choice.spec))
    study = Study().with_table(table).with_roles(assembled.roles, assembled.findings, assembled.dataset)
    return study.with_plan(split, choice).with_note(_note(f"Read {table.raw.source.name}"))


def _trained(study: Study) -> Study:
    from clinnet_gui.core.evaluation.deciding import first_decision
    from clinnet_gui.core.training.training import train

    assert study.dataset is not None and study.split is not None and study.choice is not None
    trained = run_work(train(study.dataset, study.split, study.choice.spec))
    return study.with_trained(trained, first_decision(trained)).with_note(_note("Trained the network"))


def _judged(study: Study, choose: Choose, opening: bool) -> Study:
    """Choose the threshold, then open the test where that was asked, then judge: in this order."""
    from clinnet_gui.core.evaluation.judging import evaluate

    trained = study.trained
    assert trained is not None
    decision = choose(trained, study.decision)
    if opening:
        note = _note("Opened the test rows")
        study, decision = study.with_note(note), open_test(trained, decision, note.when)
    study = replace(study, decision=decision)
    return study.with_evaluation(run_work(evaluate(trained, decision)))


def _save(study: Study, path: Path) -> None:
    from clinnet_gui.core.study_file import save

    run_work(save(study, path))


def _note(what: str) -> Note:
    return Note(datetime.now(UTC).isoformat(timespec="seconds"), what)
