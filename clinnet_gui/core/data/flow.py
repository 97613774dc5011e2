"""The flow of the participants: from the rows of the file to the parts of the split.

Every row of the file is in exactly one place; the numbers add up. Source: TRIPOD+AI item 20a, and
the flow diagram of STARD.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import IN_ORDER, Part, Split
from clinnet_gui.core.data.splitting import PART_NAMES
from clinnet_gui.core.data.table import RawTable

REASONS = {
    "EMPTY_ROW": "empty row",
    "ROW_WIDTH": "too many or too few cells",
    "QUOTE": "quotation mark not closed",
    "HEADER_REPEATED": "names of the columns, repeated",
    "FOOTER": "total or remark",
    "HUGE_CELL": "cell too long",
    "NUL_BYTE": "zero byte",
    "UNREADABLE": "characters that cannot be read",
    "NOT_A_NUMBER": "word among numbers",
    "NON_ASCII_DIGIT": "digits of another script",
}
"""Why a row was set aside while the file was read, by the code it is listed under."""

NOT_DRAWN = "not in the random sample that fits into memory"
KEPT = {
    "DUPLICATE_ROWS": "equal to an earlier row",
    "CONFLICTING_DUPLICATES": "equal to another row but for the outcome",
}
"""What is remarked of rows that are kept."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows are not used, or what is remarked of them, and how many these are."""

    why: str
    rows: int


@dataclass(frozen=True, slots=True)
class Station:
    """Rows that come as far as this: how many, how many patients, how many events (None: covered)."""

    name: str
    rows: int
    patients: int
    events: int | None


@dataclass(frozen=True, slots=True)
class Flow:
    """From the file to the parts.

    ``read`` rows stand in the file; ``aside`` of them could not be used as they stand; ``sound``
    are left; ``without_outcome`` of these have none; ``usable`` are the others, of which ``kept``
    tells what was remarked. ``parts`` divide the usable rows; ``left_out`` of those that train were
    left out by the analyst. ``by_patient``: patients have several rows, and are counted too.
    ``at_least``: of a file too large for memory no more than this is known of its rows.
    """

    source: str
    read: int
    at_least: bool
    aside: tuple[Reason, ...]
    sound: int
    without_outcome: int
    outcome: str
    usable: Station
    kept: tuple[Reason, ...]
    parts: tuple[Station, ...]
    left_out: int
    by_patient: bool


def participant_flow(dataset: Dataset, split: Split, left_out: int = 0, opened: bool = False) -> Flow:
    """Return the flow that ends in ``split``; events of the test part stay covered unless ``opened``."""
    table = dataset.table
    aside, read, at_least = _set_aside(table.raw)
    patients = int(np.count_nonzero(np.bincount(dataset.patients)))
    counts = {finding.code: finding.count for finding in dataset.findings}
    return Flow(
        source=table.raw.source.name,
        read=read,
        at_least=at_least,
        aside=aside,
        sound=table.row_count,
        without_outcome=table.row_count - dataset.n,
        outcome=dataset.outcome.name,
        usable=Station("usable", dataset.n, patients, dataset.events),
        kept=tuple(Reason(why, counts[code]) for code, why in KEPT.items() if counts.get(code)),
        parts=tuple(_part(dataset, split, part, opened) for part in IN_ORDER if split.counts[part]),
        left_out=left_out,
        by_patient=dataset.repeats,
    )


def _set_aside(raw: RawTable) -> tuple[tuple[Reason, ...], int, bool]:
    """Return why rows were set aside, the most frequent reason first; and how many rows were read.

    Rows are numbered through the file, so that the highest number tells how many there are;
    where a sample was drawn, rows behind the last one drawn are not known.
    """
    counted = Counter(REASONS.get(row.code, "cells that cannot be read") for row in raw.quarantined)
    known = int(raw.rows.size) + len(raw.quarantined)
    last = max([int(raw.rows.max(initial=0)), *(row.row for row in raw.quarantined)])
    reasons = [Reason(why, rows) for why, rows in counted.most_common()]
    sampled = last > known
    if sampled:
        reasons.append(Reason(NOT_DRAWN, last - known))
    return tuple(reasons), max(last, known), sampled


def _part(dataset: Dataset, split: Split, part: Part, opened: bool) -> Station:
    rows = np.flatnonzero(split.parts == part)
    covered = part is Part.TEST and not opened
    patients = int(np.count_nonzero(np.bincount(dataset.patients[rows])))
    return Station(PART_NAMES[part], split.counts[part], patients, None if covered else split.events[part])
