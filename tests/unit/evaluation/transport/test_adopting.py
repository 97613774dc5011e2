"""An adopted update: whose rows may give it, what it does to risks, and that nothing of it is silent."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.ledger import Outsiders, Use
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import EvaluationRefused, RolesBroken
from clinnet_gui.core.evaluation.adopted import Adopted
from clinnet_gui.core.evaluation.calibration_line import line_fit, observed_to_expected, slope_of
from clinnet_gui.core.evaluation.deciding import with_method
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method, marked
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.evaluation.transport import judging
from clinnet_gui.core.evaluation.transport.adopting import adopt, judged_before, refusal, taken_back
from clinnet_gui.core.evaluation.transport.report import Transport
from clinnet_gui.core.evaluation.validation.ground import ground_of
from clinnet_gui.core.evaluation.validation.original import original_of
from clinnet_gui.core.explanation.explaining import explain
from clinnet_gui.core.scoring import model_hash, score, write_scores
from clinnet_gui.core.scoring.external import validate_external
from clinnet_gui.core.statistics.losses import expit, logit
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import drain
from tests import builders
from tests.builders import Patients
from tests.unit.evaluation.fits import shifted
from tests.unit.evaluation.samples import drawn
from tests.unit.scoring.arrived import rows_of, written

ELSEWHERE = Patients(n=1500, seed=77, intercept=-0.6)
NOW = "2026-03-01T10:00:00+00:00"
UPDATE = Adopted(-0.4, 0.8, "b.csv", 900, 100, NOW, "r")
BASES = (
    Calibrator(),
    Calibrator(Method.PLATT, 0.2, 0.7, n=9, events=4),
    Calibrator(Method.BETA, 0.1, 0.6, n=9, events=4, upper_slope=1.3),
    Calibrator(Method.ISOTONIC, knots=(-2.0, 0.0, 1.5), risks=(0.05, 0.3, 0.9), n=9, events=4),
)


@pytest.fixture(scope="module", autouse=True)
def few_samples() -> Iterator[None]:
    """Intervals are not what these tests are about."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "TIMES", 10)
        yield


@pytest.fixture(scope="module")
def study() -> Study:
    calibrator = Calibrator(Method.PLATT, intercept=0.1, slope=0.9)
    return builders.study().with_decision(Decision(calibrator, threshold=0.3))


@pytest.fixture(scope="module")
def found(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Transport:
    return judged(study, written(tmp_path_factory.mktemp("there"), rows_of(ELSEWHERE)))


def judged(study: Study, path: Path, leave_out: bool = False) -> Transport:
    return drain(validate_external(study, path, Answers(), leave_out)).transport


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.method.value)
def test_an_update_is_a_line_on_the_log_odds_of_any_calibrator(base: Calibrator) -> None:
    z = np.linspace(-4, 4, 81)
    p = base.risk(z)
    both = replace(base, update=UPDATE)
    assert both.risk(z) == pytest.approx(expit(-0.4 + 0.8 * np.log(p / (1 - p))), abs=1e-12)
    assert both.updated(p) == pytest.approx(both.risk(z), abs=1e-12)
    assert both.own == base and base.own is base
    if both.affine:
        intercept, slope = both.line
        assert expit(intercept + slope * z) == pytest.approx(both.risk(z), abs=1e-12)


