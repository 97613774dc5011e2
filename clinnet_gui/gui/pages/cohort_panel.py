"""All shown patients explained: which columns move the risk, on average."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.data.kinds import line
from clinnet_gui.gui.widgets.results.importance_plot import ImportancePlot
from clinnet_gui.gui.widgets.results.measure_text import count


class CohortPanel(QWidget):
    """Computed when the panel is first seen, and anew for other rows or another calibrator."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked_for: Evaluation | None = None
        self.says = label("")
        self.check = line("", "muted")
        self.plot = ImportancePlot()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.plot.setObjectName("content")
        area.setWidget(self.plot)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 0, 0)
        box.addWidget(self.says)
        box.addWidget(area, 1)
        box.addWidget(self.check)
        session.study_changed.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the attributions the first time that they are looked at."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Draw the cohort's attributions, or ask for them."""
        study = self._session.study
        if study.evaluation is None or not self.isVisible():
            return
        if self._asked_for is not study.evaluation:
            self._asked_for = study.evaluation
            self._session.explain_cohort()
        self._draw(study.attribution, study.evaluation)

    def _draw(self, attribution: Attribution | None, evaluation: Evaluation) -> None:
        self.plot.setVisible(attribution is not None)
        if attribution is None:
            self.says.setText("Explaining the shown patients…")
            return
        self.says.setText(title(attribution, evaluation))
        self.plot.show_importance(attribution.columns, attribution.importance)
        error = float(attribution.completeness_error.max(initial=0.0))
        self.check.setText(f"Base: {attribution.reference}. Largest sum-check error {error:.1g}.")


def title(attribution: Attribution, evaluation: Evaluation) -> str:
    """Return what is drawn, and of how many patients."""
    n, total = attribution.rows.size, evaluation.rows.size
    whom = (
        f"all {count(total)} shown patients"
        if n >= total
        else (f"a random sample of {count(n)} of the {count(total)} shown patients")
    )
    return f"Mean absolute contribution in log-odds, over {whom}."
