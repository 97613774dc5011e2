"""``clinnet train``: from a file to a study, with nothing decided in silence."""

import argparse
from dataclasses import replace
from pathlib import Path

from clinnet_gui.cli.arguments import add_answers, add_file, add_json
from clinnet_gui.cli.choosing import Choose, add_ways, chosen
from clinnet_gui.cli.planning import add_plan, note, planned
from clinnet_gui.cli.preparing import add_roles
from clinnet_gui.cli.printing import print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.cli.summary import as_json, as_lines
from clinnet_gui.core.evaluation.deciding import expect_test, open_test
from clinnet_gui.core.files import expect_writable
from clinnet_gui.core.study import Study


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("train", help="train a network on a file", allow_abbrev=False)
    add_file(parser)
    add_roles(parser, required=True)
    add_plan(parser)
    add_ways(parser)
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
    choose = chosen(arguments)
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


def _trained(study: Study) -> Study:
    from clinnet_gui.core.evaluation.deciding import beginning
    from clinnet_gui.core.training.runs import result_of
    from clinnet_gui.core.training.training import train

    assert study.dataset is not None and study.split is not None and study.choice is not None
    trained = run_work(train(study.dataset, study.split, study.choice.spec))
    done = note("Trained the network")
    study = study.with_trained(trained, run_work(beginning(trained))).with_note(done)
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
