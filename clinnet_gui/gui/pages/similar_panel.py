"""The training patients most like the chosen one, column by column, and how they fared."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.explanation.similar import Similar
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.operations.patients import Surroundings
from clinnet_gui.gui.pages.surrounded import Surrounded
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.measure_text import count
from clinnet_gui.gui.widgets.results.patients.similar_table import SimilarModel, SimilarTable

MEANING = (
    "Unlikeness: the mean difference over all columns (Gower's distance). A handful of patients illustrates "
    "a risk; it does not estimate it."
)
DISTANCE = (
    "Numbers count in robust standard deviations; another level, or measured against not measured, counts 1. "
    "The distance knows neither outcome nor network."
)


class SimilarPanel(Surrounded):
    """A sentence, and the patients side by side."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.words, self.meaning = label(), label(MEANING, "small")
        self.meaning.setToolTip(tip(DISTANCE))
        self.model = SimilarModel(self)
        self.table = SimilarTable(self.model)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 0, 0)
        box.addWidget(self.words)
        for either in (self.table, self.state):
            box.addWidget(either, 1)
        box.addWidget(self.meaning)

    def draw(self, found: Surroundings | None) -> None:
        """Draw the similar patients."""
        for part in (self.words, self.table, self.meaning):
            part.setVisible(found is not None)
        if found is None:
            return
        explanation = self._session.explanation
        amounts = None if explanation is None else explanation.contributions[0]
        self.words.setText(sentence(found.similar))
        self.model.show_patients(found.trained, found.similar, amounts)
        self.table.settle()


def sentence(similar: Similar) -> str:
    """Return how the similar patients fared.

    >>> import numpy as np
    >>> one, ten = np.zeros(1, np.int64), np.ones(1, np.int8)
    >>> sentence(Similar(0, one, np.zeros(1), ten, 240))
    '1 of the 1 most similar of 240 training rows had the event (▲).'
    """
    n, events = similar.rows.size, int(similar.outcomes.sum())
    if not n:
        return "There is no other training patient to compare with."
    whom = f"of the {n} most similar of {count(similar.compared)} training rows"
    return f"{events or 'None'} {whom} had the event (▲)."
