"""What is asked of groups of patients: the same network judged in each, or another trained without it."""

from dataclasses import replace
from threading import Event

import numpy as np

from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.groups.subgroups import Subgroups
from clinnet_gui.core.evaluation.groups.transported import Transported
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Work

MOST_VALUES, ROWS_A_VALUE, MOST_GROUPS = 50, 30, 30
"""A number with no more values, of so many rows each on average, is taken as one group a value (a site's
number, say), else cut in thirds; so many groups are left out one by one, the others together."""


def dividing(
    trained: Trained,
    evaluation: Evaluation,
    column: Column,
    cuts: tuple[float, ...],
    threshold: float | None,
) -> Work[Subgroups]:
    """Judge the rows shown in the groups of a column, and compare the groups."""
    from clinnet_gui.core.aside import aside
    from clinnet_gui.core.evaluation.groups.shown import shown_cohort, shown_groups
    from clinnet_gui.core.evaluation.groups.subgroups import subgroups

    groups = yield from aside(
        "Dividing the patients", lambda _: shown_groups(trained, evaluation, column, cuts)
    )
    cohort = shown_cohort(trained, evaluation)
    return (yield from subgroups(cohort, groups, threshold, trained.split.seed))


def transporting(
    trained: Trained, decision: Decision, column: Column, cuts: tuple[float, ...], by_date: bool
) -> Work[Transported]:
    """Repeat the whole procedure without each group of a column, or on what was earlier, and judge it
    there; several refits at once where there are processors. Covered test rows take no part."""
    from clinnet_gui.core.aside import aside
    from clinnet_gui.core.data.grouping import FEW_VALUES, grouped
    from clinnet_gui.core.evaluation.groups.rounds import Rounds, leaving_out, over_time
    from clinnet_gui.core.evaluation.groups.transporting import transport
    from clinnet_gui.core.evaluation.validation.procedure import networks_of, sampled_rows
    from clinnet_gui.core.training.executor import on_processors

    data = trained.dataset
    rows = np.arange(data.n) if decision.opened else sampled_rows(trained)

    def divided(_: Event) -> Rounds:
        if by_date:
            return over_time(data, rows, column)
        few = min(MOST_VALUES, max(FEW_VALUES, rows.size // ROWS_A_VALUE))
        groups = grouped(column, data.rows[rows], cuts, few=few, named=MOST_GROUPS)
        return leaving_out(data, rows, groups)

    rounds = yield from aside("Preparing the patients", divided)
    procedure = replace(networks_of(trained), of=int(rows.size))
    return (yield from transport(trained, decision, rounds, procedure, on_processors()))
