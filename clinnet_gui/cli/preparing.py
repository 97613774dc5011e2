"""From a file and the roles named on the command line to a dataset: check and train share it."""

import argparse

from clinnet_gui.cli.running import run_work
from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.screening import (
    Assembled,
    assemble,
    propose_roles,
    standing,
    untick_leaks,
)
from clinnet_gui.core.data.table import Table


def add_roles(parser: argparse.ArgumentParser, required: bool) -> None:
    """Add ``--outcome``, ``--event``, ``--id``, ``--exclude``."""
    from clinnet_gui.cli.arguments import names

    parser.add_argument("--outcome", required=required, metavar="COL", help="the column to predict")
    parser.add_argument(
        "--event", action="append", default=[], metavar="VALUE", help="the outcome's level that is the event"
    )
    parser.add_argument("--id", metavar="COL", help="the column that names the patient")
    parser.add_argument("--exclude", type=names, default=(), metavar="COL,COL", help="columns not to be used")


def prepare(table: Table, arguments: argparse.Namespace, answers: Answers) -> Assembled:
    """Give every column its role and screen them; columns that leak are left out, and said so."""
    roles = propose_roles(
        table, arguments.outcome, tuple(arguments.event), arguments.id, tuple(arguments.exclude)
    )
    assembled = run_work(assemble(table, roles, answers))
    without = untick_leaks(assembled.roles, table, assembled.findings)
    if without == assembled.roles:
        return assembled
    again = run_work(assemble(table, without, answers))
    told = {(f.code, f.column) for f in again.findings}
    leaks = tuple(f for f in assembled.findings if f.code == "LEAK" and (f.code, f.column) not in told)
    return Assembled(again.roles, again.dataset, (*again.findings, *leaks))


def all_findings(table: Table, assembled: Assembled) -> tuple[Finding, ...]:
    """Return everything found on the file, its columns, the outcome and the roles."""
    return (*standing(table, assembled.roles), *assembled.findings)
