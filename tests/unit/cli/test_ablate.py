"""``clinnet ablate``: a table of networks and a recommendation, from a table or from a study."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from clinnet_gui.__main__ import main
from clinnet_gui.cli import ablate as command
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.training.ablation import Ablation, ablate, grid
from clinnet_gui.core.training.executor import Crew
from clinnet_gui.core.work import Work, drain
from tests import builders

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that is ready to train, its network small and quick."""
    path, whole = tmp_path_factory.mktemp("studies") / "a.clinnet", builders.study()
    assert whole.choice is not None
    quick = replace(whole.choice, spec=replace(whole.choice.spec, hidden=(8,), epochs=3))
    drain(save(replace(whole.with_choice(quick), trained=None), path))
    return path


def test_a_study_is_compared_with_its_neighbours(study: Path, capsys: Capture) -> None:
    before = study.read_bytes()
    assert main(["ablate", str(study), "--processes", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    tried = [tuple(network["hidden"]) for network in found["networks"]]
    assert sorted(tried) == sorted(grid((8,))) and found["reference"] == [8]
    sizes = [network["parameters"] for network in found["networks"]]
    assert sizes == sorted(sizes)
    assert found["judged_on"] == {"name": "early-stop rows", "rows": 60, "patients": 60}
    assert found["recommended"] in [network["hidden"] for network in found["networks"]]
    for network in found["networks"]:
        difference = network["difference"]
        assert difference["low"] <= difference["value"] <= difference["high"]
    assert study.read_bytes() == before


def test_the_table_marks_what_it_recommends(study: Path, capsys: Capture) -> None:
    assert main(["ablate", str(study), "--processes", "1", "--seeds", "2"]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert "means of 2 trainings each" in lines[0]
    assert sum(" * " in line for line in lines) == 1 and sum("reference" in line for line in lines[2:]) == 1
    assert any(line.startswith(("Keep ", "Use ")) for line in lines)
    assert any(line.startswith("no hidden layer") for line in lines)


def test_a_table_is_planned_as_for_training(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "patients.csv"
    columns = builders.patients(builders.Patients(n=300))[1:]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        writer.writerows([column.cells.text(row) for column in columns] for row in range(300))
    monkeypatch.setattr(command, "ablate", quickly)
    assert main(["ablate", str(path), "--outcome", "died", "--event", "yes", "--yes", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["judged_on"] == {"name": "out-of-fold rows", "rows": 300, "patients": 300}
    assert found["reference"] == [4] and len(found["networks"]) == 2
    assert main(["ablate", str(path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "NO_OUTCOME"


def quickly(dataset: Dataset, split: Split, spec: Spec, crew: Crew | None, seeds: int) -> Work[Ablation]:
    """The ablation of two small networks, trained for an epoch."""
    return ablate(dataset, split, replace(spec, epochs=1), networks=((4,), ()), seeds=seeds)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--outcome", "died"], "STUDY_HAS_A_PLAN"),
        (["--seed", "3"], "STUDY_HAS_A_PLAN"),
        (["--no-test-part"], "STUDY_HAS_A_PLAN"),
        (["--seeds", "0"], "SEEDS"),
        (["--processes", "0"], "PROCESSES"),
    ],
)
def test_what_would_be_ignored_is_refused(study: Path, capsys: Capture, more: list[str], code: str) -> None:
    assert main(["ablate", str(study), *more, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_a_study_without_data_is_not_ready(tmp_path: Path, capsys: Capture) -> None:
    drain(save(Study(), tmp_path / "a.clinnet"))
    assert main(["ablate", str(tmp_path / "a.clinnet"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "NOT_READY"


def test_training_notes_a_run(tmp_path: Path, capsys: Capture) -> None:
    """The study that ``train`` writes holds its training as the first run."""
    from clinnet_gui.cli.train import _trained

    study = replace(builders.study(), trained=None)
    drain(save(_trained(study), tmp_path / "a.clinnet"))
    (run,) = drain(load(tmp_path / "a.clinnet")).runs
    assert run.number == 1 and run.restorable and run.result.spec == builders.small()
    assert "Traceback" not in capsys.readouterr().err
