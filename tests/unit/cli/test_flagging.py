"""``clinnet info`` and the summary tell what the thresholds do, the grey zone included."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest

from clinnet_gui.cli.flagging import flagging_json, flagging_lines
from clinnet_gui.cli.main import main
from clinnet_gui.core.evaluation.benefit_sample import sample_benefit
from clinnet_gui.core.evaluation.curves import Curve, curve_of
from clinnet_gui.core.evaluation.deciding import shown_curve
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.study_file import save
from clinnet_gui.core.work import drain
from tests import builders
from tests.unit.evaluation.samples import drawn

ZONED = Decision(threshold=0.4, rule_out=0.15)


def curve() -> Curve:
    y, z = drawn(800)
    return curve_of(y, expit(z))


def test_the_lines_hold_the_counts_of_each_zone_with_wilsons_intervals() -> None:
    y, z = drawn(800)
    risks = expit(z)
    out, into = risks < 0.15, risks >= 0.4
    lines = flagging_lines(ZONED, curve())
    assert lines[1] == "grey zone from 0.15 to 0.4, of 1,000 patients (95 % intervals):"
    named = (("ruled out", out), ("grey", ~out & ~into), ("ruled in", into))
    told = 0
    for line, (name, members) in zip(lines[2:], named, strict=True):
        said = []
        for part in (members.sum(), (members & (y == 1)).sum()):
            wilson = binomtest(int(part), 800).proportion_ci(method="wilson")
            said.append(f" ({1000 * wilson.low:.0f} to {1000 * wilson.high:.0f})")
        whole = re.match(rf"  {name} (\d+) \(", line)
        assert whole is not None and abs(int(whole[1]) - 1000 * members.mean()) <= 1.5
        assert line.startswith(f"  {name} {whole[1]}{said[0]}, ") and said[1] in line
        told += int(whole[1])
    assert told == 1000
    assert f"NPV {np.mean(y[out] == 0):.3f} (" in lines[2] and f"PPV {np.mean(y[into]):.3f} (" in lines[4]


def test_where_the_event_is_rarer_three_more_lines_say_so() -> None:
    lines = flagging_lines(replace(ZONED, prevalence=0.05), curve())
    assert lines[5] == "where 5 % have the event:" and len(lines) == 9
    assert "not estimable" not in " ".join(lines)
    found = flagging_json(replace(ZONED, prevalence=0.05), curve())["grey_zone"]
    assert isinstance(found, dict) and isinstance(found["where_used"], dict)


def test_without_a_zone_or_a_threshold_there_is_none() -> None:
    assert flagging_json(Decision(), curve()) == {"operating_point": None, "grey_zone": None}
    assert flagging_json(Decision(threshold=0.3), curve())["grey_zone"] is None
    assert len(flagging_lines(Decision(threshold=0.3), curve())) == 1


def test_net_benefit_comes_with_its_interval_where_it_was_resampled() -> None:
    y, z = drawn(800)
    sample = drain(sample_benefit(y, expit(z), seed=1))
    point = flagging_json(ZONED, curve(), sample)["operating_point"]
    assert isinstance(point, dict)
    assert point["net_benefit_ci"] == (sample.at(0.4).low, sample.at(0.4).high)


def test_of_a_handful_of_events_no_figure_is_told() -> None:
    y = np.zeros(300, np.int8)
    y[:9] = 1
    lines = flagging_lines(ZONED, curve_of(y, np.linspace(0.01, 0.9, 300)))
    assert len(lines) == 2 and all("no figure is shown, fewer than 10 events" in line for line in lines)


def test_info_prints_the_zone_that_was_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study, path = builders.study(), tmp_path / "zoned.clinnet"
    assert study.trained is not None
    decided = study.with_decision(ZONED)
    drain(save(decided, path))
    own = shown_curve(study.trained, ZONED)
    assert main(["info", str(path)]) == 0
    said = capsys.readouterr().out
    assert "calibrate rows: sensitivity" in said
    assert all(line in said for line in flagging_lines(ZONED, own)[1:])
    assert main(["info", str(path), "--json"]) == 0
    zone = json.loads(capsys.readouterr().out)["grey_zone"]
    assert (zone["rule_out"], zone["rule_in"]) == (0.15, 0.4)
    assert set(zone["grey"]) == {"patients", "events", "share"} and zone["where_used"] is None
    assert zone["ruled_in"]["ppv"]["low"] <= zone["ruled_in"]["ppv"]["value"]
