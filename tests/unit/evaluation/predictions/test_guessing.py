"""Outcome and risk are guessed from what columns hold; names only break ties."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.predictions import Naming, guess
from clinnet_gui.core.work import drain
from tests.builders import category, number, table

RNG = np.random.default_rng(3)
N = 40


def yes_no() -> list[str]:
    return ["yes", "no"] * (N // 2)


def guessed(*columns: Column) -> Naming | None:
    return drain(guess(table(*columns)))


def test_the_risk_lies_within_0_and_1_and_the_outcome_has_an_event() -> None:
    age, share = number("age", RNG.normal(60, 9, N)), number("x1", RNG.random(N))
    found = guessed(age, category("sex", ["f", "m"] * (N // 2)), category("z", yes_no()), share)
    assert found == Naming("z", "x1")


def test_a_name_decides_between_columns_that_could_both_serve() -> None:
    fraction, risk = number("ejection_fraction", RNG.random(N)), number("pred_model2", RNG.random(N))
    smoker, died = category("smoker", yes_no()), number("died_30d", [0.0, 1.0] * (N // 2))
    for columns in ((fraction, risk, died, smoker), (risk, fraction, smoker, died)):
        assert guessed(*columns) == Naming("died_30d", "pred_model2")


def test_percentages_are_seen_where_the_name_speaks_of_a_risk() -> None:
    found = guessed(category("died", yes_no()), number("risk", 100 * RNG.random(N)))
    assert found == Naming("died", "risk", percent=True)
    assert guessed(category("died", yes_no()), number("age", 100 * RNG.random(N))) is None


def test_percentages_are_seen_by_their_sign_where_all_lie_below_one() -> None:
    rare = number("risk", RNG.random(N))
    signed = replace(rare, rule=replace(rare.rule, percent=1.0))
    assert guessed(category("died", yes_no()), signed) == Naming("died", "risk", percent=True)


def test_a_binary_number_is_no_risk_and_three_levels_are_no_outcome() -> None:
    zero_one = number("risk", [0.0, 1.0] * (N // 2))
    assert guessed(zero_one, category("died", yes_no())) is None
    assert guessed(category("ward", list("abca") * (N // 4)), number("risk", RNG.random(N))) is None


def test_the_patient_is_a_column_called_so_whose_values_repeat() -> None:
    risk, died = number("risk", RNG.random(N)), category("died", yes_no())
    twice = [f"P{i // 2}" for i in range(N)]
    assert guessed(category("Patient ID", twice), died, risk) == Naming("died", "risk", patient="Patient ID")
    assert guessed(category("patient", [f"P{i}" for i in range(N)]), died, risk) == Naming("died", "risk")
    assert guessed(category("ward", twice), died, risk) == Naming("died", "risk")
    few = category("patient type", [f"kind {i % 9}" for i in range(N)])
    assert guessed(few, died, risk) == Naming("died", "risk")
