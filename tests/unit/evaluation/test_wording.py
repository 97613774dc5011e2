"""Sentences claim only what the interval supports."""

import math

import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.wording import (
    Ground,
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
        ((0.2, -0.1, 0.5), (1.4, 1.2, 1.6), ("not shown to be wrong", "too moderate")),
    ],
)
def test_a_claim_needs_an_interval_that_leaves_out_the_ideal(
    large: tuple[float, float, float], slope: tuple[float, float, float], parts: tuple[str, str]
) -> None:
    sentence = calibration_sentence(Measure(1.2, 1.0, 1.4), Measure(*large), Measure(*slope))
    assert all(part in sentence for part in parts)
    assert "1.20, 1.00 to 1.40" in sentence


def test_that_risks_agree_is_said_only_where_the_interval_lies_near_1() -> None:
    slope = Measure(1.0, 0.9, 1.1)
    near = calibration_sentence(Measure(1.02, 0.9, 1.2), Measure(0.02, -0.1, 0.2), slope)
    wide = calibration_sentence(Measure(1.02, 0.7, 1.4), Measure(0.02, -0.4, 0.4), slope)
    assert "agree with what happened" in near
    assert "agree" not in wide and "not shown to be wrong (O:E 1.02" in wide


def test_of_a_handful_of_events_nothing_is_said_of_calibration() -> None:
    sure = Measure(3.0, 2.0, 4.0, n=900, events=9), Measure(1.1, 0.7, 1.4, n=900, events=9)
    sentence = calibration_sentence(*sure, Measure(0.5, 0.3, 0.7, n=900, events=9))
    assert sentence == "Too few to judge calibration: 9 of 900 patients had the event."


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


BETTER, WORSE = Measure(0.1, 0.05, 0.2), Measure(-0.1, -0.2, -0.05)
MANY, FEW, TOO_FEW = Ground(900, "test rows", 150), Ground(320, "test rows", 14), Ground(320, "test rows", 6)
THREE = (("prevalence", BETTER), ("regression", LEVEL), ("boosting", WORSE))


def test_the_verdict_names_each_rival_where_it_belongs() -> None:
    sentence = verdict_sentence(MANY, THREE)
    assert "predicts better than prevalence, is not shown to predict better than regression" in sentence
    assert "and predicts worse than boosting" in sentence
    assert sentence.startswith("On 900 test rows with 150 events") and sentence.endswith("Prefer boosting.")


def test_where_no_difference_is_shown_the_simpler_model_is_advised_and_not_called_as_good() -> None:
    sentence = verdict_sentence(MANY, THREE[:2])
    assert sentence.endswith("Where no difference is shown, the simpler model is the safer choice.")
    assert "as well" not in sentence


def test_a_network_that_beats_all_gets_no_advice() -> None:
    sentence = verdict_sentence(MANY, (("prevalence", BETTER), ("regression", BETTER)))
    assert sentence.endswith("prevalence and regression (log-loss, 95 % intervals).")


def test_few_events_make_the_verdict_itself_restrained() -> None:
    nothing = verdict_sentence(FEW, (("prevalence", LEVEL), ("regression", LEVEL)))
    assert nothing.startswith("Too few events (14) among 320 test rows to tell whether the network predicts")
    seeming = verdict_sentence(FEW, THREE)
    assert seeming.startswith("With few events (14) among 320 test rows this is unstable: the network seems")
    assert "whether it does better than regression cannot be told" in seeming
    for sentence in (nothing, seeming):
        assert "predicts better than prev" not in sentence.replace("whether the network predicts", "")
        assert "predicts worse" not in sentence
    others = verdict_sentence(Ground(320, "test rows", 297), THREE)
    assert "few patients without the event (23)" in others
    edge = [verdict_sentence(Ground(900, "test rows", events), THREE) for events in (99, 100, 800, 801)]
    assert ["unstable" in sentence for sentence in edge] == [True, False, False, True]


@pytest.mark.parametrize("rivals", [THREE, (), (("prevalence", NOT),)])
def test_under_ten_events_nothing_is_claimed(rivals: tuple[tuple[str, Measure], ...]) -> None:
    said = "Too few to compare the network with simpler models: only 6 events among 320 test rows."
    assert verdict_sentence(TOO_FEW, rivals) == said
    assert suspicion(Measure(0.999, 0.99, 1.0, n=320, events=6)) == ""


def test_without_rivals_nothing_is_claimed() -> None:
    assert "could not be compared" in verdict_sentence(MANY, ())


def test_rows_are_called_by_what_they_served() -> None:
    four, crossed = builders.split(), builders.crossed_split(test=True)
    assert [rows_called(four, part) for part in (Part.CALIBRATE, Part.TEST, Part.EARLY_STOP)] == [
        "calibrate rows",
        "test rows",
        "early-stop rows",
    ]
    assert rows_called(crossed, Part.CALIBRATE) == "out-of-fold rows"
    assert rows_called(crossed, Part.TEST) == "test rows"
