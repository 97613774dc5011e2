"""Judging a fit: which rows are shown, what is fitted on which, and the comparison."""

from dataclasses import replace

import numpy as np
import pytest

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.evaluation.deciding import first_decision, open_test, with_method, with_threshold
from clinnet_gui.core.evaluation.decision import Decision, Method
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.judging import evaluate, evaluation_key
from clinnet_gui.core.evaluation.thresholds import for_sensitivity
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, drain
from tests import builders
from tests.unit.evaluation.fits import crossed_fit_of, fit_of, shifted
from tests.unit.evaluation.samples import drawn

NOW = "2026-03-01T10:00:00+00:00"


def judged(trained: Trained, decision: Decision) -> Evaluation:
    return drain(evaluate(trained, decision))


def with_outcomes(trained: Trained, part: Part, seed: int) -> Trained:
    """The same fit with the outcomes of one part permuted."""
    y, rows = trained.dataset.y.copy(), trained.split.rows(part)
    y[rows] = np.random.default_rng(seed).permutation(y[rows])
    return replace(trained, dataset=replace(trained.dataset, y=read_only(y)))


def test_the_test_rows_stay_covered_until_they_are_opened() -> None:
    trained = shifted()
    decision = first_decision(trained)
    covered = judged(trained, decision)
    assert covered.part is Part.CALIBRATE
    np.testing.assert_array_equal(covered.rows, trained.split.rows(Part.CALIBRATE))
    opened = judged(trained, open_test(trained, decision, NOW))
    assert opened.part is Part.TEST
    np.testing.assert_array_equal(opened.rows, trained.split.rows(Part.TEST))
    assert not set(covered.rows) & set(opened.rows)


def test_permuting_test_outcomes_changes_nothing_that_was_chosen() -> None:
    trained = shifted()
    for seed in range(5):
        other = with_outcomes(trained, Part.TEST, seed)
        assert first_decision(other) == first_decision(trained)
        for method in Method:
            if method is not Method.ISOTONIC or trained.split.events[2] >= 100:
                before = with_method(trained, Decision(), method)
                assert with_method(other, Decision(), method) == before
        opened = open_test(trained, first_decision(trained), NOW)
        curves = [judged(t, opened).calibrate_curve for t in (trained, other)]
        assert for_sensitivity(curves[0], 0.9) == for_sensitivity(curves[1], 0.9)


def test_permuting_calibrate_outcomes_does_change_the_calibrator() -> None:
    """Or the test above would prove nothing."""
    trained = shifted()
    assert first_decision(with_outcomes(trained, Part.CALIBRATE, 1)) != first_decision(trained)


def test_while_covered_not_even_the_numbers_shown_depend_on_test_rows() -> None:
    trained = shifted()
    decision = first_decision(trained)
    here, there = (judged(t, decision) for t in (trained, with_outcomes(trained, Part.TEST, 1)))
    assert here.sentence == there.sentence
    assert here.after.slope == there.after.slope
    assert here.models == there.models


def test_recalibration_is_seen_before_and_after() -> None:
    trained = shifted()
    found = judged(trained, open_test(trained, first_decision(trained), NOW))
    assert found.before.o_to_e.low > 1.1
    assert found.after.o_to_e.low < 1 < found.after.o_to_e.high
    assert found.after.log_loss.value < found.before.log_loss.value


def test_after_on_calibrate_rows_is_cross_fitted() -> None:
    """The calibrator's own rows would give a slope of exactly 1."""
    trained = shifted()
    decision = with_method(trained, Decision(), Method.PLATT)
    covered = judged(trained, decision)
    assert abs(covered.after.slope.value - 1) > 1e-4
    assert covered.after.slope.value == pytest.approx(1, abs=0.05)
    np.testing.assert_allclose(covered.risks, decision.calibrator.risk(covered.logits))
    assert "cross-fitted" in covered.caution
    assert "cross-fitted" not in judged(trained, open_test(trained, decision, NOW)).caution


def test_the_network_is_compared_with_models_recalibrated_the_same_way() -> None:
    trained = shifted()
    found = judged(trained, open_test(trained, with_method(trained, Decision(), Method.PLATT), NOW))
    network, prevalence, logistic, boosting = found.models
    assert network.name == "network"
    assert not network.against.estimable
    assert prevalence.against.low > 0
    assert logistic.against.value == pytest.approx(0, abs=1e-6)  # the same ranks, the same repair
    assert boosting.against.low > 0
    assert found.sentence.startswith(
        f"On {found.y.size:,} test rows with {found.y.sum():,} events the network"
    )
    assert "better than prevalence and gradient boosting" in found.sentence
    assert "not shown to predict better than logistic regression" in found.sentence


def test_differences_of_brier_and_auroc_are_paired_too() -> None:
    trained = shifted()
    found = judged(trained, open_test(trained, Decision(), NOW))
    network, _, _, boosting = found.models
    assert not network.against_brier.estimable and not network.against_auroc.estimable
    for against, mine, other in (
        (boosting.against_brier, boosting.brier, network.brier),
        (boosting.against_auroc, boosting.auroc, network.auroc),
    ):
        assert against.value == pytest.approx(mine.value - other.value, abs=1e-12)
        assert against.low < against.value < against.high
        assert against.high - against.low < 2 * (mine.high - mine.low)
    assert "DeLong" in boosting.against_auroc.method and "bootstrap" in boosting.against_brier.method


def test_the_paired_interval_is_much_narrower_than_the_models_own() -> None:
    found = judged(shifted(), open_test(shifted(), Decision(), NOW))
    boosting = found.models[3]
    assert boosting.against.high - boosting.against.low < boosting.log_loss.high - boosting.log_loss.low


