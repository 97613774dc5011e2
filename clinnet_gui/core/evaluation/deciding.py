"""Decisions: each returns the next one; what is changed after the test was opened is marked so."""

from dataclasses import replace

from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.errors import EvaluationRefused, SettingsRefused
from clinnet_gui.core.evaluation.curves import Curve, curve_of
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method, Route
from clinnet_gui.core.evaluation.recalibration import auto_calibrator, fit_calibrator, offers
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.core.training.fit import Trained


def shown_part(split: Split, decision: Decision) -> Part:
    """Return the part that may be shown: TEST once it was opened, CALIBRATE before, and always
    where no test part was set aside."""
    return Part.TEST if decision.opened and split.has_test else Part.CALIBRATE


def first_decision(trained: Trained, before: Decision | None = None) -> Decision:
    """Return the decision to begin with: the automatic calibrator, no threshold, test covered.

    Where the test rows were opened for an earlier network of the study (``before``) they stay
    open: what was seen cannot be covered again, and the new network counts as chosen after it.
    """
    rows = trained.split.rows(Part.CALIBRATE)
    calibrator = auto_calibrator(
        trained.logits(Part.CALIBRATE),
        trained.outcomes(Part.CALIBRATE),
        trained.split.seed,
        trained.dataset.patients[rows],
    )
    if before is None or not before.opened:
        return Decision(calibrator=calibrator)
    return Decision(calibrator=calibrator, opened=before.opened, after_opening=("network",))


def with_method(trained: Trained, decision: Decision, method: Method) -> Decision:
    """Return the decision with this recalibration, fitted on the calibrate rows.

    EvaluationRefused where the rows are too few for it, or it cannot be fitted on them.
    """
    logits, y = trained.logits(Part.CALIBRATE), trained.outcomes(Part.CALIBRATE)
    called = rows_called(trained.split, Part.CALIBRATE)
    refusals = {offer.method: offer.refusal for offer in offers(y.size, int(y.sum()), called)}
    if refusal := refusals[method]:
        raise EvaluationRefused(
            f"Recalibration by {method.value} {refusal}.",
            "Choose a simpler method, or bring more patients.",
            "TOO_FEW_EVENTS",
        )
    return with_calibrator(decision, fit_calibrator(method, logits, y))


def with_calibrator(decision: Decision, calibrator: Calibrator) -> Decision:
    """Return the decision with this calibrator."""
    return _marked(decision, replace(decision, calibrator=calibrator), "recalibration")


def with_threshold(
    decision: Decision, threshold: float | None, route: Route = Route.MANUAL, rationale: str = ""
) -> Decision:
    """Return the decision with this threshold (0..1; None takes it back), and how it was chosen."""
    if threshold is not None and not 0 <= threshold <= 1:
        raise SettingsRefused(
            "The threshold must lie between 0 and 1.", "Give a risk such as 0.18 (18 %).", "THRESHOLD"
        )
    changed = replace(decision, threshold=threshold, route=route, rationale=rationale)
    return _marked(decision, changed, "threshold")


def expect_test(split: Split) -> None:
    """Raise EvaluationRefused where no rows were set aside for a test."""
    if not split.has_test:
        raise EvaluationRefused(
            "There is no test part to open: no rows were set aside for one.",
            f"The {rows_called(split, Part.CALIBRATE)} judge the network; for a test, set a part aside and "
            "train again.",
            "NO_TEST_PART",
        )


def open_test(trained: Trained, decision: Decision, when: str) -> Decision:
    """Return the decision with the test rows opened at ``when`` (ISO 8601, UTC); never undone.

    EvaluationRefused where there is no test part.
    """
    expect_test(trained.split)
    return decision if decision.opened else replace(decision, opened=when)


def calibrate_curve(trained: Trained, decision: Decision) -> Curve:
    """Return the calibrate rows' risks, sorted: thresholds are suggested from these alone."""
    risks = decision.calibrator.risk(trained.logits(Part.CALIBRATE))
    return curve_of(trained.outcomes(Part.CALIBRATE), risks)


def _marked(before: Decision, after: Decision, what: str) -> Decision:
    """Return ``after``, marked where it differs and the test has been seen."""
    if not before.opened or after == before or what in after.after_opening:
        return after
    return replace(after, after_opening=(*after.after_opening, what))
