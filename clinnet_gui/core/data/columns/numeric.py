"""Is a column numeric, and by which rule: each spelling that needs a choice is asked in turn."""

from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.columns import measured
from clinnet_gui.core.data.columns.decimals import TEXT, signs
from clinnet_gui.core.data.columns.reading import Context, Reading
from clinnet_gui.core.data.columns.shape import NUMERIC, Shape
from clinnet_gui.core.data.columns.survey import Survey
from clinnet_gui.core.data.findings import Finding, Level, Option
from clinnet_gui.core.data.questions import located, many, question
from clinnet_gui.core.data.table import Kind, Rule

SHARE = 0.8
"""Share of the rows with a value that must spell a number before a column counts as numeric."""
_STRAY_TEXTS = 5  # more distinct words than this are codes (V57, E909), not slips
_NUMBERS = 10  # fewer distinct numbers than this beside words are levels (0, 1, 2+)
_STRAY_ROWS = 3  # up to this many rows, or half a percent, are set aside; more are asked
_STRAY = (Shape.OTHER, Shape.DATE, Shape.ZERO_LED)


def is_numeric(seen: Survey) -> bool:
    """Return whether the column holds numbers, perhaps with a few slips."""
    numbers = seen.rows(*NUMERIC)
    if numbers < SHARE * max(seen.present, 1):
        return False
    texts = seen.distinct(*NUMERIC)
    if not seen.has(Shape.INTEGER, Shape.DECIMAL, Shape.COMMA, Shape.EITHER) and texts < _NUMBERS:
        return seen.has(Shape.PERCENT, Shape.UNIT) and numbers == seen.present
    stray = seen.distinct(*_STRAY)
    return stray == 0 or (stray <= _STRAY_TEXTS and texts >= _NUMBERS)


def read_numbers(seen: Survey, context: Context) -> Reading:
    """Return how a numeric column is read."""
    rule, findings = signs(seen, context)
    for step in (measured.censored, measured.percent, measured.infinite):
        changed, more = step(seen, rule, context)
        rule, findings = _keep_text(rule, changed), (*findings, *more)
    changed, unit, more = measured.units(seen, rule, context)
    rule, findings = _keep_text(rule, changed), (*findings, *more)
    rule, more, aside = _stray(seen, rule, context)
    digits = _foreign_digits(seen, context)
    aside = np.union1d(aside, seen.positions(Shape.WIDE))
    return Reading(rule, unit, (*findings, *more, *digits), aside)


def _keep_text(rule: Rule, changed: Rule) -> Rule:
    """Once a question was answered with "text" the column stays text."""
    return replace(changed, kind=Kind.TEXT) if rule.kind is Kind.TEXT else changed


def _stray(seen: Survey, rule: Rule, context: Context) -> tuple[Rule, tuple[Finding, ...], Ints]:
    """Words among numbers: few rows are set aside, many are asked."""
    positions = seen.positions(*_STRAY)
    if not positions.size or rule.kind is Kind.TEXT:
        return rule, (), positions[:0]
    saw = f"{many(positions.size, 'cell')} of “{seen.name}” cannot be read as a number, while the others can."
    if positions.size <= max(_STRAY_ROWS, 0.005 * seen.present):
        flag = Finding(
            "NOT_A_NUMBER",
            Level.FLAG,
            saw,
            "These rows are set aside.",
            "Mend the cells in the source, or read the column as a category.",
            seen.name,
        )
        return rule, (located(flag, context.raw, positions),), positions
    options = (
        Option("missing", "These cells count as not measured"),
        Option("category", "Every text, numbers too, is a level of a category"),
        TEXT,
    )
    asked = located(
        question("NOT_A_NUMBER", seen.name, saw, options, context.answers), context.raw, positions
    )
    kind = {"category": Kind.CATEGORY, "text": Kind.TEXT}.get(asked.answer or "", rule.kind)
    return replace(rule, kind=kind), (asked,), positions[:0]


def _foreign_digits(seen: Survey, context: Context) -> tuple[Finding, ...]:
    positions = seen.positions(Shape.WIDE)
    if not positions.size:
        return ()
    flag = Finding(
        "NON_ASCII_DIGIT",
        Level.FLAG,
        f"{many(positions.size, 'cell')} of “{seen.name}” written with digits of another script.",
        "These rows are set aside.",
        "Mend the cells in the source.",
        seen.name,
    )
    return (located(flag, context.raw, positions),)
