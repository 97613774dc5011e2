"""The review of a file of predictions: everything its window shows, for one risk or for two."""

from dataclasses import dataclass, replace

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.aside import aside
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.outcome import OutcomeLevel, outcome_levels
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.evaluation.benefit_sample import BenefitSample, sample_benefit
from clinnet_gui.core.evaluation.by_patient import owners
from clinnet_gui.core.evaluation.curves import Curve, swift
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.evaluation.external import SEED, PredictionReport, judging_predictions
from clinnet_gui.core.evaluation.predictions.pairing import Naming, Reckoning, pair
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One column of risks judged: its ``report``, the risks sorted (``curve``), its calibration, and how
    sure its net benefit is (``benefit``)."""

    name: str
    report: PredictionReport
    curve: Curve
    calibration: Calibration
    benefit: BenefitSample


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """The predictions of a file, judged on the rows that have all that was asked for.

    ``naming`` names the event's levels too; ``levels`` are those of the outcome. ``rival`` is the
    second risk on the same rows, None where there is none; ``main.report.contest`` sets the two
    against each other. ``times`` bootstrap samples stand behind the intervals (0: none was drawn).
    """

    source: str
    naming: Naming
    levels: tuple[OutcomeLevel, ...]
    reckoning: Reckoning
    main: Side
    rival: Side | None
    times: int = 0


def review(table: Table, naming: Naming, answers: Answers, times: int = 0) -> Work[Review]:
    """Judge the named columns of a table, with ``times`` bootstrap samples; refusals and questions as
    ``pair`` and ``judging_predictions`` raise them."""
    yield Progress("Pairing outcomes and risks", 0.0)
    pairs = pair(table, naming, answers)
    yield Progress("Pairing outcomes and risks", 0.1)
    left_out, rival = pairs.reckoning.left_out, None
    main = yield from judged_side(
        naming.risk, pairs.y, pairs.risks, left_out, times=times, rival=pairs.rival, patients=pairs.patients
    )
    if pairs.rival is not None:
        rival = yield from judged_side(
            naming.rival, pairs.y, pairs.rival, left_out, times=times, patients=pairs.patients
        )
    return Review(
        source=table.raw.source.name,
        naming=replace(naming, event=pairs.event),
        levels=outcome_levels(table.column(naming.outcome)),
        reckoning=pairs.reckoning,
        main=main,
        rival=rival,
        times=times,
    )


def judged_side(
    name: str,
    y: Bytes,
    risks: Floats,
    missing: int,
    *,
    times: int = 0,
    rival: Floats | None = None,
    patients: Ints | None = None,
) -> Work[Side]:
    """Judge risks (0..1) of outcomes y (0/1) as ``judging_predictions`` does; ``missing`` rows were left
    out. Intervals are by patient where ``patients`` ([n]) repeat (None: each row its own)."""
    owner = None if patients is None else owners(patients)
    report = yield from judging_predictions(y, risks, missing=missing, times=times, rival=rival, owner=owner)
    benefit = yield from sample_benefit(y, risks, SEED, patients)
    curve = yield from aside("Sorting risks", lambda _: swift(report.calibration.curve))
    return Side(name, report, curve, report.calibration, benefit)
