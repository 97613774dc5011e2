"""The split in words: what each part holds and serves, and why there is a test part or none."""

from dataclasses import dataclass

from clinnet_gui.core.data.split import Apart, Part, Split
from clinnet_gui.core.data.splitting import LEAST_TEST_EVENTS, TEST_FROM_EVENTS, TEST_FROM_ROWS

CHOOSE_VALUES = "Choose the values whose patients are set apart; nothing changes before."
COVERED = "covered until you open it"
PURPOSES = {
    Part.TRAIN: ("Train", "weights are learned"),
    Part.EARLY_STOP: ("Early stop", "the best epoch is found"),
    Part.CALIBRATE: ("Calibrate", "risks and threshold are set"),
    Part.CROSS_FITTED: ("In folds", "train, stop and judge in turn"),
    Part.TEST: ("Test", COVERED),
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: its name, its rows and events, what it is for."""

    part: Part
    name: str
    rows: int
    events: int
    purpose: str

    @property
    def share(self) -> str:
        """The share of rows with the event."""
        return f"{self.events / self.rows:.1%}" if self.rows else "–"


def part_lines(split: Split) -> tuple[PartLine, ...]:
    """Return one line a part in the order of use; a test part that was left out is said to be."""
    parts = (Part.CROSS_FITTED,) if split.crossed else (Part.TRAIN, Part.EARLY_STOP, Part.CALIBRATE)
    lines = [_line(split, part, *PURPOSES[part]) for part in parts if split.counts[part]]
    if split.crossed and split.counts[Part.TRAIN]:  # folds that an early end left untrained
        lines.append(_line(split, Part.TRAIN, "Train only", "never held out"))
    purpose = COVERED if split.has_test else "none is set aside"
    return (*lines, _line(split, Part.TEST, "Test", purpose))


def words_on_apart(apart: Apart, first: str) -> str:
    """Return what a test part of other patients asks; ``first`` is the date (or year) it begins with."""
    if first:
        asks = f"From {first} on: it asks whether the risks hold at a later time."
    else:
        asks = "It asks whether the risks hold in groups that the network never saw."
    return f"{asks} Harder than a draw, and nearer to use. The share of events is as it happens."


def _line(split: Split, part: Part, name: str, purpose: str) -> PartLine:
    return PartLine(part, name, split.counts[part], split.events[part], purpose)


def how_drawn(split: Split) -> str:
    """Return how the rows were dealt out."""
    where = "fold" if split.crossed else "part"
    test = "" if split.apart is None else f"Test part: {split.apart.told}. The others: "
    if split.by_patient:
        how = f"drawn by patient: all rows of one patient stand in the same {where}."
    else:
        how = f"drawn at random, with the same share of events in each {where}."
    return test + how if test else how[0].upper() + how[1:]


def turns_taken(split: Split) -> str:
    """Return what the folds are for; nothing where there are none."""
    if not split.crossed:
        return ""
    return (
        f"{len(split.turns)} networks, averaged on the logit. Each learns from all folds but one and stops "
        "by that one, so that every row has a risk from the network that never learned from it. These "
        "out-of-fold rows set recalibration and threshold."
    )


def words_on_test(has_test: bool, due: bool) -> str:
    """Return what speaks for or against a test part; ``due`` is whether one would be set aside by
    the size of the data alone."""
    if has_test and due:
        return "Suggested for data of this size."
    if has_test:
        return (
            "You asked for it: on so few rows its figures have wide intervals, and the network learns less."
        )
    if due:
        return (
            "Suggested for data of this size: without it, no rows judge the network that played no part in "
            "any choice."
        )
    return (
        f"Below {TEST_FROM_ROWS:,} patients or {TEST_FROM_EVENTS} events a test part costs the network more "
        f"than its wide intervals tell: the out-of-fold rows judge it. At least {LEAST_TEST_EVENTS} events "
        "must stand in one."
    )
