"""The findings of a file, the most urgent first; a question has its answers beside it."""

from collections.abc import Callable
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.gui.messages import LEVELS, elided, label, sentence, tip

Answer = Callable[[str, str | None, str], None]

SHOWN = 60
"""At most so many cards: beyond that nobody reads, and the columns' notes say the rest."""

KINDS = {Level.REFUSE: "error", Level.FLAG: "error", Level.ASK: "warn", Level.WARN: "warn"}
SIGNS = {Level.REFUSE: "×", Level.FLAG: "▲", Level.ASK: "?", Level.WARN: "!", Level.NOTE: "·"}


class FindingsList(QScrollArea):
    """``answered`` carries a finding's code, its column or None, and the key of the option."""

    answered = Signal(str, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Findings")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[Finding, ...] | None = None
        self.show_findings(())

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these findings; those that agree but for their column share a card."""
        if findings == self._shown:
            return
        self._shown = findings
        content = QWidget()
        content.setObjectName("content")
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(8)
        groups = grouped(findings)
        for group in groups[:SHOWN]:
            box.addWidget(FindingCard(group, self.answered.emit))
        if len(groups) > SHOWN:
            box.addWidget(
                label(f"… and {len(groups) - SHOWN:,} more; see the notes of the columns.", "muted")
            )
        if not groups:
            box.addWidget(label("Nothing stood out.", "muted"))
        box.addStretch(1)
        self.setWidget(content)


class FindingCard(QFrame):
    """One finding, or the same of several columns."""

    def __init__(self, group: tuple[Finding, ...], answer: Answer) -> None:
        super().__init__()
        first = group[0]
        self.setProperty("kind", "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 8)
        box.setSpacing(4)
        columns = [finding.column for finding in group if finding.column is not None]
        title, kind = _title(first)
        heading = label(f"{title} · {_names(columns)}" if columns else title, kind)
        heading.setToolTip(tip(f"[{first.code}]"))
        box.addWidget(heading)
        box.addWidget(label(elided(sentence(first), 600) + _where(first)))
        if len(group) > 1:
            box.addWidget(label("Likewise the others; each note in the table says how.", "muted"))
        for finding in group if first.options else ():
            box.addWidget(_choices(finding, answer))


def grouped(findings: tuple[Finding, ...]) -> list[tuple[Finding, ...]]:
    """Return findings in groups of the same code and level, open questions and the gravest first.

    Questions stay alone: each has its own answer.
    """
    shown = sorted((f for f in findings if f.level is not Level.OK), key=_urgency)
    return [tuple(group) for _, group in groupby(shown, key=_family)]


def _family(finding: Finding) -> tuple[str, Level, int]:
    alone = finding.options or finding.column is None
    return finding.code, finding.level, id(finding) if alone else 0


def _urgency(finding: Finding) -> tuple[int, str]:
    order = [Level.REFUSE, Level.ASK, Level.FLAG, Level.WARN, Level.NOTE]
    settled = finding.level is Level.ASK and not finding.is_open
    return (3 if settled else order.index(finding.level), finding.code)


def _title(finding: Finding) -> tuple[str, str]:
    """What the card is called, and its kind of text; a question in force waits for nobody."""
    if finding.level is Level.ASK and not finding.is_open:
        return "✓ Question, answered", "muted"
    return f"{SIGNS.get(finding.level, '')} {LEVELS[finding.level]}", KINDS.get(finding.level, "muted")


def _names(columns: list[str]) -> str:
    names = ", ".join(elided(name, 32) for name in columns[:4])
    return names if len(columns) <= 4 else f"{names} and {len(columns) - 4:,} more"


def _where(finding: Finding) -> str:
    if not finding.rows:
        return ""
    more = f" and {finding.count - len(finding.rows):,} more" if finding.count > len(finding.rows) else ""
    return f" (row {', '.join(map(str, finding.rows))}{more})"


def _choices(finding: Finding, answer: Answer) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(f"Answer: {finding.code} {finding.column or ''}")
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if finding.answer is None:
        combo.addItem("Choose…", None)
    for option in finding.options:
        combo.addItem(elided(option.text, 80), option.key)
    combo.setCurrentIndex(max(0, combo.findData(finding.answer)))
    combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + 24)
    combo.setToolTip(tip(combo.currentText()))
    combo.activated.connect(lambda: _tell(finding, combo, answer))
    return combo


def _tell(finding: Finding, combo: QComboBox, answer: Answer) -> None:
    key = combo.currentData()
    if isinstance(key, str) and key != finding.answer:
        answer(finding.code, finding.column, key)
