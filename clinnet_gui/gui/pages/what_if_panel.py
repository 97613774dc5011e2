"""What if: other values of one patient, within what the data hold, and what the networks say of them."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.data.codes import width
from clinnet_gui.core.explanation.what_if import Answer, Change, Value, WhatIf
from clinnet_gui.gui.messages import elided, label, tip
from clinnet_gui.gui.operations.patients import Surroundings
from clinnet_gui.gui.pages.surrounded import Surrounded
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.kinds import set_kind
from clinnet_gui.gui.widgets.results.measure_text import risk_text
from clinnet_gui.gui.widgets.results.patients.value_editor import Field, ValueEditor, field_of
from clinnet_gui.gui.widgets.results.patients.what_if_plot import POINTS, Response, WhatIfPlot

LETTERS = 16
"""Of a column's name in the list of columns."""

NOT_CAUSAL = (
    "Not causal: the network learned what goes together, not what changing a value in the patient would do."
)


class WhatIfPanel(Surrounded):
    """A column, its value, the curve of the risk over it; changes of several columns add up."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._scene: WhatIf | None = None
        self._fields: dict[str, Field] = {}
        self._values: dict[str, Value] = {}
        self.words, self.warning, self.changes = label(), label("", "warn"), label("", "muted")
        self.column, self.editor, self.plot = QComboBox(), ValueEditor(), WhatIfPlot()
        self.reset = QPushButton("&Undo all")
        self._body = self._made_body()
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 0, 0)
        box.addWidget(self.words)
        for either in (self._body, self.state):
            box.addWidget(either, 1)
        self.column.currentIndexChanged.connect(self._turn)
        self.editor.changed.connect(self._change)
        self.reset.clicked.connect(self._reset)
        session.threshold_moved.connect(lambda _: self.ask())

    def draw(self, found: Surroundings | None) -> None:
        """Begin with the patient as it is."""
        for part in (self.words, self._body):
            part.setVisible(found is not None)
        if found is None:
            self._scene = None
            return
        if found.what_if is not self._scene:
            self._scene, self._values = found.what_if, {}
            self._offer(found)
        self.ask()

    def ask(self) -> None:
        """Ask the networks, and draw what they say."""
        scene, field = self._scene, self._field
        if scene is None or field is None or not self.isVisible():
            return
        changes = tuple(Change(*item) for item in self._values.items())
        own, answer = scene.ask(), scene.ask(changes)
        value = self._values.get(field.name, scene.value(field.name))
        values: tuple[Value, ...] = field.levels or tuple(
            np.linspace(field.first, field.last, POINTS).tolist()
        )
        values = (*values, None)
        risks = scene.curve(changes, field.name, values)
        threshold = self._session.threshold
        self.plot.show_response(
            Response(field, values, risks, scene.value(field.name), own.risk, value, answer, threshold)
        )
        self._say(own, answer)

    @property
    def _field(self) -> Field | None:
        return self._fields.get(str(self.column.currentData()))

    def _made_body(self) -> QWidget:
        self.column.setAccessibleName("Column to be changed")
        self.column.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.column.setMinimumContentsLength(12)  # beside the value, also in large texts
        foot = QHBoxLayout()
        foot.addWidget(self.changes, 1)
        foot.addWidget(self.reset)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Beside(self.column, self.editor, (0, 1)))
        box.addWidget(self.plot, 1)
        box.addWidget(self.warning)
        box.addLayout(foot)
        box.addWidget(label(NOT_CAUSAL, "small"))
        return body

    def _offer(self, found: Surroundings) -> None:
        """The columns that any network uses, the largest contribution first where that is known."""
        trained, explanation = found.trained, self._session.explanation
        codes = found.what_if.encoder.codes
        amounts = np.zeros(len(codes)) if explanation is None else np.abs(explanation.contributions[0])
        before = str(self.column.currentData())
        self.column.blockSignals(True)
        self.column.clear()
        self._fields = {}
        for i in np.argsort(-amounts, kind="stable"):
            code, column = codes[i], trained.dataset.table.column(codes[i].name)
            if width(code):
                self._fields[code.name] = field_of(code, column, found.what_if.value(code.name))
                self.column.addItem(elided(code.name, LETTERS), code.name)
                self.column.setItemData(self.column.count() - 1, tip(code.name), Qt.ItemDataRole.ToolTipRole)
        self.column.setCurrentIndex(max(0, self.column.findData(before)))
        self.column.blockSignals(False)
        self._turn()

    def _turn(self) -> None:
        """Turn to another column."""
        scene, field = self._scene, self._field
        if scene is not None and field is not None:
            self.editor.show_field(field, self._values.get(field.name, scene.value(field.name)))
            self.ask()

    def _change(self, value: Value) -> None:
        scene, field = self._scene, self._field
        if scene is None or field is None:
            return
        if value == scene.value(field.name):
            self._values.pop(field.name, None)
        else:
            self._values[field.name] = value
        self.ask()

    def _reset(self) -> None:
        self._values = {}
        self._turn()

    def _say(self, own: Answer, answer: Answer) -> None:
        """The risk in words, what was changed, and where the networks have no experience."""
        changed = bool(self._values)
        first = f"Risk {risk_text(own.risk)}"
        first += (
            f" → {risk_text(answer.risk)} with these values" if changed else " with the values as they are"
        )
        self.words.setText(f"{first}{single_networks(answer)}.")
        self.reset.setEnabled(changed)
        self.changes.setText(
            "; ".join(map(self._told, self._values)) if changed else "Nothing is changed yet."
        )
        self.warning.setText(outside(answer))
        self.warning.setVisible(bool(outside(answer)))
        set_kind(self.words, "heading" if changed else "")

    def _told(self, name: str) -> str:
        assert self._scene is not None
        field = self._fields[name]
        return f"{elided(name, 30)}: {field.text(self._scene.value(name))} → {field.text(self._values[name])}"


def single_networks(answer: Answer) -> str:
    """Return how far single networks lie apart, and what they know of the patient; empty for one alone.

    >>> single_networks(Answer(0.3, 0.2, 0.4, 4, (), 0.1, 0.5))
    '; the 4 networks that did not train on this patient say 20.0 % to 40.0 %'
    """
    if answer.networks < 2:
        return ""
    whose = f"the {answer.networks} networks that did not train on this patient"
    if not answer.unseen:
        whose = f"all {answer.networks} networks, which trained on this patient,"
    return f"; {whose} say {risk_text(answer.low)} to {risk_text(answer.high)}"


def outside(answer: Answer) -> str:
    """Return where these values lie beyond what the networks learned from, empty where they do not."""
    said = []
    if answer.outside:
        named = ", ".join(elided(name, 40) for name in answer.outside[:3])
        more = f" and {len(answer.outside) - 3} more" if len(answer.outside) > 3 else ""
        said.append(f"Outside the training data: {named}{more}.")
    if answer.unusual:
        near = f"the nearest training patient is {answer.distance:.2f} away"
        said.append(f"Values that hardly occur together: {near}, for 99 in 100 at most {answer.limit:.2f}.")
    return " ".join(said)
