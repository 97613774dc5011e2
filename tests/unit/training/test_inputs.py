"""Resident rows: the inputs of any batch are those of the encoder, to the bit."""

import numpy as np
import pytest
import torch

from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.training.inputs import Rows
from clinnet_gui.core.training.material import Material
from tests.builders import dataset

BATCH = np.array([7, 0, 599, 31, 7])


def material(bins: int) -> Material:
    data = dataset()
    encoder = fit_encoder(data.predictors, data.rows[:400], bins)
    packed = encoder.pack(data.predictors, data.rows)
    return Material(encoder, packed, data.y, np.arange(400), np.arange(400, 600))


@pytest.mark.parametrize("bins", [0, 16])
def test_a_batch_is_what_the_encoder_gives(bins: int) -> None:
    of, data = material(bins), dataset()
    inputs = Rows(of).inputs(torch.from_numpy(BATCH))
    expected = of.encoder.transform(data.predictors, data.rows[BATCH])
    assert inputs.dtype is torch.float32
    assert np.array_equal(inputs.numpy(), expected)
    assert inputs.shape == (5, of.encoder.inputs)


def test_outcomes_go_with_their_rows() -> None:
    of = material(0)
    outcomes = Rows(of).outcomes(torch.from_numpy(BATCH))
    assert outcomes.dtype is torch.float32
    assert outcomes.tolist() == of.y[BATCH].tolist()


def test_a_batch_is_a_copy() -> None:
    rows = Rows(material(0))
    index = torch.from_numpy(BATCH)
    first = rows.inputs(index)
    first.fill_(9.0)
    assert not (rows.inputs(index) == 9).all()
