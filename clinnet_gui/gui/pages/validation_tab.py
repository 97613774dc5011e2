"""Validation: what the network is worth on patients that did not make it, one way a panel."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.gui.pages.external_panel import ExternalPanel
from clinnet_gui.gui.pages.groups_panel import GroupsPanel
from clinnet_gui.gui.pages.internal_panel import InternalPanel
from clinnet_gui.gui.pages.sample_size_panel import SampleSizePanel
from clinnet_gui.gui.pages.subgroups_panel import SubgroupsPanel
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.page_frame import inner_tabs, scrolled

PANELS: tuple[tuple[str, Callable[[Session], QWidget]], ...] = (
    ("Internal", InternalPanel),
    ("Groups", GroupsPanel),
    ("Subgroups", SubgroupsPanel),
    ("External", ExternalPanel),
    ("Sample size", SampleSizePanel),
)
"""The ways of validating: what its tab is called, and what makes its panel."""


class ValidationTab(QWidget):
    """A tab a panel; each follows the session by itself."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panels = inner_tabs()
        for title, made in PANELS:
            self.panels.addTab(scrolled(made(session)), title)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(self.panels)
