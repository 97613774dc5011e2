"""How a patient's risk is attributed: the methods, each with what it answers in a sentence."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinnet_gui.core.explanation.methods import (
    DEEP_SHAP,
    EXACT,
    INTEGRATED_GRADIENTS,
    MOST_EXACT,
    PAIRS,
    PERMUTATION,
)
from clinnet_gui.gui.messages import label, tip

MORE_PAIRS = 32
"""Pairs of orders for each training patient where narrower whiskers are wanted: about a third as wide."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its key, its name in the list, what it does, and more of that under the pointer."""

    key: str
    name: str
    meaning: str
    more: str


METHODS = (
    Method(
        EXACT,
        "Shapley values, exact",
        "Every combination of columns, against training patients.",
        "Each column gets its fair share of the difference from the base: what it adds on average, over "
        "every order in which columns can take this patient's values.",
    ),
    Method(
        PERMUTATION,
        "Shapley values, by random orders",
        "Columns enter in random orders; whiskers: 95 % intervals.",
        "Columns take this patient's values one after another, from each training patient in random orders "
        "of its own. The whiskers tell what the draw of orders leaves open, not how sure the network is.",
    ),
    Method(
        DEEP_SHAP,
        "DeepSHAP",
        "A quick approximation of Shapley values.",
        "Differences from training patients go backwards through the network (rescale rule of DeepLIFT).",
    ),
    Method(
        INTEGRATED_GRADIENTS,
        "Integrated gradients",
        "In a straight line from one reference patient.",
        "The gradient along the way from the reference's values to this patient's: what differs from that "
        "very patient? The reference is the median patient until you choose one.",
    ),
)


class MethodChoice(QWidget):
    """The list, the meaning of what is chosen, and what only one method needs.

    ``changed`` when another method, or more orders, were asked for; ``referred`` when the shown patient
    is to be the reference.
    """

    changed = Signal()
    referred = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QComboBox()
        self.meaning = label("", "small")
        self.reference = QPushButton("Use this patient as reference")
        self.more = QPushButton("Draw more")
        self._pairs, self._offered = PAIRS, (0, False)
        self._build()
        self.list.currentIndexChanged.connect(self._chosen)
        self.reference.clicked.connect(self.referred)
        self.more.clicked.connect(self._draw_more)
        self._show()

    @property
    def method(self) -> str:
        """The key of the chosen method."""
        return str(self.list.currentData())

    @property
    def pairs(self) -> int:
        """How many pairs of random orders are wanted."""
        return self._pairs

    def offer(self, players: int, quick: bool) -> None:
        """Offer what can be done with so many columns; at first the best of it that takes no time: what
        is exact where that is ``quick``, else random orders."""
        if (players, quick) == self._offered:
            return
        self._offered = players, quick
        self.list.blockSignals(True)
        self.list.clear()
        for method in METHODS:
            if method.key != EXACT or players <= MOST_EXACT:
                self.list.addItem(method.name, method.key)
        self.choose(EXACT if quick else PERMUTATION)
        self.list.blockSignals(False)
        self._show()

    def choose(self, key: str) -> None:
        """Choose a method that is offered."""
        self.list.setCurrentIndex(self.list.findData(key))

    def _build(self) -> None:
        self.list.setAccessibleName("How the risk is attributed")
        self.more.setToolTip(tip(f"Draw {MORE_PAIRS // PAIRS} times as many orders; takes longer"))
        head = QHBoxLayout()
        for part in (self.list, self.reference, self.more):
            head.addWidget(part)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.meaning)
        self.offer(MOST_EXACT + 1, quick=False)

    def _chosen(self) -> None:
        self._pairs = PAIRS
        self._show()
        self.changed.emit()

    def _draw_more(self) -> None:
        self._pairs = MORE_PAIRS
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        chosen = next((m for m in METHODS if m.key == self.method), METHODS[1])
        self.meaning.setText(chosen.meaning)
        self.meaning.setToolTip(tip(chosen.more))
        self.list.setToolTip(tip(chosen.more))
        self.reference.setVisible(chosen.key == INTEGRATED_GRADIENTS)
        self.more.setVisible(chosen.key == PERMUTATION and self._pairs == PAIRS)
