"""What a threshold does as rows of a table: on these rows, and where the model will be used."""

import math
from collections.abc import Callable

from clinnet_gui.core.evaluation.benefit_sample import Sure
from clinnet_gui.core.evaluation.consequences import Consequences, Worth
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.of_thousand import of_thousand, of_thousand_there
from clinnet_gui.core.evaluation.operating import OperatingPoint, PerThousand
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow
from clinnet_gui.gui.widgets.results.measure_text import (
    Cell,
    cell,
    count,
    interval,
    number,
    percent,
    signed,
    tooltip,
)

EMPTY = Cell("")
RATES = (
    ("sensitivity", "Share of the events that are flagged."),
    ("specificity", "Share of the non-events that are not flagged."),
    ("PPV", "Share of the flagged that have the event."),
    ("NPV", "Share of the not flagged that have no event."),
    ("LR+", "How many times likelier a flag is with the event than without."),
    ("LR−", "How many times likelier no flag is with the event than without."),
)
THOUSAND = (
    ("flagged", "Patients of 1,000 who are flagged."),
    ("cases found", "Of them, those with the event."),
    ("false alarms", "Of them, those without the event: needless work-ups."),
    ("cases missed", "Patients with the event who are not flagged."),
)
WORTH = (
    ("net benefit", "True positives a patient, less false positives weighed by the odds of the threshold."),
    ("of flagging all", "The same for flagging everyone; flagging nobody has a net benefit of 0."),
    ("gain", "Net benefit above the better of flagging all and none, with its bootstrap interval."),
    ("chance to be best", "Share of bootstrap resamples in which the network has the most net benefit."),
    ("patients per net case", "How many must get a risk for one more net case found: 1 / gain."),
    ("work-ups avoided", "Per 100 patients, net of cases missed, against flagging all."),
    ("standardised", "Net benefit as a share of that of a perfect model."),
)


COSTS = (
    ("cost a patient", "Expected cost a patient of flagging by the network, in the unit of the costs given."),
    ("cost, all flagged", "The same where everyone is flagged."),
    ("cost, none flagged", "The same where nobody is flagged."),
)


def thousand(at: Consequences) -> tuple[MeasureRow, ...]:
    """Return who is flagged of 1,000 patients, in both places."""
    here = at.point.per_thousand
    there = None if at.there is None else at.there.per_thousand
    sure = of_thousand(at.point.confusion)
    one = [
        Cell(count(whole), interval(how, count), tooltip(how))
        for whole, how in zip(_counts(here), sure, strict=True)
    ]
    other = [EMPTY] * len(one)
    if at.there is not None and there is not None:
        beside = of_thousand_there(at.point, at.there.prevalence)
        other = [_aside(count(w), how, count) for w, how in zip(_counts(there), beside, strict=True)]
    lines = zip(THOUSAND, one, other, strict=True)
    rows = [MeasureRow(name, meaning, (a, b)) for (name, meaning), a, b in lines]
    found = (cell(at.point.nne, tenths), EMPTY if at.there is None else _quiet(at.there.nne))
    return (*rows, MeasureRow("flags per case found", "1 / PPV.", found))


def rates(at: Consequences) -> tuple[MeasureRow, ...]:
    """Return the rates with their intervals, and predictive values there (intervals in tooltips)."""
    point, there = at.point, at.there
    values = (point.sensitivity, point.specificity, point.ppv, point.npv)
    cells = [cell(value, percent) for value in values]
    ratios = [cell(value, _ratio) for value in (point.lr_plus, point.lr_minus)]
    beside = [EMPTY, EMPTY, *(_share(v) for v in ((there.ppv, there.npv) if there else ()))]
    beside += [EMPTY] * (len(RATES) - len(beside))
    rows = zip(RATES, [*cells, *ratios], beside, strict=True)
    return tuple(MeasureRow(name, meaning, (here, other)) for (name, meaning), here, other in rows)


def worth(at: Consequences) -> tuple[MeasureRow, ...]:
    """Return what acting on the threshold is worth, in both places."""
    here = _worth(at.worth, _method(at.worth.sure))
    there = [EMPTY] * len(WORTH)
    if at.worth_there is not None:
        shown = _worth(at.worth_there, _method(at.worth_there.sure))
        there = [Cell(c.value, tooltip=f"{c.interval} {c.tooltip}".strip()) for c in shown]
    rows = zip(WORTH, here, there, strict=True)
    made = [MeasureRow(name, meaning, (one, other)) for (name, meaning), one, other in rows]
    if at.worth.cost is not None:
        costs = zip(COSTS, _costs(at.worth), _costs(at.worth_there), strict=True)
        made += [MeasureRow(name, meaning, (one, other)) for (name, meaning), one, other in costs]
    return tuple(made)


