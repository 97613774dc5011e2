"""The figures of a validation as rows: on the network's own rows, the optimism, and what is left."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from clinnet_gui.core.evaluation.validation.figures import Figure
from clinnet_gui.core.evaluation.validation.values import Corrected, Validation
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow
from clinnet_gui.gui.widgets.results.measure_text import Cell, number, signed

SAID = "Out-of-bag: refits on patients whom they did not draw. To report: {}."
"""What stands below the table, with the name of the column to report."""

HEADINGS = ("", "apparent", "optimism", "corrected", "out-of-bag", "minus logistic")


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
    """Return a row a figure. Those to report alert where their interval leaves out the ideal."""
    against = {one.figure: one for one in validation.headline_difference}
    both = zip(validation.network, validation.unseen.outside, strict=True)
    estimates = {one.figure: one for one in validation.unseen.plus if one.estimable}
    return tuple(
        _Row(validation, one, outside, estimates.get(one.figure), against.get(one.figure)).row()
        for one, outside in both
    )


def said(validation: Validation) -> str:
    """Return what stands below the rows: what a column is, and which to report."""
    return SAID.format("out-of-bag" if validation.reason else "corrected")


@dataclass(frozen=True, slots=True)
class _Row:
    """A figure ``corrected`` for optimism, ``outside`` the samples, by .632+ where that is defined, and
    its difference from the logistic regression's where there is one."""

    validation: Validation
    corrected: Corrected
    outside: Corrected
    plus: Corrected | None
    difference: Corrected | None

    def row(self) -> MeasureRow:
        figure, at = self.corrected.figure, self.validation.threshold
        meaning, unseen = MEANINGS[figure], bool(self.validation.reason)
        beyond = (
            ""
            if self.plus is None
            else f" .632+ (Efron & Tibshirani 1997): {meaning.show(self.plus.corrected)}."
        )
        own = Cell(
            meaning.show(self.corrected.apparent), tooltip="The network on the very rows that made it."
        )
        optimism = Cell(
            signed(self.corrected.optimism), tooltip="By how much refits look better on their own samples."
        )
        corrected = self._cell(self.corrected, meaning, report=not unseen)
        outside = self._cell(self.outside, meaning, beyond, report=unseen)
        difference = Cell("")
        if self.difference is not None:
            difference = self._cell(self.difference, Meaning("", None, signed), report=True)
        name = figure.value
        if figure is Figure.NET_BENEFIT and at is not None:
            name = f"{name} at {100 * at:.3g} %"
        return MeasureRow(name, meaning.text, (own, optimism, corrected, outside, difference))

    def _cell(self, one: Corrected, meaning: Meaning, beyond: str = "", *, report: bool) -> Cell:
        show, ideal, of = meaning.show, meaning.ideal, self.validation
        told = f"{one.method.value} · n = {of.n:,}, {of.events:,} events, {one.refits} refits.{beyond}"
        if math.isnan(one.low):
            return Cell(show(one.corrected), tooltip=told)
        interval = f"({show(one.low)}{' to ' if show is signed else '–'}{show(one.high)})"
        alert = report and ideal is not None and not one.low <= ideal <= one.high
        return Cell(show(one.corrected), interval, told, alert)
