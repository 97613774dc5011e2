"""Runs come back with their numbers and their networks; runs that cannot be are refused."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.errors import StudyRefused
from clinnet_gui.core.evaluation.deciding import first_decision
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.training.runs import compare, result_of
from clinnet_gui.core.work import drain
from tests import builders
from tests.unit.study_file.forged import Forger, Place, forger

WHEN = "2026-01-01T00:00:00+00:00"


@lru_cache
def study() -> Study:
    """Three runs: one of other rows, one whose network has gone, and the study's own."""
    own, other = builders.study(), builders.crossed()
    begun = replace(own, trained=other).with_run(drain(result_of(other)), WHEN)
    assert own.trained is not None
    begun = replace(begun, trained=own.trained)
    noted = drain(result_of(own.trained))
    begun = begun.with_run(noted, WHEN).with_run(noted, WHEN)
    first, second, third = begun.runs
    return begun.with_runs((first, replace(second, trained=None, note="a <b> note"), third))


@pytest.fixture(scope="module")
def smith(tmp_path_factory: pytest.TempPathFactory) -> Forger:
    return forger(study(), tmp_path_factory.mktemp("runs"))


def test_runs_come_back(tmp_path: Path) -> None:
    saved = study()
    drain(save(saved, tmp_path / "a.clinnet"))
    back = drain(load(tmp_path / "a.clinnet"))
    assert [(r.number, r.when, r.note, r.restorable) for r in back.runs] == [
        (1, WHEN, "", True),
        (2, WHEN, "a <b> note", False),
        (3, WHEN, "", True),
    ]
    assert back.runs[2].trained is back.trained
    for one, other in zip(saved.runs, back.runs, strict=True):
        assert one.result.spec == other.result.spec and one.result.verdict == other.result.verdict
        assert one.result.log_loss == other.result.log_loss
        assert (one.result.dataset, one.result.split) == (other.result.dataset, other.result.split)
        for mine, its in zip(one.result.curves, other.result.curves, strict=True):
            assert np.array_equal(mine.step, its.step)
            assert np.array_equal(mine.validation_loss, its.validation_loss)
    assert back.history == saved.history


def test_a_run_that_came_back_can_be_restored_and_compared(tmp_path: Path) -> None:
    drain(save(study(), tmp_path / "a.clinnet"))
    back = drain(load(tmp_path / "a.clinnet"))
    first = back.runs[0]
    assert first.trained is not None
    assert np.array_equal(first.trained.fit.logits, builders.crossed().fit.logits)
    restored = back.restored(first, first_decision(first.trained, back.decision))
    assert not restored.fit_is_stale
    found = drain(compare(back.runs[2], back.runs[2])).difference
    assert found is not None and found.value == 0.0


def test_the_table_of_all_runs_is_saved_once(smith: Forger) -> None:
    assert isinstance(smith.document, dict) and len(smith.document["tables"]) == 1


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("runs", 0, "number"), 0),
        (("runs", 0, "number"), 3),
        (("runs", 0, "number"), 2**40),
        (("runs", 0, "current"), True),
        (("runs", 0, "result", "log_loss", "low"), 9.0),
        (("runs", 0, "result", "log_loss", "value"), "nan"),
        (("runs", 0, "result", "events"), 10**9),
        (("runs", 0, "result", "seconds"), -1.0),
        (("runs", 0, "result", "curves"), []),
        (("runs", 0, "result", "curves", 0, "best_step"), 2**40),
        (("runs", 0, "result", "spec", "hidden"), [10**9]),
        (("runs", 0, "result", "spec", "members"), 0),
        (("runs", 0, "trained", "split"), None),
        (("runs", 0, "trained", "fit", "seconds"), "nan"),
    ],
)
def test_a_run_that_cannot_be_is_refused(smith: Forger, place: Place, value: object) -> None:
    with pytest.raises(StudyRefused):
        smith.open(place, value)


def test_weights_of_another_run_are_noticed(smith: Forger) -> None:
    """Two folds' weights exchanged in an older run: no other check could tell."""
    assert isinstance(smith.document, dict)
    folds = smith.document["runs"][0]["trained"]["fit"]["folds"]
    with pytest.raises(StudyRefused, match="weights"):
        smith.open(("runs", 0, "trained", "fit", "folds", 0, "weights"), folds[1]["weights"])


def test_more_networks_than_are_kept_are_refused(smith: Forger) -> None:
    assert isinstance(smith.document, dict)
    run = smith.document["runs"][2]
    with pytest.raises(StudyRefused, match="runs"):
        smith.open(("runs",), [{**run, "number": number} for number in range(1, 12)])
