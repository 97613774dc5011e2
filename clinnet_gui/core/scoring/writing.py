"""Scores as a CSV file.

The notice stands in the name of the last column, whose cells say which model, threshold and
time a risk belongs to: a line of comment would break readers, and a file beside would be lost.
Ids are written exactly as they were read, so that they still join; every other text begins with
a word of ours, so that no spreadsheet takes it for a formula. Risks have nine significant digits.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from clinnet_gui.core.arrays import Bytes
from clinnet_gui.core.files import atomic_target, csv_writer
from clinnet_gui.core.scoring.scores import NOTICE, Scores, Status
from clinnet_gui.core.work import Progress, Work

_CHUNK = 1_000
_FLAGS = {1: "1", 0: "0", -1: ""}


def write_scores(scores: Scores, path: Path) -> Work[None]:
    """Write one line a row: the id (else row), risk, flag (1 or 0; empty without a threshold),
    status, reason. UTF-8, commas. SavingFailed where it cannot be written; nothing half-written."""
    with atomic_target(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        file.write(_lines([[scores.label_name, "risk", "flag", "status", "reason", NOTICE]]))
        flags = scores.flags
        for start in range(0, scores.n, _CHUNK):
            file.write(_lines(_rows(scores, flags, start)))
            yield Progress(f"Writing {path.name}", start / scores.n)


def _rows(scores: Scores, flags: Bytes, start: int) -> Iterator[list[str]]:
    provenance = _provenance(scores)
    block = slice(start, start + _CHUNK)
    columns = (scores.risk[block], flags[block], scores.status[block], scores.reason[block])
    for at, (risk, flag, status, reason) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        known = "" if status == Status.NOT_SCORED else f"{risk:.9g}"
        text = Status(status).text
        yield [scores.label(start + at), known, _FLAGS[flag], text, scores.reasons[reason], provenance]


def _provenance(scores: Scores) -> str:
    threshold = "none" if scores.threshold is None else f"{scores.threshold:.9g}"
    update = f" with {scores.update}" if scores.update else ""
    return f"model {scores.model} threshold {threshold} at {scores.when}{update}"


def _lines(rows: Iterator[list[str]] | list[list[str]]) -> str:
    text = io.StringIO()
    csv_writer(text).writerows(rows)
    return text.getvalue()
