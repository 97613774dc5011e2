"""Numbers that carry more than digits: ``<0.5``, ``5 %``, ``80 kg``, infinities, stray words."""

from collections import Counter
from dataclasses import replace

from clinnet_gui.core.data.columns import number
from clinnet_gui.core.data.columns.decimals import TEXT
from clinnet_gui.core.data.columns.reading import Context
from clinnet_gui.core.data.columns.shape import Shape
from clinnet_gui.core.data.columns.survey import Survey
from clinnet_gui.core.data.columns.units import factor
from clinnet_gui.core.data.findings import Finding, Level, Option
from clinnet_gui.core.data.questions import located, many, question
from clinnet_gui.core.data.table import Kind, Rule

Step = tuple[Rule, tuple[Finding, ...]]


def censored(seen: Survey, rule: Rule, context: Context) -> Step:
    """Ask how cells below or above a limit of detection are read."""
    if not seen.has(Shape.CENSORED):
        return rule, ()
    asked = question(
        "CENSORED_VALUES",
        seen.name,
        f"{many(seen.rows(Shape.CENSORED), 'cell')} of “{seen.name}” with only a limit (<0.5 or >90).",
        (
            Option("bound", "Take the limit itself"),
            Option("half", "Take half of a lower limit, and the upper limit itself"),
            Option("missing", "Not measured"),
            TEXT,
        ),
        context.answers,
        advice="The choice is kept with the model and applied to new patients.",
    )
    asked = located(asked, context.raw, seen.positions(Shape.CENSORED))
    return _with(replace(rule, below=_kept(asked.answer, ("bound", "half", "missing"))), asked)


def percent(seen: Survey, rule: Rule, context: Context) -> Step:
    """Ask whether 5 % is 5 or 0.05."""
    if not seen.has(Shape.PERCENT):
        return rule, ()
    bare = seen.rows(Shape.INTEGER, Shape.DECIMAL, Shape.COMMA)
    beside = f", {bare:,} without" if bare else ""
    asked = question(
        "PERCENT",
        seen.name,
        f"{many(seen.rows(Shape.PERCENT), 'cell')} of “{seen.name}” with a percent sign{beside}.",
        (Option("percent", "5 % is read as 5"), Option("fraction", "5 % is read as 0.05"), TEXT),
        context.answers,
        safe=not bare,
    )
    return _with(replace(rule, percent=0.01 if asked.answer == "fraction" else 1.0), asked)


def infinite(seen: Survey, rule: Rule, context: Context) -> Step:
    """Ask for consent before infinities count as missing."""
    if not seen.has(Shape.INFINITE):
        return rule, ()
    asked = question(
        "INFINITE",
        seen.name,
        f"{many(seen.rows(Shape.INFINITE), 'cell')} of “{seen.name}” infinite or too large for a number.",
        (Option("missing", "Not measured"), TEXT),
        context.answers,
        advice="They often come from a division by zero in the source.",
    )
    return _with(rule, located(asked, context.raw, seen.positions(Shape.INFINITE)))


def units(seen: Survey, rule: Rule, context: Context) -> tuple[Rule, str, tuple[Finding, ...]]:
    """Read units in the cells: one unit is kept with the column, several are asked."""
    if not seen.has(Shape.UNIT):
        return rule, "", ()
    rows = _rows_by_unit(seen)
    common = rows.most_common(1)[0][0]
    bare = seen.rows(Shape.INTEGER, Shape.DECIMAL, Shape.COMMA)
    factors = {unit: factor(unit, common, seen.name) for unit in rows}
    if all(f == 1 for f in factors.values()) and not bare:
        note = Finding(
            "UNIT_TEXT",
            Level.NOTE,
            f"The cells of “{seen.name}” carry their unit.",
            "The numbers were read; the unit stands with the column.",
            column=seen.name,
        )
        return replace(rule, factors=tuple((u, 1.0) for u in rows)), common, (note,)
    return _mixed(seen, rule, context, common, factors)


def _mixed(
    seen: Survey, rule: Rule, context: Context, common: str, factors: dict[str, float | None]
) -> tuple[Rule, str, tuple[Finding, ...]]:
    known = {unit: f for unit, f in factors.items() if f is not None}
    convert = Option("convert", f"Convert all to {common}")
    only = Option("only", f"Keep cells in {common}; the others count as not measured")
    choices = (convert, only, TEXT) if len(known) == len(factors) else (only, TEXT)
    asked = question(
        "MIXED_UNITS",
        seen.name,
        f"The cells of “{seen.name}” carry {len(factors)} units, or a unit in some rows only.",
        choices,
        context.answers,
        advice=f"Cells without a unit are read as {common}.",
    )
    if asked.answer == "only":
        known = {unit: (f if f == 1 else float("nan")) for unit, f in known.items()}
        known |= {unit: float("nan") for unit, f in factors.items() if f is None}
    rule, findings = _with(replace(rule, factors=tuple(known.items())), asked)
    return rule, common, findings


def _rows_by_unit(seen: Survey) -> Counter[str]:
    rows: Counter[str] = Counter()
    for text, count, shape in zip(seen.cells.levels, seen.counts, seen.shapes, strict=True):
        if shape == Shape.UNIT and (match := number.UNIT.fullmatch(text.strip())):
            rows[match[2]] += int(count)
    return rows


def _with(rule: Rule, asked: Finding) -> Step:
    return (replace(rule, kind=Kind.TEXT) if asked.answer == "text" else rule), (asked,)


def _kept(answer: str | None, known: tuple[str, ...]) -> str:
    return answer if answer in known and answer is not None else known[0]
