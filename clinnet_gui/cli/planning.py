"""From a file to a study that is ready to train: train and ablate share it."""

import argparse
from datetime import UTC, datetime
from typing import cast

from clinnet_gui.cli.arguments import answers_of
from clinnet_gui.cli.findings import expect_answers, warn_of_idle
from clinnet_gui.cli.preparing import all_findings, prepare
from clinnet_gui.cli.running import run_work
from clinnet_gui.core.data.intake import load
from clinnet_gui.core.data.screening import open_questions, refusal
from clinnet_gui.core.data.split import Apart, AskedTest
from clinnet_gui.core.errors import DataRefused, SettingsRefused
from clinnet_gui.core.model.heuristics import QUALITY_MEMBERS
from clinnet_gui.core.study import Note, Study

SEED = 20251


def add_plan(parser: argparse.ArgumentParser) -> None:
    """Add ``--seed``, ``--quality``, and what sets a test part aside."""
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"of split and training ({SEED})")
    parser.add_argument(
        "--quality",
        action="store_true",
        help=f"{QUALITY_MEMBERS} networks that share their layers, averaged: slower, sometimes better",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--test-part",
        action=argparse.BooleanOptionalAction,
        help="set rows aside for one judgement at the end (default: from 1,000 patients and 200 events on)",
    )
    which.add_argument(
        "--test-where",
        nargs="+",
        metavar=("COLUMN", "VALUE"),
        help="the test part is the patients with one of these values in the column: other places",
    )
    which.add_argument(
        "--test-latest",
        metavar="COLUMN",
        help="the test part is the latest fifth of the patients by this column of dates or years",
    )


def asked_test(arguments: argparse.Namespace) -> AskedTest:
    """Return the test part that was asked for; SettingsRefused where a column was named without values."""
    if arguments.test_latest is not None:
        return Apart(arguments.test_latest)
    if arguments.test_where is None:
        return cast(AskedTest, arguments.test_part)
    column, *values = arguments.test_where
    if not values:
        hint = "Name them after the column: --test-where site B C."
        raise SettingsRefused(f"No value of “{column}” was named.", hint, "TEST_COLUMN")
    return Apart(column, tuple(dict.fromkeys(values)))


def planned(arguments: argparse.Namespace) -> Study:
    """Read, screen, split and size; every open question and every refusal ends here."""
    from clinnet_gui.core.data.splitting import make_split
    from clinnet_gui.core.model.heuristics import in_quality, suggest, with_spec

    answers = answers_of(arguments)
    table = run_work(load(arguments.file, answers))
    assembled = prepare(table, arguments, answers)
    warn_of_idle(answers, all_findings(table, assembled), table.names)
    refused = refusal(all_findings(table, assembled))
    if refused is not None:
        raise refused
    expect_answers(open_questions(table, assembled.roles, assembled.findings))
    if assembled.dataset is None:
        raise DataRefused("These roles make no dataset.", "Check outcome and predictors.", "NO_DATASET")
    split = make_split(assembled.dataset, arguments.seed, asked_test(arguments))
    choice = suggest(assembled.dataset, split, arguments.seed)
    if arguments.quality:
        choice = with_spec(choice, in_quality(choice.spec))
    study = Study().with_table(table).with_roles(assembled.roles, assembled.findings, assembled.dataset)
    return study.with_plan(split, choice).with_note(note(f"Read {table.raw.source.name}"))


def note(what: str) -> Note:
    """Return a line of history, as of now."""
    return Note(datetime.now(UTC).isoformat(timespec="seconds"), what)
