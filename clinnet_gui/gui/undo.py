"""Undo: the list of earlier studies with the names of the steps. Nothing is edited in place."""

from dataclasses import dataclass, replace

from clinnet_gui.core.evaluation.decision import marked
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained

DEPTH = 100


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A step by its name and the study on its other side. ``put`` is the kept fit that it put in the
    place of another: only a step between two fits of the run list takes one back with it."""

    name: str
    study: Study
    put: Trained | None


class Undo:
    """What was before, and what was undone."""

    def __init__(self) -> None:
        self._before: list[Step] = []
        self._after: list[Step] = []

    @property
    def next_undo(self) -> str:
        """The name of the step that undo takes back, empty where there is none."""
        return self._before[-1].name if self._before else ""

    @property
    def next_redo(self) -> str:
        """The name of the step that redo does again, empty where there is none."""
        return self._after[-1].name if self._after else ""

    def undo_swaps(self, study: Study) -> bool:
        """Whether undo puts another network in the place of the study's."""
        return bool(self._before) and _swaps(self._before[-1], study)

    def redo_swaps(self, study: Study) -> bool:
        """Whether redo puts another network in the place of the study's."""
        return bool(self._after) and _swaps(self._after[-1], study)

    def push(self, step: str, before: Study, put: Trained | None = None) -> None:
        """Note the study as it was before ``step``, which ``put`` a kept fit in its place."""
        self._before = [*self._before, Step(step, before, put)][-DEPTH:]
        self._after.clear()

    def clear(self) -> None:
        """Forget everything: another study was opened."""
        self._before.clear()
        self._after.clear()

    def undo(self, study: Study) -> Study | None:
        """Return the study before the last step, or None."""
        return _step(self._before, self._after, study)

    def redo(self, study: Study) -> Study | None:
        """Return the study after the step that was undone last, or None."""
        return _step(self._after, self._before, study)


def _step(source: list[Step], target: list[Step], study: Study) -> Study | None:
    if not source:
        return None
    step = source.pop()
    swaps = _swaps(step, study)
    target.append(Step(step.name, study, step.study.trained if swaps else None))
    return restored(study, step.study, swaps)


def _swaps(step: Step, study: Study) -> bool:
    return step.put is not None and study.trained is step.put


def restored(study: Study, earlier: Study, swaps: bool = False) -> Study:
    """Return ``earlier`` with what is never undone: fits, refits, runs, the opening of the test, history.

    Where the step ``swaps`` two fits that are both kept, the earlier one comes back too.
    """
    fitted, decision = earlier if swaps else study, study.decision
    if earlier.trained is fitted.trained:
        decision = marked(study.decision, earlier.decision)
    return replace(
        earlier,
        trained=fitted.trained,
        decision=decision,
        evaluation=fitted.evaluation,
        attribution=fitted.attribution,
        refits=study.refits,
        validation=fitted.validation,
        history=study.history,
        runs=study.runs,
    )
