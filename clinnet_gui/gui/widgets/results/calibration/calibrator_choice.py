"""The choice of a recalibration method, with the reason where one is not offered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.evaluation import Calibration, Offer
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import line
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


COLUMNS = 3
"""Buttons side by side: all of them stay in sight beside the plot."""


class CalibratorChoice(QWidget):
    """One radio button a method; ``chosen`` carries the Method. What the chosen one does, and why others are
    not offered, stands below in words."""

    chosen = Signal(Method)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons = {method: self._button(method) for method in Method}
        self._notes = {method: NAMES[method][1] for method in Method}
        self.fitted, self.refused, self.doubt = label("", "muted"), label("", "muted"), label("", "warn")
        self.automatic = QPushButton("Choose &automatically")
        self.automatic.setToolTip(tip(AUTOMATIC))
        head, grid, box = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        head.addWidget(line("Recalibration", "heading"))
        head.addStretch(1)
        head.addWidget(self.automatic)
        grid.setSpacing(4)
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, *divmod(place, COLUMNS))
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(head)
        box.addLayout(grid)
        for words in (self.fitted, self.refused, self.doubt):
            box.addWidget(words)
        self._group.buttonClicked.connect(self._clicked)

    def show_choice(self, offers: tuple[Offer, ...], calibrator: Calibrator, rows: str) -> None:
        """Show which methods are offered, which is in force, and what was fitted on which ``rows``."""
        for offer in offers:
            meaning = NAMES[offer.method][1]
            said = offer.refusal[:1].upper() + offer.refusal[1:]
            self._notes[offer.method] = said or meaning
            button = self.buttons[offer.method]
            button.setEnabled(not offer.refusal)
            button.setToolTip(tip(f"{meaning} {said}.") if said else tip(meaning))
            button.setAccessibleDescription(self._notes[offer.method])
        self.buttons[calibrator.method].setChecked(True)
        self.fitted.setText(f"{NAMES[calibrator.method][1]} {parameters(calibrator, rows)}".strip())
        self.refused.setText(refusals(offers))
        self.refused.setVisible(bool(self.refused.text()))

    def show_doubt(self, calibrator: Calibrator, after: Calibration) -> None:
        """Say what the method in force cannot repair, where the rows show it."""
        self.doubt.setText(doubt(calibrator, after))
        self.doubt.setVisible(bool(self.doubt.text()))

    def note(self, method: Method) -> str:
        """Return what is said of a method: its meaning, or why it is not offered."""
        return self._notes[method]

    def _button(self, method: Method) -> QRadioButton:
        name, meaning = NAMES[method]
        button = QRadioButton(name)
        button.setToolTip(tip(meaning))
        button.setAccessibleDescription(meaning)
        self._group.addButton(button)
        return button

    def _clicked(self, button: QRadioButton) -> None:
        self.chosen.emit(next(method for method, other in self.buttons.items() if other is button))


def refusals(offers: tuple[Offer, ...]) -> str:
    """Return which methods are not offered and why, those of one reason together.

    >>> why = "needs 50 events; the calibrate rows have 43"
    >>> refusals((Offer(Method.NONE, ""), Offer(Method.PLATT, why), Offer(Method.BETA, why)))
    'Not offered: Platt, Beta (needs 50 events; the calibrate rows have 43).'
    """
    reasons = dict.fromkeys(offer.refusal for offer in offers if offer.refusal)
    named = (
        f"{', '.join(NAMES[o.method][0] for o in offers if o.refusal == reason)} ({reason})"
        for reason in reasons
    )
    return f"Not offered: {'; '.join(named)}." if reasons else ""


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
