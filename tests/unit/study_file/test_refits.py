"""Refits in a study file: they come back as they were, and claim nothing that they do not give."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.errors import StudyRefused
from clinnet_gui.core.evaluation.validation.correcting import validate
from clinnet_gui.core.evaluation.validation.refits import Refits
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.work import drain
from tests import builders


@pytest.fixture(scope="module")
def refits() -> Refits:
    return builders.refits(builders.crossed())


def reopened(refits: Refits, folder: Path) -> Study:
    drain(save(builders.crossed_study().with_refits(refits), folder / "refits.clinnet"))
    return drain(load(folder / "refits.clinnet"))


def test_they_come_back_and_give_the_same_validation(refits: Refits, tmp_path: Path) -> None:
    back = reopened(refits, tmp_path)
    assert back.own_refits is not None and back.trained is not None
    assert np.array_equal(back.own_refits.held, refits.held, equal_nan=True)
    assert back.validation is None and back.corrected is None, "computed, never saved"
    found = drain(validate(back.trained, back.decision, back.own_refits))
    assert found.network == drain(validate(builders.crossed(), back.decision, refits)).network
    assert back.with_refits(back.own_refits, found).corrected is found


def test_a_failed_refit_comes_back(refits: Refits, tmp_path: Path) -> None:
    lines = [
        np.where(np.arange(refits.tried)[:, None] == 3, np.nan, line)
        for line in (refits.logits, refits.held, refits.logistic)
    ]
    back = reopened(Refits(*(line.astype(np.float32) for line in lines), 1.0, refits.made_from), tmp_path)
    assert back.refits is not None and back.refits.failed == 1


def test_those_of_another_fit_are_not_saved(refits: Refits, tmp_path: Path) -> None:
    study = builders.crossed_study().with_refits(replace(refits, made_from="another"))
    assert study.refits is not None and study.own_refits is None and study.corrected is None
    assert reopened(replace(refits, made_from="another"), tmp_path).refits is None


def _at(line: np.ndarray, value: float) -> np.ndarray:
    changed = line.copy()
    changed[0, 0] = value
    return changed


@pytest.mark.parametrize("forgery", ["rows", "lines", "infinite", "half", "undrawn", "seconds", "too many"])
def test_what_no_bootstrap_gives_is_refused(refits: Refits, forgery: str, tmp_path: Path) -> None:
    undrawn = int(np.flatnonzero(np.isnan(refits.held[0]))[0])
    held = refits.held.copy()
    held[0, undrawn] = 0.3
    many = np.repeat(refits.logits, 10, axis=0)
    forged = {
        "rows": replace(refits, **{n: getattr(refits, n)[:, 1:] for n in ("logits", "held", "logistic")}),
        "lines": replace(refits, held=refits.held[1:]),
        "infinite": replace(refits, logits=_at(refits.logits, np.inf)),
        "half": replace(refits, logistic=_at(refits.logistic, np.nan)),
        "undrawn": replace(refits, held=held),
        "seconds": replace(refits, seconds=np.nan),
        "too many": replace(refits, logits=many, held=many, logistic=many),
    }[forgery]
    with pytest.raises(StudyRefused, match="validation"):
        reopened(forged, tmp_path)


def test_refits_without_a_fit_are_refused(refits: Refits, tmp_path: Path) -> None:
    from tests.unit.study_file.forged import forger

    smith = forger(builders.crossed_study().with_refits(refits), tmp_path)
    with pytest.raises(StudyRefused):
        smith.open(("refits", "made_from"), "0" * 32)
    with pytest.raises(StudyRefused):
        smith.open(("trained",), None)
