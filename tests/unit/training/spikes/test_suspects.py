"""The suspects of a batch: cells before labels before losses, and never a patient's value."""

import re

import numpy as np
import pytest

from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.spikes.reach import clipped, reach_of
from clinnet_gui.core.training.spikes.suspects import Suspects, suspects_of
from tests.unit.training.spikes.scenes import table

BATCH = np.arange(100, 164)


def spoiled(*rows: int) -> Material:
    of = table()
    of.packed[list(rows), 1] = np.nan
    return of


def found(of: Material, logits: np.ndarray | None = None, prevalence: float = 0.5) -> Suspects:
    calm = table()
    logits = np.zeros(64) if logits is None else logits
    return suspects_of(of, reach_of(calm), BATCH, logits, prevalence)


def test_cells_that_are_not_finite_come_first() -> None:
    of = spoiled(110, 112)
    of.y[BATCH] = 1
    suspects = found(of)
    assert suspects.rows.tolist() == [110, 112] and suspects.columns == ("b",)
    assert suspects.certain and not suspects.finite


def test_cells_beyond_the_reach_are_named_with_all_their_rows() -> None:
    of = table()
    of.packed[110:150, 2] = clipped(np.array([5_000.0]))[0]
    suspects = found(of)
    assert sorted(suspects.rows) == list(range(110, 150)) and suspects.columns == ("c",)
    assert suspects.certain and suspects.finite and not suspects.labels


def test_a_share_of_events_beyond_chance_is_named() -> None:
    of = table()
    of.y[BATCH] = 1
    suspects = found(of)
    assert suspects.labels and suspects.certain and len(suspects.rows) == 64
    assert suspects.evidence[0].sentence == "100% of this batch had the event; 50% is usual."


def test_else_the_rows_that_lost_most_are_listed_but_nothing_is_certain() -> None:
    of = table()
    logits = np.where(of.y[BATCH] == 1, 3.0, -3.0)
    logits[7] *= -1
    suspects = found(of, logits)
    assert suspects.rows[0] == BATCH[7] and not suspects.certain and suspects.evidence == ()
    of.packed[BATCH[7], 0] = clipped(np.array([50.0]))[0] * np.sign(of.packed[BATCH[7], 0])
    told = suspects_of(of, reach_of(of), BATCH, logits, 0.5)
    assert told.columns == ("a",) and not told.certain


@pytest.mark.parametrize("value", [77.7, 5_000.0, np.nan])
def test_no_sentence_holds_a_value(value: float) -> None:
    of = table()
    of.packed[111, 0] = value if np.isnan(value) else clipped(np.array([value]))[0]
    for evidence in found(of).evidence:
        assert not re.search(r"\d", evidence.sentence)
