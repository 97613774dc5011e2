"""What the calibration plot shows beside the diagonal, and the controls by which it is chosen."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSpinBox, QWidget

from clinnet_gui.core.evaluation.calibration import BINS
from clinnet_gui.core.evaluation.evaluation import Calibration
from clinnet_gui.core.spelling import rarer_text
from clinnet_gui.core.statistics.loess import GROUPS, MOST
from clinnet_gui.core.statistics.reliance import ENOUGH, Reliance, reliance_of
from clinnet_gui.gui.messages import label, tip

"""Events, and non-events, under which a flexible curve is not shown unasked."""
FEWEST_BINS, MOST_BINS = 5, 20
OVERLAYS = (
    (
        "curve",
        "Curve",
        "The share observed, smoothed by a spline of the log-odds, with its 95 % band.",
    ),
    ("loess", "Loess", "Local regression with the defaults of R (span 0.75, degree 2)."),
    ("steps", "Isotonic", "The rising steps closest to the outcomes: what perfect recalibration would give."),
    ("line", "Logistic", "The straight line of the log-odds, whose slope is the calibration slope."),
)
"""Field of the view, its words, its meaning."""


@dataclass(frozen=True, slots=True)
class View:
    """Which curves are drawn, how the groups are cut, and whether the axes end at the largest risk."""

    curve: bool = True
    loess: bool = False
    steps: bool = False
    line: bool = False
    bins: int = BINS
    equal_width: bool = False
    zoomed: bool = True


class ViewControls(QWidget):
    """Check boxes for the curves, a choice of groups; ``changed`` where ``view`` did. Who shows them finds a
    place for ``reason`` too, which is long."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = View()
        self.overlays = {field: _box(words, meaning) for field, words, meaning in OVERLAYS}
        self.zoom = _box("Zoom", "End both axes at the largest risk instead of 100 %.")
        self.bins, self.cut = QSpinBox(), QComboBox()
        self.reason = label("", "muted")
        self._build()
        self._settle()

    def show_reason(self, calibration: Calibration) -> None:
        """Hide the curve where the rows are too few for it, and say why; the analyst may show it."""
        self.reason.setText(why_hidden(calibration))
        self.reason.setVisible(bool(self.reason.text()))
        self._take(curve=not self.reason.text())
        smooths = calibration.smooths
        for field, points in (
            ("curve", smooths.flexible),
            ("loess", smooths.loess),
            ("line", calibration.line),
        ):
            self.overlays[field].setEnabled(bool(points.size))
            if not points.size:
                self._take(**{field: False})
        _explain(self.overlays["loess"], loess_meaning(calibration.curve.risks.size))
        self._settle()

    def stand(self, upright: bool) -> None:
        """Stand in a column beside the plot, or in two rows below it."""
        for part in self._parts:
            self._grid.removeWidget(part)
        for place, part in enumerate(self._parts):
            self._grid.addWidget(part, *((1 + place, 0) if upright else divmod(place, len(OVERLAYS))))
        last = len(self._parts) + 1
        for row in (0, last):
            self._grid.setRowStretch(row, int(upright))
        self._grid.setColumnStretch(len(OVERLAYS), int(not upright))
        self._grid.activate()  # at once: until then those around would be told of the other way's width

    def size_of(self, upright: bool) -> QSize:
        """Return how much room they take so."""
        sizes = [part.sizeHint() for part in self._parts]
        if upright:
            return QSize(max(size.width() for size in sizes), sum(size.height() for size in sizes))
        rows = (sizes[: len(OVERLAYS)], sizes[len(OVERLAYS) :])
        return QSize(
            max(sum(size.width() for size in row) for row in rows),
            sum(max(size.height() for size in row) for row in rows),
        )

    def _build(self) -> None:
        self.bins.setRange(FEWEST_BINS, MOST_BINS)
        self.bins.setSuffix(" groups")
        self.bins.setAccessibleName("Number of groups")
        self.bins.setToolTip("Number of groups, 5 to 20")
        self.cut.addItems(["of equal size", "of equal width"])
        self.cut.setAccessibleName("How groups are cut")
        self._parts = (*self.overlays.values(), self.bins, self.cut, self.zoom)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(12)
        self.stand(upright=True)
        for field, box in self.overlays.items():
            box.toggled.connect(lambda on, field=field: self._set(**{field: on}))
        self.zoom.toggled.connect(lambda on: self._set(zoomed=on))
        self.bins.valueChanged.connect(lambda count: self._set(bins=count))
        self.cut.currentIndexChanged.connect(lambda index: self._set(equal_width=index == 1))

    def _settle(self) -> None:
        """Let the controls show the view, without a signal."""
        shown = {field: getattr(self.view, field) for field in self.overlays}
        for control in (*self.overlays.values(), self.zoom, self.bins, self.cut):
            control.blockSignals(True)
        for field, box in self.overlays.items():
            box.setChecked(shown[field])
        self.zoom.setChecked(self.view.zoomed)
        self.bins.setValue(self.view.bins)
        self.cut.setCurrentIndex(int(self.view.equal_width))
        for control in (*self.overlays.values(), self.zoom, self.bins, self.cut):
            control.blockSignals(False)

    def _take(self, **changes: bool | int) -> None:
        self.view = replace(self.view, **changes)  # type: ignore[arg-type]

    def _set(self, **changes: bool | int) -> None:
        self._take(**changes)
        self.changed.emit()


def why_hidden(calibration: Calibration) -> str:
    """Return why no curve is shown unasked, or nothing where the rows are enough for one."""
    n, events = calibration.curve.n, calibration.curve.events
    if not calibration.smooths.flexible.size:
        return no_curve(calibration)
    if reliance_of(n, events) is Reliance.SOUND:
        return ""
    return (
        f"Only {rarer_text(events, n - events)}: the curve is hidden. It takes {ENOUGH} with and "
        f"{ENOUGH} without the event to be read, better 200 of each."
    )


def loess_meaning(patients: int) -> str:
    """Return what the loess of so many patients is, and how it was computed."""
    meaning = next(meaning for field, _, meaning in OVERLAYS if field == "loess")
    if patients <= MOST:
        return f"{meaning} Fitted on every patient."
    return (
        f"{meaning} Fitted on groups of patients with nearly the same risk, {2 * GROUPS:,} at most: of more "
        f"than {MOST:,} patients this gives the same curve to the fourth decimal."
    )


def no_curve(calibration: Calibration) -> str:
    """Return why no curve could be fitted at all."""
    risks, events = calibration.curve.risks, calibration.curve.events
    if events in (0, risks.size):
        return "These rows hold only one outcome: there is no curve."
    low, high = (f"{100 * risk:.1f} %" for risk in (risks[0], risks[-1]))
    if risks[0] == risks[-1]:
        return f"All risks are {low}: there is no curve."
    return f"Risks of {low} to {high} are too alike, or tell the events without a mistake: there is no curve."


def _box(words: str, meaning: str) -> QCheckBox:
    box = QCheckBox(words)
    _explain(box, meaning)
    return box


def _explain(box: QCheckBox, meaning: str) -> None:
    box.setToolTip(tip(meaning))
    box.setAccessibleDescription(meaning)
