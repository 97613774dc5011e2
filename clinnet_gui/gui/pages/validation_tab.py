"""Validation: what the network is worth on patients that did not make it, one way a panel."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.gui.pages.external_panel import ExternalPanel
from clinnet_gui.gui.pages.groups_panel import GroupsPanel
from clinnet_gui.gui.pages.internal_panel import InternalPanel
from clinnet_gui.gui.pages.sample_size_panel import SampleSizePanel
from clinnet_gui.gui.pages.subgroups_panel import SubgroupsPanel
from clinnet_gui.gui.pages.validation_rows import of_file, of_groups, of_plan, of_refits
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.late_tabs import LateTabs
from clinnet_gui.gui.widgets.results.rows_told import Told

Rows = Callable[[Session], Told | None]

PANELS: tuple[tuple[str, Callable[[Session], QWidget], Rows], ...] = (
    ("Internal", InternalPanel, of_refits),
    ("Groups", GroupsPanel, of_groups),
    ("Subgroups", SubgroupsPanel, lambda _: None),
    ("External", ExternalPanel, of_file),
    ("Sample size", SampleSizePanel, of_plan),
)
"""The ways of validating: what its tab is called, what makes its panel, and of which rows it speaks (None:
of those that the other tabs show)."""


class ValidationTab(QWidget):
    """A tab a panel; each follows the session by itself."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.panels = LateTabs(inner=True)
        for title, made, _ in PANELS:
            self.panels.add_late(title, partial(self._fill, title, made))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(self.panels)

    def _fill(self, title: str, made: Callable[[Session], QWidget]) -> QWidget:
        return self.panels.fill(title, made(self._session), scrolls=True)

    @property
    def told(self) -> Told | None:
        """Of which rows the panel in front speaks; None: of those that the other tabs show."""
        return PANELS[self.panels.currentIndex()][2](self._session)
