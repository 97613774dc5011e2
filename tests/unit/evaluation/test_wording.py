"""Sentences claim only what the interval supports."""

import math

import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.wording import (
    calibration_sentence,
    excludes,
    rows_called,
    suspicion,
    verdict_sentence,
)
from tests import builders

LEVEL = Measure(0.001, -0.01, 0.02)
NOT = Measure(math.nan)


@pytest.mark.parametrize(
    "large, slope, parts",
    [
        ((0.2, 0.1, 0.3), (1.0, 0.8, 1.2), ("too low on average", "not shown to be wrong")),
        ((-0.2, -0.3, -0.1), (0.6, 0.5, 0.7), ("too high on average", "too extreme")),
        ((0.2, -0.1, 0.5), (1.4, 1.2, 1.6), ("agree with what happened", "too moderate")),
    ],
)
def test_a_claim_needs_an_interval_that_leaves_out_the_ideal(
    large: tuple[float, float, float], slope: tuple[float, float, float], parts: tuple[str, str]
) -> None:
    sentence = calibration_sentence(Measure(1.2, 1.0, 1.4), Measure(*large), Measure(*slope))
    assert all(part in sentence for part in parts)
    assert "1.20, 1.00 to 1.40" in sentence


def test_what_cannot_be_estimated_is_said() -> None:
    assert "only one outcome" in calibration_sentence(NOT, NOT, NOT)
    assert "cannot be estimated" in calibration_sentence(Measure(1, 0.9, 1.1), LEVEL, NOT)
    assert "without a mistake" in calibration_sentence(Measure(1, 0.9, 1.1), LEVEL, NOT)
    assert not excludes(NOT, 0)


def test_risks_that_are_all_0_are_not_one_outcome() -> None:
    large = Measure(18.4, 17.8, 18.9, n=60, events=29)
    sentence = calibration_sentence(NOT, large, NOT)
    assert "too low" in sentence and "29 of 60" in sentence and "one outcome" not in sentence


def test_an_interval_that_holds_everything_is_no_approval() -> None:
    sentence = calibration_sentence(
        Measure(1.29, 0.48, 3.43), Measure(0.6, -0.9, 2.0), Measure(-14.67, -52.83, 23.49)
    )
    assert sentence.count("cannot be judged") == 2
    assert "agree" not in sentence and "not shown" not in sentence
    assert "slope −14.67, −52.83 to 23.49" in sentence


def test_a_result_too_good_to_be_true_raises_a_question() -> None:
    assert "does a predictor know the outcome" in suspicion(Measure(0.983, 0.975, 0.988))
    assert suspicion(Measure(0.97, 0.95, 0.99)) == suspicion(NOT) == ""


def test_the_verdict_names_each_rival_where_it_belongs() -> None:
    better, worse = Measure(0.1, 0.05, 0.2), Measure(-0.1, -0.2, -0.05)
    sentence = verdict_sentence(
        "90 test rows", (("prevalence", better), ("regression", LEVEL), ("boosting", worse))
    )
    assert "predicts better than prevalence, is not shown to predict better than regression" in sentence
    assert "and predicts worse than boosting" in sentence
    assert sentence.endswith("Prefer boosting, which predicts better.")


def test_a_simpler_model_that_does_as_well_is_advised() -> None:
    sentence = verdict_sentence("90 test rows", (("prevalence", Measure(0.1, 0.05, 0.2)), ("trees", LEVEL)))
    assert sentence.endswith("A simpler model that does as well is the safer choice.")


def test_a_network_that_beats_all_gets_no_advice() -> None:
    better = Measure(0.1, 0.05, 0.2)
    sentence = verdict_sentence("90 test rows", (("prevalence", better), ("regression", better)))
    assert sentence.endswith("prevalence and regression (log-loss, 95 % intervals).")


def test_without_rivals_nothing_is_claimed() -> None:
    assert "could not be compared" in verdict_sentence("90 test rows", ())


def test_rows_are_called_by_what_they_served() -> None:
    four, crossed = builders.split(), builders.crossed_split(test=True)
    assert [rows_called(four, part) for part in (Part.CALIBRATE, Part.TEST, Part.EARLY_STOP)] == [
        "calibrate rows",
        "test rows",
        "early-stop rows",
    ]
    assert rows_called(crossed, Part.CALIBRATE) == "out-of-fold rows"
    assert rows_called(crossed, Part.TEST) == "test rows"
