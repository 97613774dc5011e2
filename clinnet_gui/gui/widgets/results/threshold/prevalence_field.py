"""How many patients have the event where the model will be used, and what holds then."""

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.prevalence import WARNING, shifted
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.kinds import line
from clinnet_gui.gui.widgets.results.measure_text import percent
from clinnet_gui.gui.widgets.results.threshold.blank_spin import BlankSpin

SHORT = "Only if nothing else differs: a risk of {} reads {} there."


class PrevalenceField(QWidget):
    """A share in percent, blank while it is as on these rows; ``settled`` carries it (0..1) or None."""

    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spin = BlankSpin(99.9, "Share of events where the model is used, in percent", " %")
        self.spin.setDecimals(2)
        self.spin.valueChanged.connect(lambda _: self.settled.emit(self.share))
        self.warning = line("", "warn")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(line("Where it is used"))
        row.addWidget(self.spin)
        row.addWidget(line("have the event"))
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(row)
        box.addWidget(self.warning)
        for part in (self, self.spin, self.warning):
            part.setToolTip(tip(WARNING))

    @property
    def share(self) -> float | None:
        """The share (0..1), None while blank."""
        return None if self.spin.given is None else self.spin.given / 100

    def show_share(self, share: float | None, here: float, threshold: float) -> None:
        """Show a share without emitting, and which risk there has the log-odds of ``threshold`` here."""
        with QSignalBlocker(self.spin):
            self.spin.setValue(0 if share is None else 100 * share)
        self.warning.setVisible(share is not None)
        if share is not None and 0 < here < 1:
            there = float(shifted(np.array([threshold]), here, share)[0])
            self.warning.setText(SHORT.format(percent(threshold), percent(there)))
