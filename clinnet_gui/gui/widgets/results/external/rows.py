"""The rows of the External panel's tables: figures as they are, updates, precision."""

import math
from dataclasses import replace

from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.sample_size.validation import TARGETS, ValidationSize, Widths
from clinnet_gui.core.evaluation.transport.report import Transport
from clinnet_gui.core.evaluation.transport.updating import Update
from clinnet_gui.core.evaluation.transport.wording import judged
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow
from clinnet_gui.gui.widgets.results.measure_text import (
    SUPPRESSED,
    Cell,
    cell,
    count,
    number,
    percent,
    signed,
)

FIGURES = ("", "here")
UPDATES = ("", "log-loss", "less as they are", "new log-odds")
PRECISION = ("95 % interval of", "expected width", "recommended", "patients for that")

NAMES = {
    Method.NONE: "the risks as they are",
    Method.INTERCEPT: "a new intercept",
    Method.PLATT: "intercept and slope",
}
MEANINGS = {
    Method.NONE: "What the study's network and recalibration say.",
    Method.INTERCEPT: "All log-odds are shifted alike: for risks that are too low or too high on average.",
    Method.PLATT: "Log-odds are shifted and stretched (logistic recalibration).",
}


def figure_rows(found: Transport) -> tuple[MeasureRow, ...]:
    """Return the network's figures on the new patients; a value alerts where its interval leaves out the
    ideal."""
    seen, benefit = found.side.calibration, "net benefit"
    if found.threshold is not None:
        benefit = f"net benefit at {percent(found.threshold)}"
    rows = (
        MeasureRow("AUROC", "Chance that an event has the higher risk.", (cell(found.side.report.auroc),)),
        MeasureRow("observed : expected", "1 is ideal.", (cell(seen.o_to_e, ideal=1.0),)),
        MeasureRow(
            "calibration-in-the-large",
            "Log-odds by which risks are too low (+) or too high (−) on average; 0 is ideal.",
            (cell(seen.in_the_large, signed, 0.0),),
        ),
        MeasureRow(
            "calibration slope", "Below 1 risks are too extreme; 1 is ideal.", (cell(seen.slope, ideal=1.0),)
        ),
        MeasureRow("ICI", "Mean distance of the flexible curve.", (cell(seen.distances.ici),)),
        MeasureRow("Brier score", "Mean squared difference.", (cell(seen.brier),)),
        MeasureRow(
            benefit,
            "True positives a patient, less false positives weighed by the odds of the threshold.",
            (cell(found.net_benefit, signed) if found.threshold is not None else Cell("–"),),
        ),
    )
    return rows if judged(found) else tuple(replace(row, cells=(SUPPRESSED,)) for row in rows)


def update_rows(found: Transport) -> tuple[MeasureRow, ...]:
    """Return each option with its price on rows it has not seen; the one that the tests take is marked.
    Nothing but their names where there are too few events to show a figure."""
    choice = found.choice
    rows = tuple(
        _update(update, update.method is choice.taken and choice.as_is.estimable) for update in found.updates
    )
    if judged(found):
        return rows
    return tuple(replace(row, cells=(SUPPRESSED, Cell("–"), Cell("–"))) for row in rows)


def _update(update: Update, taken: bool) -> MeasureRow:
    name = f"{NAMES[update.method]}{'  ✓' if taken else ''}"
    if update.calibrator is None:
        refused = (Cell("not offered", tooltip=update.refusal), Cell("–"), Cell("–"))
        return MeasureRow(name, update.refusal, refused)
    against = cell(update.against, signed) if update.against.estimable else Cell("–")
    cells = (cell(update.log_loss), against, Cell(equation(update.calibrator)))
    return MeasureRow(name, MEANINGS[update.method], cells)


def equation(calibrator: Calibrator) -> str:
    """Return how the study's log-odds z become the updated ones.

    >>> equation(Calibrator(Method.PLATT, -0.25, 0.8)), equation(Calibrator())
    ('−0.250 + 0.800 z', 'z')
    """
    if calibrator.method is Method.NONE:
        return "z"
    slope = "z" if calibrator.method is Method.INTERCEPT else f"{calibrator.slope:.3f} z"
    return f"{calibrator.intercept:.3f} + {slope}".replace("-", "−")


def precision_rows(widths: Widths, size: ValidationSize) -> tuple[MeasureRow, ...]:
    """Return how wide the intervals are at this many patients, and how many narrow ones need."""
    rows = [
        ("observed : expected", widths.o_to_e, TARGETS.o_to_e, size.o_to_e),
        ("AUROC", widths.c, TARGETS.c, size.c),
        ("calibration slope", widths.slope, TARGETS.slope, size.slope),
        ("standardised net benefit", widths.net_benefit, TARGETS.net_benefit, size.net_benefit),
    ]
    return tuple(
        MeasureRow(
            name,
            "Expected width of the 95 % interval for a calibrated model (Riley et al. 2021).",
            (
                Cell(number(width), alert=width > target),
                Cell(f"{target:g}"),
                Cell(count(needed) if needed else "–"),
            ),
        )
        for name, width, target, needed in rows
        if not math.isnan(width)
    )
