"""The decimal sign and the thousands sign: decided once a column, asked where two readings fit."""

from dataclasses import replace

from clinnet_gui.core.data.columns.reading import Context
from clinnet_gui.core.data.columns.shape import GROUPED, Shape
from clinnet_gui.core.data.columns.survey import Survey
from clinnet_gui.core.data.findings import Finding, Option
from clinnet_gui.core.data.questions import many, question
from clinnet_gui.core.data.table import Kind, Rule

TEXT = Option("text", "Leave the column as text; it is not used")
_SIGNS = {
    Shape.GROUPED_COMMA: (",", "."),
    Shape.GROUPED_DOT: (".", ","),
    Shape.GROUPED_BLANK: (" ", "."),
    Shape.GROUPED_TICK: ("'", "."),
}


def signs(seen: Survey, context: Context) -> tuple[Rule, tuple[Finding, ...]]:
    """Return the rule with its decimal and thousands signs, and the question where one is open."""
    if seen.has(*GROUPED):
        return _thousands(seen, context)
    if seen.has(Shape.COMMA):
        return _decimal_comma(seen, context)
    if seen.has(Shape.EITHER):
        return _either(seen, context)
    if context.comma_file and _only_dotted_groups(seen):
        return _ambiguous(seen, context, ".")
    return Rule(Kind.NUMBER), ()


def _thousands(seen: Survey, context: Context) -> tuple[Rule, tuple[Finding, ...]]:
    shape = max(GROUPED, key=seen.rows)
    sign, decimal = _SIGNS[shape]
    if sign in " '" and any("," in text for text in seen.texts(shape, Shape.COMMA)):
        decimal = ","
    asked = question(
        "THOUSANDS",
        seen.name,
        f"{many(seen.rows(*GROUPED), 'cell')} of “{seen.name}” with thousands set apart.",
        (Option("number", "Read them as one number, without the sign for thousands"), TEXT),
        context.answers,
        safe=True,
        advice="Compare three rows with the source before you go on.",
    )
    return _unless_text(Rule(Kind.NUMBER, decimal, sign), asked)


def _decimal_comma(seen: Survey, context: Context) -> tuple[Rule, tuple[Finding, ...]]:
    if not seen.has(Shape.DECIMAL):
        return Rule(Kind.NUMBER, ","), ()
    asked = question(
        "MIXED_DECIMALS",
        seen.name,
        f"“{seen.name}” has {many(seen.rows(Shape.COMMA, Shape.EITHER), 'cell')} with a decimal comma and "
        f"{seen.rows(Shape.DECIMAL):,} with a decimal point.",
        (Option("both", "Both signs mark the decimals"), TEXT),
        context.answers,
        advice="Such a column often joins two sources; check that both use the same unit.",
    )
    return _unless_text(Rule(Kind.NUMBER, ","), asked)


def _either(seen: Survey, context: Context) -> tuple[Rule, tuple[Finding, ...]]:
    if seen.has(Shape.DECIMAL):  # points mark the decimals here, so commas set thousands apart
        return _thousands_by_comma(seen, context)
    if context.comma_file:
        return Rule(Kind.NUMBER, ","), ()
    return _ambiguous(seen, context, ",")


def _thousands_by_comma(seen: Survey, context: Context) -> tuple[Rule, tuple[Finding, ...]]:
    asked = question(
        "THOUSANDS",
        seen.name,
        f"{many(seen.rows(Shape.EITHER), 'cell')} of “{seen.name}” with a comma, beside others with a point.",
        (Option("number", "The comma sets thousands apart"), TEXT),
        context.answers,
        safe=True,
    )
    return _unless_text(Rule(Kind.NUMBER, ".", ","), asked)


def _ambiguous(seen: Survey, context: Context, sign: str) -> tuple[Rule, tuple[Finding, ...]]:
    asked = question(
        "AMBIGUOUS_NUMBER",
        seen.name,
        f"A {'comma' if sign == ',' else 'point'} in “{seen.name}” may mark the decimals or set thousands "
        f"apart: 1{sign}234 is 1234 or 1.234.",
        (
            Option("thousands", f"1{sign}234 means one thousand two hundred and thirty-four"),
            Option("decimal", f"1{sign}234 means a little more than one"),
            TEXT,
        ),
        context.answers,
        advice="Look at the column's usual range in the source.",
    )
    if asked.answer == "decimal":
        return Rule(Kind.NUMBER, sign), (asked,)
    return _unless_text(Rule(Kind.NUMBER, "." if sign == "," else ",", sign), asked)


def _unless_text(rule: Rule, asked: Finding) -> tuple[Rule, tuple[Finding, ...]]:
    return (replace(rule, kind=Kind.TEXT) if asked.answer == "text" else rule), (asked,)


def _only_dotted_groups(seen: Survey) -> bool:
    """Whether every decimal of a column looks like 1.234, so that points may set thousands apart."""
    texts = seen.texts(Shape.DECIMAL)
    groups = (text.strip().lstrip("+-").partition(".") for text in texts)
    return len(texts) >= 3 and all(
        len(tail) == 3 and 0 < len(head) <= 3 and head[0] != "0" for head, _, tail in groups
    )
