"""The external validation as a value: what became of the rows, who they are, how the network does."""

from dataclasses import dataclass
from enum import StrEnum

from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.predictions import Side
from clinnet_gui.core.evaluation.sample_size.validation import ValidationSize, Widths
from clinnet_gui.core.evaluation.transport.membership import Membership
from clinnet_gui.core.evaluation.transport.overlap import Overlap
from clinnet_gui.core.evaluation.transport.shift import Shift
from clinnet_gui.core.evaluation.transport.updating import Choice, Update


class Standing(StrEnum):
    """What the new patients are to the study, as far as the file shows."""

    OTHERS = "other patients"
    SOME_SAME = "some patients of the study among them"
    SAME = "patients of the study"


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of the file; those ``judged`` and those left out add up to ``read``.
    ``covered`` are of test patients of the study whose outcomes are not to be seen yet."""

    read: int
    aside: int
    no_outcome: int
    not_scored: int
    same_left_out: int
    judged: int
    covered: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Transport:
    """A network judged on patients from elsewhere, its risks as the study's decision gives them.

    ``side`` holds the figures as is; ``net_benefit`` that at ``threshold`` (None: the study has none).
    ``prevalence`` is the share of events in the study, ``reference`` the AUROC on its held-out rows,
    called ``reference_rows``, and ``change`` the new AUROC less that. ``widths`` are those of the
    intervals that so many patients give, ``size`` how many the recommended widths need. Nothing of a
    patient is kept but the risks, sorted. ``patients`` counts them where some have several rows (else 0).
    ``calibrator`` gave the risks; ``rows`` is the fingerprint of the judged rows.
    """

    counts: Counts
    patients: int
    overlap: Overlap
    shifts: tuple[Shift, ...]
    membership: Membership
    side: Side
    threshold: float | None
    net_benefit: Measure
    prevalence: float
    reference: Measure
    reference_rows: str
    change: Measure
    updates: tuple[Update, ...]
    choice: Choice
    widths: Widths
    size: ValidationSize
    calibrator: Calibrator
    rows: str

    @property
    def repeats(self) -> bool:
        """Whether some patient has several rows."""
        return self.patients > 0

    @property
    def standing(self) -> Standing:
        """Whether these may be called other patients."""
        same = self.overlap.count
        if not same:
            return Standing.OTHERS
        return Standing.SAME if 2 * same >= self.overlap.same.size else Standing.SOME_SAME

    @property
    def apparent(self) -> bool:
        """Whether the judged risks are under an update that was fitted on these very rows."""
        return self.gave(self.calibrator)

    def gave(self, calibrator: Calibrator) -> bool:
        """Return whether these rows gave the update of a calibrator."""
        return calibrator.update is not None and calibrator.update.rows == self.rows
