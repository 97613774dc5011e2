"""The choice of a recalibration method, with the reason where one is not offered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QRadioButton, QWidget

from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.evaluation import Calibration, Offer
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.results.measure_text import count, excludes, signed

NAMES = {
    Method.NONE: ("None", "The network's own risks."),
    Method.INTERCEPT: ("Intercept", "Shifts all risks alike, so that they are right on average."),
    Method.TEMPERATURE: ("Temperature", "Stretches or shrinks the log-odds; cannot shift the average."),
    Method.PLATT: ("Platt", "Stretches and shifts the log-odds: logistic recalibration."),
    Method.BETA: ("Beta", "Stretches low and high risks apart from each other, and shifts them."),
    Method.ISOTONIC: ("Isotonic", "Any rising curve; needs many patients."),
}

AUTOMATIC = (
    "From 50 events the simplest method whose cross-validated log-loss lies within one standard error of the "
    "best; from 20 temperature, where it does no harm; below that none."
)


class CalibratorChoice(QWidget):
    """One radio button a method; ``chosen`` carries the Method."""

    chosen = Signal(Method)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[Method, QRadioButton] = {}
        self._notes: dict[Method, QLabel] = {}
        self.fitted, self.doubt = label("", "muted"), label("", "warn")
        self.automatic = QPushButton("Choose &automatically")
        self.automatic.setToolTip(tip(AUTOMATIC))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, method in enumerate(Method):
            self._add(grid, row, method)
        grid.addWidget(self.fitted, len(Method), 0, 1, 2)
        grid.addWidget(self.doubt, len(Method) + 1, 0, 1, 2)
        grid.addWidget(self.automatic, len(Method) + 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._group.buttonClicked.connect(self._clicked)

    def show_choice(self, offers: tuple[Offer, ...], calibrator: Calibrator, rows: str) -> None:
        """Show which methods are offered, which is in force, and what was fitted on which ``rows``."""
        for offer in offers:
            self.buttons[offer.method].setEnabled(not offer.refusal)
            note = offer.refusal[:1].upper() + offer.refusal[1:] or NAMES[offer.method][1]
            self._notes[offer.method].setText(note)
        self.buttons[calibrator.method].setChecked(True)
        self.fitted.setText(parameters(calibrator, rows))

    def show_doubt(self, calibrator: Calibrator, after: Calibration) -> None:
        """Say what the method in force cannot repair, where the rows show it."""
        self.doubt.setText(doubt(calibrator, after))
        self.doubt.setVisible(bool(self.doubt.text()))

    def note(self, method: Method) -> str:
        """Return what stands beside a method: its meaning, or why it is not offered."""
        return self._notes[method].text()

    def _add(self, grid: QGridLayout, row: int, method: Method) -> None:
        name, meaning = NAMES[method]
        button, note = QRadioButton(name), label(meaning, "muted")
        button.setToolTip(tip(meaning))
        button.setAccessibleDescription(meaning)
        self._group.addButton(button)
        self.buttons[method], self._notes[method] = button, note
        grid.addWidget(button, row, 0)
        grid.addWidget(note, row, 1)

    def _clicked(self, button: QRadioButton) -> None:
        self.chosen.emit(next(method for method, other in self.buttons.items() if other is button))


def doubt(calibrator: Calibrator, after: Calibration) -> str:
    """Return a warning where temperature leaves the risks wrong on average, else nothing."""
    ratio = after.o_to_e
    plain = calibrator.method is Method.TEMPERATURE and calibrator.update is None
    if not plain or not excludes(ratio, 1.0):
        return ""
    return (
        f"Temperature cannot shift risks: observed : expected stays at {ratio.value:.2f} "
        f"({ratio.low:.2f} to {ratio.high:.2f}). Intercept, Platt or beta can."
    )


def parameters(calibrator: Calibrator, rows: str) -> str:
    """Return what was fitted and on how many rows of which name.

    >>> parameters(Calibrator(Method.TEMPERATURE, slope=0.5, n=600, events=108), "calibrate rows")
    'Temperature 2.000; fitted on 600 calibrate rows with 108 events.'
    """
    fitted = {
        Method.NONE: "",
        Method.INTERCEPT: f"Intercept {signed(calibrator.intercept)}",
        Method.TEMPERATURE: f"Temperature {1 / calibrator.slope:.3f}" if calibrator.slope else "",
        Method.PLATT: f"Intercept {signed(calibrator.intercept)}, slope {calibrator.slope:.3f}",
        Method.BETA: (
            f"Intercept {signed(calibrator.intercept)}, slope {calibrator.slope:.3f} among low risks, "
            f"{calibrator.upper_slope:.3f} among high ones"
        ),
        Method.ISOTONIC: f"{len(calibrator.knots)} steps",
    }[calibrator.method]
    where = f"fitted on {count(calibrator.n)} {rows} with {count(calibrator.events)} events"
    told, update = f"{fitted}; {where}." if fitted else "", calibrator.update
    if update is None:
        return told
    since = f"Then {update.kind}, fitted on {update.basis}: another choice here takes that back."
    return f"{told} {since}".strip()
