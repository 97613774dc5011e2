"""The session: what the analyst can do, each as one short method. Views call it and listen.

What computes runs as a Task in a lane; its result is merged into the study as it is by then.
A change of the study is a step of undo; a fit and the opening of the test rows are not.
"""

import gc

from PySide6.QtCore import Signal

from clinnet_gui.core import warm_up as warming
from clinnet_gui.core.evaluation.risk_group import RiskGroup
from clinnet_gui.core.study import Study
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.external_desk import ExternalDesk
from clinnet_gui.gui.tasks import Lane


class Session(ExternalDesk):
    """The window's one mutable object."""

    tab_requested = Signal(str)  # what the page that was navigated to is to show, by its title
    path_folded = Signal(bool)  # ``folded`` changed
    group_changed = Signal()

    group: RiskGroup | None = None  # of the evaluation: the patients asked for; None: all
    folded: bool | None = None  # whether the guided path shows its heads only; None: where room is scarce

    # ---- undo, the end --------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back; one that brings another network waits for what runs on this one."""
        if self.steps.undo_swaps(self.study) and self._refuse_to_replace():
            return
        self._restore(self.steps.undo(self.study))

    def redo(self) -> None:
        """Do the step again that was undone last; another network waits, as with undo."""
        if self.steps.redo_swaps(self.study) and self._refuse_to_replace():
            return
        self._restore(self.steps.redo(self.study))

    def go_to(self, step: str) -> None:
        """Ask the window for another page."""
        self.navigated.emit(step)

    def show_tab(self, step: str, title: str) -> None:
        """Ask for a page, and there for what bears a title."""
        self.navigated.emit(step)
        self.tab_requested.emit(title)

    def show_group(self, group: RiskGroup | None) -> None:
        """Show the patients of a group of the calibration plot alone; None: all of them again."""
        self.group = group
        self.group_changed.emit()
        if group is not None:
            self.show_tab("results", "Patients")

    def fold_path(self, folded: bool) -> None:
        """Show no more of the guided path than its heads, or all of it."""
        if folded is not self.folded:
            self.folded = folded
            self.path_folded.emit(folded)

    def show_rows(self, rows: tuple[int, ...]) -> None:
        """Ask for rows of the table to be shown on the Data page."""
        self.navigated.emit("data")
        self.rows_requested.emit(rows)

    def warm_up(self) -> None:
        """Import what training needs, before anyone waits for it.

        What was imported stays for good: frozen, it is no longer searched for garbage, which
        would hold the window for a tenth of a second each time.
        """
        self._run(Lane.WARM_UP, Activity("Loading the engine"), warming.warm_up, self._warmed)

    def shut_down(self) -> None:
        """Stop everything and wait for it; after that the window may close."""
        self._drop(*Lane)
        self._lanes.shut_down()

    # ---- what tasks bring back ------------------------------------------------------------

    def _set(self, study: Study, unsaved: bool = True) -> None:
        """A group is one of the risks that were judged: of others nobody has asked for it."""
        before, after = self.study.evaluation, study.evaluation
        if before is None or after is None or after.risks is not before.risks:
            self.group = None
        super()._set(study, unsaved)

    def _warmed(self, gpu: bool) -> None:
        gc.freeze()
        self.gpu = gpu
        if gpu:
            self.study_changed.emit()
