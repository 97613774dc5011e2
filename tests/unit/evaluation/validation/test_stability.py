"""One patient's risk among refits: only those count that never drew the patient."""

import math
from functools import lru_cache

import numpy as np
import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.deciding import first_decision
from clinnet_gui.core.evaluation.validation.correcting import validate
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn
from clinnet_gui.core.evaluation.validation.ground import Ground
from clinnet_gui.core.evaluation.validation.stability import FEWEST, Stability, stability_of
from clinnet_gui.core.work import drain
from tests import builders

VISITS = builders.Patients(n=600, visits=2)
AT = 0.3


@lru_cache
def ground(times: int) -> Ground:
    trained = builders.trained(VISITS)
    found = drain(validate(trained, first_decision(trained), builders.refits(trained, times)))
    assert found.ground is not None
    return found.ground


def told(times: int, place: int, risk: float = 0.2, threshold: float | None = AT) -> Stability:
    found = stability_of(ground(times), int(ground(times).original.rows[place]), risk, threshold)
    assert found is not None
    return found


def others(of: Ground, place: int) -> np.ndarray:
    """The risks by the refits whose sample holds no row of the patient, by drawing each sample again."""
    whose, seed = of.original.patients, of.original.seed
    held_out = [not counts_drawn(whose, seed, number)[whose == whose[place]].any() for number in of.numbers]
    return of.network.refitted[np.array(held_out), place].astype(np.float64)


@pytest.mark.parametrize("place", [0, 3, 57, 301])
def test_few_refits_give_the_range_of_those_without_the_patient(place: int) -> None:
    found, expected = told(40, place), others(ground(40), place)
    assert found.unseen == expected.size < found.refits == 40 and not found.many
    assert (found.low, found.high) == (expected.min(), expected.max())
    assert found.flips == pytest.approx((expected >= AT).mean())
    assert told(40, place, risk=0.9).flips == pytest.approx((expected < AT).mean())
    assert math.isnan(told(40, place, threshold=None).flips)


def test_many_refits_give_the_middle_ninety_five_percent() -> None:
    found, expected = told(140, 5), others(ground(140), 5)
    assert found.many and found.unseen == expected.size >= 40
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(expected, (0.025, 0.975))))


def test_refits_that_know_the_outcome_are_left_out() -> None:
    """Those that drew a patient were moved towards the outcome: with them events would look surer."""
    of = ground(40)
    apart = []
    for place in np.flatnonzero(of.original.y == 1)[:60].tolist():
        seen = ~of.unseen[:, place]
        apart.append(of.network.refitted[seen, place].mean() - others(of, place).mean())
    assert np.mean(apart) > 0.03


def test_there_is_nothing_to_tell_of_a_test_row_or_of_too_few_refits() -> None:
    trained = builders.trained(VISITS)
    assert stability_of(ground(40), int(trained.split.rows(Part.TEST)[0]), 0.2, AT) is None
    scarce = [p for p in range(100) if others(ground(8), p).size < FEWEST]
    assert scarce, "some patient was drawn by nearly every one of eight refits"
    rows = ground(8).original.rows
    assert stability_of(ground(8), int(rows[scarce[0]]), 0.2, AT) is None
