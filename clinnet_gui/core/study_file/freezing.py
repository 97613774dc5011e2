"""From a study to the document that is saved."""

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from clinnet_gui import __version__
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.table import Cells, Table
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file.schema import (
    TEXTS,
    TEXTS_LENGTH,
    Document,
    SavedCells,
    SavedDataset,
    SavedRun,
    SavedTable,
    SavedTrained,
)
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.runs import Run
from clinnet_gui.core.work import Progress, Work


@dataclass(slots=True)
class _Shelf:
    """The tables met so far, each saved once."""

    tables: list[Table] = field(default_factory=list)

    def place(self, table: Table) -> int:
        """Return the position of a table, putting it there if it is new."""
        for position, known in enumerate(self.tables):
            if known is table:
                return position
        self.tables.append(table)
        return len(self.tables) - 1


def freeze(study: Study) -> Work[Document]:
    """Return the document of a study."""
    shelf = _Shelf()
    table = None if study.table is None else shelf.place(study.table)
    dataset = _dataset(study.dataset, shelf)
    trained = None if study.trained is None else _trained(study.trained, study, shelf)
    runs = tuple(_run(run, study, shelf) for run in study.runs)
    tables: list[SavedTable] = []
    for known in shelf.tables:
        tables.append((yield from _table(known)))
    return Document(
        written_by=__version__,
        tables=tuple(tables),
        table=table,
        roles=study.roles,
        screening=study.screening,
        dataset=dataset,
        split=study.split,
        choice=study.choice,
        trained=trained,
        decision=study.decision,
        history=study.history,
        runs=runs,
        refits=study.own_refits,
    )


def _dataset(dataset: Dataset | None, shelf: _Shelf) -> SavedDataset | None:
    if dataset is None:
        return None
    place = shelf.place(dataset.table)
    return SavedDataset(place, dataset.roles, dataset.rows, dataset.y, dataset.patients, dataset.findings)


def _trained(trained: Trained, study: Study, shelf: _Shelf) -> SavedTrained:
    own_dataset = None if trained.dataset is study.dataset else _dataset(trained.dataset, shelf)
    own_split = None if trained.split is study.split else trained.split
    return SavedTrained(own_dataset, own_split, trained.fit)


def _run(run: Run, study: Study, shelf: _Shelf) -> SavedRun:
    current = run.trained is not None and run.trained is study.trained
    trained = None if run.trained is None or current else _trained(run.trained, study, shelf)
    return SavedRun(run.number, run.when, run.note, run.result, current, trained)


def _table(table: Table) -> Work[SavedTable]:
    raw, cells = table.raw, []
    for column in table.columns:
        cells.append((yield from _cells(column.cells)))
    return SavedTable(
        source=raw.source,
        cells=tuple(cells),
        rows=raw.rows,
        lines=raw.lines,
        quarantined=raw.quarantined,
        raw_findings=raw.findings,
        units=raw.units,
        answers=table.answers,
        rules=tuple(column.rule for column in table.columns),
        column_units=tuple(column.unit for column in table.columns),
        findings=table.findings,
    )


def _cells(cells: Cells) -> Generator[Progress, None, SavedCells]:
    """Spell the levels as lines of JSON."""
    lines = []
    for texts in _portions(cells.levels):
        lines.append(json.dumps(texts, ensure_ascii=False).encode())
        yield Progress("Preparing to save")
    return SavedCells(cells.name, b"\n".join(lines), cells.codes)


def _portions(texts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Halve the texts until each portion is short enough for a line."""
    if len(texts) > TEXTS or (len(texts) > 1 and sum(map(len, texts)) > TEXTS_LENGTH):
        middle = len(texts) // 2
        yield from _portions(texts[:middle])
        yield from _portions(texts[middle:])
    elif texts:
        yield texts
