"""What is tried around a plan: other networks, other learning rates, one run beside another."""

from dataclasses import replace

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.ablation.values import Ablation
from clinnet_gui.core.training.range_test import RangeTest
from clinnet_gui.core.training.runs import Comparison, Run, shown_before
from clinnet_gui.core.work import Progress, Work


def ablating(study: Study, seeds: int) -> Work[Ablation]:
    """Train the networks around the study's and compare them with it, several at once where there
    are processors; Finish keeps those that are done."""
    from clinnet_gui.core.training.ablation import ablate
    from clinnet_gui.core.training.executor import on_processors

    assert study.dataset is not None and study.split is not None and study.choice is not None
    yield Progress("Preparing the patients")
    crew, spec = on_processors(), study.choice.spec
    return (yield from ablate(study.dataset, study.split, spec, crew, seeds=seeds))


def testing_rates(study: Study) -> Work[RangeTest]:
    """Let the learning rate rise step by step and read the loss; nothing of the study changes."""
    from clinnet_gui.core.training.range_test import range_test

    assert study.dataset is not None and study.split is not None and study.choice is not None
    yield Progress("Preparing the patients")
    return (yield from range_test(study.dataset, study.split, study.choice.spec))


def comparing(first: Run, second: Run) -> Work[Comparison]:
    """Set two runs against each other on the rows that both held out."""
    from clinnet_gui.core.training.runs import compare

    return (yield from compare(first, second))


def returning(run: Run, study: Study) -> Work[Decision]:
    """Return the decision with which an earlier network of the study is read again."""
    from clinnet_gui.core.evaluation.deciding import beginning

    assert run.trained is not None
    yield Progress("Evaluating")
    found = yield from beginning(run.trained, study.decision)
    return replace(found, shown_before=shown_before(study.runs, run.trained))
