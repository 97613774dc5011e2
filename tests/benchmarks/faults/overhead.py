"""What watching costs: CPU time of a step with all diagnostics on, over that without them."""

import statistics
import time

import numpy as np

from clinnet_gui.core.data.encoder import Encoder, NumberCode
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.work import drain

ROWS, INPUTS, STEPS, TURNS = 100_000, 50, 10, 10
SPEC = Spec(hidden=(256, 128, 64, 32), dropout=0.2, batch=256, epochs=60)


def shares(rounds: int) -> tuple[float, float, float, float]:
    """Return median, least and largest share of the step that watching costs, and the milliseconds
    of a step that is watched. Within a round both take turns, ten steps at a time."""
    material = _material()
    watched, bare = Loop(material, SPEC), _unwatched(Loop(material, SPEC))
    times, step = list[tuple[float, float]](), 1
    for _ in range(rounds + 1):
        on = off = 0.0
        for _ in range(TURNS):
            on, off, step = on + _seconds(watched, step), off + _seconds(bare, step), step + STEPS
        times.append((on, off))
    found = [on / off - 1 for on, off in times[1:]]  # the first warms up
    mine = statistics.median(on for on, _ in times) / (STEPS * TURNS) * 1e3
    return statistics.median(found), min(found), max(found), mine


def _seconds(loop: Loop, first: int) -> float:
    begun = time.process_time()
    for step in range(first, first + STEPS):
        drain(loop.advance(step))
    return time.process_time() - begun


def _unwatched(loop: Loop) -> Loop:
    """The same training, with nothing read of its steps."""
    loop.watch.begin = lambda: None  # type: ignore[method-assign]
    loop.watch.see = lambda *parts: None  # type: ignore[method-assign]
    return loop


def _material() -> Material:
    """Rows of which five numbers say something about the outcome."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(ROWS, INPUTS)).astype(np.float32)
    y = (rng.random(ROWS) < 1 / (1 + np.exp(-x[:, :5].sum(axis=1)))).astype(np.int8)
    codes = (NumberCode(f"x{i}", Rule(Kind.NUMBER), 0.0, 1.0, False, -5.0, 5.0) for i in range(INPUTS))
    rows = np.arange(ROWS)
    return Material(Encoder(tuple(codes)), x, y, rows, rows[:1000])
