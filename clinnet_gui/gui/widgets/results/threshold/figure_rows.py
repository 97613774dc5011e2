"""What a threshold does as rows of a table: on these rows, and where the model will be used."""

import math
from collections.abc import Callable
from dataclasses import replace

from clinnet_gui.core.evaluation.consequences import Consequences, Worth
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.evaluation.of_thousand import of_thousand, of_thousand_there
from clinnet_gui.core.evaluation.operating import OperatingPoint, PerThousand
from clinnet_gui.core.evaluation.sure import Bounds
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow
from clinnet_gui.gui.widgets.results.measure_text import (
    NOT_ESTIMABLE,
    Cell,
    cell,
    count,
    number,
    percent,
    signed,
    whole,
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
    ("gain", "Net benefit above the better of flagging all and none, with its interval."),
    (
        "chance to be best",
        "How often, over what such patients may show, the network has the most net benefit.",
    ),
    ("patients per net case", "How many must get a risk for one more net case found: 1 / gain."),
    ("work-ups avoided", "Per 100 patients, net of cases missed, against flagging all."),
    ("standardised", "Net benefit as a share of that of a perfect model."),
)
NEARBY = (
    *(name for name, _ in THOUSAND),
    "sensitivity",
    "net benefit",
    "gain",
    "chance to be best",
)
COSTS = (
    ("cost a patient", "Expected cost a patient of flagging by the network, in the unit of the costs given."),
    ("cost, all flagged", "The same where everyone is flagged."),
    ("cost, none flagged", "The same where nobody is flagged."),
    ("saved a patient", "What the network saves against the cheaper of the two."),
)


def thousand(at: Consequences) -> tuple[MeasureRow, ...]:
    """Return who is flagged of 1,000 patients, in both places."""
    here = at.point.per_thousand
    there = None if at.there is None else at.there.per_thousand
    sure = of_thousand(at.point.confusion)
    one = [whole(shown, how) for shown, how in zip(_counts(here), sure, strict=True)]
    other = [EMPTY] * len(one)
    if at.there is not None and there is not None:
        beside = of_thousand_there(at.point, at.there.prevalence)
        other = [whole(shown, how) for shown, how in zip(_counts(there), beside, strict=True)]
    lines = zip(THOUSAND, one, other, strict=True)
    rows = [MeasureRow(name, meaning, (a, b)) for (name, meaning), a, b in lines]
    found = (cell(at.point.nne, tenths), EMPTY if at.there is None else cell(at.there.nne, tenths))
    return (*rows, MeasureRow("flags per case found", "1 / PPV.", found))


def rates(at: Consequences) -> tuple[MeasureRow, ...]:
    """Return the rates with their intervals, and the predictive values there."""
    point, there = at.point, at.there
    values = (point.sensitivity, point.specificity, point.ppv, point.npv)
    cells = [cell(value, percent) for value in values]
    ratios = [_likelihood(value) for value in (point.lr_plus, point.lr_minus)]
    beside = [EMPTY, EMPTY, *(cell(v, percent) for v in ((there.ppv, there.npv) if there else ()))]
    beside += [EMPTY] * (len(RATES) - len(beside))
    rows = zip(RATES, [*cells, *ratios], beside, strict=True)
    return tuple(MeasureRow(name, meaning, (here, other)) for (name, meaning), here, other in rows)


def worth(at: Consequences) -> tuple[MeasureRow, ...]:
    """Return what acting on the threshold is worth; in two places the intervals stand under the estimates."""
    names = WORTH if at.worth.cost is None else (*WORTH, *COSTS)
    here, there = _worth(at.worth), [EMPTY] * len(names)
    if at.worth_there is not None:
        here, there = _under(here), _under(_worth(at.worth_there))
    rows = zip(names, here, there, strict=True)
    return tuple(MeasureRow(name, meaning, (one, other)) for (name, meaning), one, other in rows)


def nearby(of: tuple[Consequences, ...]) -> tuple[MeasureRow, ...]:
    """Return the same figures at several thresholds, a column each."""
    columns = [_nearby(at) for at in of]
    meanings = dict((*THOUSAND, *RATES, *WORTH))
    return tuple(
        MeasureRow(name, meanings[name], tuple(column[k] for column in columns))
        for k, name in enumerate(NEARBY)
    )