def nearby(of: tuple[Consequences, ...]) -> tuple[MeasureRow, ...]:
    """Return the same figures at several thresholds, a column each."""
    points = [at.point for at in of]
    shown: list[tuple[str, list[Cell]]] = [("threshold", [Cell(percent(at.threshold)) for at in of])]
    per = [_counts(point.per_thousand) for point in points]
    shown += [(name, [Cell(count(own[k])) for own in per]) for k, (name, _) in enumerate(THOUSAND)]
    shown += [("sensitivity", [_share(point.sensitivity) for point in points])]
    shown += [("specificity", [_share(point.specificity) for point in points])]
    shown += [("PPV", [_share(point.ppv) for point in points])]
    shown += [("net benefit", [Cell(signed(at.worth.utility.net_benefit)) for at in of])]
    shown += [("gain", [Cell(signed(at.worth.utility.gain)) for at in of])]
    shown += [("chance to be best", [Cell(_chance(at.worth.sure)) for at in of])]
    meanings = dict((*THOUSAND, *RATES, *WORTH))
    return tuple(MeasureRow(name, meanings.get(name, ""), tuple(cells)) for name, cells in shown)


def unknown(rows: tuple[MeasureRow, ...]) -> tuple[MeasureRow, ...]:
    """Return the rows with dashes: too few events for any figure."""
    return tuple(MeasureRow(row.name, row.meaning, tuple(Cell("–") for _ in row.cells)) for row in rows)


def _counts(per: PerThousand) -> list[int]:
    return [per.flagged, per.found, per.false_alarms, per.missed]


def _worth(of: Worth, method: str) -> list[Cell]:
    found, sure = of.utility, of.sure

    def bounded(value: float, bounds: tuple[float, float], show: Callable[[float], str]) -> Cell:
        return (
            cell(Measure(value, *bounds, method), show)
            if not math.isnan(value)
            else Cell("–", tooltip=method)
        )

    return [
        bounded(found.net_benefit, (sure.low, sure.high), signed),
        bounded(found.net_benefit_all, sure.everyone, signed),
        bounded(found.gain, (sure.gain_low, sure.gain_high), signed),
        Cell(_chance(sure), tooltip=method),
        Cell("–" if math.isnan(found.trade_off) else count(found.trade_off), _trade_off(of), method),
        bounded(found.avoided, sure.avoided, _minus),
        bounded(found.standardised, sure.standardised, _share_of_one),
    ]


def _trade_off(of: Worth) -> str:
    """The interval of 1 / gain: without an end where the gain may be nil."""
    sure = of.sure
    if math.isnan(of.utility.trade_off) or not sure.gain_high > 0:
        return ""
    least = count(1 / sure.gain_high)
    return f"({least}–{count(1 / sure.gain_low)})" if sure.gain_low > 0 else f"({least} or more)"


def _minus(value: float) -> str:
    return tenths(value).replace("-", "−")


def _share_of_one(value: float) -> str:
    return number(value).replace("-", "−")


def _costs(of: Worth | None) -> list[Cell]:
    if of is None or of.cost is None:
        return [EMPTY] * len(COSTS)
    return [Cell(_ratio(cost)) for cost in (of.cost.model, of.cost.everyone, of.cost.nobody)]


def _method(sure: Sure) -> str:
    return f"bootstrap of patients, {sure.times} resamples, at {percent(sure.at)}"


def _chance(sure: Sure) -> str:
    """A share of resamples; none is so certain that it may read 0 or 100."""
    if not sure.times:
        return "–"
    held = min(max(sure.best, 0.01), 0.99)
    sign = "" if held == sure.best else ("<" if sure.best < held else ">")
    return f"{sign}{100 * held:.0f} %"


def _ratio(value: float) -> str:
    return "not estimable" if math.isnan(value) else f"{value:.3g}"


def _share(measure: Measure) -> Cell:
    shown = cell(measure, percent)
    return Cell(shown.value, tooltip=f"{shown.interval} {shown.tooltip}".strip())


def _quiet(measure: Measure) -> Cell:
    return _aside(cell(measure, tenths).value, measure, tenths)


def _aside(value: str, measure: Measure, show: Callable[[float], str]) -> Cell:
    """A value whose interval stands in the tooltip, where there is no room for it."""
    bounds = interval(measure, show) if measure.estimable else ""
    return Cell(value, tooltip=f"{bounds} {tooltip(measure)}".strip())


def of_point(point: OperatingPoint) -> str:
    """Return the operating point in one sentence, for those who do not see the tables."""
    return (
        f"Sensitivity {percent(point.sensitivity.value)}, specificity {percent(point.specificity.value)}, "
        f"{count(point.per_thousand.flagged)} of 1,000 flagged."
    )


def tenths(value: float) -> str:
    """Return a count with one decimal, a dash where there is none.

    >>> tenths(2.34)
    '2.3'
    """
    return "–" if math.isnan(value) else f"{value:.1f}"
