"""``clinnet validate``: what remains of a network's figures when the training is repeated on samples."""

import argparse
import math
from pathlib import Path

from clinnet_gui.cli.arguments import add_file, add_json
from clinnet_gui.cli.planning import note
from clinnet_gui.cli.printing import Json, print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.errors import EvaluationRefused, SettingsRefused
from clinnet_gui.core.evaluation.validation.correcting import validate
from clinnet_gui.core.evaluation.validation.refits import LEAST, QUICK, most_refits
from clinnet_gui.core.evaluation.validation.resampling import resample
from clinnet_gui.core.evaluation.validation.values import Corrected, Correction, Validation
from clinnet_gui.core.evaluation.validation.wording import basis, steadiness
from clinnet_gui.core.files import expect_writable
from clinnet_gui.core.study_file import load, save


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("validate", help="correct a network for optimism", allow_abbrev=False)
    add_file(parser, "study", "the study that holds the model")
    parser.add_argument(
        "--refits", type=int, default=QUICK, metavar="N", help=f"in all, those of the study too ({QUICK})"
    )
    parser.add_argument(
        "--processes", type=int, metavar="N", help="trainings at once (default: one for each processor)"
    )
    parser.add_argument(
        "--out", type=Path, metavar="STUDY.clinnet", help="where the study is saved with its refits"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Refit, correct, and print what is left of each figure."""
    from clinnet_gui.core.training.executor import on_processors

    if arguments.out is not None:
        expect_writable(arguments.out)
    study = run_work(load(arguments.study))
    trained = study.trained
    if trained is None:
        raise EvaluationRefused("This study has no model yet.", "Train one first.", "NO_MODEL")
    _expect_counts(arguments, most_refits(trained))
    crew = on_processors(arguments.processes)
    refits = run_work(resample(trained, arguments.refits, crew, before=study.own_refits))
    found = run_work(validate(trained, study.decision, refits))
    if arguments.out is not None:
        noted = study.with_refits(refits).with_note(note(f"Validated by {refits.tried} refits"))
        run_work(save(noted, arguments.out))
    _print(found, arguments)
    return 0


def _expect_counts(arguments: argparse.Namespace, most: int) -> None:
    if not LEAST <= arguments.refits <= most:
        raise SettingsRefused(
            f"--refits is {arguments.refits}.", f"Give a number from {LEAST} to {most}.", "REFITS"
        )
    if arguments.processes is not None and arguments.processes < 1:
        raise SettingsRefused(f"--processes is {arguments.processes}.", "Give 1 or more.", "PROCESSES")


def _print(found: Validation, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print_json(_as_json(found))
        return
    heading = f"{'':<26}{'apparent':>9}{'optimism':>10}{'corrected':>11}{'.632+':>8}{'out-of-bag':>12}"
    told = "out-of-bag" if found.reason else "corrected"
    heading += f"  {f'95 % of {told}':<22}minus logistic (95 %)"
    against = {one.figure: one for one in found.headline_difference}
    each = zip(found.network, found.unseen.plus, found.unseen.outside, strict=True)
    lines = [_line(three, three[2 if found.reason else 0], against.get(three[0].figure)) for three in each]
    written = [] if arguments.out is None else [str(arguments.out)]
    reason = [found.reason] if found.reason else []
    said = (
        basis(found),
        heading,
        *lines,
        found.sentence,
        *reason,
        steadiness(found.instability, found.threshold),
    )
    print_lines([*said, *written])


def _line(
    three: tuple[Corrected, Corrected, Corrected], to_report: Corrected, difference: Corrected | None
) -> str:
    """A figure corrected for optimism, by .632+, and out-of-bag."""
    one, plus, outside = three
    beside = "" if difference is None else f"{difference.corrected:+.3f} {_spanned(difference, '+.3f')}"
    left = f"{one.apparent:>9.3f}{one.optimism:>+10.3f}{one.corrected:>11.3f}"
    left += f"{plus.corrected:>8.3f}" if plus.estimable else f"{'':<8}"
    left += f"{outside.corrected:>12.3f}  {_spanned(to_report, '.3f'):<22}"
    return f"{one.figure.value:<26}{left}{beside}".rstrip()


def _spanned(one: Corrected, spelled: str) -> str:
    return "" if math.isnan(one.low) else f"({one.low:{spelled}} to {one.high:{spelled}})"


def _as_json(found: Validation) -> dict[str, Json]:
    moved = found.instability
    return {
        "n": found.n,
        "events": found.events,
        "patients": found.patients,
        "refits": found.refits,
        "failed": found.failed,
        "threshold": found.threshold,
        "method": Correction.OPTIMISM.value,
        "network": [_figure(one) for one in found.network],
        "logistic_regression": [_figure(one) for one in found.logistic],
        "network_minus_logistic_regression": [_figure(one) for one in found.difference],
        "unseen": {
            "relative_overfitting": found.unseen.overfitting,
            "plus_632": [_figure(one) for one in found.unseen.plus if one.estimable],
            "out_of_bag": [_figure(one) for one in found.unseen.outside],
            "network_minus_logistic_regression": [_figure(one) for one in found.unseen.difference],
        },
        "headline": "out_of_bag" if found.reason else "corrected",
        "reason": found.reason,
        "instability": {"mape": moved.mean_distance, "cii": moved.flipped},
        "sentence": found.sentence,
    }


def _figure(one: Corrected) -> dict[str, Json]:
    return {
        "figure": one.figure.value,
        "apparent": one.apparent,
        "optimism": one.optimism,
        "corrected": one.corrected,
        "ci": [one.low, one.high],
        "refits": one.refits,
        "method": one.method.value,
    }
