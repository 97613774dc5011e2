"""Finding the model's columns in a file of new patients: by exact name, or not at all."""

from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.codes import Code, width
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Cells, RawTable
from clinnet_gui.core.errors import ScoringRefused
from clinnet_gui.core.training.fit import Trained

_NAMED_AT_ONCE = 20


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """The cells of each of the encoder's columns, in its order, and of the id where there is one."""

    cells: tuple[Cells, ...]
    identifier: Cells | None
    findings: tuple[Finding, ...]


def match(raw: RawTable, trained: Trained) -> Matched:
    """Find the columns by name; ScoringRefused names those that are missing, and what comes near."""
    found = {cells.name: cells for cells in raw.cells}
    codes = trained.fit.encoder.codes
    missing = [code.name for code in codes if width(code) and code.name not in found]
    if missing:
        raise _refused(missing, [name for name in found if name not in trained.fit.encoder.names])
    identifier = trained.dataset.id_column
    return Matched(
        cells=tuple(found.get(code.name) or _absent(code, raw.rows.size) for code in codes),
        identifier=None if identifier is None else found.get(identifier.name),
        findings=_findings(raw, trained.dataset, trained.fit.encoder.names),
    )


def _absent(code: Code, rows: int) -> Cells:
    """Empty cells for a column that was constant in training, so that the network never sees it."""
    return Cells(code.name, ("",), read_only(np.zeros(rows, np.int32)))


def _refused(missing: list[str], others: list[str]) -> ScoringRefused:
    named = "columns" if len(missing) > 1 else "a column"
    near = [f"“{twin}” for “{name}”" for name in missing for twin in _near(name, others)]
    hint = f"Near names in the file: {', '.join(near[:_NAMED_AT_ONCE])}. " if near else ""
    return ScoringRefused(
        f"The file lacks {named} that the model needs: {_listed(missing)}.",
        f"{hint}Give the columns the names they had in training, then open the file again.",
        "COLUMN_MISSING",
    )


def _near(name: str, others: list[str]) -> list[str]:
    """Return names that differ in case or in little more; offered, never taken."""
    folded = {other.casefold(): other for other in others}
    close = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    starts = [
        low for low in folded if low and (name.casefold().startswith(low) or low.startswith(name.casefold()))
    ]
    return [folded[low] for low in (close or starts)[:1]]


def _findings(raw: RawTable, dataset: Dataset, used: tuple[str, ...]) -> tuple[Finding, ...]:
    """Say once which columns are not used, and whether the outcome or the id is concerned."""
    names = [cells.name for cells in raw.cells]
    outcome, identifier = dataset.outcome.name, dataset.id_column
    known = {*used, outcome} | ({identifier.name} if identifier else set())
    found: list[Finding] = []
    extra = [name for name in names if name not in known]
    if extra:
        saw = f"{len(extra)} column{'s' if len(extra) > 1 else ''} the model does not use: {_listed(extra)}."
        did = "They were passed over." if len(extra) > 1 else "It was passed over."
        found.append(Finding("EXTRA_COLUMNS", Level.NOTE, saw, did, count=len(extra)))
    if outcome in names:
        saw = f"The file holds the outcome “{outcome}”."
        found.append(
            Finding("OUTCOME_NOT_USED", Level.NOTE, saw, "It was not used for scoring.", column=outcome)
        )
    if identifier is not None and identifier.name not in names:
        saw = f"The file has no column “{identifier.name}”, which names the patient."
        found.append(
            Finding("NO_ID", Level.NOTE, saw, "Patients are named by their row.", column=identifier.name)
        )
    return tuple(found)


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_NAMED_AT_ONCE])
    more = len(names) - _NAMED_AT_ONCE
    return f"{shown} and {more} more" if more > 0 else shown
