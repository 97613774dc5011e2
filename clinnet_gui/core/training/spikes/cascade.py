"""The cascade: what the signs of the last steps say of the cause, most exact evidence first."""

from collections.abc import Iterator

from clinnet_gui.core.training.records import Cause, Evidence, SpikeKind
from clinnet_gui.core.training.spikes.monitor import ALARM, Monitor
from clinnet_gui.core.training.spikes.signs import FEWEST_ROWS, Signs

ORDER = (Cause.BAD_BATCH, Cause.NORMALISATION, Cause.EXPLOSION, Cause.LEARNING_RATE)
"""In which causes are named where there are several."""

BRIEF = 1.5  # times the scheduled rate


def mode_evidence(signs: tuple[Signs, ...]) -> Iterator[Evidence]:
    """Yield what says that BatchNorm could not do its work."""
    wrong = [s for s in signs if s.wrong]
    if wrong:
        yield _of(Cause.NORMALISATION, f"{wrong[-1].wrong} layers were not in training mode during the step.")
    if any(s.moved for s in signs):
        yield _of(
            Cause.NORMALISATION,
            "BatchNorm's statistics changed between two steps, as when validation runs in training mode.",
        )
    small = [s.rows for s in signs if s.rows < FEWEST_ROWS]
    if small:
        yield _of(
            Cause.NORMALISATION,
            f"The batch had {small[-1]} rows; BatchNorm needs at least {FEWEST_ROWS} for a variance.",
        )


def rate_evidence(signs: tuple[Signs, ...], monitor: Monitor) -> Iterator[Evidence]:
    """Yield what says that the weights moved too far in one step."""
    fast = [s for s in signs if _is_fast(s)]
    if fast:
        times = max(s.rate / s.scheduled for s in fast)
        yield _of(Cause.LEARNING_RATE, f"The learning rate was {times:,.0f} times the scheduled one.")
    last = max(signs, key=lambda s: monitor.measure(SpikeKind.UPDATE, s))
    if monitor.measure(SpikeKind.UPDATE, last) >= ALARM and not fast:
        yield _of(
            Cause.LEARNING_RATE,
            f"One step changed the weights of a layer by {last.ratio:.0%} of their size; the learning rate "
            f"was {last.rate:.2g}.",
        )


def norm_evidence(signs: Signs, layer: str, monitor: Monitor) -> Iterator[Evidence]:
    """Yield what says that the gradient grew while the step it made did not."""
    high = monitor.measure(SpikeKind.GRADIENT, signs) >= ALARM
    if high and monitor.measure(SpikeKind.UPDATE, signs) < ALARM:
        where = f", most in the layer “{layer}”" if layer else ""
        yield _of(
            Cause.EXPLOSION,
            f"The gradient's norm stood out{where}, while the weights moved no farther than usual.",
        )


def is_brief(signs: tuple[Signs, ...]) -> bool:
    """Return whether the rate of a step was not the scheduled one."""
    return any(map(_is_fast, signs))


def _is_fast(s: Signs) -> bool:
    return s.scheduled > 0 and s.rate > BRIEF * s.scheduled


def _of(cause: Cause, sentence: str) -> Evidence:
    return Evidence(cause, sentence)
