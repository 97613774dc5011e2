"""Cases: the rows of a fit from which a calibrator or a threshold may be found, checked by the ledger."""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.ledger import Admitted, Use, admitted, check_use
from clinnet_gui.core.evaluation.by_patient import owners
from clinnet_gui.core.evaluation.curves import CalibrateCurve, arranged, swift
from clinnet_gui.core.evaluation.decision import Calibrator, Method
from clinnet_gui.core.evaluation.recalibration import auto_fitting, fitting
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work, told


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Logits (uncalibrated), outcomes (0/1) and patients of rows that serve ``use``, all [n]."""

    use: Use
    rows: Ints
    logits: Floats
    y: Bytes
    patients: Ints

    @property
    def n(self) -> int:
        """How many rows there are."""
        return int(self.y.size)

    @property
    def events(self) -> int:
        """How many of them have the event."""
        return int(self.y.sum())


def cases(trained: Trained, use: Use, rows: Ints | None = None, logits: Floats | None = None) -> Cases:
    """Return the cases for ``use``: all rows that serve it, or those of ``rows`` (dataset positions).

    ``logits`` ([all rows of the dataset]) are another model's, where not the network's. RolesBroken
    where a row may not serve the use.
    """
    allowed = admitted(trained.split, use) if rows is None else Admitted(trained.split, use, rows)
    of = trained.fit.logits if logits is None else logits
    own = allowed.rows
    return Cases(use, own, of[own], trained.dataset.y[own], trained.dataset.patients[own])


def calibrator_of(method: Method, found: Cases) -> Work[Calibrator]:
    """Return the calibrator of this method, as ``recalibration.fit_calibrator`` fits it."""
    check_use(Use.CALIBRATE, found.use)
    return (yield from told(fitting(method, found.logits, found.y), "Recalibrating"))


def automatic(found: Cases, seed: int) -> Work[Calibrator]:
    """Return the calibrator that these rows support, as ``recalibration.auto_calibrator`` chooses it."""
    check_use(Use.CALIBRATE, found.use)
    work = auto_fitting(found.logits, found.y, seed, found.patients)
    return (yield from told(work, "Choosing the recalibration"))


def curve_to_choose_on(found: Cases, calibrator: Calibrator) -> CalibrateCurve:
    """Return the cases' calibrated risks, sorted: the only curve that thresholds are suggested from."""
    check_use(Use.THRESHOLD, found.use)
    return swift(CalibrateCurve(*arranged(found.y, calibrator.risk(found.logits), owners(found.patients))))
