"""The review of a file of predictions: everything its window shows, for one risk or for two."""

from dataclasses import dataclass, replace

from clinnet_gui.core.arrays import Bytes, Floats
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.outcome import OutcomeLevel, outcome_levels
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.evaluation.comparison import compare
from clinnet_gui.core.evaluation.curves import Curve
from clinnet_gui.core.evaluation.evaluation import Calibration, Judged
from clinnet_gui.core.evaluation.external import SEED, PredictionReport, judging_predictions
from clinnet_gui.core.evaluation.predictions.pairing import Naming, Pairs, Reckoning, pair
from clinnet_gui.core.work import Progress, Work


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One column of risks judged: its ``report``, the risks sorted (``curve``), its calibration."""

    name: str
    report: PredictionReport
    curve: Curve
    calibration: Calibration


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """The predictions of a file, judged on the rows that have all that was asked for.

    ``naming`` names the event's levels too; ``levels`` are those of the outcome. ``rival`` is the
    second risk on the same rows, None where there is none; ``models`` sets the two side by side
    (``against``: the second's log-loss minus the first's).
    """

    source: str
    naming: Naming
    levels: tuple[OutcomeLevel, ...]
    reckoning: Reckoning
    main: Side
    rival: Side | None
    models: tuple[Judged, ...]


def review(table: Table, naming: Naming, answers: Answers) -> Work[Review]:
    """Judge the named columns of a table; refusals and questions as ``pair`` and ``judging_predictions``
    raise them."""
    yield Progress("Pairing outcomes and risks", 0.0)
    pairs = pair(table, naming, answers)
    yield Progress("Pairing outcomes and risks", 0.1)
    left_out, rival = pairs.reckoning.left_out, None
    main = yield from judged_side(naming.risk, pairs.y, pairs.risks, left_out)
    if pairs.rival is not None:
        rival = yield from judged_side(naming.rival, pairs.y, pairs.rival, left_out)
    models = yield from _beside(naming, pairs)
    return Review(
        source=table.raw.source.name,
        naming=replace(naming, event=pairs.event),
        levels=outcome_levels(table.column(naming.outcome)),
        reckoning=pairs.reckoning,
        main=main,
        rival=rival,
        models=models,
    )


def judged_side(name: str, y: Bytes, risks: Floats, missing: int) -> Work[Side]:
    """Judge risks (0..1) of outcomes y (0/1); ``missing`` rows were left out."""
    report = yield from judging_predictions(y, risks, missing=missing)
    return Side(name, report, report.calibration.curve, report.calibration)


def _beside(naming: Naming, pairs: Pairs) -> Work[tuple[Judged, ...]]:
    second = ((naming.rival, pairs.rival),) if pairs.rival is not None else ()
    return (yield from compare(pairs.y, ((naming.risk, pairs.risks), *second), SEED))
