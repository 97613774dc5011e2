"""The AUROC as it is told: by rows, by patient where some have several, of a handful without interval."""

import math

import numpy as np
import pytest

from clinnet_gui.core.evaluation.by_patient import FEWEST_PATIENTS
from clinnet_gui.core.evaluation.discrimination import auroc_measure, auroc_of
from clinnet_gui.core.statistics.ranks import area, placements
from tests.unit.evaluation.samples import drawn


def test_each_row_a_patient_has_delongs_interval() -> None:
    y, z = drawn(300)
    found, known = auroc_measure(y, z), area(y, z)
    assert (found.value, found.low, found.high) == (known.value, known.low, known.high)
    assert (found.n, found.events) == (300, y.sum()) and "DeLong" in found.method
    assert auroc_of(y, placements(y, z)) == found
    assert auroc_measure(y, z, np.arange(300)).low == pytest.approx(found.low)


def test_rows_of_one_patient_count_as_one() -> None:
    """Every patient three times over: the interval is as wide as that of the patients."""
    y, z = drawn(300)
    tripled = auroc_measure(np.tile(y, 3), np.tile(z, 3), np.tile(np.arange(300), 3))
    once = auroc_measure(y, z, np.arange(300))
    assert (tripled.low, tripled.high) == pytest.approx((once.low, once.high), abs=1e-12)
    assert "by patient" in tripled.method


@pytest.mark.parametrize("patients", [FEWEST_PATIENTS - 1, FEWEST_PATIENTS])
def test_a_handful_of_patients_has_no_interval(patients: int) -> None:
    y, z = drawn(300)
    found = auroc_measure(y, z, np.arange(300) % patients)
    assert found.value == auroc_measure(y, z).value
    assert math.isnan(found.low) is (patients < FEWEST_PATIENTS)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("owner", [None, np.arange(40) // 2])
def test_one_class_is_not_estimable(label: int, owner: np.ndarray | None) -> None:
    found = auroc_measure(np.full(40, label, np.int8), np.linspace(0, 1, 40), owner)
    assert not found.estimable and math.isnan(found.low)
