"""The grid: around the suggestion, within bounds, nothing twice."""

import pytest

from clinnet_gui.core.model.heuristics import MOST_LAYERS, MOST_UNITS, SIZES
from clinnet_gui.core.training.ablation import grid


@pytest.mark.parametrize("hidden", [rule.hidden for rule in SIZES])
def test_three_depths_at_three_widths_and_none(hidden: tuple[int, ...]) -> None:
    found = grid(hidden)
    assert found[0] == hidden and len(found) == len(set(found)) == 10
    assert () in found
    assert {len(layers) for layers in found} == {0, len(hidden) - 1, len(hidden), len(hidden) + 1}
    assert tuple(width // 2 for width in hidden) in found and tuple(2 * width for width in hidden) in found


def test_a_layer_more_is_half_as_wide_as_the_last() -> None:
    assert {(64, 32), (64, 32, 16), (64,)} <= set(grid((64, 32)))


def test_without_hidden_layers_one_is_tried() -> None:
    assert grid(()) == ((), (16,), (32,), (64,))


def test_the_bounds_of_the_settings_hold() -> None:
    found = grid((MOST_UNITS,) * MOST_LAYERS)
    assert all(len(layers) <= MOST_LAYERS and max(layers, default=1) <= MOST_UNITS for layers in found)
    assert all(width >= 1 for layers in grid((1,)) for width in layers)
