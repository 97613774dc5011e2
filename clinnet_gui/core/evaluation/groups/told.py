"""Internal-external validation in words; a claim only where the intervals support it."""

import math

from clinnet_gui.core.evaluation.groups.pooling import Summary
from clinnet_gui.core.evaluation.groups.transported import LeftOut
from clinnet_gui.core.evaluation.measures import Measure


def told(
    column: str,
    groups: tuple[LeftOut, ...],
    pooled: tuple[Summary, ...],
    logistic: Summary | None,
    by_date: bool,
) -> str:
    """Return what the rounds done say of a new group, or of the latest period."""
    sound = [group for group in groups if group.level.auroc.estimable]
    if not sound:
        return "No group could be judged: every refit failed."
    return _latest(sound[-1]) if by_date else _new_group(column, pooled, logistic)


def _latest(group: LeftOut) -> str:
    level = group.level
    return (
        f"Trained on {group.trained_on:,} earlier rows, in the period {group.name} the network reaches an "
        f"AUROC of {_figures(level.auroc)} and O:E of {_figures(level.o_to_e)}."
    ) + _off(level.o_to_e, level.slope)


def _off(ratio: Measure, slope: Measure) -> str:
    """What the intervals show to be wrong there."""
    said = []
    if ratio.low > 1 or ratio.high < 1:
        said.append(f"the risks are too {'low' if ratio.value > 1 else 'high'} on average")
    if slope.low > 1 or slope.high < 1:
        said.append(f"they are too {'moderate' if slope.value > 1 else 'extreme'}")
    return f" There {' and '.join(said)}." if said else ""


def _new_group(column: str, pooled: tuple[Summary, ...], logistic: Summary | None) -> str:
    auroc, ratio = pooled[0], pooled[1]
    if not auroc.mean.estimable:
        return "Fewer than two groups could be judged: nothing is pooled."
    if math.isnan(auroc.expected.low):
        return (
            f"Over {auroc.groups} groups the AUROC is {_figures(auroc.mean)}. From three groups on, what a "
            "new one may show can be said."
        )
    said = (
        f"Where the network was not trained, the AUROC is {_figures(auroc.mean)} on average; in a new group "
        f"of “{column}” it is expected between {auroc.expected.low:.2f} and {auroc.expected.high:.2f}, "
        f"and O:E between {ratio.expected.low:.2f} and {ratio.expected.high:.2f}."
    )
    if logistic is not None and logistic.mean.estimable:
        said += f" A logistic regression of the same rows: AUROC {_figures(logistic.mean)}."
    return said


def _figures(of: Measure) -> str:
    if math.isnan(of.low):
        return f"{of.value:.2f}"
    return f"{of.value:.2f} ({of.low:.2f} to {of.high:.2f})"
