"""Which rows each panel of Validation speaks of, for the strip above the tabs."""

import numpy as np

from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.evaluation.transport.report import Standing
from clinnet_gui.core.evaluation.validation.procedure import sampled_rows
from clinnet_gui.gui.messages import elided
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.results.measure_text import count
from clinnet_gui.gui.widgets.results.rows_told import Told, counted, limits

REFITTED = (
    "The whole training is repeated on samples of these rows. Apparent are the figures of the network on the "
    "rows that made it; corrected, those after what the refits lose on rows they were not made of."
)
OUT_OF_BAG = (
    "The whole training is repeated on samples of these rows. The figures to report are out-of-bag: of each "
    "refit on the rows that it did not draw. Those corrected for optimism stand beside them and flatter."
)
LEFT_OUT = (
    "Each group is judged by a network that was trained without it, so that no row is judged by a network "
    "that learned from it. The figures are of the procedure, not of the study's one network."
)
ELSEWHERE = (
    "External validation: patients of another place or another time. Nothing of the network was learned from "
    "these rows. A random part of the same cohort is not external."
)
FILE_LENGTH = 60
OF_FILE = "ROWS OF ANOTHER FILE"


def of_refits(session: Session) -> Told | None:
    """Internal: all rows but the test's, refitted."""
    trained, refits = session.study.trained, session.study.own_refits
    if trained is None:
        return None
    rows = sampled_rows(trained)
    made = f"{count(refits.tried)} refits of every step" if refits is not None else "no refits yet"
    found = session.study.validation if refits is not None else None
    kind, hint = "apparent and corrected for optimism", REFITTED
    if found is not None and found.reason:
        kind, hint = "report the out-of-bag figures, of rows that refits did not draw", OUT_OF_BAG
    events = int(trained.dataset.y[rows].sum())
    patients = int(np.count_nonzero(np.bincount(trained.dataset.patients[rows])))
    whose = counted(rows.size, events, patients if patients < rows.size else 0)
    said = ("Internal validation", kind, made, *_apart(trained.split))
    return _of_study(session, "ALL ROWS, REFITTED", whose, said, hint)


def of_groups(session: Session) -> Told | None:
    """Groups: the rows that were left out, or that came later."""
    trained, found = session.study.trained, session.transported
    if trained is None:
        return None
    if found is None:
        said = ("Internal-external validation", "no group was left out yet", *_apart(trained.split))
        return _of_study(session, "ROWS LEFT OUT", "", said, LEFT_OUT)
    levels = [group.level for group in found.groups]
    rows = counted(sum(level.n for level in levels), sum(level.events for level in levels))
    by, done = f"“{elided(found.column, FILE_LENGTH)}”", f"{len(levels)} of {found.planned}"
    if found.by_date:
        said = ("Temporal validation", f"later patients by {by}, judged by networks of earlier ones")
        return _of_study(session, "LATER ROWS", rows, (*said, f"{done} cuts"), LEFT_OUT)
    said = ("Internal-external validation", f"each group of {by} judged by a network trained without it")
    return _of_study(session, "ROWS LEFT OUT", rows, (*said, f"{done} groups"), LEFT_OUT)


def of_file(session: Session) -> Told | None:
    """External: the rows of the file that was judged."""
    found = session.external
    if found is None:
        return Told(OF_FILE, "", f"External validation · {_doing(session)}", ELSEWHERE)
    of, name = found.transport, f"“{elided(found.source, FILE_LENGTH)}”"
    rows = counted(of.counts.judged, of.side.report.events, of.patients)
    if of.apparent:
        said = "Apparent · the update in use was fitted on these rows"
    elif of.standing is Standing.OTHERS:
        said, update = "External validation · no part of the network comes from them", of.calibrator.update
        of_update = "" if update is None else f" · risks updated on {update.basis}"
        return Told(OF_FILE, rows, f"{name} · {said}{of_update}", ELSEWHERE)
    else:
        said = "No external validation · patients of the study are among them"
    return Told(OF_FILE, rows, f"{name} · {said}", ELSEWHERE, warned=True)


def _doing(session: Session) -> str:
    """How far a file has come of which nothing is known yet."""
    asked = session.external_asked
    if asked is None or not (session.judging_file or session.external_failure):
        return "no file yet"
    name = f"“{elided(asked.path.name, FILE_LENGTH)}”"
    return f"{name} is being judged" if session.judging_file else f"{name} was not judged"


def of_plan(_: Session) -> Told | None:
    """Sample size: no row is judged."""
    return Told("NO ROWS", "", "Planning: how many patients a study or a validation would need")


def _apart(split: Split) -> tuple[str, ...]:
    """What of the test rows, where there are any."""
    return (f"{count(split.counts[Part.TEST])} test rows take no part",) if split.has_test else ()


def _of_study(session: Session, badge: str, rows: str, parts: tuple[str, ...], hint: str) -> Told:
    """Rows of the study, with what limits their figures."""
    limited = limits(session.study.decision)
    return Told(badge, rows, " · ".join((*parts, *limited)), hint, warned=bool(limited))
