"""Runs: what every training of a study gave, kept beside each other and compared."""

from dataclasses import dataclass, replace

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints, read_only
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.statistics.paired import Interval, interval
from clinnet_gui.core.training.fit import History, Trained, Verdict
from clinnet_gui.core.training.heldout import held_losses, held_name, held_rows, resample
from clinnet_gui.core.work import Progress, Work

KEPT = 10
"""The latest runs keep their networks; of older ones only the numbers stay."""

POINTS = 200
"""Points of a kept curve: more than a plot of runs has pixels for each."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The course of one fold's training, a point a look (thinned to ``POINTS``): the step, the
    mean training loss since the look before, the log-loss of the rows held out."""

    step: Ints
    train_loss: Floats
    validation_loss: Floats
    best_step: int


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a training gave, in numbers. ``log_loss`` is that of the ``rows`` rows held out (with
    ``events`` events), after temperature scaling; ``dataset`` and ``split`` are fingerprints;
    ``seconds`` are CPU-seconds."""

    spec: Spec
    verdict: Verdict
    curves: tuple[Curve, ...]
    log_loss: Interval
    rows: int
    events: int
    seconds: float
    dataset: str
    split: str


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One training of a study: ``number`` counts from 1, ``when`` is ISO 8601 (UTC), ``note`` is the
    analyst's. ``trained`` is None in runs older than the latest ``KEPT``: their numbers are left, the
    network is not."""

    number: int
    when: str
    note: str
    result: Result
    trained: Trained | None

    @property
    def restorable(self) -> bool:
        """Whether the network was kept, so that the study can return to it."""
        return self.trained is not None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side: the second's log-loss minus the first's on the same rows, < 0 where
    the second is better; None where they cannot be paired, and ``sentence`` says why."""

    difference: Interval | None
    sentence: str


def result_of(trained: Trained) -> Work[Result]:
    """Return the numbers of a training, with the bootstrap interval of its log-loss."""
    rows, fit = held_rows(trained.split), trained.fit
    y = trained.dataset.y[rows]
    losses = held_losses(y, fit.logits[rows])
    drawn = yield from resample(trained.dataset, rows, losses[:, None], "Noting the run")
    return Result(
        spec=fit.spec,
        verdict=fit.verdict,
        curves=tuple(_curve(fold.history) for fold in fit.folds),
        log_loss=interval(losses, drawn[:, 0]),
        rows=rows.size,
        events=int(y.sum()),
        seconds=fit.seconds,
        dataset=trained.dataset.fingerprint,
        split=trained.split.fingerprint,
    )


def with_run(runs: tuple[Run, ...], result: Result, trained: Trained, when: str) -> tuple[Run, ...]:
    """Return the runs with one more, numbered on; the networks of the oldest beyond ``KEPT`` go."""
    number = runs[-1].number + 1 if runs else 1
    longer = (*runs, Run(number, when, "", result, trained))
    return (*(replace(run, trained=None) for run in longer[:-KEPT]), *longer[-KEPT:])


def shown_before(runs: tuple[Run, ...], trained: Trained) -> int:
    """Return how many test rows of ``trained`` a kept run of the same table and outcome held out otherwise:
    its results showed them, and whatever was chosen after it could know them."""
    data, seen = trained.dataset, np.zeros(trained.dataset.table.row_count, bool)
    for made in (run.trained for run in runs):
        if made is not None and _same_outcomes(made, trained):
            seen[made.dataset.rows[made.split.rows(Part.CALIBRATE)]] = True
    return int(seen[data.rows[trained.split.rows(Part.TEST)]].sum())


def _same_outcomes(one: Trained, other: Trained) -> bool:
    """Whether both were trained on one table, and on the same event."""
    data, again = one.dataset, other.dataset
    return (data.table.raw.source.sha256, data.outcome.name, data.roles.event) == (
        again.table.raw.source.sha256,
        again.outcome.name,
        again.roles.event,
    )


def with_note(runs: tuple[Run, ...], number: int, note: str) -> tuple[Run, ...]:
    """Return the runs with another note on one of them."""
    return tuple(replace(run, note=note) if run.number == number else run for run in runs)


def compare(first: Run, second: Run) -> Work[Comparison]:
    """Return the paired difference of two runs on the rows that both held out, by patient.

    Without a network kept, or where data or split differ, there is none, and the sentence says why.
    """
    yield Progress("Comparing the runs", 0.0)
    one, other = first.trained, second.trained
    reason = _unpaired(first, second)
    if reason or one is None or other is None:
        return Comparison(None, reason)
    rows = held_rows(one.split)
    y = one.dataset.y[rows]
    losses = held_losses(y, other.fit.logits[rows]) - held_losses(y, one.fit.logits[rows])
    drawn = yield from resample(one.dataset, rows, losses[:, None], "Comparing the runs")
    found = interval(losses, drawn[:, 0])
    where = f"the same {rows.size:,} {held_name(one.split)}"
    return Comparison(found, _sentence(first.number, second.number, found, where))


def _unpaired(first: Run, second: Run) -> str:
    """Why two runs cannot be paired; empty where they can."""
    if first.result.dataset != second.result.dataset:
        return "The two runs were trained on different data: their losses cannot be set against each other."
    if first.result.split != second.result.split:
        return "The two runs held out different rows: their losses cannot be set against each other."
    gone = [str(run.number) for run in (first, second) if not run.restorable]
    if gone:
        return f"Of run {' and run '.join(gone)} only the numbers were kept, not the risk of each patient."
    return ""


def _sentence(first: int, second: int, found: Interval, where: str) -> str:
    limits = f"{found.low:+.4f} to {found.high:+.4f}"
    difference = f"run {second} minus run {first} is {found.value:+.4f} (95 % interval {limits}) on {where}"
    if found.below_zero or found.above_zero:
        return f"Run {second if found.below_zero else first} has the lower log-loss: {difference}."
    return f"The runs cannot be told apart by their log-loss: {difference}."


def _curve(history: History) -> Curve:
    looks = history.validation_step.size
    kept = np.unique(np.linspace(0, looks - 1, min(looks, POINTS)).round().astype(np.int64))
    return Curve(
        step=read_only(history.validation_step[kept]),
        train_loss=read_only(history.train_loss[kept]),
        validation_loss=read_only(history.validation_loss[kept]),
        best_step=history.best_step,
    )
