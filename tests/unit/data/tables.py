"""Raw tables from lists of texts, for the tests of what follows reading."""

from collections.abc import Mapping, Sequence

import numpy as np

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.columns import understand
from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.table import Cells, Column, RawTable, Source, Table
from clinnet_gui.core.work import drain

ASKED = Answers()


def cells(name: str, texts: Sequence[str]) -> Cells:
    """Dictionary-encode a column in the order of first sight, as reading does."""
    levels = tuple(dict.fromkeys(texts))
    place = {text: code for code, text in enumerate(levels)}
    return Cells(name, levels, read_only(np.array([place[t] for t in texts], dtype=np.int32)))


def raw(columns: Mapping[str, Sequence[str]], delimiter: str = ",") -> RawTable:
    """A raw table of these columns; rows are numbered from 1, lines from 2."""
    n = len(next(iter(columns.values())))
    rows = read_only(np.arange(1, n + 1))
    source = Source("patients.csv", "0" * 64, 1000, "utf-8", delimiter)
    return RawTable(source, tuple(cells(*c) for c in columns.items()), rows, read_only(rows + 1), (), ())


def filler(n: int) -> dict[str, list[str]]:
    """Two harmless columns, so that a table always has something to learn from."""
    rng = np.random.default_rng(5)
    return {
        "filler_a": [f"{v:.2f}" for v in rng.normal(10, 1, n)],
        "filler_b": [f"{v:.2f}" for v in rng.normal(20, 1, n)],
    }


def table_of(columns: Mapping[str, Sequence[str]], answers: Answers = ASKED, delimiter: str = ",") -> Table:
    """The table as understood, beside two harmless columns."""
    n = len(next(iter(columns.values())))
    return drain(understand(raw({**columns, **filler(n)}, delimiter), answers))


def understood(answers: Answers = ASKED, delimiter: str = ",", **columns: Sequence[str]) -> Table:
    """The same, columns given by name."""
    return table_of(columns, answers, delimiter)


def one(texts: Sequence[str], answers: Answers = ASKED, name: str = "x") -> tuple[Column, dict[str, Finding]]:
    """One column as understood, and its findings (and the file's) by code."""
    table = table_of({name: texts}, answers)
    return table.column(name), {finding.code: finding for finding in table.findings}


def said(code: str, key: str) -> Answers:
    """One answer, for every column."""
    return ASKED.with_answer(code, None, key)
