"""The boxes of the participant flow: their words, from the numbers of a Flow."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.data.flow import Flow, Station
from clinnet_gui.core.spelling import events_text
from clinnet_gui.gui.widgets.plots.plot_export import Values
from clinnet_gui.gui.widgets.results.measure_text import count, percent


@dataclass(frozen=True, slots=True)
class Box:
    """One box: a heading and lines below it; ``quiet`` boxes stand beside the way."""

    heading: str
    lines: tuple[str, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """The way down (``main``), what leaves it beside each of its arrows (``beside``: one a main box,
    None for none), and the parts it ends in."""

    main: tuple[Box, ...]
    beside: tuple[Box | None, ...]
    parts: tuple[Box, ...]


def boxes(flow: Flow) -> Boxes:
    """Return the boxes of a flow."""
    least = "at least " if flow.at_least else ""
    read = Box("Rows in the file", (f"n = {least}{count(flow.read)}", flow.source))
    sound = Box("Rows read", (f"n = {count(flow.sound)}",))
    usable = Box("Usable rows", tuple(counted(flow.usable, flow.by_patient)))
    return Boxes(
        (read, sound, usable),
        (_aside(flow), _without_outcome(flow), _kept(flow)),
        tuple(Box(_titled(part.name), tuple(_part(part, flow))) for part in flow.parts),
    )


def counted(station: Station, by_patient: bool) -> list[str]:
    """Return lines with the number of rows, of patients where these are others, and of events."""
    lines = [f"n = {count(station.rows)}"]
    if by_patient:
        lines.append(f"{count(station.patients)} patients")
    if station.events is None:
        return [*lines, "events covered"]
    share = f" ({percent(station.events / station.rows)})" if station.rows else ""
    return [*lines, f"{events_text(station.events)}{share}"]


def describe(flow: Flow) -> str:
    """Return the flow in one sentence."""
    aside = flow.read - flow.sound
    ends = ", ".join(f"{count(part.rows)} {part.name}" for part in flow.parts)
    lost = ((aside, "set aside"), (flow.without_outcome, "without outcome"))
    gone = [f"{count(rows)} {why}" for rows, why in lost if rows]
    used = "All" if not gone else f"{count(flow.usable.rows)} of"
    left = f" ({', '.join(gone)})" if gone else ""
    return f"{used} {count(flow.read)} rows in the file are used{left}: {ends}."


def table(flow: Flow) -> Values:
    """Return the flow as a table: one line a place in which rows can be."""
    nan = float("nan")
    lines: list[tuple[str, float, float, float]] = [("rows in the file", flow.read, nan, nan)]
    lines += [(f"set aside: {reason.why}", reason.rows, nan, nan) for reason in flow.aside]
    lines += [
        ("rows read", flow.sound, nan, nan),
        (f"without an outcome in {flow.outcome}", flow.without_outcome, nan, nan),
        _line("usable rows", flow.usable),
    ]
    lines += [(f"kept: {reason.why}", reason.rows, nan, nan) for reason in flow.kept]
    lines += [_line(part.name, part) for part in flow.parts]
    if flow.left_out:
        lines.append(("of the training rows, left out by hand", flow.left_out, nan, nan))
    numbers = np.array([line[1:] for line in lines], dtype=np.float64)
    return Values(("place", "rows", "patients", "events"), (tuple(line[0] for line in lines), *numbers.T))


def _line(name: str, station: Station) -> tuple[str, float, float, float]:
    events = float("nan") if station.events is None else float(station.events)
    return (name, float(station.rows), float(station.patients), events)


def _aside(flow: Flow) -> Box:
    head = f"Set aside while reading: {count(flow.read - flow.sound)}"
    return Box(head, tuple(f"{count(reason.rows)} {reason.why}" for reason in flow.aside), quiet=True)


def _without_outcome(flow: Flow) -> Box:
    where = (f"no value in “{flow.outcome}”",) if flow.without_outcome else ()
    return Box(f"Without an outcome: {count(flow.without_outcome)}", where, quiet=True)


def _kept(flow: Flow) -> Box | None:
    if not flow.kept:
        return None
    return Box("Kept, but remarked", tuple(f"{count(r.rows)} {r.why}" for r in flow.kept), quiet=True)


def _titled(name: str) -> str:
    return name[:1].upper() + name[1:]


def _part(part: Station, flow: Flow) -> list[str]:
    lines = counted(part, flow.by_patient)
    if flow.left_out and part.name in ("training", "cross-fitted"):
        lines.append(f"{count(flow.left_out)} left out by hand")
    return lines
