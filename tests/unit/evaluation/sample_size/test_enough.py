"""Whether there are enough patients: levels, the sentence, and what counts as a parameter."""

import numpy as np

from clinnet_gui.core.data.encoder import fit_encoder
from clinnet_gui.core.evaluation.sample_size.development import Plan, development_size
from clinnet_gui.core.evaluation.sample_size.enough import Enough, Sufficiency, candidate_parameters
from tests.builders import category, number


def test_parameters_are_counted_before_bins_and_one_level_is_the_reference() -> None:
    generator = np.random.default_rng(0)
    values = generator.standard_normal(400)
    holed = values.copy()
    holed[:40] = np.nan
    columns = (
        number("plain", values),
        number("with holes", holed),
        number("constant", np.ones(400)),
        category("three levels", ["a", "b", "c", "a"] * 100),
    )
    for bins in (0, 16):
        encoder = fit_encoder(columns, np.arange(400), bins)
        assert candidate_parameters(encoder) == 1 + 2 + 0 + 2


def test_a_network_has_enough_only_from_200_events_a_parameter() -> None:
    size = development_size(Plan(10, 0.2, 0.75))
    few = Sufficiency(size.patients - 1, (size.patients - 1) // 5, size)
    some = Sufficiency(size.patients, size.patients // 5, size)
    many = Sufficiency(10_000, 2_000, size)
    assert [one.level for one in (few, some, many)] == [
        Enough.TOO_FEW,
        Enough.FOR_REGRESSION,
        Enough.FOR_NETWORK,
    ]
    assert f"at least {size.patients:,}" in few.sentence
    assert "200 events a parameter" in some.sentence
    assert "enough for a network too" in many.sentence


def test_the_rarer_outcome_counts() -> None:
    size = development_size(Plan(4, 0.9, 0.75))
    assert Sufficiency(1_000, 900, size).events_per_parameter == 25
    assert "non-events a parameter" in Sufficiency(1_000, 900, size).sentence
