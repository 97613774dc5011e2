"""From a file to a table: reading, then understanding; and anew under other answers."""

from pathlib import Path

from clinnet_gui.core.data.columns import understand
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.reading import read
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.work import Work


def load(
    path: Path,
    answers: Answers = Answers(),  # noqa: B008 (a frozen value)
    *,
    varied: bool = True,
) -> Work[Table]:
    """Return the table of a file.

    FileRefused where it is no table, DataRefused where no column varies and it must be ``varied``
    (risks that are judged may all be equal), AnswerRefused where an answer fits no choice.
    """
    raw = yield from read(path, answers)
    return (yield from understand(raw, answers, varied=varied))


def reread(table: Table, answers: Answers, *, varied: bool = True) -> Work[Table]:
    """Return the table understood anew under other answers.

    Answers about the file's structure (its findings are those of ``table.raw``) need ``load``.
    """
    return (yield from understand(table.raw, answers, varied=varied))
