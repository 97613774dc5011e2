"""The runs of a study as a table: settings that differ, what each gave, how it was judged."""

from dataclasses import fields
from enum import Enum

from PySide6.QtCore import Qt, Signal

from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.statistics.paired import Interval
from clinnet_gui.core.training.runs import Run
from clinnet_gui.gui.messages import tip
from clinnet_gui.gui.widgets.headed import RIGHT, Headed, Index, spoken
from clinnet_gui.gui.widgets.training.pace import spent
from clinnet_gui.gui.widgets.training.verdict_card import headline

HEADERS = ("Run", "Settings that differ", "Log-loss held out (95 %)", "CPU time", "Verdict", "Note")
NUMBER, SETTINGS, LOSS, SECONDS, VERDICT, NOTE = range(len(HEADERS))

NAMES = {
    "hidden": "",
    "dropout": "dropout",
    "activation": "",
    "members": "members",
    "bins": "bins",
    "shortcut": "shortcut",
    "learning_rate": "rate",
    "weight_decay": "decay",
    "batch": "batch",
    "epochs": "epochs",
    "patience": "patience",
    "clip_norm": "clip",
    "seed": "seed",
    "device": "on",
    "left_out": "rows left out",
}
"""What each setting is called where it differs between runs; layers speak for themselves."""

EDITABLE = Qt.ItemFlag.ItemIsEditable


class RunTable(Headed):
    """One row a run, the latest last; ``noted`` when the analyst has written a note."""

    noted = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(HEADERS)
        self._runs: tuple[Run, ...] = ()
        self._cells: list[tuple[str, ...]] = []

    @property
    def runs(self) -> tuple[Run, ...]:
        """What is listed."""
        return self._runs

    def show_runs(self, runs: tuple[Run, ...], current: Run | None) -> None:
        """List these; ``current`` is the one whose network is the study's."""
        self.beginResetModel()
        self._runs = runs
        settings = differing(runs)
        self._cells = [words(run, said, run is current) for run, said in zip(runs, settings, strict=True)]
        self.endResetModel()

    def length(self) -> int:
        """How many runs there are."""
        return len(self._runs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell, or its tooltip."""
        run, column = self._runs[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (NUMBER, LOSS, SECONDS):
            return RIGHT
        if role == Qt.ItemDataRole.EditRole and column == NOTE:
            return run.note
        if role == Qt.ItemDataRole.ToolTipRole and column == NUMBER:
            return tip(f"Trained {run.when}. " + ("" if run.restorable else "Only its numbers were kept."))
        return spoken(self._cells[index.row()][column], role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The note can be written in place."""
        usual = super().flags(index)
        return usual | EDITABLE if index.column() == NOTE else usual

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a note; the list is drawn anew when the study has it."""
        if role != Qt.ItemDataRole.EditRole or index.column() != NOTE:
            return False
        self.noted.emit(self._runs[index.row()].number, str(value))
        return True


def words(run: Run, settings: str, current: bool) -> tuple[str, ...]:
    """Return one text a column."""
    result = run.result
    return (
        f"● {run.number}" if current else str(run.number),
        settings,
        interval_text(result.log_loss),
        spent(result.seconds),
        headline(result.verdict),
        run.note or ("" if run.restorable else "numbers only"),
    )


def interval_text(of: Interval) -> str:
    """Return an estimate with its interval."""
    return f"{of.value:.4f} ({of.low:.4f}–{of.high:.4f})"


def differing(runs: tuple[Run, ...]) -> list[str]:
    """Return for each run the settings in which not all runs agree, and whether its data were others
    than those of the latest; the layers where there is nothing to tell."""
    specs = [run.result.spec for run in runs]
    varied = [f.name for f in fields(Spec) if len({getattr(spec, f.name) for spec in specs}) > 1]
    return [_settings(run, varied, runs[-1]) for run in runs]


def _settings(run: Run, varied: list[str], latest: Run) -> str:
    said = [_setting(name, getattr(run.result.spec, name)) for name in varied]
    if run.result.dataset != latest.result.dataset:
        said.append("other data")
    elif run.result.split != latest.result.split:
        said.append("other rows held out")
    return " · ".join(said) or _layers(run.result.spec.hidden)


def _setting(name: str, value: object) -> str:
    if name == "hidden":
        return _layers(value)
    if isinstance(value, tuple):
        value = len(value)
    text = value.value if isinstance(value, Enum) else f"{value:g}" if isinstance(value, float) else value
    return f"{NAMES[name]} {text}".strip()


def _layers(hidden: object) -> str:
    return " – ".join(map(str, hidden)) if isinstance(hidden, tuple) and hidden else "no hidden layer"
