"""Internal-external validation: the whole procedure repeated without a group, judged on that group."""

import time
from dataclasses import dataclass, field

import numpy as np

from clinnet_gui.core.arrays import Floats
from clinnet_gui.core.aside import aside
from clinnet_gui.core.errors import DataRefused, EvaluationRefused, TrainingFailed
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.evaluation.discrimination import auroc_measure
from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.evaluation.groups.pooling import LOG, LOGIT, PLAIN, Summary, summary
from clinnet_gui.core.evaluation.groups.rounds import Round, Rounds, no_rounds
from clinnet_gui.core.evaluation.groups.subgroups import NOT_SHOWN, judged
from clinnet_gui.core.evaluation.groups.told import told as said
from clinnet_gui.core.evaluation.groups.transported import LeftOut, Transported, chosen_for
from clinnet_gui.core.evaluation.recalibration import auto_fitting, fitting
from clinnet_gui.core.evaluation.validation.original import refits_method
from clinnet_gui.core.evaluation.validation.procedure import Procedure, Refit, seed_of
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.training.calls import CutShort, Shares, each, shares
from clinnet_gui.core.training.device import device_here
from clinnet_gui.core.training.executor import Crew
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.memory import within_memory
from clinnet_gui.core.work import Finish, Progress, Work, time_left, told


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a crew holds: the procedure, the rounds, and the seed of the fit."""

    procedure: Procedure
    rounds: tuple[Round, ...]
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Refitted:
    """One round as it comes back: what was made of its training rows, or why nothing was."""

    number: int
    made: Refit | None
    failure: str = ""


def transport(
    trained: Trained, decision: Decision, rounds: Rounds, procedure: Procedure, crew: Crew | None = None
) -> Work[Transported]:
    """Repeat the procedure in every round and judge it on the rows left out.

    ``crew`` opens the processes that train (None: here, one by one). Yields Progress, and the Transported
    so far whenever a round is done; Finish keeps those (before the first is, it cancels); close ends all
    processes. A round whose training fails is told as such; where the machine's memory, device or
    processes fail, a CutShort tells that, and the rounds done are kept. EvaluationRefused where there is
    no round.
    """
    return (yield from within_memory(_transport(trained, decision, rounds, procedure, crew)))


def _transport(
    trained: Trained, decision: Decision, rounds: Rounds, procedure: Procedure, crew: Crew | None
) -> Work[Transported]:
    if not rounds.rounds:
        raise no_rounds(rounds)
    yield Progress("Preparing the patients")
    tally = _Tally(trained, decision, rounds, (yield from refits_method(trained, decision)))
    held, orders = Held(procedure, rounds.rounds, trained.fit.spec.seed), range(len(rounds.rounds))
    calls = each(refitted, orders, held, crew, device_here(trained.fit.spec.device))
    try:
        for found in calls:
            if isinstance(found, Refitted):
                tally.done[found.number] = yield from tally.judge(found)
                yield tally.result()
            yield tally.progress(found if isinstance(found, float) else 0.0)
    except Finish:
        if not tally.done:
            raise
    except TrainingFailed as failed:
        if not tally.done:
            raise
        yield CutShort(failed)
    finally:
        calls.close()
    return tally.result()


def refitted(number: int, held: Held) -> Shares[Refitted]:
    """Repeat the procedure on the rows that train in round ``number``."""
    try:
        made = yield from shares(held.procedure.refit(held.rounds[number].train, seed_of(held.seed, number)))
    except (DataRefused, TrainingFailed) as failed:
        return Refitted(number, None, failed.message)
    return Refitted(number, made)


@dataclass(slots=True)
class _Tally:
    """The rounds done so far, and how long the rest will take."""

    trained: Trained
    decision: Decision
    rounds: Rounds
    method: Method | None
    done: dict[int, LeftOut] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    def judge(self, found: Refitted) -> Work[LeftOut]:
        """Calibrate a refit on its own rows and judge it on those left out."""
        one, dataset, made = self.rounds.rounds[found.number], self.trained.dataset, found.made
        y, patients = dataset.y[one.judge], dataset.patients[one.judge]
        if made is None:
            none = np.zeros(0)
            level = yield from judged(Cohort(one.name, y[:0], none, patients[:0], none), None)
            return LeftOut(one.name, 0, level, NOT_SHOWN, found.failure)
        calibrator = yield from told(self._calibrating(made.held, found.number), "Recalibrating")
        risks = self.decision.calibrator.updated(calibrator.risk(made.logits[one.judge]))
        level = yield from judged(Cohort(one.name, y, risks, patients, risks), self.decision.threshold)
        logistic = expit(made.logistic[one.judge])
        rival = yield from aside("Judging a logistic regression", lambda _: auroc_measure(y, logistic))
        return LeftOut(one.name, int(one.train.size), level, rival)

    def _calibrating(self, held: Floats, number: int) -> Work[Calibrator]:
        """By the decision's method on the rows that the refit held out; none where it has no solution."""
        rows = np.flatnonzero(np.isfinite(held))
        y, patients = self.trained.dataset.y[rows], self.trained.dataset.patients[rows]
        if self.method is None:
            seed = seed_of(self.trained.fit.spec.seed, number)
            return (yield from auto_fitting(held[rows], y, seed, patients))
        try:
            return (yield from fitting(self.method, held[rows], y))
        except EvaluationRefused:
            return Calibrator()

    def result(self) -> Transported:
        """What is known so far."""
        groups = tuple(self.done[number] for number in sorted(self.done))
        pooled, logistic = ((), None) if self.rounds.by_date else _pooled(groups)
        return Transported(
            column=self.rounds.column,
            by_date=self.rounds.by_date,
            groups=groups,
            skipped=self.rounds.skipped,
            pooled=pooled,
            logistic=logistic,
            planned=len(self.rounds.rounds),
            note=self.rounds.note,
            sentence=said(self.rounds.column, groups, pooled, logistic, self.rounds.by_date),
            chosen=chosen_for(self.decision),
            threshold=self.decision.threshold,
        )

    def progress(self, share: float) -> Progress:
        """``share`` is that of the running refit, where one is running here."""
        count, of = len(self.done), len(self.rounds.rounds)
        text = f"{count} of {of} refits"
        if count:
            text += f", {time_left((time.monotonic() - self.begun) * (of - count) / count)}"
        return Progress(text, min(1.0, (count + share) / of))


def _pooled(groups: tuple[LeftOut, ...]) -> tuple[tuple[Summary, ...], Summary]:
    levels = [group.level for group in groups]
    return (
        summary("AUROC", tuple(level.auroc for level in levels), LOGIT),
        summary("O:E", tuple(level.o_to_e for level in levels), LOG),
        summary("slope", tuple(level.slope for level in levels), PLAIN),
    ), summary("AUROC", tuple(group.logistic for group in groups), LOGIT)
