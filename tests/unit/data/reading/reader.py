"""Short ways to write a file, read it, and look at what came back."""

from pathlib import Path

from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.reading import read
from clinnet_gui.core.data.table import RawTable
from clinnet_gui.core.work import drain


def read_bytes(folder: Path, data: bytes, answers: Answers = Answers()) -> RawTable:  # noqa: B008
    """Write ``data`` into a file and read it."""
    path = folder / "patients.csv"
    path.write_bytes(data)
    return drain(read(path, answers))


def read_text(folder: Path, text: str, *given: tuple[str, str | None, str]) -> RawTable:
    """Read a text under the given answers."""
    return read_bytes(folder, text.encode(), Answers(given))


def rows_of(table: RawTable) -> list[tuple[str, ...]]:
    """All sound rows as tuples of texts."""
    columns = [[cells.levels[code] for code in cells.codes] for cells in table.cells]
    return list(zip(*columns, strict=True))


def names_of(table: RawTable) -> list[str]:
    return [cells.name for cells in table.cells]


def codes_of(table: RawTable) -> set[str]:
    return {finding.code for finding in table.findings}


def finding(table: RawTable, code: str) -> Finding:
    """The one finding of that code."""
    (found,) = [finding for finding in table.findings if finding.code == code]
    return found


def cohort(rows: int = 30, separator: str = ",", names: str = "id,age,sex,unit,died") -> str:
    """A small sound table: numbers, words, a word with a blank."""
    body = [
        [f"{i:04d}", str(40 + i % 50), "fm"[i % 2], ("ICU", "ward 3")[i % 3 > 0], str(i % 4 // 3)]
        for i in range(1, rows + 1)
    ]
    lines = [names.split(","), *body]
    return "".join(separator.join(line) + "\n" for line in lines)
