"""How each cause of a spike is drawn and called: a shape, its glyph in text, and a short word."""

from dataclasses import dataclass

from clinnet_gui.core.training.records import Cause, Repaired, Spike, SpikeKind
from clinnet_gui.gui.style import Theme
from clinnet_gui.gui.widgets.plots import inks
from clinnet_gui.gui.widgets.plots.legend import Entry, Mark


@dataclass(frozen=True, slots=True)
class Sign:
    """One cause as it is shown; never by colour alone."""

    mark: Mark
    glyph: str
    word: str


SIGNS = {
    Cause.LEARNING_RATE: Sign(Mark.TRIANGLE, "▲", "rate too high"),
    Cause.BAD_BATCH: Sign(Mark.SQUARE, "■", "bad batch"),
    Cause.EXPLOSION: Sign(Mark.DIAMOND, "◆", "explosion"),
    Cause.NORMALISATION: Sign(Mark.DOWN, "▼", "BatchNorm"),
    Cause.UNKNOWN: Sign(Mark.RING, "○", "unknown"),
}
NON_FINITE = (SpikeKind.NON_FINITE_LOSS, SpikeKind.NON_FINITE_GRADIENT)


def main_cause(spike: Spike) -> Cause:
    """Return the gravest cause that was found."""
    found = spike.diagnosis.causes if spike.diagnosis is not None else ()
    return found[0] if found else Cause.UNKNOWN


def ink(theme: Theme) -> str:
    """The colour of every flag: shapes tell causes apart."""
    return theme.event


def entries(events: list[Spike | Repaired]) -> tuple[Entry, ...]:
    """Return the legend of the marks that occur."""
    spikes = [event for event in events if isinstance(event, Spike)]
    found = {main_cause(spike) for spike in spikes}
    made = [Entry(sign.word, sign.mark, ink) for cause, sign in SIGNS.items() if cause in found]
    if any(spike.kind in NON_FINITE for spike in spikes):
        made.append(Entry("not finite", Mark.CROSS, inks.error))
    if len(spikes) < len(events):
        made.append(Entry("repaired", Mark.PLUS, inks.ok))
    return tuple(made)
