"""What training again changes after a spike."""

import math

from clinnet_gui.core.training.records import Cause, Damage, Diagnosis, Remedy, Spike, SpikeKind
from clinnet_gui.core.training.remedies import remedied
from tests import builders


def spike(remedy: Remedy) -> Spike:
    found = Diagnosis((Cause.BAD_BATCH,), (), (), "", (), Damage.NONE, remedy)
    return Spike(3, 1, SpikeKind.LOSS, 9.0, 1.0, 12.0, (8, 2), diagnosis=found)


def test_suspected_rows_are_left_out_beside_those_that_are_already() -> None:
    once = remedied(builders.small(), spike(Remedy.SKIP_ROWS))
    assert once.left_out == (2, 8)
    assert remedied(once, spike(Remedy.WINSORISE)) == once


def test_a_rate_that_was_too_high_becomes_a_tenth() -> None:
    spec = builders.small()
    assert math.isclose(remedied(spec, spike(Remedy.LOWER_RATE)).learning_rate, spec.learning_rate / 10)


def test_what_mends_weights_leaves_the_settings() -> None:
    for remedy in (Remedy.NONE, Remedy.RESTORE, Remedy.RESTORE_MODE):
        assert remedied(builders.small(), spike(remedy)) == builders.small()
    assert remedied(builders.small(), Spike(1, 1, SpikeKind.LOSS, 1, 1, 9, (1,))) == builders.small()
