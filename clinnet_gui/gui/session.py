"""The session: what the analyst can do, each as one short method. Views call it and listen.

What computes runs as a Task in a lane; its result is merged into the study as it is by then.
A change of the study is a step of undo; a fit and the opening of the test rows are not.
"""

import gc

from PySide6.QtCore import Signal

from clinnet_gui.core import warm_up as warming
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.external_desk import ExternalDesk
from clinnet_gui.gui.tasks import Lane


class Session(ExternalDesk):
    """The window's one mutable object."""

    tab_requested = Signal(str)  # what the page that was navigated to is to show, by its title
    path_folded = Signal(bool)  # ``folded`` changed

    folded: bool | None = None  # whether the guided path shows its heads only; None: where room is scarce

    # ---- undo, the end --------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last step back."""
        self._restore(self.steps.undo(self.study))

    def redo(self) -> None:
        """Do the step again that was undone last."""
        self._restore(self.steps.redo(self.study))

    def go_to(self, step: str) -> None:
        """Ask the window for another page."""
        self.navigated.emit(step)

    def show_tab(self, step: str, title: str) -> None:
        """Ask for a page, and there for what bears a title."""
        self.navigated.emit(step)
        self.tab_requested.emit(title)

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

    def _warmed(self, gpu: bool) -> None:
        gc.freeze()
        self.gpu = gpu
        if gpu:
            self.study_changed.emit()
