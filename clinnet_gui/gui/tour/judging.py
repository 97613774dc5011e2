"""What the tour looks at of the results: every tab, and what stands within each."""

from clinnet_gui.core.data.characteristics import By
from clinnet_gui.core.data.grouping import groupable
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.evaluation.decision import Route
from clinnet_gui.core.evaluation.validation.refits import LEAST
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui.tour.camera import Tour

WORSE = 5
"""So many needless work-ups are as bad as one missed event, in the pictures."""


def judge(tour: Tour) -> None:
    """Look at the results on the rows that are open, choose a threshold, validate, open the test."""
    tour.window.show_step("results")
    _overview(tour)
    tour.tab("Calibration")
    tour.rest()
    tour.picture("results-calibration")
    _threshold(tour)
    _patients(tour)
    _validation(tour)
    evaluation = tour.session.study.evaluation
    if evaluation is not None and evaluation.has_test:
        tour.session.open_test()
        tour.rest()
        tour.tab("Overview", "Performance")
        tour.picture("results-test-opened")


def _overview(tour: Tour) -> None:
    tour.tab("Overview", "Performance")
    tour.picture("results-overview")
    tour.tab("Overview", "Patients (Table 1)")
    tour.rest()
    tour.picture("results-table-1")
    by = tour.results.overview.characteristics.by
    by.setCurrentIndex(by.findData(By.PART))
    tour.rest()
    tour.picture("results-table-1-parts")
    tour.tab("Overview", "Flow")
    tour.picture("results-flow")


def _threshold(tour: Tour) -> None:
    tour.tab("Threshold")
    tour.picture("results-threshold-open")
    basis = f"one missed event is as bad as {WORSE} needless work-ups"
    tour.session.set_threshold(1 / (1 + WORSE), Route.HARM_RATIO, "as agreed on the ward", basis)
    tour.rest()
    tour.picture("results-threshold")


def _patients(tour: Tour) -> None:
    session, evaluation = tour.session, tour.session.study.evaluation
    assert evaluation is not None
    tour.tab("Patients", "Why")
    session.choose_patient(int(evaluation.rows[int(evaluation.risks.argmax())]))
    tour.rest()
    tour.picture("results-patients")
    for inner, name in (("Similar patients", "similar"), ("What if", "what-if")):
        tour.tab("Patients", inner)
        tour.rest()
        tour.picture(f"results-patients-{name}")
    session.explain_cohort()
    tour.rest()
    tour.tab("Patients", "All patients")
    tour.picture("results-patients-all")


def _validation(tour: Tour) -> None:
    session, trained = tour.session, tour.session.study.trained
    assert trained is not None
    tour.tab("Validation", "Internal")
    session.refit(LEAST)
    tour.end()
    tour.picture("results-validation")
    column = _groups(trained)
    for inner, ask in (("Subgroups", session.divide), ("Groups", session.transport)):
        tour.tab("Validation", inner)
        tour.picture(f"results-validation-{inner.lower()}-start")
        if column is not None:
            tour.choose_groups(column.name)
            ask(column)
            tour.end()
            tour.picture(f"results-validation-{inner.lower()}")
    for inner in ("External", "Sample size"):
        tour.tab("Validation", inner)
        tour.rest()
        tour.picture(f"results-validation-{inner.lower().replace(' ', '-')}")


def _groups(trained: Trained) -> Column | None:
    """The first category with three to eight levels, used or not, into which patients can be divided; where
    there is none, one with two."""
    found = [c for c in groupable(trained.dataset) if c.kind is Kind.CATEGORY and len(c.levels) <= 8]
    return next((c for c in found if len(c.levels) > 2), next(iter(found), None))
