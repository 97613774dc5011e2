"""The rows that may be shown of a fit, as a cohort and in groups."""

from clinnet_gui.core.data.grouping import Grouping, grouped
from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.training.fit import Trained


def shown_cohort(trained: Trained, evaluation: Evaluation) -> Cohort:
    """Return the rows of an evaluation of the fit: judged by risks that no calibrator has seen, flagged
    by those that are used."""
    patients = trained.dataset.patients[evaluation.rows]
    name = f"all {evaluation.rows_called}"
    return Cohort(name, evaluation.y, evaluation.honest, patients, evaluation.risks)


def shown_groups(
    trained: Trained, evaluation: Evaluation, column: Column, cuts: tuple[float, ...] = ()
) -> Grouping:
    """Return the groups of these rows by a column of the fit's table, whether it is a predictor or not."""
    return grouped(column, trained.dataset.rows[evaluation.rows], cuts)
