"""``clinnet evaluate`` from a file to its report."""

import json
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.cli.main import main
from clinnet_gui.core.evaluation.external import judge_predictions
from clinnet_gui.core.statistics.losses import expit
from tests.unit.evaluation.samples import drawn

REPORT = (
    "n n_missing n_certain events prevalence auroc auroc_ci brier brier_scaled log_loss oe oe_ci citl"
    " citl_ci slope slope_ci ici e50 e90 emax ece_mass_10 ece_width_10 ece_null_95 mce rmsce_debiased"
    " smooth_ece spiegelhalter_z mcb dsc unc thresholds notice"
)
POINT = (
    "t tp fp fn tn sensitivity sensitivity_ci specificity specificity_ci ppv ppv_ci npv npv_ci"
    " lr_plus lr_minus nne net_benefit net_benefit_all"
)


def written(folder: Path, outcomes: list[str], risks: list[str]) -> Path:
    path = folder / "predictions.csv"
    rows = [f"P{i:04d},{40 + i % 50},{y},{p}" for i, (y, p) in enumerate(zip(outcomes, risks, strict=True))]
    path.write_text("\n".join(["id,age,died,risk", *rows]) + "\n")
    return path


def evaluated(path: Path, *more: str) -> int:
    return main(["evaluate", str(path), "--outcome", "died", "--risk", "risk", *more])


def test_the_json_is_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, z = drawn(400)
    risks = expit(z).round(4)
    path = written(tmp_path, [str(v) for v in y], [f"{p:.4f}" for p in risks])
    assert evaluated(path, "--threshold", "0.1,0.3", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == set(REPORT.split())
    assert [set(point) for point in found["thresholds"]] == [set(POINT.split())] * 2
    report = judge_predictions(y, risks, (0.1, 0.3))
    assert found["n"] == 400
    assert found["auroc"] == report.auroc.value
    assert found["slope_ci"] == [report.slope.low, report.slope.high]
    assert found["smooth_ece"] == report.smooth_ece
    assert found["thresholds"][1]["tp"] == report.at[1].confusion.tp


def test_outcome_and_risk_are_two_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, ["0", "1"] * 30, ["0.2", "0.7"] * 30)
    assert main(["evaluate", str(path), "--outcome", "died", "--risk", "died"]) == 2
    assert "two columns" in capsys.readouterr().err


def test_the_text_names_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, z = drawn(400)
    path = written(tmp_path, ["yes" if v else "no" for v in y], [f"{p:.4f}" for p in expit(z)])
    assert evaluated(path, "--threshold", "0.2") == 0
    out = capsys.readouterr().out
    for part in ("400 rows", "AUROC", "calibration slope", "At risk >= 0.2", "not a medical device"):
        assert part in out


def test_rows_without_outcome_or_risk_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, z = drawn(200)
    outcomes = ["" if i % 10 == 0 else str(v) for i, v in enumerate(y)]
    risks = ["" if i % 10 == 5 else f"{p:.4f}" for i, p in enumerate(expit(z))]
    assert evaluated(written(tmp_path, outcomes, risks), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n"], found["n_missing"]) == (160, 40)


def test_what_cannot_be_estimated_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, _ = drawn(100)
    path = written(tmp_path, [str(v) for v in y], ["0.3"] * 100)
    assert evaluated(path, "--threshold", "0.5", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["slope"] is None
    assert found["thresholds"][0]["ppv"] is None


def test_certain_risks_are_pointed_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, z = drawn(100)
    path = written(tmp_path, [str(v) for v in y], [str(int(value > 0)) for value in z])
    assert evaluated(path) == 0
    assert "100 risks are exactly 0 or 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "shown, hint",
    [("{0:.1f}", "percent"), ("{1:.4f}", "logits"), ("{0:.1f}%", "PERCENT:risk=fraction")],
)
def test_what_is_no_risk_is_refused_with_a_hint(
    shown: str, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    y, z = drawn(100)
    risks = [shown.format(100 * p, v) for p, v in zip(expit(z), z, strict=True)]
    assert evaluated(written(tmp_path, [str(v) for v in y], risks)) == 2
    assert hint in capsys.readouterr().err


def test_percentages_are_read_as_fractions_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    y, z = drawn(100)
    path = written(tmp_path, [str(v) for v in y], [f"{100 * p:.2f}%" for p in expit(z)])
    assert evaluated(path, "--answer", "PERCENT:risk=fraction", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    expected = judge_predictions(y, expit(z).round(4))
    assert found["brier"] == pytest.approx(expected.brier, abs=1e-9)


def test_the_event_must_be_named_where_it_is_not_plain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    y, z = drawn(100)
    path = written(tmp_path, ["dead" if v else "alive" for v in y], [f"{p:.4f}" for p in expit(z)])
    assert evaluated(path) == 2
    assert "--answer OUTCOME_POSITIVE_LEVEL:died=dead" in capsys.readouterr().err
    assert evaluated(path, "--event", "dead", "--json") == 0
    assert json.loads(capsys.readouterr().out)["events"] == int(np.sum(y))


def test_an_unknown_column_and_a_column_of_words_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    y, z = drawn(100)
    path = written(tmp_path, [str(v) for v in y], ["high" if v > 0 else "low" for v in z])
    assert evaluated(path) == 2
    assert "does not hold numbers" in capsys.readouterr().err
    assert main(["evaluate", str(path), "--outcome", "dies", "--risk", "risk"]) == 2
    assert "no column “dies”" in capsys.readouterr().err


def test_a_threshold_outside_the_unit_is_an_argument_error(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        evaluated(tmp_path / "any.csv", "--threshold", "12")
    assert end.value.code == 2