def test_the_normal_interval_of_many_rows_agrees_with_the_bootstrap(monkeypatch: pytest.MonkeyPatch) -> None:
    from clinnet_gui.core.evaluation import comparison

    trained = shifted()
    drawn_bounds = judged(trained, Decision()).models[1].against
    monkeypatch.setattr(comparison, "MOST_ROWS", 10)
    normal = judged(trained, Decision()).models[1].against
    assert "normal" in normal.method
    assert normal.low == pytest.approx(drawn_bounds.low, abs=0.1 * (normal.high - normal.low))
    assert normal.high == pytest.approx(drawn_bounds.high, abs=0.1 * (normal.high - normal.low))


def test_it_is_the_same_each_time_and_its_key_follows_calibrator_and_part() -> None:
    trained = shifted()
    decision = first_decision(trained)
    first, second = judged(trained, decision), judged(trained, decision)
    assert first.models == second.models
    assert first.made_from == second.made_from == evaluation_key(trained, decision)
    assert evaluation_key(trained, with_threshold(decision, 0.2)) == first.made_from
    assert evaluation_key(trained, open_test(trained, decision, NOW)) != first.made_from
    assert evaluation_key(trained, with_method(trained, decision, Method.NONE)) != first.made_from


def test_cautions_name_what_weakens_the_figures() -> None:
    few = fit_of(*drawn(200))
    assert "unstable" in judged(few, Decision()).caution
    y, z = drawn(3000)
    repeated = fit_of(y, z, patients=np.arange(3000) // 3)
    found = judged(repeated, Decision())
    assert found.patients and "narrow" not in found.caution
    assert all(
        "by patient" in m.method for m in (found.before.slope, found.before.o_to_e, found.models[0].auroc)
    )
    whole = fit_of(y, z)
    late = with_threshold(open_test(whole, Decision(), NOW), 0.3)
    assert judged(whole, late).caution == "Chosen after the test was seen: threshold."
    for rows, said in ((1, "1 of the test rows was shown before"), (73, "73 of the test rows were shown")):
        assert said in judged(whole, replace(Decision(), shown_before=rows)).caution


def test_a_real_fit_is_judged_in_steps() -> None:
    trained = builders.trained()
    records: list[object] = []
    found = drain(evaluate(trained, first_decision(trained)), records.append)
    assert all(isinstance(record, Progress) for record in records)
    assert len(records) > 5
    assert [model.name for model in found.models[1:]] == [b.name for b in trained.fit.baselines]
    assert found.risks.size == found.y.size == found.rows.size


def test_logits_without_end_do_not_crash() -> None:
    y, z = drawn(400)
    found = judged(fit_of(y, z * 500), first_decision(fit_of(y, z * 500)))
    assert np.isfinite(found.before.log_loss.value)
    assert np.isfinite(found.risks).all()


def test_a_part_without_rows_is_refused() -> None:
    y, z = drawn(100)
    trained = fit_of(y, z)
    emptied = replace(trained.split, parts=read_only(np.zeros(100, np.int8)))
    with pytest.raises(EvaluationRefused, match="calibrate rows"):
        judged(replace(trained, split=emptied), Decision())


def test_on_a_handful_of_events_no_model_is_called_better() -> None:
    y, z = drawn(200)
    few = np.zeros_like(y)
    few[np.flatnonzero(y)[:20]] = 1
    found = judged(fit_of(few, z), Decision())
    assert int(found.y.sum()) < 10
    assert found.sentence.startswith("Too few to compare the network with simpler models: only ")
    assert found.after.sentence.startswith("Too few to judge calibration: ")
    assert "unstable" not in found.caution  # there are no figures to be so
    some = np.zeros_like(y)
    some[np.flatnonzero(y)[:45]] = 1
    assert "events: the figures are unstable" in judged(fit_of(some, z), Decision()).caution


def test_a_cross_fitted_network_is_judged_on_its_out_of_fold_rows() -> None:
    trained = crossed_fit_of(*drawn(900), test=True)
    found = judged(trained, Decision())
    assert (found.part, found.rows_called, found.has_test) == (Part.CALIBRATE, "out-of-fold rows", True)
    np.testing.assert_array_equal(found.rows, np.flatnonzero(trained.split.folds >= 0))
    assert found.sentence.startswith(f"On 720 out-of-fold rows with {found.y.sum():,} events")
    opened = judged(trained, open_test(trained, Decision(), NOW))
    assert (opened.part, opened.rows_called) == (Part.TEST, "test rows")
    np.testing.assert_array_equal(opened.rows, trained.split.rows(Part.TEST))


@pytest.mark.parametrize("test", [False, True])
@pytest.mark.parametrize("method", [Method.NONE, Method.PLATT])
def test_the_caution_of_out_of_fold_rows_promises_no_test_that_there_is_not(
    test: bool, method: Method
) -> None:
    trained = crossed_fit_of(*drawn(900), test=test)
    found = judged(trained, with_method(trained, Decision(), method))
    assert found.has_test is test
    assert ("The test rows stay covered." in found.caution) is test
    assert ("There is no test part: the out-of-fold rows judge the network." in found.caution) is not test
    assert found.caution.count("helped to stop it") == 1
    assert "calibrate rows" not in " ".join(
        (found.caution, found.sentence, *(o.refusal for o in found.offers))
    )
    if test:
        assert "stop it" not in judged(trained, open_test(trained, Decision(), NOW)).caution


def test_every_model_beside_a_cross_fitted_network_is_judged_on_all_its_rows() -> None:
    trained = builders.crossed()
    found = judged(trained, first_decision(trained))
    assert found.y.size == trained.dataset.n
    assert [model.auroc.n for model in found.models] == [trained.dataset.n] * len(found.models)
