"""Patients to be judged together: what happened, the risks they were given, and who is one patient."""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Bytes, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """Rows called ``name``: outcomes ``y`` (0/1), ``risks`` (0..1) to be judged, ``patients`` (a number
    each), and ``flagging``, the risks by which a threshold flags them: not the same where a calibrator is
    judged by cross-fitting, but used as it was fitted on all rows."""

    name: str
    y: Bytes
    risks: Floats
    patients: Ints
    flagging: Floats

    def part(self, name: str, rows: Ints) -> "Cohort":
        """Return some of the rows (positions) under a name of their own."""
        return Cohort(name, self.y[rows], self.risks[rows], self.patients[rows], self.flagging[rows])
