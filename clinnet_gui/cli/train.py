"""``clinnet train``: from a file to a study, with nothing decided in silence."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from clinnet_gui.cli.arguments import add_answers, add_file, add_json
from clinnet_gui.cli.planning import add_plan, note, planned
from clinnet_gui.cli.preparing import add_roles
from clinnet_gui.cli.printing import print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.cli.summary import as_json, as_lines
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.deciding import calibrate_curve, expect_test, open_test, with_threshold
from clinnet_gui.core.evaluation.decision import Decision, Route
from clinnet_gui.core.evaluation.thresholds import for_sensitivity, from_harm_ratio
from clinnet_gui.core.files import expect_writable
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained

Choose = Callable[[Trained, Decision], Decision]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("train", help="train a network on a file", allow_abbrev=False)
    add_file(parser)
    add_roles(parser, required=True)
    add_plan(parser)
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
    study = planned(arguments)
    if arguments.open_test and study.split is not None:
        expect_test(study.split)
    study = _judged(_trained(study), choose, arguments.open_test)
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
        return lambda _, decision: with_threshold(decision, threshold, Route.HARM_RATIO, basis=why)
    if arguments.sensitivity is not None:
        if not 0 < arguments.sensitivity <= 1:
            raise SettingsRefused(
                "The target sensitivity must lie above 0 and at most at 1.", "Give 0.9, say."
            )
        return lambda trained, decision: _for_sensitivity(trained, decision, arguments.sensitivity)
    if arguments.threshold is not None:
        with_threshold(Decision(), arguments.threshold)
        return lambda _, decision: with_threshold(decision, arguments.threshold, basis="as given")
    return lambda _, decision: decision


def _for_sensitivity(trained: Trained, decision: Decision, target: float) -> Decision:
    threshold = for_sensitivity(calibrate_curve(trained, decision), target)
    return with_threshold(decision, threshold, Route.SENSITIVITY, basis=f"to find {target:.0%} of the cases")


def _trained(study: Study) -> Study:
    from clinnet_gui.core.evaluation.deciding import first_decision
    from clinnet_gui.core.training.runs import result_of
    from clinnet_gui.core.training.training import train

    assert study.dataset is not None and study.split is not None and study.choice is not None
    trained = run_work(train(study.dataset, study.split, study.choice.spec))
    done = note("Trained the network")
    study = study.with_trained(trained, first_decision(trained)).with_note(done)
    return study.with_run(run_work(result_of(trained)), done.when)


def _judged(study: Study, choose: Choose, opening: bool) -> Study:
    """Choose the threshold, then open the test where that was asked, then judge: in this order."""
    from clinnet_gui.core.evaluation.judging import evaluate

    trained = study.trained
    assert trained is not None
    decision = choose(trained, study.decision)
    if opening:
        opened = note("Opened the test rows")
        study, decision = study.with_note(opened), open_test(trained, decision, opened.when)
    study = replace(study, decision=decision)
    return study.with_evaluation(run_work(evaluate(trained, decision)))


def _save(study: Study, path: Path) -> None:
    from clinnet_gui.core.study_file import save

    run_work(save(study, path))
