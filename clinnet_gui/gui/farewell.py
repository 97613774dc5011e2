"""Closing the window: trainings that run and a study that is not saved are asked about once."""

from PySide6.QtCore import QObject, Signal

from clinnet_gui.gui import dialogs
from clinnet_gui.gui.commands import Commands
from clinnet_gui.gui.groups_desk import EARLIER, LEAVING_OUT

KEEP, STAY, DROP = "Stop and keep best", "Keep training", "Discard"
SOME, ON = "Stop and keep these", "Go on refitting"
CLOSE, REST = "Close", "Go on leaving groups out"
SAVE, LEAVE, BACK = "Save", "Do not save", "Go back"


class Farewell(QObject):
    """Decides whether the window may close now; ``ready`` says later that it may."""

    ready = Signal()

    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        self._commands = commands
        self._waiting = False
        commands.session.busy_changed.connect(self._go_on)

    def may_close(self) -> bool:
        """Ask what must be asked. False: not now, or not at all."""
        session = self._commands.session
        if session.training:
            self._ask_about_training()
        elif session.refitting is not None:
            self._ask_about_refits()
        elif session.asking(LEAVING_OUT, EARLIER) is not None and not self._may_leave_groups():
            return False
        if session.training or session.refitting is not None or self._waiting:
            return False
        return not session.unsaved or self._ask_about_saving()

    def _ask_about_training(self) -> None:
        session = self._commands.session
        hint = "The best weights so far can be kept."
        answer = dialogs.ask(self._commands.window, "A network is being trained.", hint, (KEEP, DROP, STAY))
        if answer == DROP:
            session.discard_training()
        elif answer == KEEP and session.training:
            self._waiting = True
            session.stop_and_keep()

    def _ask_about_refits(self) -> None:
        session = self._commands.session
        hint = "From 20 on those that are done can be kept, and gone on with later."
        answer = dialogs.ask(self._commands.window, "The network is being refitted.", hint, (SOME, DROP, ON))
        if answer == DROP:
            session.discard_refits()
        elif answer == SOME and session.refitting is not None:
            self._waiting = True
            session.stop_validation()

    def _may_leave_groups(self) -> bool:
        hint = "Groups left out are not kept with the study: what was found of them would be lost."
        answer = dialogs.ask(self._commands.window, "Groups are being left out.", hint, (CLOSE, REST))
        return answer == CLOSE

    def _ask_about_saving(self) -> bool:
        session = self._commands.session
        hint = "What you chose and trained would be lost."
        answer = dialogs.ask(self._commands.window, "This study is not saved.", hint, (SAVE, LEAVE, BACK))
        if answer == SAVE:
            self._commands.save()
            self._waiting = session.activity is not None
        return answer == LEAVE

    def _go_on(self) -> None:
        if self._waiting and self._commands.session.activity is None:
            self._waiting = False
            self.ready.emit()