def _nearby(at: Consequences) -> list[Cell]:
    point, value = at.point, _worth(at.worth)
    counts = zip(_counts(point.per_thousand), of_thousand(point.confusion), strict=True)
    made = [whole(shown, how) for shown, how in counts]
    return _under([*made, cell(point.sensitivity, percent), value[0], value[2], value[3]])


def _under(cells: list[Cell]) -> list[Cell]:
    return [replace(shown, interval=_bare(shown.interval)) for shown in cells]


def _bare(bounds: str) -> str:
    """An interval that stands under its estimate, where neither bracket, sign nor unit is needed.

    >>> _bare("(+0.003 to +0.021)"), _bare("(−0.003 to +0.021)"), _bare("(85.7–96.4 %)")
    ('0.003–0.021', '−0.003 to 0.021', '85.7–96.4')
    """
    plain = bounds.strip("() %").replace("+", "")
    return plain if any(sign in plain for sign in "−<>") else plain.replace(" to ", "–")


def unknown(rows: tuple[MeasureRow, ...]) -> tuple[MeasureRow, ...]:
    """Return the rows with dashes: too few events for any figure."""
    return tuple(MeasureRow(row.name, row.meaning, tuple(Cell("–") for _ in row.cells)) for row in rows)


def _counts(per: PerThousand) -> list[int]:
    return [per.flagged, per.found, per.false_alarms, per.missed]


def _worth(of: Worth) -> list[Cell]:
    """The cells of WORTH, and of COSTS where costs were given."""
    found, sure = of.utility, of.sure

    def bounded(value: float, bounds: Bounds, show: Callable[[float], str]) -> Cell:
        return cell(Measure(value, *bounds, sure.method), show)

    cells = [
        bounded(found.net_benefit, (sure.low, sure.high), signed),
        bounded(found.net_benefit_all, sure.everyone, signed),
        bounded(found.gain, (sure.gain_low, sure.gain_high), signed),
        _chance_cell(sure.chance),
        _trade_off(of),
        bounded(found.avoided, sure.avoided, _minus),
        bounded(found.standardised, sure.standardised, _share_of_one),
    ]
    cost, bounds = of.cost, of.sure_cost
    if cost is not None and bounds is not None:
        cells += [
            bounded(cost.model, bounds.model, three_digits),
            bounded(cost.everyone, bounds.everyone, three_digits),
            bounded(cost.nobody, bounds.nobody, three_digits),
            bounded(cost.saved, bounds.saved, three_digits),
        ]
    return cells


def _trade_off(of: Worth) -> Cell:
    """1 / gain and its interval: without an end where the gain may be nil, and without an estimate where it
    is none."""
    sure, found = of.sure, of.utility.trade_off
    value = NOT_ESTIMABLE if math.isnan(found) else count(found)
    if not sure.gain_high > 0:
        return Cell(value, tooltip=sure.method)
    least = count(1 / sure.gain_high)
    most = f"–{count(1 / sure.gain_low)}" if sure.gain_low > 0 else " or more"
    return Cell(value, f"({least}{most})", sure.method)


def _minus(value: float) -> str:
    return tenths(value).replace("-", "−")


def _share_of_one(value: float) -> str:
    return number(value).replace("-", "−")


def _chance_cell(of: Measure) -> Cell:
    """The chance, with what the number of resamples leaves open of it; where that is nothing that could be
    read, in the tooltip alone."""
    shown = cell(of, _chance)
    low, high = (_chance(bound) for bound in (of.low, of.high))
    if low != high or not of.estimable:
        return shown
    return replace(shown, interval="", tooltip=f"({low}) {shown.tooltip}")


def _chance(share: float) -> str:
    """A share of draws; none is so certain that it may read 0 or 100."""
    if math.isnan(share):
        return NOT_ESTIMABLE
    held = min(max(share, 0.01), 0.99)
    sign = "" if held == share else ("<" if share < held else ">")
    return f"{sign}{100 * held:.0f} %"


def three_digits(value: float) -> str:
    """Return a number of any size with three digits.

    >>> three_digits(16.0), three_digits(-1.6942), three_digits(12345.6)
    ('16.0', '−1.69', '12,346')
    """
    if math.isnan(value):
        return NOT_ESTIMABLE
    shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}"
    return shown.replace("-", "−")


def _likelihood(ratio: Measure) -> Cell:
    """A likelihood ratio; where nobody is on the other side there is only an end that it exceeds."""
    shown = cell(ratio, three_digits)
    if ratio.estimable or math.isnan(ratio.low):
        return shown
    return replace(shown, interval=f"({three_digits(ratio.low)} or more)")


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
