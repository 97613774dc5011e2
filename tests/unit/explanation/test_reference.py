"""What a patient is compared with."""

import numpy as np
import pytest

from clinnet_gui.core.data.codes import CategoryCode, NumberCode
from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.explanation.reference import background_rows, median_patient
from tests import builders


def test_the_background_is_drawn_from_the_rows_given() -> None:
    train = builders.split().rows(Part.TRAIN)
    rows = background_rows(train, 1)
    assert rows.size == 100
    assert set(rows) <= set(train)
    assert np.array_equal(rows, background_rows(train, 1))
    assert not np.array_equal(rows, background_rows(train, 2))
    assert np.array_equal(background_rows(train[:30], 1), train[:30])


@pytest.mark.parametrize("bins", [0, 8])
def test_the_median_patient_is_encoded_as_one(bins: int) -> None:
    """As a patient who has these very values would be."""
    patients = builders.dataset()
    encoder = fit_encoder(patients.predictors, patients.rows, bins)
    columns = []
    for code in encoder.codes:
        if isinstance(code, CategoryCode):
            columns.append(builders.category(code.name, [code.levels[0]]))
        else:
            assert isinstance(code, NumberCode)
            columns.append(builders.number(code.name, [code.median]))
    assert np.array_equal(median_patient(encoder), encoder.transform(tuple(columns))[0])
