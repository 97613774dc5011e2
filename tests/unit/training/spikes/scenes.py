"""A small table as the encoder gives it, and a training of it that has settled."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.data.encoder import Encoder, NumberCode
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Spike
from clinnet_gui.core.training.spikes.reach import clipped
from tests.unit.training.test_loop import SPEC, material

LONG = replace(SPEC, epochs=60, patience=60, learning_rate=5e-3)


def table(n: int = 480) -> Material:
    """Three numbers within the smooth clip, of which the first decides."""
    of = material(n)
    codes = tuple(NumberCode(name, Rule(Kind.NUMBER), 50.0, 10.0, False, 10.0, 90.0) for name in "abc")
    return replace(of, encoder=Encoder(codes), packed=clipped(of.packed).astype(np.float32))


def settled(steps: int = 60) -> Loop:
    """A training of the table, some steps in; nothing has stood out."""
    loop = Loop(table(), LONG)
    assert go_on(loop, 1, steps) == []
    return loop


def go_on(loop: Loop, first: int, last: int) -> list[Spike]:
    """Make these steps and return what stood out."""
    records = [record for step in range(first, last + 1) for record in loop.advance(step)]
    return [record for record in records if isinstance(record, Spike)]
