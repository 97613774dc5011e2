"""What was learned from the training rows to turn columns into inputs, one line a predictor."""

from PySide6.QtCore import Qt

from clinnet_gui.core.data.encoder import CategoryCode, Encoder, NumberCode, width
from clinnet_gui.gui.messages import elided
from clinnet_gui.gui.widgets.headed import Headed, Index, spoken

HEADERS = ("Predictor", "Inputs", "When missing", "Scaled or coded", "Seen in training")


class EncoderTable(Headed):
    """The encoder's codes in the order of the network's inputs."""

    def __init__(self) -> None:
        super().__init__(HEADERS)
        self._cells: list[tuple[str, ...]] = []

    def show_encoder(self, encoder: Encoder) -> None:
        """Show another encoder."""
        self.beginResetModel()
        self._cells = [words(code) for code in encoder.codes]
        self.endResetModel()

    def length(self) -> int:
        """How many predictors there are."""
        return len(self._cells)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell, or its tooltip."""
        return spoken(self._cells[index.row()][index.column()], role)


def words(code: NumberCode | CategoryCode) -> tuple[str, ...]:
    """Return one text a column."""
    return _number(code) if isinstance(code, NumberCode) else _category(code)


def _number(code: NumberCode) -> tuple[str, ...]:
    unit = f" {code.unit}" if code.unit else ""
    missing = f"median {code.median:g}{unit}" + (" + “missing” input" if code.indicator else "")
    bins = f"; {code.bins} bins" if code.bins else ""
    coded = (
        "constant: no input"
        if code.constant
        else f"(x − {code.median:g}) / {code.scale:.3g}, smooth clip{bins}"
    )
    return code.name, str(width(code)), missing, coded, f"{code.low:g} to {code.high:g}{unit}"


def _category(code: CategoryCode) -> tuple[str, ...]:
    joined = f", {len(code.joined)} rare joined" if code.joined else ""
    coded = "constant: no input" if code.constant else f"one input a level{joined}"
    levels = elided(", ".join(code.levels), 80)
    return (
        code.name,
        str(width(code)),
        "an input of its own" if code.indicator else "none of the levels",
        coded,
        levels,
    )
