"""``clinnet external`` from a study and a file to its report."""

import json
import re
from pathlib import Path

import pytest

from clinnet_gui.cli.main import main
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.scoring.external import validate_external
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.work import drain
from tests import builders
from tests.builders import Patients
from tests.unit.scoring.arrived import rows_of, written


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.clinnet"
    drain(save(builders.study(), path))
    return path


def test_the_json_is_what_the_panel_shows(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, rows_of(Patients(n=300, seed=5)))
    assert main(["external", str(study), str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    found = drain(validate_external(drain(load(study)), path, Answers())).transport
    assert said["n"] == found.counts.judged == 300
    assert said["auroc"] == found.side.report.auroc.value
    assert [shift["column"] for shift in said["shifts"]] == [shift.name for shift in found.shifts]
    assert said["closed_test"]["taken"] == found.choice.taken.value
    assert said["standing"] == "other patients" and said["threshold"] is None
    assert said["net_benefit"] is None


def test_the_text_says_who_they_are_first(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = rows_of(Patients(), "P")[:40]
    path = written(tmp_path, [*rows_of(Patients(n=300, seed=5)), *own])
    assert main(["external", str(study), str(path)]) == 0
    out = capsys.readouterr().out
    said = re.search(r"(\d+) of (\d+) rows are patients of the study .* (\d+) rows of the covered test", out)
    assert said is not None and said.end() < out.index("AUROC 0.")
    same, judged, covered = map(int, said.groups())
    assert (same + covered, judged + covered) == (40, 340) and 0 < covered < 40
    assert main(["external", str(study), str(path), "--leave-out-same"]) == 0
    assert "40 rows of patients of the study were left out" in capsys.readouterr().out


def test_a_file_without_the_outcome_is_refused(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{k: v for k, v in row.items() if k != "died"} for row in rows_of(Patients(n=60))]
    assert main(["external", str(study), str(written(tmp_path, rows))]) == 2
    assert "no outcome “died”" in capsys.readouterr().err
