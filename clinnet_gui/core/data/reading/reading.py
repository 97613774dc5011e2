"""Reading a file: from its bytes to rows of text, with everything found on the way.

Two passes: the survey looks at every byte (another kind of file, encoding, checksum); the
second cuts, inspects and encodes piece by piece, and compares the checksum at the end.
"""

from dataclasses import replace
from io import FileIO
from pathlib import Path

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.reading.encoding import encoding_finding
from clinnet_gui.core.data.reading.growing import Growing
from clinnet_gui.core.data.reading.inspection import damage_findings
from clinnet_gui.core.data.reading.names import name_columns
from clinnet_gui.core.data.reading.opening import changed, opened, stamp
from clinnet_gui.core.data.reading.remarks import expect_rows, remarks
from clinnet_gui.core.data.reading.sample import Start, begin
from clinnet_gui.core.data.reading.survey import Survey, survey
from clinnet_gui.core.data.reading.text import Text
from clinnet_gui.core.data.reading.tokens import Tokeniser
from clinnet_gui.core.data.table import Cells, RawTable, Source
from clinnet_gui.core.errors import FileRefused
from clinnet_gui.core.work import Progress, Work

_NO_ANSWERS = Answers()


def read(path: Path, answers: Answers = _NO_ANSWERS) -> Work[RawTable]:
    """Read a table of patients, one a line, all cells as text.

    Every record of the file is either a row of the result or set aside with its number and a
    reason; none is padded, cut or skipped. What is a guess is a finding, what has two readings
    a question, whose answer in ``answers`` is honoured (the notes DIALECT and ENCODING_GUESSED
    take one too). FileRefused where there is no table; AnswerRefused for an unknown choice.
    """
    path = Path(path)
    with opened(path) as file:
        surveyed = yield from survey(file, answers.to("ENCODING_GUESSED", None) or "")
        try:
            return (yield from _read(file, path.name, surveyed, answers))
        except MemoryError:
            raise FileRefused(
                "There is not enough memory for this table.",
                "Close other programs, or open a file with fewer rows or columns.",
                "NO_MEMORY",
            ) from None


def _read(file: FileIO, name: str, surveyed: Survey, answers: Answers) -> Work[RawTable]:
    start = yield from begin(file, surveyed, answers)
    text = Text(file, surveyed.encoding.codec)
    header = start.layout.spelled if start.layout.named else []
    growing = Growing(header, start.layout.width, start.share)
    yield from _fill(growing, text, start, surveyed.size)
    if text.sha256 != surveyed.sha256 or stamp(file) != surveyed.stamp:
        raise changed()
    expect_rows(growing)
    cells = yield from growing.cells()
    return _finish(growing, cells, start, _source(name, start), answers)


def _fill(growing: Growing, text: Text, start: Start, size: int) -> Work[None]:
    tokeniser = Tokeniser(start.dialect, start.layout.width, start.layout.body)
    for lines, last in text.pieces(start.layout.body - 1):
        growing.add(tokeniser.feed(lines, last), last)
        yield Progress("Reading rows", 0.25 + 0.75 * text.position / max(size, 1))


def _finish(growing: Growing, cells: list[Cells], start: Start, source: Source, answers: Answers) -> RawTable:
    """Name the columns, and gather what was found in the order in which it was."""
    layout, inspection = start.layout, growing.inspection
    naming = name_columns(layout.names, layout.named, cells, answers)
    encoding = encoding_finding(start.surveyed.encoding, naming.names)
    findings = (
        *([encoding] if encoding else []),
        *start.findings,
        *layout.findings,
        *naming.findings,
        *damage_findings(inspection.quarantined),
        *remarks(growing),
    )
    kept = zip(naming.kept, naming.names, strict=True)
    return RawTable(
        source=source,
        cells=tuple(replace(cells[i], name=new) for i, new in kept),
        rows=growing.rows,
        lines=growing.lines,
        quarantined=tuple(inspection.quarantined),
        findings=findings,
        units=tuple(layout.units[i] for i in naming.kept) if layout.units else (),
    )


def _source(name: str, start: Start) -> Source:
    surveyed, dialect = start.surveyed, start.dialect
    return Source(
        name, surveyed.sha256, surveyed.size, surveyed.encoding.codec, dialect.delimiter, dialect.quote
    )
