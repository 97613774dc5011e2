"""The outcomes that a file of new patients brings, judged by the study's own rule."""

from difflib import get_close_matches

import numpy as np

from clinnet_gui.core.arrays import Bytes
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.data.outcome.levels import (
    ABOVE,
    normalise_events,
    number_of,
    outcome_levels,
    row_texts,
    same_level,
)
from clinnet_gui.core.data.table import Column, RawTable
from clinnet_gui.core.errors import EvaluationRefused
from clinnet_gui.core.scoring.spelling import Read, read_cells
from clinnet_gui.core.work import Work

_ROWS_NAMED = 5


def read_outcomes(raw: RawTable, dataset: Dataset) -> Work[tuple[Bytes, tuple[Finding, ...]]]:
    """Return 1 for the event, 0 for none, -1 where it is missing (int8, one a row), and what to say.

    EvaluationRefused where the file has no such column, or levels that the study's outcome does not
    have: which of them would be the event is not to be guessed.
    """
    outcome = dataset.outcome
    cells = next((cells for cells in raw.cells if cells.name == outcome.name), None)
    if cells is None:
        raise _absent(outcome.name, [cells.name for cells in raw.cells])
    found = yield from read_cells(cells, outcome.rule, outcome.unit, raw)
    _expect_known(found, outcome, dataset.roles.event, raw)
    return normalise_events(found.column, dataset.roles.event), found.findings


def _absent(name: str, names: list[str]) -> EvaluationRefused:
    folded = {other.casefold(): other for other in names}
    near = get_close_matches(name.casefold(), list(folded), n=1)
    hint = f"A near name in the file: “{folded[near[0]]}”. " if near else ""
    return EvaluationRefused(
        f"The file has no outcome “{name}”, so nothing can be judged by it.",
        f"{hint}Give the column the name it had in training. Without outcomes patients can only be scored.",
        "OUTCOME_ABSENT",
    )


def _expect_known(found: Read, outcome: Column, event: tuple[str, ...], raw: RawTable) -> None:
    """Refuse levels that the study's outcome does not have, unless the event is "above" a number, and
    cells that its rule cannot read."""
    column = found.column
    known = [level.text for level in outcome_levels(outcome)]
    open_ended = any(text.startswith(ABOVE) for text in event)
    strange = [
        level.text
        for level in outcome_levels(column)
        if not any(same_level(level.text, text) for text in known)
        and not (open_ended and number_of(level.text) is not None)
    ]
    texts = row_texts(column)
    places = [place for place, text in enumerate(texts.names) if text in strange]
    rows = np.union1d(np.flatnonzero(np.isin(texts.codes, places)), found.unread)
    if not rows.size:
        return
    named = ", ".join(str(int(row)) for row in raw.rows[rows[:_ROWS_NAMED]])
    more = f" and {rows.size - _ROWS_NAMED:,} more" if rows.size > _ROWS_NAMED else ""
    raise EvaluationRefused(
        f"The outcome “{column.name}” holds levels that it did not have in training (row {named}{more}).",
        "Spell the outcome as in the training table, or leave the cell empty where it is not known.",
        "OUTCOME_LEVELS",
    )
