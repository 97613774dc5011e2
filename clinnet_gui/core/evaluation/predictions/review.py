"""The review of a file of predictions: everything its window shows, for one risk or for two."""

from dataclasses import dataclass, replace

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
    main = yield from _side(naming.risk, pairs, rival=False)
    rival = (yield from _side(naming.rival, pairs, rival=True)) if pairs.rival is not None else None
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


def _side(name: str, pairs: Pairs, rival: bool) -> Work[Side]:
    risks = pairs.rival if rival and pairs.rival is not None else pairs.risks
    report = yield from judging_predictions(pairs.y, risks, missing=pairs.reckoning.left_out)
    return Side(name, report, report.calibration.curve, report.calibration)


def _beside(naming: Naming, pairs: Pairs) -> Work[tuple[Judged, ...]]:
    second = ((naming.rival, pairs.rival),) if pairs.rival is not None else ()
    return (yield from compare(pairs.y, ((naming.risk, pairs.risks), *second), SEED))
