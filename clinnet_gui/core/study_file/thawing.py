"""From the document back to the study: what follows is computed anew, what cannot be is refused."""

from collections.abc import Iterator
from itertools import repeat

from clinnet_gui.core.codec import Malformed, parse
from clinnet_gui.core.data.columns.convert import converting
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.data.table import Cells, Column, RawTable, Table
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import sound
from clinnet_gui.core.study_file.refusal import damaged
from clinnet_gui.core.study_file.schema import (
    LONGEST_LINE,
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


def thaw(document: Document) -> Work[Study]:
    """Return the study of a document; StudyRefused names the part that is not sound."""
    tables: list[Table] = []
    for saved in document.tables:
        tables.append((yield from _table(saved)))
    dataset = _dataset(document.dataset, tables)
    if document.split is not None:
        sound.check_split(document.split, dataset)
    table = _one_of(tables, document.table)
    if document.roles is not None:
        sound.check_roles(document.roles, table)
    if document.choice is not None:
        sound.check_choice(document.choice)
    trained = _trained(document.trained, tables, dataset, document.split)
    others = [_trained(run.trained, tables, dataset, document.split) for run in document.runs]
    runs = tuple(map(_run, document.runs, others, repeat(trained)))
    sound.check_runs(runs)
    if document.refits is not None:
        yield from sound.check_refits(document.refits, trained)
    return Study(
        table=table,
        roles=document.roles,
        screening=document.screening,
        dataset=dataset,
        split=document.split,
        choice=document.choice,
        trained=trained,
        decision=sound.checked_decision(document.decision),
        history=document.history,
        runs=runs,
        refits=document.refits,
    )


def _table(saved: SavedTable) -> Work[Table]:
    columns: list[Column] = []
    sound.check_table(saved)
    for cells, rule, unit in zip(saved.cells, saved.rules, saved.column_units, strict=True):
        spelled = yield from _cells(cells, saved.rows.size + len(saved.quarantined))
        columns.append((yield from converting(spelled, rule, unit)))
        yield Progress("Opening the study", len(columns) / len(saved.cells))
    raw = RawTable(
        source=saved.source,
        cells=tuple(column.cells for column in columns),
        rows=saved.rows,
        lines=saved.lines,
        quarantined=saved.quarantined,
        findings=saved.raw_findings,
        units=saved.units,
    )
    return Table(raw, saved.answers, tuple(columns), saved.findings)


def _cells(saved: SavedCells, most: int) -> Work[Cells]:
    levels: list[str] = []
    try:
        for line in _lines(saved.levels):
            texts = parse(line)
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                raise Malformed("levels that are no texts")
            "".join(texts).encode()  # half a character could be shown, but never written again
            levels += texts
            if len(levels) > most:
                raise Malformed("more levels than rows")
            yield Progress("Opening the study")
    except (Malformed, UnicodeError) as error:
        raise damaged("cells") from error
    sound.check_codes(saved.codes, len(levels))
    return Cells(saved.name, tuple(levels), saved.codes)


def _lines(text: bytes) -> Iterator[bytes]:
    """The lines of a column's levels, one by one; Malformed for one that is longer than any is."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONGEST_LINE:
            raise Malformed("levels in too long a line")
        yield text[start:end]
        start = end + 1


def _one_of(tables: list[Table], position: int | None) -> Table | None:
    if position is not None and not 0 <= position < len(tables):
        raise damaged("table")
    return None if position is None else tables[position]


def _dataset(saved: SavedDataset | None, tables: list[Table]) -> Dataset | None:
    if saved is None:
        return None
    table = _one_of(tables, saved.table)
    assert table is not None, "a saved dataset names its table"
    sound.check_dataset(saved, table)
    return Dataset(table, saved.roles, saved.rows, saved.y, saved.patients, saved.findings)


def _trained(
    saved: SavedTrained | None, tables: list[Table], dataset: Dataset | None, split: Split | None
) -> Trained | None:
    if saved is None:
        return None
    own_dataset = dataset if saved.dataset is None else _dataset(saved.dataset, tables)
    own_split = split if saved.split is None else saved.split
    if own_dataset is None or own_split is None:
        raise damaged("training")
    sound.check_split(own_split, own_dataset)
    sound.check_fit(saved.fit, own_split, own_dataset)
    return Trained(own_dataset, own_split, saved.fit)


def _run(saved: SavedRun, own: Trained | None, current: Trained | None) -> Run:
    """A run with its own network, or with the study's."""
    if saved.current and (current is None or own is not None):
        raise damaged("runs")
    sound.check_result(saved.result)
    return Run(saved.number, saved.when, saved.note, saved.result, current if saved.current else own)
