"""The guided path as one quiet strip: five numbered cells, foldable to their heads."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.gui.guided_path import Lead, Link, PathStep, Standing
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import line, set_kind

SIGNS = {Standing.NOT_YET: "○", Standing.DONE: "✓", Standing.LOOK: "!"}
KINDS = {Standing.NOT_YET: "muted", Standing.DONE: "ok", Standing.LOOK: "warn"}
"""Each standing has its sign and its word; the colour only repeats them."""

SHARES = (4, 4, 5, 5, 5)
"""Of the width that is over: the later steps have more to say."""

GAP = 18
ABREAST = (5, 3, 2, 1)
"""How many cells stand beside each other: as many as the width and the size of the texts allow."""


class GuidedPathStrip(QFrame):
    """``followed`` carries the Lead of a link, ``fold_wanted`` whether to show heads only.

    The head of a cell opens below the strip what its sentence rests on; one cell at a time.
    """

    followed = Signal(object)
    fold_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName("Guided path")
        self.cells = tuple(Cell(number) for number in range(1, len(SHARES) + 1))
        self.details = label("", "small")
        self.details.setAccessibleName("What the step rests on")
        self.fold = QToolButton()
        self._open: int | None = None
        self._folded = False
        self._grid = QGridLayout()
        self._box = QVBoxLayout(self)
        self._abreast = 0
        self._build()
        self.show_folded(False)

    def _build(self) -> None:
        self.fold.setAutoRaise(True)
        self.fold.setProperty("kind", "fold")
        self.fold.clicked.connect(lambda: self.fold_wanted.emit(not self._folded))
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addLayout(self._grid, 1)
        for cell in self.cells:
            cell.followed.connect(self.followed)
            cell.head.clicked.connect(lambda _=False, number=cell.number: self.open_details(number))
        row.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        self._box.setContentsMargins(12, 6, 6, 6)
        self._box.setSpacing(6)
        self._box.addLayout(row)
        self._box.addWidget(self.details)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one cell: whoever gives less than five ask for gets them in rows."""
        narrowest = max(cell.minimumSizeHint().width() for cell in self.cells) + self._beside
        return QSize(narrowest, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Look anew how many cells have room when a text, or the size of all texts, has changed."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many cells beside each other as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    @property
    def _beside(self) -> int:
        """Pixels that margins and the fold take."""
        margins = self._box.contentsMargins()
        return margins.left() + margins.right() + GAP + self.fold.sizeHint().width()

    def _arrange(self) -> None:
        needs = [cell.minimumSizeHint().width() for cell in self.cells]
        room = self.width() - self._beside
        abreast = next((n for n in ABREAST if sum(_columns(needs, n)) + (n - 1) * GAP <= room), 1)
        if abreast != self._abreast:
            self._abreast = abreast
            for place, cell in enumerate(self.cells):
                self._grid.addWidget(cell, *divmod(place, abreast))
            for column, share in enumerate(SHARES):
                self._grid.setColumnStretch(column, share if column < abreast else 0)

    def show_path(self, steps: tuple[PathStep, ...], free: bool) -> None:
        """Show the five steps; links that begin work can be pressed only while ``free``."""
        for cell, step in zip(self.cells, steps, strict=True):
            cell.show_step(step, free)
        self._show_details()

    def show_folded(self, folded: bool) -> None:
        """Show the heads only, or everything."""
        self._folded = folded
        for cell in self.cells:
            cell.show_folded(folded)
        self._show_details()
        word = "Unfold" if folded else "Fold"
        self.fold.setArrowType(Qt.ArrowType.DownArrow if folded else Qt.ArrowType.UpArrow)
        self.fold.setAccessibleName(f"{word} the guided path")
        self.fold.setToolTip(tip(f"{word} the guided path"))

    def open_details(self, number: int) -> None:
        """Show what a step rests on, or no longer."""
        self._open = None if self._open == number else number
        self._show_details()

    def _show_details(self) -> None:
        for cell in self.cells:
            cell.head.setChecked(cell.number == self._open)
        text = "" if self._open is None else self.cells[self._open - 1].reasons(self._folded)
        self.details.setText(text)
        self.details.setVisible(bool(text))


class Cell(QWidget):
    """One step: number and title, its standing, its sentence, its links."""

    followed = Signal(object)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.head, self.standing = QPushButton(), line("", "muted", right=True)
        self.sentence, self.links = label("", "small"), (_link(), _link())
        self._leads: tuple[Link, ...] = ()
        self._step: tuple[PathStep, bool] | None = None
        self._folded = False
        self._build()

    def _build(self) -> None:
        self.head.setProperty("kind", "pathhead")
        self.head.setCheckable(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        for place, link in enumerate(self.links):
            link.clicked.connect(lambda _=False, place=place: self.followed.emit(self._leads[place].lead))
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.head)
        top.addStretch(1)
        top.addWidget(self.standing)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(top)
        box.addWidget(self.sentence, 1)
        for link in self.links:
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_step(self, step: PathStep, free: bool) -> None:
        """Show a step; nothing is done where it is the one shown."""
        if self._step == (step, free):
            return
        self._step = step, free
        self._leads = step.links
        self.head.setText(f"{self.number}  {step.title}")
        self.head.setToolTip(tip(" ".join((step.sentence, *step.details))))
        self.head.setAccessibleName(f"Step {self.number}, {step.title}, {step.standing}")
        self.head.setAccessibleDescription(" ".join((step.sentence, *step.details)))
        self.standing.setText(f"{SIGNS[step.standing]} {step.standing}")
        set_kind(self.standing, KINDS[step.standing])
        self.sentence.setText(step.sentence)
        for place, button in enumerate(self.links):
            there = place < len(step.links)
            button.setText(step.links[place].text if there else "")
            button.setEnabled(there and (free or not step.links[place].lead.begins))
        self.show_folded(self._folded)

    def show_folded(self, folded: bool) -> None:
        """Show the head only, or everything."""
        self._folded = folded
        self.sentence.setVisible(not folded)
        for place, button in enumerate(self.links):
            button.setVisible(not folded and place < len(self._leads))

    def reasons(self, folded: bool) -> str:
        """Return what the sentence rests on; after the sentence itself where that is folded away."""
        if self._step is None:
            return ""
        step = self._step[0]
        return "\n".join((step.sentence, *step.details) if folded else step.details)

    def lead(self, place: int) -> Lead:
        """Return where a link leads; IndexError where there is none."""
        return self._leads[place].lead


def _columns(needs: list[int], abreast: int) -> list[int]:
    """The width that each column needs where so many cells stand beside each other."""
    return [max(needs[column::abreast]) for column in range(abreast)]


def _link() -> QPushButton:
    made = QPushButton()
    made.setProperty("kind", "pathlink")
    return made
