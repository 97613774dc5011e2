"""Arguments that several commands share, and how the typed ones become values."""

import argparse
from pathlib import Path

from clinnet_gui.core.data.findings import Answers


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Add ``--answer`` and ``--yes``."""
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        type=answer,
        metavar="CODE[:COLUMN]=CHOICE",
        help="answer a question of the file, for one column or for all that raise it",
    )
    parser.add_argument("--yes", action="store_true", help="take the proposed answer of every other question")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")


def add_file(
    parser: argparse.ArgumentParser, name: str = "file", what: str = "the table of patients"
) -> None:
    """Add a positional file."""
    parser.add_argument(name, type=Path, metavar=name.upper(), help=what)


def answers_of(arguments: argparse.Namespace) -> Answers:
    """Return the answers given; a later one for the same question replaces an earlier one."""
    answers = Answers(yes=arguments.yes)
    for code, column, key in arguments.answer:
        answers = answers.with_answer(code, column, key)
    return answers


def answer(text: str) -> tuple[str, str | None, str]:
    """Read ``CODE[:COLUMN]=CHOICE``; the first equals sign ends the column.

    >>> answer("NA_TOKEN:stage=keep")
    ('NA_TOKEN', 'stage', 'keep')
    """
    question, equals, key = text.partition("=")
    code, colon, column = question.partition(":")
    if not (equals and code and key):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form CODE=CHOICE or CODE:COLUMN=CHOICE")
    return code, column if colon else None, key


def names(text: str) -> tuple[str, ...]:
    """Read ``COL,COL``; a comma within a name is written twice.

    >>> names("age,weight,,kg")
    ('age', 'weight,kg')
    """
    parts = text.replace(",,", "\0").split(",")
    return tuple(part.replace("\0", ",") for part in parts if part)


def numbers(text: str) -> tuple[int, ...]:
    """Read ``N,N``: numbers of rows, from 1."""
    try:
        found = tuple(int(part) for part in text.split(","))
    except ValueError:
        found = ()
    if not found or min(found) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of row numbers, as 1,5,12")
    return found
