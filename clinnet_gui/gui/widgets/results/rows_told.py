"""What the strip above the tabs says of rows: which they are, how many, what kind of validation they are."""

from dataclasses import dataclass

from clinnet_gui.core.data.split import IN_ORDER, Apart, Part, Split
from clinnet_gui.core.data.splitting import PART_NAMES
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.spelling import events_text, rarer_text
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.gui.widgets.results.measure_text import count, percent

NO_TEST = (
    "Every row has a risk from a network that never learned from it: these rows judge the network. For a "
    "test on rows that played no part in any choice, set a test part aside on the Model page and train again."
)
INTERNAL = (
    "Internal validation: these rows come from the same file, but the network did not learn from them. "
    "Figures of rows that it learned from are called apparent; of other patients, external (Validation tab)."
)
UPDATED = (
    "The risks are under an update that was fitted elsewhere: calibration on these rows says how far the two "
    "places differ (External, in Validation, can take it back)."
)


@dataclass(frozen=True, slots=True)
class Told:
    """``badge`` names the rows, ``rows`` counts them (``rows_hint`` explains which they are), ``roles``
    says what kind of validation they are and what served what (``hint`` explains it); ``warned`` where
    that limits what they are worth. ``few`` says why nothing can be judged on them, empty where
    something can."""

    badge: str
    rows: str
    roles: str
    hint: str = ""
    rows_hint: str = ""
    warned: bool = False
    few: str = ""


def of_shown(evaluation: Evaluation, decision: Decision, split: Split) -> Told:
    """Return what is said of the rows that a study shows."""
    return Told(
        badge=evaluation.rows_called.upper(),
        rows=counted(int(evaluation.y.size), int(evaluation.y.sum()), evaluation.patients),
        roles=f"{standing(evaluation, decision, split.apart)} · {roles_text(split)}",
        hint=f"{INTERNAL} {UPDATED}" if decision.calibrator.update is not None else INTERNAL,
        rows_hint="" if evaluation.has_test else NO_TEST,
        warned=bool(limits(decision)),
        few=few_text(evaluation),
    )


def counted(n: int, events: int, patients: int = 0) -> str:
    """Return how many rows and events there are, and of how many patients where these have several rows.

    >>> counted(1200, 120), counted(1200, 120, 400)
    ('n = 1,200, 120 events (10.0 %)', '1,200 rows of 400 patients, 120 with the event (10.0 %)')
    """
    share = f" ({percent(events / n)})" if n else ""
    if patients:
        return f"{count(n)} rows of {count(patients)} patients, {count(events)} with the event{share}"
    return f"n = {count(n)}, {events_text(events)}{share}"


def standing(evaluation: Evaluation, decision: Decision, apart: Apart | None = None) -> str:
    """Return what kind of validation these rows are, what of the test, and what was changed too late."""
    kind = "Internal validation"
    if apart is not None and evaluation.part is Part.TEST:
        kind = f"Validation {'in other groups' if apart.levels else 'at a later time'}: {apart.told}"
    return " · ".join((kind, _test(evaluation, decision, apart), *limits(decision)))


def limits(decision: Decision) -> tuple[str, ...]:
    """Return what limits figures of the study's rows: what was chosen after the test was seen, and an update
    that other patients gave."""
    what, update = ", ".join(decision.after_opening), decision.calibrator.update
    late = (f"chosen after the test was seen: {what}",) if what else ()
    return late if update is None else (*late, f"risks updated on {update.basis}")


def roles_text(split: Split) -> str:
    """Return how many rows serve what."""
    said = (f"{count(split.counts[part])} {PART_NAMES[part]}" for part in IN_ORDER if split.counts[part])
    return f"all rows: {', '.join(said)}"


def few_text(evaluation: Evaluation) -> str:
    """Return why nothing can be judged on these rows, empty where something can."""
    events = int(evaluation.y.sum())
    others = int(evaluation.y.size) - events
    if not events or not others:
        only = "no event" if not events else "only events"
        return (
            f"These rows hold {only}: AUROC, calibration and net benefit are not estimable. "
            "More patients are needed, or another split."
        )
    if too_few(events + others, events):
        few = rarer_text(events, others)
        return f"Only {few}: no figure of these rows can be relied on, and the Overview shows none."
    return ""


def _test(evaluation: Evaluation, decision: Decision, apart: Apart | None) -> str:
    if not evaluation.has_test:
        return "no test part was set aside: these rows judge the network"
    if evaluation.part is Part.TEST:
        return f"opened {decision.opened.replace('T', ' ')[:16]} UTC"
    which = "" if apart is None else f" ({apart.told})"
    return f"the test rows{which} are covered"
