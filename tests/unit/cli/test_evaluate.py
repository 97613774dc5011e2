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
    "n n_missing n_certain events prevalence auroc auroc_ci average_precision average_precision_ci"
    " brier brier_ci brier_scaled brier_scaled_ci log_loss log_loss_ci oe oe_ci citl"
    " citl_ci slope slope_ci ici e50 e90 emax ece_mass_10 ece_width_10 ece_mass_15 ece_width_15 ece_null_95"
    " mce rmsce_debiased smooth_ece tests spiegelhalter_z spiegelhalter_p mcb dsc unc thresholds notice"
)
BOOTSTRAPPED = (
    "bootstrap bootstrap_failed ici_ci e50_ci e90_ci emax_ci"
    " ece_mass_10_ci ece_width_10_ci ece_mass_15_ci ece_width_15_ci mce_ci rmsce_debiased_ci"
    " smooth_ece_ci mcb_ci dsc_ci unc_ci"
)
POINT = (
    "t tp fp fn tn sensitivity sensitivity_ci specificity specificity_ci ppv ppv_ci npv npv_ci"
    " lr_plus lr_plus_ci lr_minus lr_minus_ci nne nne_ci net_benefit net_benefit_ci net_benefit_all"
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
    assert found["slope_ci"] == [report.calibration.slope.low, report.calibration.slope.high]
    assert found["smooth_ece"] == report.calibration.errors.smooth.value
    assert found["thresholds"][1]["tp"] == report.at[1].confusion.tp
    weak = report.calibration.tests.weak
    told = {"chi2": weak.chi2, "df": 2, "p": weak.p, "method": "likelihood-ratio test"}
    assert found["tests"]["both"] == pytest.approx(told)


def test_every_key_is_there_whatever_can_be_estimated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two levels of the outcome but one event only: most is null, nothing is missing."""
    outcomes = ["1", *["0"] * 59]
    assert evaluated(written(tmp_path, outcomes, ["0.3"] * 60), "--json", "--bootstrap", "20") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {*REPORT.split(), *BOOTSTRAPPED.split()}
    assert found["ici"] is None and found["ici_ci"] == [None, None]
    assert found["bootstrap_failed"] == 20


def test_a_bootstrap_adds_intervals_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, z = drawn(300)
    path = written(tmp_path, [str(v) for v in y], [f"{p:.4f}" for p in expit(z)])
    assert evaluated(path, "--bootstrap", "40", "--threshold", "0.2", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {*REPORT.split(), *BOOTSTRAPPED.split()}
    assert set(found["thresholds"][0]) == set(POINT.split())
    assert found["bootstrap"] == 40 and found["bootstrap_failed"] == 0
    for name in (key.removesuffix("_ci") for key in BOOTSTRAPPED.split() if key.endswith("_ci")):
        low, high = found[f"{name}_ci"]
        assert low <= found[name] <= high, name
        assert low >= 0 or name == "brier_scaled"
    assert evaluated(path, "--bootstrap", "40") == 0
    assert "40 bootstrap samples, of which 0 failed" in capsys.readouterr().out


def test_two_risks_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, z = drawn(300)
    noisy = expit(z + np.random.default_rng(7).normal(0, 2, 300))
    path = tmp_path / "two.csv"
    rows = [f"{v},{p:.4f},{q:.4f}" for v, p, q in zip(y, expit(z), noisy, strict=True)]
    path.write_text("\n".join(["died,good,noisy", *rows, "1,0.2,"]) + "\n")
    ask = ["evaluate", str(path), "--outcome", "died", "--risk", "good", "--compare", "noisy"]
    assert main([*ask, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {*REPORT.split(), "compare"}
    assert found["n"] == 300 and found["n_missing"] == 1
    compare = found["compare"]
    assert compare["auroc_first"] == found["auroc"]
    assert compare["auroc_difference"] == pytest.approx(compare["auroc_first"] - compare["auroc_second"])
    assert compare["auroc_difference_ci"][0] > 0 and compare["p"] < 0.05
    assert compare["log_loss_difference_ci"] == [None, None]
    assert main([*ask, "--bootstrap", "50"]) == 0
    assert "good minus noisy" in capsys.readouterr().out


def visited(folder: Path, several: int) -> Path:
    """150 patients with so many equal rows each, and two columns of risks."""
    y, z = drawn(150)
    noisy = expit(z + np.random.default_rng(7).normal(0, 2, 150))
    rows = [f"P{i},{v},{p:.4f},{q:.4f}" for i, (v, p, q) in enumerate(zip(y, expit(z), noisy, strict=True))]
    path = folder / "visits.csv"
    path.write_text("\n".join(["id,died,good,noisy", *(row for row in rows for _ in range(several))]) + "\n")
    return path


def test_rows_of_a_patient_are_drawn_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows thrice the same tell nothing new: with patients named, intervals are those of the rows once."""
    ask = ["--outcome", "died", "--risk", "good", "--compare", "noisy", "--bootstrap", "200", "--json"]

    def wide(several: int, *more: str) -> dict[str, float]:
        assert main(["evaluate", str(visited(tmp_path, several)), *ask, "--yes", *more]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found.get("patients") == (150 if more and several > 1 else None)
        both = {name: found[name] for name in ("auroc_ci", "brier_ci", "mcb_ci")}
        both |= {k: found["compare"][k] for k in ("auroc_difference_ci", "log_loss_difference_ci")}
        return {name: high - low for name, (low, high) in both.items()}

    once, thrice, told = wide(1, "--patient", "id"), wide(3), wide(3, "--patient", "id")
    for name, width in once.items():
        assert told[name] == pytest.approx(width, rel=0.15), name
    for name in ("auroc_ci", "brier_ci", "auroc_difference_ci", "log_loss_difference_ci"):
        assert thrice[name] < 0.75 * told[name], name


def test_the_text_says_who_was_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["evaluate", str(visited(tmp_path, 2)), "--outcome", "died", "--risk", "good", "--yes"]
    assert main([*ask, "--patient", "id"]) == 0
    told = capsys.readouterr().out
    assert "150 patients, some with several rows: intervals and tests are by patient" in told
    assert told.count("Wald by patient") == 3
    assert main([*ask, "--patient", "good"]) == 2
    assert "whose row it is" in capsys.readouterr().err
    assert main([*ask, "--patient", "nobody"]) == 2


@pytest.mark.parametrize("times", ["0", "-5", "many", "1000000"])
def test_what_is_no_number_of_samples_is_an_argument_error(tmp_path: Path, times: str) -> None:
    with pytest.raises(SystemExit) as end:
        evaluated(tmp_path / "any.csv", "--bootstrap", times)
    assert end.value.code == 2


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


@pytest.mark.parametrize(
    "outcomes, risk",
    [
        (["0", "1"] * 30, "0.3"),
        (["0", "1"] * 30, "0"),
        (["0"] * 60, ""),
        (["yes"] * 60, ""),
        (["N"] * 60, "1"),
    ],
)
def test_one_class_or_equal_risks_alone_in_a_file_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outcomes: list[str], risk: str
) -> None:
    """No other column is there to vary: nothing could be learned, but risks can be judged."""
    path = tmp_path / "predictions.csv"
    rows = [f"{y},{risk or (i + 1) / 100}" for i, y in enumerate(outcomes)]
    path.write_text("\n".join(["died,risk", *rows]) + "\n")
    assert evaluated(path, "--threshold", "0.05", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == set(REPORT.split())
    assert found["n"] == 60 and found["slope"] is None and found["auroc_ci"] == [None, None]
    assert found["prevalence"] in (0, 0.5, 1) and found["brier"] is not None
    assert evaluated(path) == 0


@pytest.mark.parametrize(
    "events, shown",
    [(1, "Only 1 event: no figure"), (9, "Only 9 events: no figure"), (51, "Only 9 rows without the event")],
)
def test_of_fewer_than_ten_events_the_text_shows_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], events: int, shown: str
) -> None:
    path = written(tmp_path, ["1"] * events + ["0"] * (60 - events), [f"{(i + 1) / 100}" for i in range(60)])
    assert evaluated(path, "--threshold", "0.2", "--event", "1") == 0
    out = capsys.readouterr().out
    assert shown in out and "AUROC" not in out and "sensitivity" not in out
    assert evaluated(path, "--json", "--event", "1") == 0
    assert json.loads(capsys.readouterr().out)["brier"] is not None


