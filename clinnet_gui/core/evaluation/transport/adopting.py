"""Adopting an update: fitted on the patients of another file, it scores from then on, and says so."""

from dataclasses import replace

from clinnet_gui.core.data.ledger import Outsiders, Use
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.adopted import Adopted
from clinnet_gui.core.evaluation.deciding import with_calibrator
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method, Route
from clinnet_gui.core.evaluation.transport.report import Transport
from clinnet_gui.core.evaluation.transport.updating import Update
from clinnet_gui.core.evaluation.transport.wording import judged
from clinnet_gui.core.statistics.reliance import FEWEST

CHOSEN_ON_ROWS = (Route.SENSITIVITY, Route.CAPACITY, Route.YOUDEN, Route.EXPECTED_COST)
"""Ways to a threshold that depend on the risks of the study's rows, which an update moves."""


def refusal(found: Transport, update: Update, decision: Decision) -> str:
    """Return why this option cannot become the study's own; empty where it can."""
    if update.calibrator is None:
        return update.refusal
    handful = not judged(found) or 0 < found.patients < FEWEST  # rows may be many and of few
    reasons = (
        (update.method is Method.NONE, "the risks as they are need no update"),
        (decision.calibrator.update is not None, "an update is in use already; take it back first"),
        (found.calibrator != decision.calibrator, "the recalibration has changed; open the file again"),
        (found.overlap.count > 0, "patients of the study are among these; leave them out first"),
        (handful, f"it takes {FEWEST} patients with the event and {FEWEST} without it"),
    )
    return next((why for holds, why in reasons if holds), "")


def adopt(decision: Decision, found: Transport, method: Method, source: str, when: str) -> Decision:
    """Return the decision whose calibrator is updated by ``method``, as it was fitted on the judged rows of
    the file ``source``, from ``when`` (ISO 8601, UTC) on. EvaluationRefused where ``refusal`` says why."""
    option = next(update for update in found.updates if update.method is method)
    if why := refusal(found, option, decision):
        raise EvaluationRefused(f"This update cannot be used: {why}.", "The study is as it was.", "UPDATE")
    Outsiders(Use.CALIBRATE, found.overlap.same)
    made, report = option.calibrator, found.side.report
    assert made is not None, "refused above"
    update = Adopted(made.intercept, made.slope, source, report.n, report.events, when, found.rows)
    return with_calibrator(decision, replace(decision.calibrator, update=update))


def taken_back(decision: Decision) -> Decision:
    """Return the decision with the calibrator that the study's own rows gave, no update behind it."""
    return with_calibrator(decision, decision.calibrator.own)


def judged_before(found: Transport, calibrator: Calibrator) -> bool:
    """Return whether ``calibrator`` is the one that was judged, but for an update that these rows gave."""
    return found.calibrator == calibrator.own and found.gave(calibrator)


def moved_threshold(decision: Decision) -> bool:
    """Return whether the threshold was found on risks that an update moves."""
    return decision.threshold is not None and decision.route in CHOSEN_ON_ROWS
