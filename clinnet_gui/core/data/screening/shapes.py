"""Recognising the shape of the data: table, signal or visits, with the evidence for it.

What is recognised is told and asked about, never acted upon in silence. Models for signals and
visits are to come; until then both are trained as a table, visits split by patient.
"""

import math

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.dataset import Dataset, Role, Roles
from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.questions import settle
from clinnet_gui.core.data.screening.roles import paired
from clinnet_gui.core.data.screening.signals import FEWEST_SAMPLES, Curve, curve_of
from clinnet_gui.core.data.screening.visits import LEAST_REPEATS, Visits, visits_of
from clinnet_gui.core.data.shape import Recognised, Shape
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.work import Progress, Work

WHOSE = "SHAPE_WHOSE_VISITS"


def recognise(dataset: Dataset) -> Work[Recognised]:
    """Return the shape of a dataset."""
    return (yield from shape_of(dataset.table, dataset.roles, dataset.rows))


def shape_of(table: Table, roles: Roles, rows: Ints) -> Work[Recognised]:
    """Return the shape of ``rows`` of a table under these roles."""
    curve = curve_of((c for c, role in paired(table, roles) if role is Role.PREDICTOR), rows)
    yield Progress("Looking at the shape of the data")
    visits = yield from visits_of(table, roles, rows)
    evidence = (_of_curve(curve), _of_visits(visits))
    if visits is not None and visits.are_visits:
        sentence = "Several rows belong to one patient, in the order of time: these are visits."
        return Recognised(Shape.VISITS, sentence, evidence, visits.patient)
    if curve.is_signal:
        sentence = "The columns are samples of one curve: this is a signal."
        return Recognised(Shape.SIGNAL, sentence, evidence, curve.stem)
    sentence = "Each row is one case and each column a measurement of its own: this is a table."
    return Recognised(Shape.TABLE, sentence, evidence)


def _of_curve(curve: Curve) -> str:
    if curve.samples < FEWEST_SAMPLES:
        most = f"at most {curve.samples}" if curve.samples > 1 else "no two"
        return f"Not a signal: {most} numeric columns are counted under one name; it takes {FEWEST_SAMPLES}."
    if math.isnan(curve.neighbours):
        return f"Not a signal: most of the {curve.samples} columns “{curve.stem}…” never vary."
    verdict = "A signal" if curve.is_signal else "Not a signal"
    return (
        f"{verdict}: {curve.samples} columns “{curve.stem}…”; neighbours correlate by "
        f"{curve.neighbours:.2f}, "
        f"other pairs by {curve.others:.2f}; with distance that changes by {curve.fall:+.2f}; "
        f"scales spread over {curve.decades:.1f} decades."
    )


def _of_visits(visits: Visits | None) -> str:
    if visits is None:
        return "Not visits: no column names a patient with several rows."
    seen = f"“{visits.patient}” repeats {visits.repeats:.1f} times on average"
    if visits.are_visits:
        return f"Visits: {seen}, “{visits.time}” runs one way in {visits.sorted_share:.0%} of the steps."
    if visits.repeats < LEAST_REPEATS:
        return f"Not visits: {seen}; visits repeat at least {LEAST_REPEATS:g} times."
    return f"Not visits: {seen}, but no column counts time within it."


def shape_finding(found: Recognised, roles: Roles, answers: Answers) -> Finding | None:
    """Return what the analyst is told, or asked, about a shape that is no table."""
    if found.shape is Shape.SIGNAL:
        return _signal(found)
    if found.shape is not Shape.VISITS:
        return None
    return _visits(found) if roles.index_of(Role.ID) is not None else settle(_whose(found), answers)


def with_patient(table: Table, roles: Roles, finding: Finding | None) -> Roles:
    """Return the roles with the patient's column as id where the question of visits says so."""
    if finding is None or finding.code != WHOSE or finding.answer != "patient" or finding.column is None:
        return roles
    return roles.with_role(table.names.index(finding.column), Role.ID)


def _signal(found: Recognised) -> Finding:
    return Finding(
        "SHAPE_SIGNAL",
        Level.WARN,
        f"The columns “{found.column}…” look like samples of one curve.",
        "They are trained as a table, to which their order means nothing.",
        "A network for signals is to come; until then derive what matters of the curve into columns.",
    )


def _visits(found: Recognised) -> Finding:
    return Finding(
        "SHAPE_VISITS",
        Level.WARN,
        f"The rows look like visits of patients (“{found.column}”).",
        "Each visit is judged by itself; the split is drawn by patient.",
        "A network for visits is to come; until then add what earlier visits tell as columns.",
        found.column,
    )


def _whose(found: Recognised) -> Finding:
    return Finding(
        WHOSE,
        Level.ASK,
        f"The rows look like visits, and “{found.column}” like the patient.",
        "It has the role of id, unless you say otherwise.",
        "With one patient in training and test, results are too good to be true.",
        found.column,
        options=(
            Option("patient", "It names the patient: split by it."),
            Option("rows", "It does not: each row is a patient of its own."),
        ),
        proposed="patient",
        safe=True,
    )
