"""``clinnet validate``: the table of the window, from a study; its refits are kept where it is asked for."""

import json
from pathlib import Path

import pytest

from clinnet_gui.__main__ import main
from clinnet_gui.core.evaluation.validation.correcting import validate
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.work import drain
from tests import builders

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that holds 40 refits."""
    path, whole = tmp_path_factory.mktemp("studies") / "a.clinnet", builders.crossed_study()
    drain(save(whole.with_refits(builders.refits(builders.crossed())), path))
    return path


def test_the_refits_of_a_study_are_told_without_making_others(study: Path, capsys: Capture) -> None:
    assert main(["validate", str(study), "--refits", "40", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    opened = drain(load(study))
    assert opened.trained is not None and opened.own_refits is not None
    found = drain(validate(opened.trained, opened.decision, opened.own_refits))
    assert (told["refits"], told["failed"], told["n"]) == (40, 0, 600)
    auroc = told["network"][0]
    assert auroc["figure"] == "AUROC" and auroc["corrected"] == found.network[0].corrected
    assert auroc["apparent"] - auroc["optimism"] == pytest.approx(auroc["corrected"])
    assert auroc["ci"][0] < auroc["corrected"] < auroc["ci"][1]
    outside = told["unseen"]["out_of_bag"][0]
    assert outside["corrected"] == found.unseen.outside[0].corrected and outside["method"].startswith(
        "out-of-bag"
    )
    assert [one["figure"] for one in told["unseen"]["plus_632"]] == [
        "AUROC",
        "Brier score",
        "scaled Brier score",
        "log-loss",
    ]
    assert (
        told["headline"] == ("out_of_bag" if found.reason else "corrected") and told["reason"] == found.reason
    )
    assert told["instability"] == {"mape": found.instability.mean_distance, "cii": None}


def test_as_text_a_line_a_figure(study: Path, capsys: Capture) -> None:
    assert main(["validate", str(study), "--refits", "40"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "40 refits of every step" in lines[0] and lines[1].split()[:2] == ["apparent", "optimism"]
    assert [line.split("  ")[0] for line in lines[2:6]] == [
        "AUROC",
        "Brier score",
        "scaled Brier score",
        "log-loss",
    ]
    assert any(line.startswith("On new patients like these") for line in lines)


def test_the_study_can_be_kept_with_its_refits(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "validated.clinnet"
    assert main(["validate", str(study), "--refits", "40", "--out", str(out)]) == 0
    back = drain(load(out))
    assert back.own_refits is not None and back.own_refits.tried == 40
    assert back.history[-1].what == "Validated by 40 refits"


@pytest.mark.parametrize("more", [["--refits", "5"], ["--refits", "1000"], ["--processes", "0"]])
def test_numbers_out_of_range_are_refused(study: Path, more: list[str], capsys: Capture) -> None:
    assert main(["validate", str(study), *more]) == 2
    assert more[0] in capsys.readouterr().err


def test_a_study_without_a_model_is_refused(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "b.clinnet"
    from dataclasses import replace

    drain(save(replace(builders.crossed_study(), trained=None), path))
    assert main(["validate", str(path)]) == 2
    assert "no model" in capsys.readouterr().err