@pytest.mark.parametrize("method", [Method.INTERCEPT, Method.PLATT])
def test_adopted_risks_agree_with_the_outcomes_of_the_file(
    study: Study, found: Transport, method: Method, tmp_path: Path
) -> None:
    """Maximum likelihood leaves no O:E but 1 on its own rows, and with a slope no slope but 1."""
    decision = adopt(study.decision, found, method, "b.csv", NOW)
    path = written(tmp_path, rows_of(ELSEWHERE))
    scores = drain(score(study.with_decision(decision), path))
    events = found.side.report.events
    assert scores.update.endswith(f"of “b.csv” with {events} events, in use since 2026-03-01")
    drain(write_scores(scores, tmp_path / "scores.csv"))
    last = (tmp_path / "scores.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert "with a new intercept" in last and "“b.csv”" in last
    risks = scores.risk
    y = np.array([row["died"] == "yes" for row in rows_of(ELSEWHERE)], np.int8)
    assert observed_to_expected(y, risks).value == pytest.approx(1, abs=1e-6)
    slope = slope_of(line_fit(y, logit(risks)), y).value
    assert (slope == pytest.approx(1, abs=1e-5)) is (method is Method.PLATT)
    made = decision.calibrator.update
    assert made is not None and (made.n, made.events) == (y.size, int(y.sum()))
    assert made.source == "b.csv" and made.when == NOW
    assert model_hash(study.trained, decision) != model_hash(study.trained, study.decision)
    again = judged(study.with_decision(decision), path)
    assert again.apparent and not found.apparent
    assert again.side.calibration.o_to_e.value == pytest.approx(1, abs=1e-6)
    assert judged_before(found, decision.calibrator) and not judged_before(again, decision.calibrator)


def test_many_rows_of_a_handful_of_patients_give_no_update(study: Study, found: Transport) -> None:
    option = next(update for update in found.updates if update.method is Method.PLATT)
    assert refusal(found, option, study.decision) == ""
    assert refusal(replace(found, patients=10), option, study.decision) == ""
    told = refusal(replace(found, patients=9), option, study.decision)
    assert told == "it takes 10 patients with the event and 10 without it"


def test_it_is_taken_back_to_what_was(study: Study, found: Transport) -> None:
    decision = adopt(study.decision, found, Method.PLATT, "b.csv", NOW)
    assert decision.threshold == study.decision.threshold
    assert taken_back(decision) == study.decision


def test_after_the_test_was_seen_it_is_marked_for_good(study: Study, found: Transport) -> None:
    opened = replace(study.decision, opened=NOW)
    decision = adopt(opened, found, Method.INTERCEPT, "b.csv", NOW)
    assert decision.after_opening == ("update from another file",)
    assert marked(decision, opened).after_opening == ("update from another file",)
    assert taken_back(decision).after_opening == ("update from another file",)


def test_patients_of_the_study_give_no_update(study: Study, tmp_path: Path) -> None:
    """Not even those of an opened test: what judged the network would then have made its risks."""
    opened = study.with_decision(replace(study.decision, opened=NOW))
    path = written(tmp_path, [*rows_of(ELSEWHERE), *rows_of(Patients(), "P")[:100]])
    mixed = judged(opened, path)
    assert mixed.overlap.count == 100
    with pytest.raises(EvaluationRefused, match="patients of the study are among these"):
        adopt(opened.decision, mixed, Method.PLATT, "b.csv", NOW)
    with pytest.raises(RolesBroken, match="100 rows of patients of the study"):
        Outsiders(Use.CALIBRATE, mixed.overlap.same)
    alone = judged(opened, path, leave_out=True)
    assert adopt(opened.decision, alone, Method.PLATT, "b.csv", NOW).calibrator.update is not None


@pytest.mark.parametrize("use", [Use.LEARN, Use.STOP, Use.THRESHOLD])
def test_rows_of_another_file_serve_nothing_but_recalibration(use: Use) -> None:
    with pytest.raises(RolesBroken, match="Rows of another file"):
        Outsiders(use, np.zeros(3, bool))


def test_updates_are_not_piled_up_nor_taken_from_an_old_judgement(study: Study, found: Transport) -> None:
    once = adopt(study.decision, found, Method.INTERCEPT, "b.csv", NOW)
    with pytest.raises(EvaluationRefused, match="already"):
        adopt(once, found, Method.PLATT, "b.csv", NOW)
    other = replace(study.decision, calibrator=Calibrator())
    with pytest.raises(EvaluationRefused, match="recalibration has changed"):
        adopt(other, found, Method.PLATT, "b.csv", NOW)
    with pytest.raises(EvaluationRefused, match="need no update"):
        adopt(study.decision, found, Method.NONE, "b.csv", NOW)


def test_five_events_give_no_update(study: Study, tmp_path: Path) -> None:
    rows = rows_of(ELSEWHERE)
    ill = [row for row in rows if row["died"] == "yes"][:5]
    few = judged(study, written(tmp_path, [*ill, *(row for row in rows if row["died"] == "no")]))
    with pytest.raises(EvaluationRefused, match="10 patients with the event"):
        adopt(study.decision, few, Method.INTERCEPT, "b.csv", NOW)
    with pytest.raises(EvaluationRefused, match="needs 50 events"):
        adopt(study.decision, few, Method.PLATT, "b.csv", NOW)


def test_the_studys_own_rows_are_judged_under_it_and_models_without_it() -> None:
    trained = shifted()
    plain = with_method(trained, Decision(), Method.PLATT)
    before = drain(evaluate(trained, plain))
    under = drain(evaluate(trained, replace(plain, calibrator=replace(plain.calibrator, update=UPDATE))))
    moved = expit(-0.4 + 0.8 * np.log(before.honest / (1 - before.honest)))
    assert under.honest == pytest.approx(moved, abs=1e-12)
    assert under.models == before.models, "simpler models have no update"
    assert under.after.slope.value == pytest.approx(before.after.slope.value / 0.8, rel=1e-6)
    assert under.before.brier == before.before.brier
    assert "update fitted on patients of another file" in under.caution
    assert "update" not in before.caution


def test_refits_are_corrected_under_the_same_update() -> None:
    """Each refit gets a calibrator by the same method as without the update, and then the update."""
    trained = builders.trained()
    refits, plain = builders.refits(trained, 40), Decision(Calibrator(Method.PLATT, 0.1, 0.9))
    under = replace(plain, calibrator=replace(plain.calibrator, update=UPDATE))
    grounds = []
    for decision in (plain, under):
        original = drain(original_of(trained, decision))
        assert original.method is Method.PLATT
        grounds.append(drain(ground_of(original, refits, "")))
    before, after = grounds
    expected = expit(-0.4 + 0.8 * logit(before.network.refitted.astype(np.float64)))
    assert after.network.refitted == pytest.approx(expected, abs=1e-5)


def test_attributions_add_up_to_the_updated_log_odds() -> None:
    trained = builders.trained()
    calibrator = replace(BASES[1], update=UPDATE)
    rows = trained.split.rows(Part.CALIBRATE)[:5]
    found = drain(explain(trained, calibrator, rows))
    assert expit(found.logits) == pytest.approx(calibrator.risk(trained.fit.logits[rows]), abs=1e-9)
    total = found.base + found.contributions.sum(axis=1)
    assert total == pytest.approx(found.logits, abs=2e-3)


def test_an_update_of_right_risks_hardly_moves_them() -> None:
    y, z = drawn(20_000, seed=3)
    fit = line_fit(y, z)
    assert fit is not None
    near = replace(UPDATE, intercept=float(fit.coefficients[0]), slope=float(fit.coefficients[1]))
    moved = replace(Calibrator(), update=near).risk(z)
    assert np.abs(moved - expit(z)).max() < 0.03
