"""The evaluation as a value: everything the Results tabs draw, for one set of rows.

``core.evaluation.judging`` computes it.
"""

from dataclasses import dataclass

from clinnet_gui.core.arrays import Bytes, Floats, Ints
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.benefit_sample import BenefitSample
from clinnet_gui.core.evaluation.calibration_line import LineTests
from clinnet_gui.core.evaluation.curves import CalibrateCurve, Curve
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.evaluation.decomposition import ScoreTest
from clinnet_gui.core.evaluation.flexible import Distances
from clinnet_gui.core.evaluation.measures import Measure


@dataclass(frozen=True, slots=True)
class Bin:
    """One group of patients of similar risk. ``low``/``high`` is the range of their risks,
    ``predicted`` the mean risk, ``observed`` the share with the event (Wilson interval)."""

    low: float
    high: float
    predicted: float
    observed: Measure


@dataclass(frozen=True, slots=True, eq=False)
class Smooths:
    """The share observed at each risk, smoothed three ways; empty where it cannot be.

    ``flexible``: restricted cubic spline of the logit with ``knots`` knots, [points, 4] as (risk,
    observed, low, high), the band pointwise 95 % (NaN of fewer than ten patients). ``loess`` and ``steps``
    (isotonic) are [points, 2] as (risk, observed).
    """

    flexible: Floats
    knots: int
    loess: Floats
    steps: Floats


@dataclass(frozen=True, slots=True)
class Errors:
    """Calibration errors. ``mass``, ``width``: expected error over 10 groups of equal size, of equal
    width; ``mass_fine``, ``width_fine`` over 15. ``largest``: over 10 of equal width. ``debiased``:
    root mean square over 15 of equal size, the groups' chance taken off. ``smooth``: without groups.
    ``null`` is what ``mass`` reaches in 95 of 100 samples of this size if the risks are perfect."""

    mass: Measure
    width: Measure
    mass_fine: Measure
    width_fine: Measure
    largest: Measure
    debiased: Measure
    smooth: Measure
    null: float


@dataclass(frozen=True, slots=True)
class Parts:
    """The Brier score taken apart (CORP): it is ``miscalibration`` (MCB) - ``discrimination`` (DSC) +
    ``uncertainty`` (UNC). Intervals only where they were bootstrapped."""

    miscalibration: Measure
    discrimination: Measure
    uncertainty: Measure


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """How far risks agree with outcomes. ``curve`` holds both, sorted; ``bins``: 10 of equal count.
    ``line`` is the logistic calibration line, [points, 2] as (risk, observed). ``distances`` are
    those of the flexible curve. ``parts`` add up to the Brier score."""

    curve: Curve
    bins: tuple[Bin, ...]
    line: Floats
    smooths: Smooths
    distances: Distances
    tests: LineTests
    spiegelhalter: ScoreTest
    errors: Errors
    brier: Measure
    brier_scaled: Measure
    parts: Parts
    log_loss: Measure
    in_the_large: Measure
    slope: Measure
    o_to_e: Measure
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One model on the rows shown: the network, or a baseline beside it.

    ``against...`` are this model's figure minus the network's, paired on the same rows: log-loss and
    Brier score by bootstrap, AUROC by DeLong. Not estimable for the network itself.
    """

    name: str
    auroc: Measure
    log_loss: Measure
    brier: Measure
    against: Measure
    against_brier: Measure
    against_auroc: Measure


@dataclass(frozen=True, slots=True)
class Offer:
    """A recalibration method, and why it is not offered (empty: it is)."""

    method: Method
    refusal: str


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """All that is shown of a fit under a decision.

    ``part`` is CALIBRATE until the test rows are opened, then TEST; ``rows_called`` names its rows
    ("out-of-fold rows", where networks were trained fold by fold); ``has_test`` says whether there
    are test rows, covered or not. ``rows`` are dataset positions; ``logits`` uncalibrated; ``risks``
    calibrated, by which patients are flagged; ``honest`` the same by calibrators that have not seen the
    row (cross-fitted unless on test rows); ``curve`` holds ``risks`` sorted once. ``before`` judges the
    uncalibrated risks, ``after`` the honest ones. ``sentence`` is the verdict
    against the baselines; ``caution`` what to keep in mind about these rows (may be empty).
    ``precision`` is the average precision of ``honest``; ``benefit`` says how sure the net benefit of
    ``risks`` is. ``calibrate_curve`` holds the calibrate rows' risks, from which alone thresholds are
    suggested.
    ``made_from``: fingerprint of fit, calibrator and part. ``patients`` is how many patients the rows
    belong to; 0 where each is a patient of its own.
    """

    part: Part
    rows_called: str
    has_test: bool
    rows: Ints
    y: Bytes
    logits: Floats
    risks: Floats
    honest: Floats
    curve: Curve
    benefit: BenefitSample
    before: Calibration
    after: Calibration
    models: tuple[Judged, ...]
    precision: Measure
    offers: tuple[Offer, ...]
    sentence: str
    made_from: str
    calibrate_curve: CalibrateCurve
    caution: str = ""
    patients: int = 0

    def counted(self, rows: int) -> str:
        """Return so many of the rows as what they are: patients, or rows of patients with several."""
        return f"{rows:,} {'rows' if self.patients else 'patients'}"
