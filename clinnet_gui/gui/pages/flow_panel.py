"""Overview, Flow: the way of the file's rows to the parts of the split."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.data.flow import Flow, participant_flow
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.overview.flow_picture import FlowPicture


class FlowPanel(QWidget):
    """A sentence, and the picture below it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawn: tuple[Trained, bool] | None = None
        self.sentence, self.picture = label("", "heading"), FlowPicture()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.setSpacing(16)
        box.addWidget(self.sentence)
        box.addWidget(self.picture)
        box.addStretch(1)
        session.study_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Draw the flow of the rows that the network was made with, once for each."""
        trained, opened = self._session.study.trained, bool(self._session.study.decision.opened)
        if trained is None or self._drawn == (trained, opened):
            return
        self._drawn = (trained, opened)
        flow = flow_of(trained, opened)
        self.picture.show_flow(flow)
        self.sentence.setText(self.picture.accessibleDescription())


def flow_of(trained: Trained, opened: bool) -> Flow:
    """Return the flow that ends in a fit's split."""
    return participant_flow(trained.dataset, trained.split, len(trained.fit.spec.left_out), opened)
