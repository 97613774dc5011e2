"""Setting rows aside after reading: out of every column at once, counted and listed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.columns.reading import Reading
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Quarantined, RawTable


def set_aside(raw: RawTable, readings: Sequence[Reading]) -> tuple[RawTable, list[Reading]]:
    """Return the table without the rows that some reading sets aside, and the readings.

    The findings that say so become findings of the raw table: on reading the columns again under
    other answers the rows are gone, and what was said of them must stay.
    """
    gone = np.zeros(raw.rows.size, dtype=bool)
    listed: list[Quarantined] = []
    said: list[Finding] = []
    for reading in readings:
        flags = [f for f in reading.findings if f.level is Level.FLAG]
        said.extend(flags)
        for row in reading.aside[~gone[reading.aside]]:
            listed.append(_listed(raw, int(row), flags))
        gone[reading.aside] = True
    if not listed:
        return raw, list(readings)
    keep = ~gone
    table = replace(
        raw,
        cells=tuple(replace(c, codes=read_only(c.codes[keep])) for c in raw.cells),
        rows=read_only(raw.rows[keep]),
        lines=read_only(raw.lines[keep]),
        quarantined=tuple(sorted((*raw.quarantined, *listed), key=lambda q: q.row)),
        findings=(*raw.findings, *said),
    )
    return table, [_without_flags(reading) for reading in readings]


def _listed(raw: RawTable, row: int, flags: list[Finding]) -> Quarantined:
    code, reason = (flags[0].code, flags[0].saw) if flags else ("", "")
    return Quarantined(int(raw.rows[row]), int(raw.lines[row]), code, reason)


def _without_flags(reading: Reading) -> Reading:
    return replace(reading, findings=tuple(f for f in reading.findings if f.level is not Level.FLAG))
