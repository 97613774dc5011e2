"""Judging a fit under a decision: everything the Results tabs show.

Calibrate rows (of a cross-fitted network its out-of-fold rows) until the test is opened, then test
rows. The calibrator always comes from the calibrate rows; while these are also the rows shown, the
calibrated results are cross-fitted (each fifth by a calibrator of the other four), since a
calibrator flatters its own rows.
"""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Bytes, Floats, Ints, fingerprint, read_only
from clinnet_gui.core.aside import aside
from clinnet_gui.core.data.ledger import Use
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.average_precision import average_precision
from clinnet_gui.core.evaluation.benefit_sample import sample_benefit
from clinnet_gui.core.evaluation.by_patient import by_patient, owners
from clinnet_gui.core.evaluation.calibration import calibration
from clinnet_gui.core.evaluation.cases import cases
from clinnet_gui.core.evaluation.comparison import NETWORK, compare
from clinnet_gui.core.evaluation.curves import curve_of, swift
from clinnet_gui.core.evaluation.deciding import calibrate_curve, shown_part
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.evaluation.evaluation import Calibration, Evaluation, Judged
from clinnet_gui.core.evaluation.recalibration import FOLDS, cross_fitting, fitting, offers
from clinnet_gui.core.evaluation.wording import Ground, rows_called, suspicion, verdict_sentence
from clinnet_gui.core.spelling import rarer_text
from clinnet_gui.core.statistics.folds import folds
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.reliance import Reliance, reliance_of
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work, told

UPDATED = (
    "The risks are under an update fitted on patients of another file; simpler models are compared with the "
    "network without it."
)


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """The rows shown, and how risks are made honest on them."""

    part: Part
    called: str
    rows: Ints
    y: Bytes
    fold: Ints


def evaluation_key(trained: Trained, decision: Decision) -> str:
    """Return the fingerprint of fit, calibrator and part: an evaluation with another one is old."""
    part = shown_part(trained.split, decision)
    return fingerprint(trained.fit.made_from, trained.fit.logits, repr(decision.calibrator), part.name)


def evaluate(trained: Trained, decision: Decision) -> Work[Evaluation]:
    """Return the Evaluation of the fit under the decision, on the part that may be shown."""
    shown = _shown(trained, decision)
    seed = trained.split.seed
    yield Progress("Sorting risks")
    logits = trained.fit.logits[shown.rows]
    raw, risks = expit(logits), decision.calibrator.risk(logits)
    patients = trained.dataset.patients[shown.rows]
    owner = owners(patients)
    yield Progress("Sorting risks")
    curve = yield from aside("Sorting risks", lambda _: swift(curve_of(shown.y, risks, owner)))
    own = yield from _honest(decision.calibrator, logits, shown)
    honest = decision.calibrator.updated(own)
    to_choose_on = yield from aside("Sorting risks", lambda _: calibrate_curve(trained, decision))
    benefit = yield from sample_benefit(shown.y, risks, seed, patients)
    before = yield from _calibration(shown.y, raw, seed, owner)
    after = yield from _calibration(shown.y, honest, seed, owner)
    rivals = yield from _rivals(decision.calibrator.method, trained, shown)
    models = yield from compare(shown.y, ((NETWORK, own), *rivals), seed, owner)
    precision = yield from aside("Average precision", lambda _: average_precision(after.curve, owner is None))
    calibrating = cases(trained, Use.CALIBRATE)
    return Evaluation(
        part=shown.part,
        rows_called=shown.called,
        has_test=trained.split.has_test,
        rows=read_only(shown.rows),
        y=read_only(shown.y),
        logits=read_only(logits),
        risks=read_only(risks),
        honest=read_only(honest),
        curve=curve,
        benefit=benefit,
        before=before,
        after=after,
        models=models,
        precision=precision,
        offers=offers(calibrating.n, calibrating.events, rows_called(trained.split, Part.CALIBRATE)),
        sentence=_verdict(shown, models),
        made_from=evaluation_key(trained, decision),
        calibrate_curve=to_choose_on,
        caution=_caution(trained, decision, shown),
        patients=0 if owner is None else int(owner.max()) + 1,
    )


