"""Overview: what the network is worth, on which patients, and where these come from."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.gui.pages.characteristics_panel import CharacteristicsPanel
from clinnet_gui.gui.pages.flow_panel import FlowPanel
from clinnet_gui.gui.pages.performance_panel import PerformancePanel
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.page_frame import inner_tabs, scrolled


class OverviewTab(QWidget):
    """Performance, the patients (Table 1), and the participant flow, a tab each."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.performance = PerformancePanel(session)
        self.characteristics, self.flow = CharacteristicsPanel(session), FlowPanel(session)
        self.panels = inner_tabs()
        self.panels.addTab(scrolled(self.performance), "Performance")
        self.panels.addTab(self.characteristics, "Patients (Table 1)")
        self.panels.addTab(scrolled(self.flow), "Flow")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.addWidget(self.panels)
