"""The ways to a threshold on the command line lead where the window's do."""

import argparse

import pytest

from clinnet_gui.cli.choosing import add_ways, chosen
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.deciding import calibrate_curve
from clinnet_gui.core.evaluation.decision import Decision, Route
from clinnet_gui.core.evaluation.operating import operating_point
from clinnet_gui.core.evaluation.thresholds import for_capacity, for_sensitivity
from tests.unit.evaluation.fits import fit_of, shifted
from tests.unit.evaluation.samples import drawn


def choice(*words: str) -> Decision:
    parser = argparse.ArgumentParser()
    add_ways(parser)
    return chosen(parser.parse_args(words))(shifted(), Decision())


def test_what_is_given_leads_to_its_threshold() -> None:
    ratio = choice("--harm-ratio", "9", "--rationale", "agreed")
    assert (ratio.threshold, ratio.route, ratio.rationale) == (0.1, Route.HARM_RATIO, "agreed")
    costs = choice("--costs", "500,20")
    assert costs.threshold == pytest.approx(20 / 520)
    assert costs.route is Route.COSTS and "500" in costs.basis
    assert choice("--threshold", "0.3").threshold == 0.3
    assert choice().threshold is None


def test_what_looks_at_rows_looks_at_the_calibrate_rows() -> None:
    curve = calibrate_curve(shifted(), Decision())
    estimated, sure = choice("--sensitivity", "0.9"), choice("--sure-sensitivity", "0.9")
    assert estimated.threshold == for_sensitivity(curve, 0.9)
    assert sure.threshold == for_sensitivity(curve, 0.9, surely=True)
    assert sure.threshold is not None and operating_point(curve, sure.threshold).sensitivity.low >= 0.9
    assert "as estimated" in estimated.basis and "lower end" in sure.basis
    capacity = choice("--capacity", "150")
    assert capacity.threshold == for_capacity(curve, 150)
    assert capacity.route is Route.CAPACITY


def test_where_a_target_cannot_be_reached_none_is_chosen() -> None:
    parser = argparse.ArgumentParser()
    add_ways(parser)
    choose = chosen(parser.parse_args(["--sure-sensitivity", "1"]))
    assert choose(fit_of(*drawn(200)), Decision()).threshold is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--threshold", "1.2"), "THRESHOLD"),
        (("--harm-ratio", "0"), "HARM_RATIO"),
        (("--costs", "5"), "COSTS"),
        (("--costs", "5,-1"), "COSTS"),
        (("--sensitivity", "90"), "SENSITIVITY"),
        (("--sure-sensitivity", "0"), "SENSITIVITY"),
        (("--capacity", "2000"), "CAPACITY"),
    ],
)
def test_numbers_out_of_range_are_refused_before_training(words: tuple[str, ...], code: str) -> None:
    parser = argparse.ArgumentParser()
    add_ways(parser)
    with pytest.raises(SettingsRefused) as refused:
        chosen(parser.parse_args(words))
    assert refused.value.code == code