def _verdict(shown: _Shown, models: tuple[Judged, ...]) -> str:
    """Return whether the network beats its rivals, as far as there are enough patients to say so."""
    ground = Ground(int(shown.y.size), shown.called, int(shown.y.sum()))
    rivals = tuple((model.name.lower(), model.against) for model in models[1:])
    return verdict_sentence(ground, rivals) + suspicion(models[0].auroc)


def _shown(trained: Trained, decision: Decision) -> _Shown:
    part = shown_part(trained.split, decision)
    called = rows_called(trained.split, part)
    rows, y = trained.split.rows(part), trained.outcomes(part)
    if y.size == 0:
        raise EvaluationRefused(
            f"There are no {called} to judge the network on.",
            "Choose a split with rows for every part.",
            "NO_ROWS",
        )
    fold = folds(y, trained.dataset.patients[rows], FOLDS, trained.split.seed)
    return _Shown(part, called, rows, y, fold)


def _calibration(y: Bytes, risks: Floats, seed: int, owner: Ints | None) -> Work[Calibration]:
    curve = yield from aside("Sorting risks", lambda _: curve_of(y, risks, owner))
    found = yield from calibration(y, risks, curve, seed, owner)
    return found if owner is None else (yield from by_patient(found, y, risks, owner))


def _honest(calibrator: Calibrator, logits: Floats, shown: _Shown) -> Work[Floats]:
    """Return risks that no calibrator has seen: cross-fitted on calibrate rows where that works. Without
    an update: these rows gave none, and simpler models have none either."""
    risks, method = calibrator.own.risk(logits), calibrator.method
    if shown.part is Part.TEST or method is Method.NONE:
        return risks
    crossed = yield from told(cross_fitting(method, logits, shown.y, shown.fold), "Recalibrating")
    return risks if crossed is None else crossed


def _rivals(method: Method, trained: Trained, shown: _Shown) -> Work[tuple[tuple[str, Floats], ...]]:
    """Return each baseline's name and risks, recalibrated as the network is."""
    rivals = []
    for baseline in trained.fit.baselines:
        rivals.append((baseline.name, (yield from _rival(method, baseline.logits, trained, shown))))
    return tuple(rivals)


def _rival(method: Method, logits: Floats, trained: Trained, shown: _Shown) -> Work[Floats]:
    here, own = logits[shown.rows], cases(trained, Use.CALIBRATE, logits=logits)
    try:
        calibrator = yield from told(fitting(method, own.logits, own.y), "Recalibrating simpler models")
    except EvaluationRefused:
        return Calibrator().risk(here)
    yield Progress("Recalibrating simpler models")
    return (yield from _honest(calibrator, here, shown))


def _caution(trained: Trained, decision: Decision, shown: _Shown) -> str:
    """Return what the reader must keep in mind about these rows, or nothing."""
    cautions = [] if decision.calibrator.update is None else [UPDATED]
    if shown.part is Part.CALIBRATE:
        cautions += _before_a_test(trained.split, decision, shown.called)
    if decision.shown_before and trained.split.has_test:
        were = "was" if decision.shown_before == 1 else "were"
        cautions.append(
            f"{decision.shown_before:,} of the test rows {were} shown before, held out under another split."
        )
    if decision.after_opening:
        what = " and ".join(decision.after_opening)
        cautions.append(f"Chosen after the test was seen: {what}.")
    n, events = int(shown.y.size), int(shown.y.sum())
    if reliance_of(n, events) is Reliance.UNSTABLE:
        cautions.append(f"Only {rarer_text(events, n - events)}: the figures are unstable.")
    return " ".join(cautions)


def _before_a_test(split: Split, decision: Decision, called: str) -> list[str]:
    """Return what rows that also served to choose can say, and whether a test is still to come."""
    said = [
        "The recalibration was fitted on these rows; results after it are cross-fitted (5 folds)."
        if decision.calibrator.method is not Method.NONE
        else "These rows serve to choose recalibration and threshold."
    ]
    if split.crossed:
        said.append("Each row was held out from its network but helped to stop it, so they flatter a little.")
    if split.has_test:
        return [*said, "The test rows stay covered."]
    return [*said, f"There is no test part: the {called} judge the network."]
