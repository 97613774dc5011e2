"""What the analyst does with files and data: open, save, answer, choose roles, draw the split."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.split import AskedTest
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import Work
from clinnet_gui.gui.activity import Activity
from clinnet_gui.gui.desk import Desk
from clinnet_gui.gui.examples import EXAMPLES
from clinnet_gui.gui.operations import data, results, storage
from clinnet_gui.gui.operations.data import Draw, Planned
from clinnet_gui.gui.tasks import Lane


class IntakeDesk(Desk):
    """The desk at which a file becomes a study that is ready to train."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A change that is still being computed, so that the next one adds to it.
        self._wanted_roles: Roles | None = None
        self._wanted_answers: Answers | None = None
        self._planning = False
        self.test_part: AskedTest = None

    # ---- files ----------------------------------------------------------------------------

    def open_file(self, path: Path) -> None:
        """Open a CSV file of patients, or a study file."""
        if path.suffix.lower() == ".clinnet":
            self.open_study(path)
        else:
            self._open(path, lambda: data.opening(path))

    def open_example(self, name: str = "readmission") -> None:
        """Open an example that ships with the program, its outcome chosen."""
        example = EXAMPLES[name]
        self._open(example.path, lambda: data.opening(example.path, example))

    def open_study(self, path: Path) -> None:
        """Open a study file."""
        if not self._refuse_to_replace():
            self._run(
                Lane.MAIN,
                Activity("Opening the study"),
                lambda: storage.loading(path),
                lambda study: self._reopened(study, path),
            )

    def save(self, path: Path) -> None:
        """Save the study."""
        study, number = self.study, self._studies
        work, activity = storage.saving, Activity("Saving")
        if not self._refuse_while_busy(Lane.SAVE):
            saved = self._saved
            self._run(Lane.SAVE, activity, lambda: work(study, path), lambda _: saved(study, path, number))

    # ---- data -----------------------------------------------------------------------------

    def answer(self, code: str, column: str | None, key: str) -> None:
        """Answer a question about the file; code TYPE sets a column's type."""
        table = self.study.table
        if table is not None:
            answers = self._wanted_answers or table.answers
            self._wanted_answers = answers.with_answer(code, column, key)
            self._plan("Answer to a question")

    def set_role(self, index: int, role: Role) -> None:
        """Give the column at ``index`` another role."""
        roles = self._wanted_roles or self.study.roles
        if roles is not None and roles.of[index] is not role:
            self.set_roles(roles.with_role(index, role))

    def set_event(self, texts: tuple[str, ...]) -> None:
        """Say which levels of the outcome are the event."""
        roles = self._wanted_roles or self.study.roles
        if roles is not None and roles.event != texts:
            self.set_roles(Roles(roles.of, texts))

    def set_roles(self, roles: Roles) -> None:
        """Give every column its role at once."""
        self._wanted_roles = roles
        self._plan("Change of role")

    def set_seed(self, seed: int) -> None:
        """Draw the split with another seed."""
        self.seed = seed
        if self.study.dataset is not None:
            self._plan("Change of seed")

    def set_test_part(self, wanted: AskedTest) -> None:
        """Draw the split with a test part, without, or with that of a column; None leaves it to the size."""
        if self.study.dataset is not None and wanted != self.test_part:
            self.test_part = wanted
            self._plan("Change of the test part")

    # ---- what tasks bring back ------------------------------------------------------------

    def _open(self, path: Path, make: Callable[[], Work[Planned]]) -> None:
        if not self._refuse_to_replace():
            self._run(
                Lane.MAIN, Activity("Reading the file"), make, lambda planned: self._opened(planned, path)
            )

    def _opened(self, planned: Planned, path: Path) -> None:
        self.path, self.source = None, path
        self._forget_wishes()
        self._take(Draw())
        self._renew(planned.study, planned.encoder, planned.shape)
        self.navigated.emit("data")

    def _reopened(self, study: Study, path: Path) -> None:
        self.path, self.source = path, None
        self._forget_wishes()
        self._take(data.drawn(study) or Draw())
        self._renew(study, None)
        self._encode()
        self.navigated.emit("results" if study.trained is not None else "data")
        if study.trained is not None:
            trained = study.trained
            self._judge("", lambda: results.judging(trained, study.decision))

    def _saved(self, study: Study, path: Path, number: int) -> None:
        if number == self._studies:  # else another study was opened meanwhile
            self.path = path
            self.unsaved = study is not self.study
            self.study_changed.emit()
        self.notified.emit(f"Saved as {path.name}.")

    def _plan(self, step: str) -> None:
        """Compute dataset, split and suggestion anew under the wanted roles and answers, and the draw."""
        before, path, draw = self.study, self.source, Draw(self.seed, self.test_part)
        roles, answers = self._wanted_roles or before.roles, self._wanted_answers
        if before.table is None or roles is None:
            return
        wished, self._planning = replace(before, roles=roles), True

        def ready(planned: Planned) -> None:
            self._forget_wishes()
            after, self.encoder, self.shape = planned.study, planned.encoder, planned.shape
            study = replace(self.study, table=after.table, roles=after.roles, screening=after.screening)
            study = replace(study, dataset=after.dataset, split=after.split, choice=after.choice)
            self._take(data.drawn(study))
            self._change(step, study)

        work = data.answering(wished, path, answers, draw) if answers else data.planning(wished, roles, draw)
        self._run(Lane.PLAN, Activity("Checking the data"), lambda: work, ready)

    def _forget_wishes(self) -> None:
        self._wanted_roles = self._wanted_answers = None
        self._planning = False

    def _take(self, draw: Draw | None) -> None:
        """Hold on to how the study's split was drawn, for the next one."""
        if draw is not None:
            self.seed, self.test_part = draw.seed, draw.test

    def _fail(self, lane: Lane, error: Exception) -> None:
        super()._fail(lane, error)
        if lane is Lane.PLAN:
            self._forget_wishes()
            self._take(data.drawn(self.study))
            self.study_changed.emit()  # what views show of the wish goes back

    def _change(self, step: str, study: Study) -> None:
        before = self.study
        super()._change(step, study)
        self._encode_other_bins(before)

    def _restore(self, study: Study | None) -> None:
        if study is not None and self._planning:
            self._drop(Lane.PLAN)  # a change that is taken back does not arrive later
        before = self.study
        super()._restore(study)
        if study is not None:
            self._take(data.drawn(study))
            self._encode_other_bins(before)

    def _encode_other_bins(self, before: Study) -> None:
        """Other bins make other inputs of the same split; a plan on its way brings its own."""
        old, new, split = before.choice, self.study.choice, self.study.split
        if old is None or new is None or split is not before.split or self._planning:
            return
        if old.spec.bins != new.spec.bins:
            self._encode()

    def _drop(self, *lanes: Lane) -> None:
        super()._drop(*lanes)
        if Lane.PLAN in lanes and self._planning:
            self._forget_wishes()
            self._take(data.drawn(self.study))
            self.study_changed.emit()

    def _refuse_to_replace(self) -> bool:
        """Whether another network or study must wait, for it would end what is made of this one."""
        return any(self._refuse_while_busy(lane) for lane in (Lane.MAIN, Lane.REFIT, Lane.VALIDATE))

    def _refuse_while_busy(self, lane: Lane = Lane.MAIN) -> bool:
        activity = self._activities.get(lane)
        if activity is not None:
            self.notified.emit(f"{activity.title} is still running.")
        return activity is not None
