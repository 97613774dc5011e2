"""``clinnet external``: a study's network judged on the patients of another file."""

import argparse

from clinnet_gui.cli.arguments import add_answers, add_file, add_json, answers_of
from clinnet_gui.cli.findings import expect_answers, finding_json, finding_lines, warn_of_idle
from clinnet_gui.cli.printing import Json, print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.transport.report import Transport
from clinnet_gui.core.evaluation.transport.shift import Shift
from clinnet_gui.core.evaluation.transport.updating import Update
from clinnet_gui.core.evaluation.transport.wording import (
    discrimination_sentence,
    few_sentence,
    judged,
    refit_sentence,
    shift_sentence,
    standing_sentence,
)
from clinnet_gui.core.scoring import StructureOpen
from clinnet_gui.core.scoring.external import ExternalValidation, validate_external
from clinnet_gui.core.study_file import load


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser(
        "external", help="judge a study's network on other patients", allow_abbrev=False
    )
    add_file(parser, "study", "the study that holds the model")
    add_file(parser, what="a table of other patients, with the outcome")
    parser.add_argument("--leave-out-same", action="store_true", help="leave out patients of the study")
    add_answers(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge the file and print who the patients are and how the network does; exit status 0."""
    study, answers = run_work(load(arguments.study)), answers_of(arguments)
    try:
        found = run_work(validate_external(study, arguments.file, answers, arguments.leave_out_same))
    except StructureOpen as error:
        expect_answers(error.questions)
        raise
    warn_of_idle(answers, found.findings)
    if arguments.json:
        print_json(as_json(found))
    else:
        print_lines(as_lines(found))
    return 0


def as_json(found: ExternalValidation) -> dict[str, Json]:
    """Return what the file said; intervals stand beside their estimate as ``_ci``."""
    of, counts = found.transport, found.transport.counts
    seen = of.side.calibration
    return {
        "file": found.source,
        "model": found.model,
        "standing": of.standing.value,
        "apparent": of.apparent,
        "known_ids": of.overlap.known,
        "identical_rows": of.overlap.identical,
        "rows": counts.read,
        "set_aside": counts.aside,
        "no_outcome": counts.no_outcome,
        "not_scored": counts.not_scored,
        "same_left_out": counts.same_left_out,
        "covered_left_out": counts.covered,
        "n": counts.judged,
        "patients": of.patients or counts.judged,
        "events": of.side.report.events,
        "shifts": [_shift(shift) for shift in of.shifts],
        **_with_ci("membership_auroc", of.membership.auroc),
        **_with_ci("spread_of_logits", of.membership.spread),
        **_with_ci("auroc", of.side.report.auroc),
        **_with_ci("auroc_change", of.change),
        **_with_ci("oe", seen.o_to_e),
        **_with_ci("citl", seen.in_the_large),
        **_with_ci("slope", seen.slope),
        **_with_ci("ici", seen.distances.ici),
        **_with_ci("brier", seen.brier),
        "threshold": of.threshold,
        **_with_ci("net_benefit", of.net_benefit),
        "updates": [_update(update) for update in of.updates],
        "closed_test": {
            "taken": of.choice.taken.value,
            "p_as_is": of.choice.as_is.p,
            "p_intercept": of.choice.intercept.p,
        },
        "widths": {"oe": of.widths.o_to_e, "auroc": of.widths.c, "slope": of.widths.slope},
        "patients_needed": of.size.patients,
        "findings": [finding_json(finding) for finding in found.findings],
    }


def _with_ci(name: str, measure: Measure) -> dict[str, Json]:
    return {name: measure.value, f"{name}_ci": [measure.low, measure.high]}


def _shift(shift: Shift) -> dict[str, Json]:
    return {
        "column": shift.name,
        **_with_ci("difference", shift.difference),
        "compared": shift.what,
        "study": shift.before,
        "here": shift.now,
        **_with_ci("missing_study", shift.missing_before),
        **_with_ci("missing_here", shift.missing_now),
        **_with_ci("beyond_training", shift.outside),
    }


def _update(update: Update) -> dict[str, Json]:
    made = update.calibrator
    return {
        "method": update.method.value,
        "refusal": update.refusal,
        "intercept": None if made is None else made.intercept,
        "slope": None if made is None else made.slope,
        **_with_ci("log_loss", update.log_loss),
        **_with_ci("against", update.against),
    }


def as_lines(found: ExternalValidation) -> list[str]:
    """Return what the file said as lines of text."""
    of = found.transport
    return [
        f"{found.source}: {of.counts.read:,} rows, {of.counts.judged:,} judged, "
        f"{of.side.report.events:,} events",
        *finding_lines(found.findings),
        standing_sentence(of),
        "",
        shift_sentence(of.shifts),
        *(_shift_line(shift) for shift in of.shifts),
        of.membership.sentence,
        "",
        *([few_sentence(of)] if few_sentence(of) else []),
        *(_figures(of) if judged(of) else []),
        "",
        of.choice.sentence,
        *([_update_line(update) for update in of.updates] if judged(of) else []),
        *([refit_sentence(of)] if judged(of) else []),
    ]


def _shift_line(shift: Shift) -> str:
    figures = f"{shift.before:.4g} → {shift.now:.4g}"
    missing = f"missing {shift.missing_before.value:.0%} → {shift.missing_now.value:.0%}"
    far = shift.difference
    interval = f" ({far.low:+.2f} to {far.high:+.2f})" if far.low <= far.high else ""
    return f"  {shift.name:<26}{far.value:+.2f}{interval:<18}   {shift.what} {figures}, {missing}"


def _figures(of: Transport) -> list[str]:
    seen = of.side.calibration
    rows = [
        ("O:E", seen.o_to_e),
        ("calibration-in-the-large", seen.in_the_large),
        ("calibration slope", seen.slope),
        ("ICI", seen.distances.ici),
        ("Brier score", seen.brier),
        *([(f"net benefit at {of.threshold:.3g}", of.net_benefit)] if of.threshold is not None else []),
    ]
    return [discrimination_sentence(of), seen.sentence, *(f"{name:<28}{_shown(m)}" for name, m in rows)]


def _update_line(update: Update) -> str:
    made = update.calibrator
    if made is None:
        return f"  {update.method.value:<12}not offered: {update.refusal}"
    odds = f"log-odds {made.intercept:.3f} + {made.slope:.3f} z"
    return f"  {update.method.value:<12}log-loss {_shown(update.log_loss)}; {odds}"


def _shown(measure: Measure) -> str:
    if not measure.estimable:
        return "not estimable"
    interval = f"  ({measure.low:.3f} to {measure.high:.3f})" if measure.low <= measure.high else ""
    return f"{measure.value:.3f}{interval}"
