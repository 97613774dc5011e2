"""The ways to a threshold on the command line, the same as in the window but for the exploratory ones."""

import argparse
from collections.abc import Callable
from functools import partial

import numpy as np

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.curves import CalibrateCurve
from clinnet_gui.core.evaluation.deciding import calibrate_curve, with_threshold
from clinnet_gui.core.evaluation.decision import Decision, Route
from clinnet_gui.core.evaluation.thresholds import for_capacity, for_sensitivity, from_costs, from_harm_ratio
from clinnet_gui.core.evaluation.utility import Costs
from clinnet_gui.core.training.fit import Trained

Choose = Callable[[Trained, Decision], Decision]
WAYS = (
    ("--threshold", "T", "flag patients whose risk is at least T"),
    ("--harm-ratio", "W", "a missed case is W times a needless work-up"),
    ("--sensitivity", "S", "the threshold that finds this share of cases, as estimated"),
    ("--sure-sensitivity", "S", "the same, by the lower end of its 95 %% interval"),
    ("--capacity", "K", "the threshold that flags at most K of 1,000 patients"),
)


def add_ways(parser: argparse.ArgumentParser) -> None:
    """Add the ways to a threshold, of which one can be taken, and the reason for it."""
    way = parser.add_mutually_exclusive_group()
    for name, metavar, meaning in WAYS:
        way.add_argument(name, type=float, metavar=metavar, help=meaning)
    way.add_argument(
        "--costs", metavar="MISS,ALARM", help="what a missed case and a needless work-up cost, in one unit"
    )
    parser.add_argument("--rationale", default="", metavar="TEXT", help="why this threshold")


def chosen(arguments: argparse.Namespace) -> Choose:
    """Return how the threshold is chosen; a number out of range is refused before training."""
    why = arguments.rationale
    if arguments.harm_ratio is not None:
        basis = f"a missed case weighs {arguments.harm_ratio:g} needless work-ups"
        return _fixed(from_harm_ratio(arguments.harm_ratio), Route.HARM_RATIO, why, basis)
    if arguments.costs is not None:
        costs = _costs(arguments.costs)
        basis = f"a missed case costs {costs.miss:g}, a needless work-up {costs.alarm:g}"
        return _fixed(from_costs(costs), Route.COSTS, why, basis)
    if arguments.threshold is not None:
        with_threshold(Decision(), arguments.threshold)
        return _fixed(arguments.threshold, Route.MANUAL, why, "as given")
    return _from_rows(arguments, why)


def _from_rows(arguments: argparse.Namespace, why: str) -> Choose:
    """A way that looks at the rows on which a threshold may be chosen; none leaves the decision."""
    for target, surely in ((arguments.sensitivity, False), (arguments.sure_sensitivity, True)):
        if target is not None:
            for_sensitivity(_nobody(), target)
            how = "by the lower end of its interval" if surely else "as estimated"
            basis = f"to find {target:.0%} of the cases, {how}"
            search = partial(for_sensitivity, target=target, surely=surely)
            return _searched(search, Route.SENSITIVITY, why, basis)
    capacity = arguments.capacity
    if capacity is not None:
        for_capacity(_nobody(), capacity)
        basis = f"at most {capacity:g} of 1,000 patients can be worked up"
        return _searched(partial(for_capacity, per_thousand=capacity), Route.CAPACITY, why, basis)
    return lambda _, decision: decision


def _fixed(threshold: float, route: Route, why: str, basis: str) -> Choose:
    return lambda _, decision: with_threshold(decision, threshold, route, why, basis)


def _searched(search: Callable[[CalibrateCurve], float | None], route: Route, why: str, basis: str) -> Choose:
    """The threshold that ``search`` finds; where it finds none, none is chosen."""

    def choose(trained: Trained, decision: Decision) -> Decision:
        threshold = search(calibrate_curve(trained, decision))
        return decision if threshold is None else with_threshold(decision, threshold, route, why, basis)

    return choose


def _costs(text: str) -> Costs:
    try:
        miss, alarm = map(float, text.split(","))
    except ValueError as error:
        raise SettingsRefused(
            "The costs must be two numbers with a comma between them.",
            "For example --costs 500,20: a missed case, a needless work-up.",
            "COSTS",
        ) from error
    return Costs(miss, alarm)


def _nobody() -> CalibrateCurve:
    """A curve without patients: what it is asked for is refused or not, before there are any."""
    return CalibrateCurve(np.zeros(0), np.zeros(1, np.int64))
