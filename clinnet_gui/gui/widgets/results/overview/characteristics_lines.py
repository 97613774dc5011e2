"""Table 1 in words: its lines and cells, as they are shown, copied and saved."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from clinnet_gui.core.data.characteristics import (
    By,
    Characteristic,
    Characteristics,
    Counts,
    Group,
    Numbers,
    Summary,
)
from clinnet_gui.core.statistics.differences import Difference
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import NOT_ESTIMABLE, count

COVERED = "covered"
LISTED = 12
"""So many levels have a line of their own; the rarer ones share one."""

INDENT = "    "

_Cell = Callable[[Summary], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, a cell a group, the difference; ``first`` of its column of the file."""

    name: str
    cells: tuple[str, ...]
    difference: str
    first: bool


def headings(found: Characteristics) -> tuple[str, ...]:
    """Return the names of the columns, each group with its size below its name."""
    difference = "SMD" if found.by is By.OUTCOME else "largest SMD"
    return ("", *map(_heading, found.groups), f"{difference} (95 % CI)")


def lines(found: Characteristics) -> Iterator[Line]:
    """Return the lines of the table, those of one column of the file together; no differences where
    only one group is open."""
    alone = len(found.compared) < 2
    for of in found.of:
        yield from (replace(line, difference="") if alone else line for line in _lines(of))


def table(found: Characteristics) -> Values:
    """Return the table as it is copied and saved."""
    rows = tuple(lines(found))
    names = tuple(" ".join(heading.split()) for heading in headings(found))
    columns = zip(*((line.name, *line.cells, line.difference) for line in rows), strict=True)
    return Values(("characteristic", *names[1:]), tuple(columns) or ((),) * len(names))


def _heading(group: Group) -> str:
    size = f"n = {count(group.rows)}"
    if group.patients < group.rows:
        size += f", {count(group.patients)} patients"
    return f"{group.name}\n{size}"


def _lines(of: Characteristic) -> Iterator[Line]:
    known = [summary for summary in of.groups if summary is not None]
    if any(isinstance(summary, Numbers) for summary in known):
        yield from _of_numbers(of)
    else:
        yield from _of_counts(of)
    if any(summary.missing for summary in known):
        yield Line(
            f"{INDENT}missing, n (%)",
            _cells(of, lambda s: _share(s.missing, s.n + s.missing)),
            _difference(of.missing_difference),
            first=False,
        )


def _of_numbers(of: Characteristic) -> Iterator[Line]:
    digits = _digits(of)

    def mean(summary: Summary) -> str:
        assert isinstance(summary, Numbers)
        return f"{_number(summary.mean, digits)} ({_number(summary.deviation, digits)})" if summary.n else "–"

    def median(summary: Summary) -> str:
        assert isinstance(summary, Numbers)
        three = (summary.median, summary.lower, summary.upper)
        whole = 0 if all(value.is_integer() for value in three) else digits
        middle, low, high = (_number(value, whole) for value in three)
        return f"{middle} ({low} to {high})" if summary.n else "–"

    unit = f" ({of.unit})" if of.unit else ""
    yield Line(f"{of.name}{unit}, mean (SD)", _cells(of, mean), _difference(of.difference), first=True)
    yield Line(f"{INDENT}median (IQR)", _cells(of, median), "", first=False)


def _of_counts(of: Characteristic) -> Iterator[Line]:
    difference = _difference(of.difference)
    if len(of.levels) == 2:
        yield Line(f"{of.name}: {of.levels[1]}, n (%)", _cells(of, _level((1,))), difference, first=True)
        return
    blank = ("",) * len(of.groups)
    yield Line(f"{of.name}, n (%)", blank, difference, first=True)
    for name, places in _listed(of):
        yield Line(f"{INDENT}{name}", _cells(of, _level(places)), "", first=False)


def _listed(of: Characteristic) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The levels in their order; of very many the most frequent, and the others together."""
    counted = [summary.of for summary in of.groups if isinstance(summary, Counts)]
    totals = [sum(counts) for counts in zip(*counted, strict=True)]
    ranked = sorted(range(len(totals)), key=lambda place: -totals[place])
    shown = set(ranked if len(ranked) <= LISTED + 1 else ranked[:LISTED])
    yield from ((of.levels[place], (place,)) for place in range(len(totals)) if place in shown)
    rest = tuple(place for place in range(len(totals)) if place not in shown)
    if rest:
        yield f"{len(rest)} other levels", rest


def _level(places: tuple[int, ...]) -> _Cell:
    def cell(summary: Summary) -> str:
        assert isinstance(summary, Counts)
        return _share(sum(summary.of[place] for place in places), summary.n)

    return cell


def _cells(of: Characteristic, cell: _Cell) -> tuple[str, ...]:
    return tuple(COVERED if summary is None else cell(summary) for summary in of.groups)


def _share(some: int, of: int) -> str:
    return f"{count(some)} ({100 * some / of:.1f} %)" if of else "–"


def _difference(found: Difference) -> str:
    """Two decimals: a difference below 0.1 is of no account.

    >>> _difference(Difference(-0.27, -0.5, -0.05)), _difference(Difference(math.nan))
    ('−0.27 (−0.50 to −0.05)', 'not estimable')
    """
    if math.isnan(found.value):
        return NOT_ESTIMABLE
    if math.isnan(found.low):
        return _number(found.value, 2)
    return f"{_number(found.value, 2)} ({_number(found.low, 2)} to {_number(found.high, 2)})"


def _number(value: float, digits: int) -> str:
    """Return a number with so many decimals and a comma between thousands.

    >>> _number(-0.001, 2), _number(12345.6, 0)
    ('0.00', '12,346')
    """
    if math.isnan(value):
        return "–"
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", "−")


def _digits(of: Characteristic) -> int:
    """As many decimals as show three digits of the deviation, four at most."""
    spread = max((s.deviation for s in of.groups if isinstance(s, Numbers) and s.deviation > 0), default=1.0)
    return min(4, max(0, 2 - math.floor(math.log10(spread))))
