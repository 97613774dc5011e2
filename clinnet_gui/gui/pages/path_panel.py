"""The guided path on a page: the session's five steps, and where their links lead."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from clinnet_gui.gui.guided_path import Lead, Trials, guided_path
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.guided_path import GuidedPathStrip

TABS = {Lead.VERDICT: "Training", Lead.NETWORKS: "Networks", Lead.RATES: "Learning rate"}
"""The tab of the Training page to which a link leads."""

SETTINGS = "Settings"
"""What a link to the Model page asks it to show."""


class PathPanel(GuidedPathStrip):
    """The strip, drawn from the session and acting on it.

    It folds by itself while its page is ``crowded``; what the analyst chose goes before that.
    """

    def __init__(
        self, session: Session, crowded: Callable[[], bool] = lambda: False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._crowded = session, crowded
        for signal in (session.study_changed, session.busy_changed, session.explored):
            signal.connect(self.refresh)
        session.path_folded.connect(self.show_folded)
        self.followed.connect(self.follow)
        self.fold_wanted.connect(session.fold_path)
        self._fold()

    def hasHeightForWidth(self) -> bool:
        """No: a scroll area would then give every plot the height that it prefers, and scroll."""
        return False

    def sizeHint(self) -> QSize:
        """As high as the texts need at this width."""
        return QSize(super().sizeHint().width(), self._needed())

    def minimumSizeHint(self) -> QSize:
        """No less than they need."""
        return QSize(super().minimumSizeHint().width(), self._needed())

    def _needed(self) -> int:
        height = self.heightForWidth(self.width())
        return height if height >= 0 else super().sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while another page was shown."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Draw the steps as they are now; on a page that is not shown, later."""
        session = self._session
        if not self.isVisible():
            return
        rates = session.rates.test if session.rates is not None else None
        stale = session.ablation_is_stale
        trials = Trials(session.ablation, stale, rates, session.rates_are_stale, session.training)
        free = session.activity is None and session.study.ready_to_train
        self._fold()
        self.show_path(guided_path(session.study, session.shape, trials), free)

    def _fold(self) -> None:
        chosen = self._session.folded
        self.show_folded(self._crowded() if chosen is None else chosen)

    def follow(self, lead: Lead) -> None:
        """Go where a link leads, or begin its work."""
        session = self._session
        if lead in TABS:
            session.show_tab("training", TABS[lead])
        elif lead is Lead.TRAIN:
            session.start_training()
        elif lead is Lead.COMPARE:
            session.compare_networks()
        elif lead is Lead.TEST_RATES:
            session.test_rates()
        elif lead is Lead.MODEL:
            session.show_tab("model", SETTINGS)
        else:
            session.go_to("data")
