"""From cells to a table: every column surveyed, understood, converted, and looked at again."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.columns.convert import converting
from clinnet_gui.core.data.columns.infer import infer
from clinnet_gui.core.data.columns.number import text_of
from clinnet_gui.core.data.columns.reading import Context, Reading
from clinnet_gui.core.data.columns.setting_aside import set_aside
from clinnet_gui.core.data.columns.shape import GROUPED, Shape
from clinnet_gui.core.data.columns.summary import expect_varied, file_findings
from clinnet_gui.core.data.columns.survey import Survey, survey
from clinnet_gui.core.data.doubts.missing_codes import sentinels
from clinnet_gui.core.data.doubts.plausible import impossible, very_old
from clinnet_gui.core.data.doubts.spread import spread_of
from clinnet_gui.core.data.doubts.two_units import two_units
from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.questions import located
from clinnet_gui.core.data.table import Column, Kind, RawTable, Table
from clinnet_gui.core.work import Progress, Work


def understand(raw: RawTable, answers: Answers, *, varied: bool = True) -> Work[Table]:
    """Return the table: what each column holds, by which rule it is read, what was found.

    Rows whose cells may be damaged are set aside and listed. DataRefused where no column can
    tell patients apart (NO_INFORMATIVE_FEATURE), unless the columns need not be ``varied``;
    AnswerRefused where an answer fits no choice.
    """
    surveys = yield from _surveys(raw)
    context = Context(raw, answers, _comma_file(surveys))
    readings = []
    for seen in surveys:
        readings.append(infer(seen, context))
        yield Progress(f"Understanding {seen.name}", len(readings) / max(len(surveys), 1))
    raw, readings = set_aside(raw, readings)
    columns, findings = [], []
    for place, reading in enumerate(readings):
        column, found = yield from _column(raw, place, reading, answers)
        columns.append(column)
        findings.extend(found)
        yield Progress(f"Reading {column.name}", len(columns) / len(readings))
    if varied:
        expect_varied(raw, columns)
    findings.extend(file_findings(raw, columns, surveys))
    return Table(raw, answers, tuple(columns), (*raw.findings, *findings))


def _surveys(raw: RawTable) -> Work[list[Survey]]:
    surveys = []
    for cells in raw.cells:
        surveys.append((yield from survey(cells)))
        yield Progress(f"Looking at {cells.name}", len(surveys) / len(raw.cells))
    return surveys


def _comma_file(surveys: Iterable[Survey]) -> bool:
    """Whether some column can only be read with a decimal comma and none with a decimal point."""
    marks = [(seen.has(Shape.COMMA), seen.has(Shape.DECIMAL)) for seen in surveys if not seen.has(*GROUPED)]
    return any(comma and not point for comma, point in marks)


def _column(
    raw: RawTable, place: int, reading: Reading, answers: Answers
) -> Work[tuple[Column, list[Finding]]]:
    """Convert one column, and look at its numbers."""
    cells = raw.cells[place]
    unit = reading.unit or (raw.units[place] if raw.units else "")
    column = yield from converting(cells, reading.rule, unit)
    findings = list(reading.findings)
    if column.kind is Kind.NUMBER and not any(f.code == "ID_COLUMN" for f in findings):
        absent, found = _look(raw, column, answers)
        findings.extend(found)
        if absent:
            rule = replace(reading.rule, missing=(*reading.rule.missing, *map(text_of, absent)))
            column = yield from converting(cells, rule, unit)
    return column, findings


def _look(raw: RawTable, column: Column, answers: Answers) -> tuple[tuple[float, ...], list[Finding]]:
    """Return the numbers that mean "not measured" by the answers, and what the numbers raise."""
    spread = spread_of(column)
    findings: list[Finding] = []
    absent: tuple[float, ...] = ()
    coded = sentinels(column.name, spread, answers)
    codes: tuple[float, ...] = ()
    if coded is not None:
        asked, codes = coded
        findings.append(located(asked, raw, rows_of(column, codes)))
        absent = codes if asked.answer == "missing" else ()
        keep = ~np.isin(spread.values, codes)
        spread = replace(spread, values=spread.values[keep], counts=spread.counts[keep])
    strange = impossible(column.name, spread, answers)
    if strange is not None:
        warning, values = strange
        findings.append(located(warning, raw, rows_of(column, values)))
        absent = (*absent, *values) if warning.answer == "missing" else absent
    findings.extend(f for f in (very_old(column.name, spread), two_units(column.name, spread)) if f)
    return absent, findings


def rows_of(column: Column, values: tuple[float, ...]) -> Ints:
    """Return the row positions that hold one of these numbers."""
    return np.flatnonzero(np.isin(column.values, values))
