"""``clinnet check``: what was found in a file, and on request the table as it was read."""

import argparse
from pathlib import Path

import numpy as np

from clinnet_gui.cli.arguments import add_answers, add_file, add_json, answers_of
from clinnet_gui.cli.findings import as_finding, finding_json, finding_lines, warn_of_idle, worst
from clinnet_gui.cli.preparing import add_roles, all_findings, prepare
from clinnet_gui.cli.printing import Json, print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.data.dataset import Roles
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.intake import load
from clinnet_gui.core.data.screening import propose_roles
from clinnet_gui.core.data.table import Column, Kind, Table
from clinnet_gui.core.errors import DataRefused, FileRefused, SettingsRefused
from clinnet_gui.core.files import atomic_target, csv_writer, expect_writable
from clinnet_gui.core.work import Progress, Work

REFUSED = 2
_ROWS_AT_ONCE = 5_000


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("check", help="say what was found in a file", allow_abbrev=False)
    add_file(parser)
    add_roles(parser, required=False)
    parser.add_argument("--table", type=Path, metavar="OUT.csv", help="write the table as it was read")
    add_answers(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; exit status 2 where something refuses."""
    if arguments.event and arguments.outcome is None:
        raise SettingsRefused("An event is a level of the outcome.", "Name the outcome with --outcome.")
    if arguments.table is not None:
        expect_writable(arguments.table, arguments.file)
    answers = answers_of(arguments)
    try:
        table = run_work(load(arguments.file, answers))
    except (FileRefused, DataRefused) as error:
        return _report(arguments, None, None, (as_finding(error),))
    if arguments.table is not None:
        run_work(write_table(table, arguments.table))
    roles, findings = _screened(table, arguments, answers)
    warn_of_idle(answers, findings, table.names)
    return _report(arguments, table, roles, findings)


def _screened(
    table: Table, arguments: argparse.Namespace, answers: Answers
) -> tuple[Roles, tuple[Finding, ...]]:
    """Return the roles and all findings; where the roles asked for are refused, those proposed."""
    try:
        assembled = prepare(table, arguments, answers)
    except DataRefused as error:
        return propose_roles(table), (as_finding(error), *table.findings)
    return assembled.roles, all_findings(table, assembled)


def write_table(table: Table, path: Path) -> Work[None]:
    """Write the rows that can be used, each cell as the file spells it: UTF-8, commas."""
    columns = [np.array(cells.levels, dtype=object)[cells.codes] for cells in table.raw.cells]
    with atomic_target(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv_writer(file)
        writer.writerow(table.names)
        for start in range(0, table.row_count, _ROWS_AT_ONCE):
            block = [column[start : start + _ROWS_AT_ONCE] for column in columns]
            writer.writerows(zip(*block, strict=True))
            yield Progress(f"Writing {path.name}", start / table.row_count)


def _report(
    arguments: argparse.Namespace, table: Table | None, roles: Roles | None, findings: tuple[Finding, ...]
) -> int:
    if arguments.json:
        print_json(_as_json(arguments.file.name, table, roles, findings))
    else:
        print_lines(_as_lines(arguments.file.name, table, roles, findings))
    return REFUSED if any(finding.level is Level.REFUSE for finding in findings) else 0


def _as_json(
    name: str, table: Table | None, roles: Roles | None, findings: tuple[Finding, ...]
) -> dict[str, Json]:
    pairs = zip(table.columns, roles.of, strict=True) if table and roles else ()
    return {
        "file": name,
        "rows": table.row_count if table else 0,
        "set_aside": [{"row": q.row, "line": q.line, "code": q.code} for q in table.raw.quarantined]
        if table
        else [],
        "columns": [_column(column, role.value) for column, role in pairs],
        "findings": [finding_json(finding) for finding in findings],
        "level": worst(findings),
    }


def _column(column: Column, role: str) -> dict[str, Json]:
    """Return what a column holds; ``levels`` counts a category's, ``range`` is a number's."""
    found: dict[str, Json] = {
        "name": column.name,
        "kind": column.kind.value,
        "role": role,
        "missing": column.missing,
        "unit": column.unit,
    }
    if column.kind in (Kind.CATEGORY, Kind.TEXT):
        found["levels"] = len(column.levels)
    elif column.kind is Kind.NUMBER and column.missing < column.values.size:
        found["range"] = [float(np.nanmin(column.values)), float(np.nanmax(column.values))]
    return found


def _as_lines(
    name: str, table: Table | None, roles: Roles | None, findings: tuple[Finding, ...]
) -> list[str]:
    if table is None or roles is None:
        return [f"{name}: refused", *finding_lines(findings)]
    aside = len(table.raw.quarantined)
    lines = [f"{name}: {table.row_count:,} rows, {len(table.columns)} columns, {aside:,} rows set aside"]
    for column, role in zip(table.columns, roles.of, strict=True):
        lines.append(f"  {role.value:9} {column.kind.value:8} {column.missing:>8,} missing  {column.name}")
    return [*lines, *finding_lines(findings)]
