"""What is asked of groups of patients: the same network judged in each."""

from clinnet_gui.core.data.table import Column
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.groups.subgroups import Subgroups
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work


def dividing(
    trained: Trained,
    evaluation: Evaluation,
    column: Column,
    cuts: tuple[float, ...],
    threshold: float | None,
) -> Work[Subgroups]:
    """Judge the rows shown in the groups of a column, and compare the groups."""
    from clinnet_gui.core.evaluation.groups.shown import shown_cohort, shown_groups
    from clinnet_gui.core.evaluation.groups.subgroups import subgroups

    yield Progress("Dividing the patients")
    groups = shown_groups(trained, evaluation, column, cuts)
    cohort = shown_cohort(trained, evaluation)
    return (yield from subgroups(cohort, groups, threshold, trained.split.seed))