def test_of_ten_events_it_shows_them_as_unstable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, ["1"] * 10 + ["0"] * 50, ["0.3"] * 60)
    assert evaluated(path, "--bootstrap", "20") == 0
    out = capsys.readouterr().out
    assert "Only 10 events: the figures are unstable." in out and "AUROC" in out
    assert "of which 20 failed (no calibration curve" in out


def test_certain_risks_are_pointed_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y, z = drawn(100)
    path = written(tmp_path, [str(v) for v in y], [str(int(value > 0)) for value in z])
    assert evaluated(path) == 0
    assert "100 risks exactly 0 or 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "shown, hint",
    [
        ("{0:.1f}", "percent"),
        ("{1:.4f}", "logits"),
        ("{0:.1f}%", "PERCENT:risk=fraction"),
        ("{2:.3f}%", "PERCENT:risk=fraction"),  # all below 1 %: not to be taken for risks up to 1
    ],
)
def test_what_is_no_risk_is_refused_with_a_hint(
    shown: str, hint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    y, z = drawn(100)
    risks = [shown.format(100 * p, v, p) for p, v in zip(expit(z), z, strict=True)]
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
    assert found["brier"] == pytest.approx(expected.calibration.brier.value, abs=1e-9)


def test_the_event_must_be_named_where_it_is_not_plain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    y, z = drawn(100)
    path = written(tmp_path, ["dead" if v else "alive" for v in y], [f"{p:.4f}" for p in expit(z)])
    assert evaluated(path) == 2
    assert "--answer OUTCOME_POSITIVE_LEVEL:died=dead" in capsys.readouterr().err
    assert evaluated(path, "--event", "dead", "--json") == 0
    assert json.loads(capsys.readouterr().out)["events"] == int(np.sum(y))


def test_not_every_level_can_be_the_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, ["0", "1"] * 30, ["0.2", "0.7"] * 30)
    assert evaluated(path, "--event", "0", "--event", "1") == 2
    assert "Every level of the outcome “died” is named" in capsys.readouterr().err


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
