"""The benchmark of training: every way trains the network it says, for the steps it is asked."""

from dataclasses import replace

import pytest

from clinnet_gui.core.model.spec import Shortcut
from tests.benchmarks.training.__main__ import SPEC
from tests.benchmarks.training.tables import Shape, material
from tests.benchmarks.training.ways import Bare, data_loader, mlp_classifier, ours, products, skorch

SHAPE = Shape(rows=2_000, columns=6)
SMALL = replace(SPEC, hidden=(8, 4), batch=64)


@pytest.mark.parametrize("way", [ours, data_loader, mlp_classifier, products])
def test_a_way_takes_cpu_time(way) -> None:
    assert 0 < way(material(SHAPE), SMALL, 3) < 60


def test_skorch_where_it_is_installed() -> None:
    pytest.importorskip("skorch")
    assert 0 < skorch(material(SHAPE), SMALL, 3) < 60


def test_bins_make_the_inputs_of_the_suggestion() -> None:
    of = material(replace(SHAPE, bins=16))
    assert of.encoder.inputs == 6 * 17 and of.packed.shape == (2_000, 12)
    assert ours(of, replace(SMALL, bins=16, shortcut=Shortcut.ZERO), 2) > 0


def test_without_diagnostics_the_steps_are_the_same() -> None:
    losses = []
    for kind in (Bare, Bare.__base__):
        loop = kind(material(SHAPE), SMALL)
        for step in range(1, 6):
            list(loop.advance(step))
        losses.append(loop.course.loss)
    assert losses[0] == losses[1]
