"""Sentences on an external validation; a claim only where the interval supports it."""

from clinnet_gui.core.data.questions import many
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.transport.report import Standing, Transport
from clinnet_gui.core.evaluation.transport.shift import LARGE, SMALL, Shift
from clinnet_gui.core.evaluation.wording import excludes
from clinnet_gui.core.statistics.proportions import wilson_of
from clinnet_gui.core.statistics.reliance import FEWEST, Reliance, rarer, reliance_of, too_few

YOURS = (
    "Whether they are external is for you to say: patients of another place or another time are; a random "
    "part of the same cohort is not."
)

APPARENT = "Apparent figures: the update in use was fitted on these very rows. Judge it on other patients. "


def standing_sentence(found: Transport) -> str:
    """Return whether these may be called other patients, by what that was told, and whether they have
    changed the risks that they judge."""
    return f"{APPARENT if found.apparent else ''}{_standing(found)}"


def _standing(found: Transport) -> str:
    same, n = found.overlap, found.overlap.same.size
    left = found.counts.same_left_out
    hidden = (
        f"{found.counts.covered:,} rows of the covered test were left out." if found.counts.covered else ""
    )
    if found.standing is not Standing.OTHERS:
        whole = "they are" if same.count == n else f"{same.count:,} of {n:,} rows are"
        return f"No external validation: {whole} patients of the study ({_told(found)}). {hidden}".strip()
    alike = "by rows that agree in every predictor"
    looked = f"by id, and {alike}" if same.ids else alike
    head = f"{left:,} rows of patients of the study were left out." if left else hidden
    return f"{head} No patient of the study was found among these {n:,} rows ({looked}). {YOURS}".strip()


def _told(found: Transport) -> str:
    same = found.overlap
    by = [f"{same.known:,} by id"] if same.known else []
    if same.identical:
        further = "further ones" if same.known else "of them"
        by.append(f"{same.identical:,} {further} agree with a row of it in every predictor")
    return "; ".join(by)


def shift_sentence(found: tuple[Shift, ...]) -> str:
    """Return how many predictors differ, and how much."""
    large = sum(shift.size > LARGE for shift in found)
    some = sum(SMALL < shift.size <= LARGE for shift in found)
    if not large and not some:
        return f"No predictor differs by more than {SMALL:g} standard deviations."
    sure = sum(shift.beyond(LARGE) for shift in found)
    said = f"{large} of {len(found)} predictors differ by more than {LARGE:g} standard deviations"
    beyond = f" ({sure} with the whole interval)" if large else ""
    return f"{said}{beyond}, {some} more by more than {SMALL:g}."


def few_sentence(found: Transport) -> str:
    """Return how far figures on these rows can be relied on; nothing where they can."""
    report = found.side.report
    fewer, reliance = rarer(report.n, report.events), reliance_of(report.n, report.events)
    few = f"{many(fewer, 'patient')} {'with' if fewer == report.events else 'without'} the event"
    said = []
    if reliance is Reliance.SUPPRESSED:
        said.append(f"Only {few}: no figure is shown. It takes {FEWEST} with and without it.")
    elif reliance is Reliance.UNSTABLE:
        said.append(f"Unstable: only {few}.")
    if found.repeats:
        said.append("Some patients have several rows: intervals are by patient.")
    return " ".join(said)


def judged(found: Transport) -> bool:
    """Return whether there are enough events and non-events to show any figure."""
    report = found.side.report
    return not too_few(report.n, report.events)


def discrimination_sentence(found: Transport) -> str:
    """Return the AUROC here beside that on the study's held-out rows."""
    here, there, change = found.side.report.auroc, found.reference, found.change
    if not here.estimable:
        return "Discrimination cannot be judged: these rows hold only one outcome."
    said = f"AUROC {_with_interval(here)} here, {_with_interval(there)} on the {found.reference_rows}"
    if excludes(change, 0.0):
        return f"{said}: {'lower' if change.value < 0 else 'higher'} here by {_size(change)}."
    return f"{said}: no difference is shown."


def refit_sentence(found: Transport) -> str:
    """Return whether a new network is worth trying: where these patients are parted worse than the
    study's, which no recalibration mends."""
    if not found.change.high < 0:  # NaN, where there is no interval, lands here too
        return "A new network is not suggested: discrimination is not shown to be lower here."
    return (
        "Discrimination is lower here, which recalibration cannot mend. Train anew on patients of "
        f"both places; these rows bring {many(found.side.report.events, 'event')}."
    )


def share_sentence(found: Transport) -> str:
    """Return the share of events here and in the study, and that outcomes at hand say more than it."""
    report, there = found.side.report, found.prevalence
    low, high = wilson_of(report.events, report.n)
    here = f"{100 * report.prevalence:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
    return (
        f"{here} have the event here, {100 * there:.1f} % in the study. It alone is no reason to "
        "move the risks: other patients may explain it. The outcomes say whether a new intercept is needed."
    )


def _with_interval(measure: Measure) -> str:
    if not measure.low <= measure.high:
        return f"{measure.value:.3f}"
    return f"{measure.value:.3f} ({measure.low:.3f} to {measure.high:.3f})"


def _size(change: Measure) -> str:
    low, high = sorted((abs(change.low), abs(change.high)))
    return f"{abs(change.value):.3f} ({low:.3f} to {high:.3f})"
