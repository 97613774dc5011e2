"""Decisions: each returns the next one; what is changed after the test was opened is marked so."""

from dataclasses import replace

from clinnet_gui.core.data.ledger import Use
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.errors import EvaluationRefused, SettingsRefused
from clinnet_gui.core.evaluation.by_patient import owners
from clinnet_gui.core.evaluation.cases import automatic, calibrator_of, cases, curve_to_choose_on
from clinnet_gui.core.evaluation.curves import CalibrateCurve, Curve, curve_of
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method, Route, marked
from clinnet_gui.core.evaluation.grey_zone import check_zone
from clinnet_gui.core.evaluation.prevalence import check_prevalence
from clinnet_gui.core.evaluation.recalibration import offers
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work, drain


def shown_part(split: Split, decision: Decision) -> Part:
    """Return the part that may be shown: TEST once it was opened, CALIBRATE before, and always
    where no test part was set aside."""
    return Part.TEST if decision.opened and split.has_test else Part.CALIBRATE


def first_decision(trained: Trained, before: Decision | None = None) -> Decision:
    """Return what ``beginning`` returns, in one go."""
    return drain(beginning(trained, before))


def beginning(trained: Trained, before: Decision | None = None) -> Work[Decision]:
    """Return the decision to begin with: the automatic calibrator, no threshold, test covered unless it
    was opened for an earlier network of the study (``before``)."""
    calibrator = yield from automatic(cases(trained, Use.CALIBRATE), trained.split.seed)
    first = Decision(calibrator=calibrator)
    return first if before is None else still_open(first, before)


def still_open(first: Decision, before: Decision) -> Decision:
    """Return the ``first`` decision on another network with the test open where it was opened ``before``,
    be it while that network was trained: what was seen cannot be covered again, and the new network
    counts as chosen after it."""
    if first.opened or not before.opened:
        return first
    return replace(first, opened=before.opened, after_opening=("network",))


def with_method(trained: Trained, decision: Decision, method: Method | None) -> Decision:
    """Return what ``recalibrated`` returns, in one go."""
    return drain(recalibrated(trained, decision, method))


def recalibrated(trained: Trained, decision: Decision, method: Method | None) -> Work[Decision]:
    """Return the decision with this recalibration, fitted on the calibrate rows (None: the one that they
    support).

    EvaluationRefused where the rows are too few for it, or it cannot be fitted on them.
    """
    if method is None:
        own = cases(trained, Use.CALIBRATE)
        return with_calibrator(decision, (yield from automatic(own, trained.split.seed)))
    found, called = cases(trained, Use.CALIBRATE), rows_called(trained.split, Part.CALIBRATE)
    refusals = {offer.method: offer.refusal for offer in offers(found.n, found.events, called)}
    if refusal := refusals[method]:
        raise EvaluationRefused(
            f"Recalibration by {method.value} {refusal}.",
            "Choose a simpler method, or bring more patients.",
            "TOO_FEW_EVENTS",
        )
    return with_calibrator(decision, (yield from calibrator_of(method, found)))


def with_calibrator(decision: Decision, calibrator: Calibrator) -> Decision:
    """Return the decision with this calibrator."""
    return marked(decision, replace(decision, calibrator=calibrator))


def with_threshold(
    decision: Decision,
    threshold: float | None,
    route: Route = Route.MANUAL,
    rationale: str = "",
    basis: str = "",
) -> Decision:
    """Return the decision with this threshold (0..1; None takes it back), how it was chosen and why.

    A grey zone that would not lie below it is given up."""
    if threshold is not None and not 0 <= threshold <= 1:
        raise SettingsRefused(
            "The threshold must lie between 0 and 1.", "Give a risk such as 0.18 (18 %).", "THRESHOLD"
        )
    changed = replace(decision, threshold=threshold, route=route, basis=basis, rationale=rationale)
    if threshold is None or (changed.rule_out is not None and changed.rule_out >= threshold):
        changed = replace(changed, rule_out=None)
    return marked(decision, changed)


def with_rule_out(decision: Decision, rule_out: float | None) -> Decision:
    """Return the decision with patients ruled out below this risk (above 0, below the threshold); None: there
    is no grey zone."""
    if rule_out is not None:
        check_zone(rule_out, decision.threshold)
    return marked(decision, replace(decision, rule_out=rule_out))


def with_rationale(decision: Decision, rationale: str) -> Decision:
    """Return the decision with this reason for its threshold."""
    return marked(decision, replace(decision, rationale=rationale))


def with_reasonable(decision: Decision, reasonable: tuple[float, float] | None) -> Decision:
    """Return the decision with this range of reasonable thresholds (None: half to twice the threshold)."""
    if reasonable is not None and not 0 < reasonable[0] <= reasonable[1] < 1:
        raise SettingsRefused(
            "A range of thresholds begins above 0 %, ends below 100 %, and does not end before it begins.",
            "Give two risks, such as 5 % to 20 %.",
            "THRESHOLD",
        )
    return marked(decision, replace(decision, reasonable=reasonable))


def with_prevalence(decision: Decision, prevalence: float | None) -> Decision:
    """Return the decision for use where this share of patients (above 0, below 1) has the event; None:
    as on the study's own rows."""
    if prevalence is not None:
        check_prevalence(prevalence)
    return marked(decision, replace(decision, prevalence=prevalence))


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


def shown_curve(trained: Trained, decision: Decision) -> Curve:
    """Return the calibrated risks of the rows that may be shown, sorted with their outcomes."""
    part = shown_part(trained.split, decision)
    owner = owners(trained.dataset.patients[trained.split.rows(part)])
    return curve_of(trained.outcomes(part), decision.calibrator.risk(trained.logits(part)), owner)


def calibrate_curve(trained: Trained, decision: Decision) -> CalibrateCurve:
    """Return the calibrate rows' risks, sorted: thresholds are suggested from these alone."""
    return curve_to_choose_on(cases(trained, Use.THRESHOLD), decision.calibrator)
