"""Is a column of dates, and in which order do day and month stand."""

from clinnet_gui.core.data.columns.date import Parts, order_of, parts_of
from clinnet_gui.core.data.columns.reading import Context, Reading
from clinnet_gui.core.data.columns.shape import Shape
from clinnet_gui.core.data.columns.survey import Survey
from clinnet_gui.core.data.findings import Option
from clinnet_gui.core.data.questions import located, question
from clinnet_gui.core.data.table import Kind, Rule

SHARE = 0.95
"""Share of the rows with a value that must be dates before a column counts as one of dates."""
_ORDERS = {"dmy": "03/04 is the third of April", "mdy": "03/04 is the fourth of March"}


def is_dates(seen: Survey) -> bool:
    """Return whether the column holds dates; 20210503 counts where every cell is so."""
    if seen.rows(Shape.DATE) >= SHARE * max(seen.present, 1):
        return True
    whole = seen.texts(Shape.INTEGER)
    return (
        len(whole) >= 3
        and seen.rows(Shape.INTEGER) == seen.present
        and all(parts_of(text, packed=True) is not None for text in whole)
    )


def read_dates(seen: Survey, context: Context) -> Reading:
    """Return how a column of dates is read; an open order of day and month is asked."""
    found = [parts for text in seen.words() if (parts := parts_of(text, packed=True)) is not None]
    order, proven = order_of(found)
    loose = [p for p in found if p.open]
    if not loose or (proven and all(p.dotted for p in loose)):
        return Reading(Rule(Kind.DATE, date_order=order))
    other = "mdy" if order == "dmy" else "dmy"
    asked = question(
        "AMBIGUOUS_DATE",
        seen.name,
        f"Day and month may change places in “{seen.name}”. {_evidence(loose)}",
        (Option(order, _ORDERS[order]), Option(other, _ORDERS[other])),
        context.answers,
        safe=proven,
        advice="A date is never a predictor as it stands.",
    )
    asked = located(asked, context.raw, seen.positions(Shape.DATE))
    return Reading(Rule(Kind.DATE, date_order=asked.answer or order), findings=(asked,))


def _evidence(loose: list[Parts]) -> str:
    first, second = max(p.first for p in loose), max(p.second for p in loose)
    return f"The largest first part is {first}, the largest second part {second}."
