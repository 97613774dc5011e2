"""The figures of a validation as rows: on the network's own rows, the optimism, and what is left."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.values import METHOD, Corrected, Validation
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow
from clinnet_gui.gui.widgets.results.measure_text import Cell, number, signed

HEADINGS = ("", "own rows", "optimism", "corrected", "minus logistic")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure tells, the value it should have (None: none), and how it is written."""

    text: str
    ideal: float | None = None
    show: Callable[[float], str] = number


MEANINGS = {
    Figure.AUROC: Meaning("The chance that a patient with the event gets the higher risk; 0.5 is chance."),
    Figure.BRIER: Meaning("Mean squared difference between risk and outcome; lower is better."),
    Figure.SCALED_BRIER: Meaning(
        "What the Brier score gains over giving everybody the same risk; 0 is nothing, 1 is perfect."
    ),
    Figure.LOG_LOSS: Meaning("Mean negative log-likelihood of the outcomes; lower is better."),
    Figure.SLOPE: Meaning("Below 1 risks are too extreme, above 1 not extreme enough; 1 is ideal.", 1.0),
    Figure.IN_THE_LARGE: Meaning(
        "Log-odds by which risks are too low (+) or too high (−) on average; 0 is ideal.", 0.0, signed
    ),
    Figure.RATIO: Meaning("Events that happened over events expected from the risks; 1 is ideal.", 1.0),
    Figure.ICI: Meaning(
        "Integrated calibration index: mean distance between risk and the smooth calibration curve "
        "(restricted cubic spline); 0 is ideal."
    ),
    Figure.NET_BENEFIT: Meaning(
        "Events found less false alarms, weighed by the threshold, per patient; higher is better.",
        None,
        signed,
    ),
}


def rows(validation: Validation) -> tuple[MeasureRow, ...]:
    """Return a row a figure; a corrected value alerts where its interval leaves out the ideal."""
    against = {difference.figure: difference for difference in validation.difference}
    return tuple(_row(one, against.get(one.figure), validation) for one in validation.network)


def _row(one: Corrected, difference: Corrected | None, validation: Validation) -> MeasureRow:
    meaning = MEANINGS[one.figure]
    name = one.figure.value
    if one.figure is Figure.NET_BENEFIT and validation.threshold is not None:
        name = f"{name} at {100 * validation.threshold:.3g} %"
    told = f"{METHOD} · n = {validation.n:,}, {validation.events:,} events, {one.refits} refits"
    return MeasureRow(
        name,
        meaning.text,
        (
            Cell(meaning.show(one.apparent), tooltip="The network on the very rows that made it."),
            Cell(signed(one.optimism), tooltip="By how much refits look better on their own samples."),
            _cell(one, meaning.show, told, meaning.ideal),
            Cell("") if difference is None else _cell(difference, signed, told, None),
        ),
    )


def _cell(one: Corrected, show: Callable[[float], str], told: str, ideal: float | None) -> Cell:
    if math.isnan(one.low):
        return Cell(show(one.corrected), tooltip=told)
    joint = " to " if show is signed else "–"
    alert = ideal is not None and not one.low <= ideal <= one.high
    return Cell(show(one.corrected), f"({show(one.low)}{joint}{show(one.high)})", told, alert)
