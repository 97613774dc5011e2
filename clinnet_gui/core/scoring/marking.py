"""What is to be known of each patient's risk: status and reason, by columns, never by values."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from clinnet_gui.core.arrays import Bytes, Codes, Ints, read_only
from clinnet_gui.core.data.codes import width
from clinnet_gui.core.data.encoder import Encoder, Mark
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.scoring.scores import Status
from clinnet_gui.core.work import Progress, Work

_CHUNK = 4_096
_UNREAD = 4  # beside the encoder's own marks
_WORDS = {
    Mark.IMPUTED: "missing, imputed",
    _UNREAD: "unreadable, imputed",
    Mark.UNSEEN: "level not seen in training",
    Mark.OUTSIDE: "outside the training range",
}


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """Status (int8) and reason (int32, into ``reasons``) of each row read; ``unseen`` counts the
    rows with a new level, and ``outside`` those out of range, for each predictor."""

    status: Bytes
    reason: Codes
    reasons: tuple[str, ...]
    unseen: Ints
    outside: Ints


@dataclass(slots=True)
class _Reasons:
    """Texts met so far; rows with the same marks share one."""

    texts: list[str] = field(default_factory=lambda: [""])
    known: dict[bytes, tuple[int, Status]] = field(default_factory=dict)

    def of(self, marks: Bytes, encoder: Encoder, used: Sequence[int]) -> tuple[int, Status]:
        """Return the number of a row's text, and its status."""
        key = marks.tobytes()
        if key not in self.known:
            text, status = _judged(marks, encoder, used)
            self.texts.append(text)
            self.known[key] = (len(self.texts) - 1, status)
        return self.known[key]


def mark(encoder: Encoder, columns: tuple[Column, ...], unread: Sequence[Ints], n: int) -> Work[Marked]:
    """Mark ``n`` rows of the encoder's columns; ``unread`` are each column's unreadable rows."""
    used = [i for i, code in enumerate(encoder.codes) if width(code)]
    status, reason = np.zeros(n, np.int8), np.zeros(n, np.int32)
    unseen, outside = np.zeros(len(columns), np.int64), np.zeros(len(columns), np.int64)
    reasons = _Reasons()
    for start in range(0, n, _CHUNK):
        rows = np.arange(start, min(start + _CHUNK, n))
        cells = encoder.marks(columns, rows).cells.copy()
        for column, strange in enumerate(unread):
            inside = strange[np.searchsorted(strange, start) : np.searchsorted(strange, start + _CHUNK)]
            cells[inside - start, column] = _UNREAD
        cells[:, [i for i in range(len(columns)) if i not in used]] = Mark.KNOWN
        unseen += (cells == Mark.UNSEEN).sum(axis=0)
        outside += (cells == Mark.OUTSIDE).sum(axis=0)
        for at in np.flatnonzero(cells.any(axis=1)).tolist():
            reason[start + at], status[start + at] = reasons.of(cells[at], encoder, used)
        yield Progress("Checking new patients", start / n)
    return Marked(
        read_only(status), read_only(reason), tuple(reasons.texts), read_only(unseen), read_only(outside)
    )


def _judged(marks: Bytes, encoder: Encoder, used: Sequence[int]) -> tuple[str, Status]:
    """Return a row's reason and status; more than half of the predictors missing is too little."""
    absent = int(np.isin(marks, (Mark.IMPUTED, _UNREAD)).sum())
    if 2 * absent > len(used):
        return f"{absent} of {len(used)} predictors are missing", Status.NOT_SCORED
    parts = [
        f"{word}: {', '.join(encoder.names[i] for i in np.flatnonzero(marks == kind))}"
        for kind, word in _WORDS.items()
        if (marks == kind).any()
    ]
    strange = bool(np.isin(marks, (Mark.UNSEEN, Mark.OUTSIDE)).any())
    return "; ".join(parts), Status.OUTSIDE if strange else Status.IMPUTED
