"""``clinnet ablate``: would a smaller, larger, deeper or shallower network do as well or better?"""

import argparse
import math

from clinnet_gui.cli.arguments import add_answers, add_file, add_json
from clinnet_gui.cli.planning import SEED, add_plan, asked_test, planned
from clinnet_gui.cli.preparing import add_roles
from clinnet_gui.cli.printing import Json, print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.ablation import Ablation, Cell, ablate, name

MOST_SEEDS = 20


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser(
        "ablate", help="compare networks of other depth and width", allow_abbrev=False
    )
    add_file(parser, what="the table of patients, or a study")
    add_roles(parser, required=False)
    add_plan(parser)
    parser.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="trainings of each network, averaged (1)"
    )
    parser.add_argument(
        "--processes", type=int, metavar="N", help="trainings at once (default: one for each processor)"
    )
    add_answers(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train the networks around the suggested one, and print how they compare."""
    from clinnet_gui.core.training.executor import on_processors

    _expect_counts(arguments)
    study = _study(arguments)
    assert study.dataset is not None and study.split is not None and study.choice is not None
    crew, spec = on_processors(arguments.processes), study.choice.spec
    found = run_work(ablate(study.dataset, study.split, spec, crew, seeds=arguments.seeds))
    if arguments.json:
        print_json(_as_json(found))
    else:
        print_lines(_as_lines(found))
    return 0


def _expect_counts(arguments: argparse.Namespace) -> None:
    if not 1 <= arguments.seeds <= MOST_SEEDS:
        raise SettingsRefused(
            f"--seeds is {arguments.seeds}.", f"Give a number from 1 to {MOST_SEEDS}.", "SEEDS"
        )
    if arguments.processes is not None and arguments.processes < 1:
        raise SettingsRefused(f"--processes is {arguments.processes}.", "Give 1 or more.", "PROCESSES")


def _study(arguments: argparse.Namespace) -> Study:
    """The study named, or the one that the table and the roles make."""
    if arguments.file.suffix != ".clinnet":
        if arguments.outcome is None:
            raise SettingsRefused(
                "No outcome was named.", "Add --outcome with the column to predict.", "NO_OUTCOME"
            )
        return planned(arguments)
    from clinnet_gui.core.study_file import load

    _expect_no_plan(arguments)
    study = run_work(load(arguments.file))
    if not study.ready_to_train:
        raise SettingsRefused(
            f"{arguments.file.name} is not ready to train: its data or its outcome are missing.",
            "Open it in the window and finish the Data page, or name a table of patients.",
            "NOT_READY",
        )
    return study


def _expect_no_plan(arguments: argparse.Namespace) -> None:
    """A study brings its own roles, split and settings; others beside them would be ignored."""
    roles = arguments.outcome or arguments.event or arguments.id or arguments.exclude
    plan = arguments.quality or asked_test(arguments) is not None or arguments.seed != SEED
    if roles or plan:
        raise SettingsRefused(
            "A study has its own outcome, split and settings.",
            "Leave out the options that set them, or name the table of patients instead.",
            "STUDY_HAS_A_PLAN",
        )


def _as_json(found: Ablation) -> dict[str, Json]:
    return {
        "reference": found.reference,
        "recommended": found.recommended,
        "sentence": found.sentence,
        "judged_on": {"name": found.rows_name, "rows": found.rows, "patients": found.patients},
        "seeds": found.seeds,
        "networks": [_cell_json(cell) for cell in found.cells],
    }


def _cell_json(cell: Cell) -> dict[str, Json]:
    difference = cell.difference
    return {
        "hidden": cell.hidden,
        "parameters": cell.parameters,
        "log_loss": cell.log_loss,
        "difference": {"value": difference.value, "low": difference.low, "high": difference.high},
        "seconds": cell.seconds,
        "failure": cell.failure or None,
    }


def _as_lines(found: Ablation) -> list[str]:
    heading = (
        f"{'hidden layers':<24}{'parameters':>12}{'log-loss':>10}  {'minus the reference (95 %)':<30}CPU s"
    )
    judged = f"{found.rows:,} {found.rows_name}, {found.patients:,} patients"
    seeds = "" if len(found.seeds) == 1 else f"; means of {len(found.seeds)} trainings each"
    return [
        f"compared on {judged}{seeds}",
        heading,
        *(_line(cell, found) for cell in found.cells),
        found.sentence,
    ]


def _line(cell: Cell, found: Ablation) -> str:
    mark = " *" if cell.hidden == found.recommended else ""
    loss = f"{cell.log_loss:.4f}"
    if math.isnan(cell.log_loss):
        return f"{name(cell.hidden):<24}{cell.parameters:>12,}{'':>10}  {cell.failure}"
    difference = "reference"
    if cell.hidden != found.reference:
        of = cell.difference
        difference = f"{of.value:+.4f} ({of.low:+.4f} to {of.high:+.4f})"
    return (
        f"{name(cell.hidden) + mark:<24}{cell.parameters:>12,}{loss:>10}  {difference:<30}{cell.seconds:.1f}"
    )
