"""Between which groups a measure differs most, and by how much."""

from clinnet_gui.core.evaluation.groups.differences import Difference
from clinnet_gui.gui.messages import elided
from clinnet_gui.gui.widgets.results.groups.figures import two
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell, interval, number, tooltip

HEADINGS = ("", "highest in", "lowest in", "difference")
LONGEST = 22


class DifferenceTable(MeasureTable):
    """A row a measure: the groups furthest apart, and their difference with its interval; where that leaves
    out that there is none, it stands out."""

    def __init__(self) -> None:
        super().__init__(HEADINGS, "Largest differences between groups")

    def show_differences(self, found: tuple[Difference, ...]) -> None:
        """Show these."""
        self.set_rows(tuple(_row(one) for one in found))


def _row(one: Difference) -> MeasureRow:
    show = two if one.ratio else _plain
    size = Cell(show(one.size.value), interval(one.size, show), tooltip(one.size), one.shown)
    groups = (Cell(elided(name, LONGEST), tooltip=name) for name in (one.highest, one.lowest))
    name = f"{one.name}, ratio" if one.ratio else one.name
    return MeasureRow(name, "", (*groups, size))


def _plain(value: float) -> str:
    return number(value).replace("-", "−")
