"""Where the table stands in the file: lines above it, the line of names, the line of units.

Decided on the first records, before the table is read; what is a guess becomes a question.
"""

from collections import Counter
from dataclasses import dataclass, field

from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.questions import in_force, settle
from clinnet_gui.core.data.reading.hints import are_names, looks_like_patient, looks_like_units
from clinnet_gui.core.data.reading.tokens import Records
from clinnet_gui.core.errors import FileRefused

_DEEPEST_PREAMBLE = 50


@dataclass(slots=True)
class Layout:
    """What stands above the patients, and how many cells each of their rows has.

    ``spelled`` is the line of names itself; ``names`` is made as long as a row, with empty texts
    where names are missing. ``units`` is empty where the file has no such line. ``body`` is the
    first line, from 1, that may hold a patient.
    """

    width: int
    spelled: list[str]
    names: list[str]
    body: int
    named: bool = True
    units: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def lay_out(records: Records, end: int, answers: Answers) -> Layout:
    """Return the layout told by the first records of a file; ``end`` is the line after them.

    FileRefused (HEADER_WIDTH) where names and rows cannot be brought together.
    """
    rows = records.rows
    usual = Counter(map(len, rows)).most_common(1)[0][0]
    top = _header(rows, usual)
    layout = Layout(len(rows[top]), rows[top], list(rows[top]), 0)
    if top:
        layout.findings.append(_preamble(records.lines[top] - records.lines[0]))
    _settle_names(layout, rows[top:], answers)
    if layout.named and top in records.flaws:
        layout.names = [name.strip("\"' ") for name in layout.names]
        layout.findings.append(_broken_names(records.lines[top]))
    _reconcile(layout, rows[top + layout.named :], usual, answers)
    below = top + layout.named
    if layout.named:
        below += _settle_units(layout, rows[below:], answers)
    layout.body = records.lines[below] if below < len(rows) else end
    return layout


def _header(rows: list[list[str]], usual: int) -> int:
    """The first record that is full enough to be names or a patient.

    One that is mostly empty gives way to a full line of names close below it.
    """
    for at, row in enumerate(rows[:_DEEPEST_PREAMBLE]):
        filled = sum(1 for cell in row if cell.strip())
        if 2 * len(row) > usual and len(row) > 1 and filled >= max(2, (usual + 2) // 3):
            near = enumerate(rows[at + 1 : at + 6], at + 1)
            better = [i for i, other in near if len(other) == usual and are_names(other)]
            return better[0] if better and 2 * filled <= usual else at
    return 0


def _preamble(lines: int) -> Finding:
    saw = f"{lines} line{'s' if lines > 1 else ''} above the table."
    return Finding(
        "PREAMBLE", Level.NOTE, saw, "Skipped.", "Delete them in the file if this is wrong.", count=lines
    )


def _broken_names(line: int) -> Finding:
    return Finding(
        "HEADER_QUOTE",
        Level.WARN,
        f"The line of names (line {line}) has a quotation mark that is not closed, or closed too early.",
        "The names were cut at each separator, without their quotation marks.",
        "Check the names; correct the line in the file if they are wrong.",
        lines=(line,),
        count=1,
    )


def _settle_names(layout: Layout, rows: list[list[str]], answers: Answers) -> None:
    """Names, or a patient? A patient keeps its row, and the columns are numbered."""
    certain = looks_like_patient(rows)
    if certain is not None or answers.to("NO_HEADER", None) == "patient":
        question = Finding(
            "NO_HEADER",
            Level.ASK,
            "The first row looks like a patient, not like names of columns.",
            "It was read as a patient; the columns are called column_1, column_2 and so on.",
            "Say whether the first row holds names or a patient.",
            rows=(1,),
            count=1,
            options=(
                Option("patient", "The first row is a patient"),
                Option("names", "The first row holds the names"),
            ),
            proposed="patient",
            safe=bool(certain),
        )
        question = settle(question, answers)
        layout.findings.append(question)
        layout.named = in_force(question) == "names"
    if not layout.named:
        layout.names = [""] * layout.width


def _reconcile(layout: Layout, body: list[list[str]], usual: int, answers: Answers) -> None:
    """Bring a line of names together with rows that are one cell longer or shorter than it."""
    width = layout.width
    fitting = sum(1 for row in body if len(row) == width)
    if not body or 4 * fitting >= len(body):
        return
    longer = [row for row in body if len(row) == width + 1]
    if not layout.named:
        layout.width, layout.names = usual, [""] * usual
    elif usual == width + 1 and all(not row[-1].strip() for row in longer):
        layout.names.append("")
        layout.width = usual
    elif usual == width + 1:
        _settle_short_names(layout, answers)
    elif usual == width - 1 and not layout.names[-1].strip():
        layout.names.pop()
        layout.width = usual
    else:
        _refuse(width, usual, sum(1 for row in body if len(row) == usual) / len(body))


def _refuse(width: int, usual: int, share: float) -> None:
    if share < 0.5:
        raise FileRefused(
            "The file is text, but its lines do not have the same number of cells.",
            "Choose a table with one patient a line.",
            "NOT_CSV",
        )
    raise FileRefused(
        f"The line of names has {width} cells, the rows have {usual}.",
        "Correct the line of names in the file, or its separator.",
        "HEADER_WIDTH",
    )


def _settle_short_names(layout: Layout, answers: Answers) -> None:
    """One name too few: R writes the rows' names in front without naming that column."""
    question = Finding(
        "HEADER_SHORT",
        Level.ASK,
        f"The line of names has {layout.width} cells, the rows have {layout.width + 1}.",
        "One column has no name; the names were given to the others in order.",
        "Say whether the first or the last column is the one without a name.",
        options=(
            Option("first", "The first column has no name (R writes tables so)"),
            Option("last", "The last column has no name"),
        ),
        proposed="first",
    )
    question = settle(question, answers)
    layout.findings.append(question)
    layout.names.insert(0 if in_force(question) == "first" else layout.width, "")
    layout.width += 1


def _settle_units(layout: Layout, body: list[list[str]], answers: Answers) -> bool:
    """Whether the first row below the names is taken out of the patients."""
    if not looks_like_units(body) or len(body[0]) != layout.width:
        return False
    question = Finding(
        "UNITS_ROW",
        Level.ASK,
        "The row below the names looks like units of measurement.",
        "It was kept with the columns as their units; it is no patient.",
        "Say whether it holds units, should be left out, or is a patient.",
        lines=(),
        count=1,
        options=(
            Option("units", "Use them as units"),
            Option("skip", "Leave the row out"),
            Option("patient", "The row is a patient"),
        ),
        proposed="units",
        safe=True,
    )
    question = settle(question, answers)
    layout.findings.append(question)
    if in_force(question) == "units":
        layout.units = [cell.strip() for cell in body[0]]
    return in_force(question) != "patient"
