"""What stands in a study file: a study without anything that follows from the rest.

Columns are not stored but the cells and rules they follow from; evaluation, validation and attribution
are computed anew. A table that two stages share is stored once. The annotations here, and those of
the values named, are the format: whoever changes one of them raises ``VERSION``. A field that is added as
``since(VERSION, default)`` leaves older files readable; any other change raises ``OLDEST`` too.
"""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Bytes, Codes, Ints
from clinnet_gui.core.data.dataset import Roles
from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.data.table import Quarantined, Rule, Source
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.model.spec import Choice
from clinnet_gui.core.study import Note
from clinnet_gui.core.training.fit import Fit
from clinnet_gui.core.training.runs import Result

OLDEST, VERSION = 3, 4
"""The formats that are read; the newest is written."""

TEXTS, TEXTS_LENGTH = 20_000, 1 << 20
"""Most texts in a line of a column's levels, and characters beyond which a line has one text only."""

LONGEST_LINE = 6 * TEXTS_LENGTH + 4 * TEXTS
"""Bytes of such a line at most: a character takes six (escaped), a text four more around it."""

LARGEST_DOCUMENT, MOST_PARTS = 64 << 20, 2_000_000
"""Bytes of the JSON document, and its lists and objects: what is more is a bomb, not a study."""

APPLICATION = 0x434C494E  # "CLIN", where SQLite keeps the mark of its file's owner


@dataclass(frozen=True, slots=True, eq=False)
class SavedCells:
    """One column as the file spelled it; ``levels`` are lines of JSON, each a list of texts."""

    name: str
    levels: bytes
    codes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class SavedTable:
    """A table: its raw cells, and how they were understood."""

    source: Source
    cells: tuple[SavedCells, ...]
    rows: Ints
    lines: Ints
    quarantined: tuple[Quarantined, ...]
    raw_findings: tuple[Finding, ...]
    units: tuple[str, ...]
    answers: Answers
    rules: tuple[Rule, ...]
    column_units: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SavedDataset:
    """A dataset; ``table`` is the position of its table among those saved."""

    table: int
    roles: Roles
    rows: Ints
    y: Bytes
    patients: Ints
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SavedTrained:
    """A fit; ``dataset`` and ``split`` are None where they are those of the study."""

    dataset: SavedDataset | None
    split: Split | None
    fit: Fit


@dataclass(frozen=True, slots=True, eq=False)
class SavedRun:
    """A run; ``current`` where its fit is the study's own, else ``trained``, None if it was not kept."""

    number: int
    when: str
    note: str
    result: Result
    current: bool
    trained: SavedTrained | None


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """The whole study. ``written_by`` is the version of clinnet that saved it."""

    written_by: str
    tables: tuple[SavedTable, ...]
    table: int | None
    roles: Roles | None
    screening: tuple[Finding, ...]
    dataset: SavedDataset | None
    split: Split | None
    choice: Choice | None
    trained: SavedTrained | None
    decision: Decision
    history: tuple[Note, ...]
    runs: tuple[SavedRun, ...]
    refits: Refits | None
