"""Undo: the list of earlier studies with the names of the steps. Nothing is edited in place."""

from dataclasses import replace

from clinnet_gui.core.study import Study

DEPTH = 100


class Undo:
    """What was before, and what was undone; both as (name of the step, study)."""

    def __init__(self) -> None:
        self._before: list[tuple[str, Study]] = []
        self._after: list[tuple[str, Study]] = []

    @property
    def next_undo(self) -> str:
        """The name of the step that undo takes back, empty where there is none."""
        return self._before[-1][0] if self._before else ""

    @property
    def next_redo(self) -> str:
        """The name of the step that redo does again, empty where there is none."""
        return self._after[-1][0] if self._after else ""

    def push(self, step: str, before: Study) -> None:
        """Note the study as it was before ``step``."""
        self._before = [*self._before, (step, before)][-DEPTH:]
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


def _step(source: list[tuple[str, Study]], target: list[tuple[str, Study]], study: Study) -> Study | None:
    if not source:
        return None
    name, earlier = source.pop()
    target.append((name, study))
    return restored(study, earlier)


def restored(study: Study, earlier: Study) -> Study:
    """Return ``earlier`` with what is never undone: fits and runs, the opening of the test, the history."""
    decision = study.decision
    if earlier.trained is study.trained:
        decision = replace(
            earlier.decision, opened=study.decision.opened, after_opening=study.decision.after_opening
        )
    return replace(
        earlier,
        trained=study.trained,
        decision=decision,
        evaluation=study.evaluation,
        attribution=study.attribution,
        history=study.history,
        runs=study.runs,
    )
