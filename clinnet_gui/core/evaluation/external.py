"""Judging any model's predictions: outcomes and risks from a file, no network needed."""

import math
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.aside import aside
from clinnet_gui.core.errors import EvaluationRefused, SettingsRefused
from clinnet_gui.core.evaluation.average_precision import average_precision
from clinnet_gui.core.evaluation.by_patient import by_patient
from clinnet_gui.core.evaluation.calibration import calibration
from clinnet_gui.core.evaluation.contest import Contest, contest
from clinnet_gui.core.evaluation.curves import curve_of
from clinnet_gui.core.evaluation.discrimination import auroc_measure
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.operating import OperatingPoint, benefit_of, operating_point
from clinnet_gui.core.evaluation.resampled import Resampled, resample
from clinnet_gui.core.work import Progress, Work, drain

SEED = 20251
"""Of the simulation behind the null band and of the bootstrap; the report is the same each time."""


@dataclass(frozen=True, slots=True, eq=False)
class PredictionReport:
    """How well given risks predict given outcomes; NaN where not estimable.

    ``missing`` rows were left out; ``certain`` counts risks of exactly 0 or 1, held 1e-8 away from
    there wherever a logarithm is taken. ``at`` holds one operating point a threshold, ``benefits`` the net
    benefit there. ``resampled`` is what the bootstrap gave, None where none was asked for; its intervals
    stand in ``calibration`` too. ``contest`` compares with second risks, None where there are none.
    ``patients`` is how many there are, where some have several rows, else 0. ``precision`` is the average
    precision.
    """

    n: int
    missing: int
    certain: int
    events: int
    auroc: Measure
    precision: Measure
    calibration: Calibration
    at: tuple[OperatingPoint, ...]
    benefits: tuple[Measure, ...]
    resampled: Resampled | None = None
    contest: Contest | None = None
    patients: int = 0

    @property
    def prevalence(self) -> float:
        """The share of rows with the event."""
        return self.events / self.n


def judge_predictions(
    y: Bytes, risks: Floats, thresholds: tuple[float, ...] = (), missing: int = 0
) -> PredictionReport:
    """Judge as ``judging_predictions`` does, without a bootstrap, in one go."""
    return drain(judging_predictions(y, risks, thresholds, missing=missing))


def judging_predictions(
    y: Bytes,
    risks: Floats,
    thresholds: tuple[float, ...] = (),
    *,
    missing: int = 0,
    times: int = 0,
    rival: Floats | None = None,
    owner: Ints | None = None,
) -> Work[PredictionReport]:
    """Judge ``risks`` (0..1, [n]) against outcomes ``y`` (0/1, [n]).

    ``missing`` is how many rows were left out for want of either; ``times`` bootstrap samples give
    intervals to what has none otherwise (0: none); ``rival`` are second risks for the same rows, to be
    compared with the first. ``owner`` numbers the patients from 0 where some have several rows (None: none
    has): intervals are by patient then. EvaluationRefused where there is no row or a risk lies outside
    0..1; SettingsRefused where a threshold does.
    """
    for column in (risks,) if rival is None else (risks, rival):
        _check(column, thresholds)
    text = "Judging the predictions"
    yield Progress(text)
    curve = yield from aside(text, lambda _: curve_of(y, risks, owner))
    auroc = yield from aside(text, lambda _: auroc_measure(y, risks, owner))
    found = yield from calibration(y, risks, curve, SEED, owner)
    if owner is not None:
        found = yield from by_patient(found, y, risks, owner)
    at = tuple(operating_point(curve, threshold) for threshold in thresholds)
    asked = resample(found, y, risks, SEED, patients=owner, times=times)
    resampled = (yield from asked) if times else None
    return PredictionReport(
        n=y.size,
        missing=missing,
        certain=int(((risks == 0) | (risks == 1)).sum()),
        events=int(y.sum()),
        auroc=auroc,
        precision=average_precision(curve, independent=owner is None),
        calibration=found if resampled is None else resampled.calibration,
        at=at,
        benefits=tuple(map(benefit_of, at)),
        resampled=resampled,
        patients=0 if owner is None else int(owner.max()) + 1,
        contest=None if rival is None else (yield from contest(y, risks, rival, SEED, times, owner=owner)),
    )


def _check(risks: Floats, thresholds: tuple[float, ...]) -> None:
    if risks.size == 0:
        raise EvaluationRefused(
            "No row has both an outcome and a risk.", "Check the two column names.", "NO_ROWS"
        )
    outside = np.flatnonzero(~((risks >= 0) & (risks <= 1)))
    if outside.size:
        raise EvaluationRefused(
            f"{outside.size:,} of {risks.size:,} risks lie outside 0 to 1.",
            _hint(float(risks.min()), float(risks.max())),
            "RISK_RANGE",
        )
    if not all(0 <= threshold <= 1 for threshold in thresholds):
        raise SettingsRefused(
            "A threshold must lie between 0 and 1.", "Give risks such as 0.05,0.1.", "THRESHOLD"
        )


def _hint(low: float, high: float) -> str:
    """Return what numbers from ``low`` to ``high`` probably are, and the way back to risks."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "Some are infinite or no numbers: correct or remove these rows."
    if low < 0:
        return "Negative numbers are probably logits: give 1 / (1 + exp(-logit)) instead."
    if high <= 100:
        return "They are probably percentages: divide them by 100."
    return "Give the predicted probability of the event, between 0 and 1."
