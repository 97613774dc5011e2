"""A file with several rows a patient is judged by patient where the study's id column says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.evaluation.transport import judging
from clinnet_gui.core.evaluation.transport.report import Transport
from clinnet_gui.core.evaluation.transport.wording import few_sentence
from clinnet_gui.core.scoring.external import validate_external
from clinnet_gui.core.work import drain
from tests import builders
from tests.builders import Patients
from tests.unit.scoring.arrived import rows_of, written

ELSEWHERE = Patients(n=400, seed=77, intercept=-0.6)


@pytest.fixture(scope="module", autouse=True)
def fewer_samples() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "TIMES", 100)
        yield


def judged(folder: Path, times: int, named: bool = True) -> Transport:
    """Each patient ``times`` times over, with ids of the study's column or without."""
    rows = [row for row in rows_of(ELSEWHERE) for _ in range(times)]
    if not named:
        rows = [{**row, "patient_id": f"N{i}"} for i, row in enumerate(rows)]
    study = builders.study().with_decision(Decision(Calibrator(Method.PLATT, 0.1, 0.9), threshold=0.3))
    return drain(validate_external(study, written(folder, rows), Answers())).transport


def test_rows_written_thrice_give_the_intervals_of_the_rows_once(tmp_path: Path) -> None:
    once, thrice = judged(tmp_path, 1), judged(tmp_path, 3)
    assert thrice.repeats and not once.repeats
    assert (thrice.patients, thrice.counts.judged, once.patients) == (ELSEWHERE.n, 3 * ELSEWHERE.n, 0)
    assert "intervals are by patient" in few_sentence(thrice)
    seen, again = once.side.calibration, thrice.side.calibration
    pairs = {
        "AUROC": (once.side.report.auroc, thrice.side.report.auroc, 0.05),
        "change": (once.change, thrice.change, 0.05),
        "slope": (seen.slope, again.slope, 0.15),
        "in the large": (seen.in_the_large, again.in_the_large, 0.15),
        "log-loss of an update": (once.updates[0].log_loss, thrice.updates[0].log_loss, 0.05),
        "Brier score": (seen.brier, again.brier, 0.35),
        "ICI": (seen.distances.ici, again.distances.ici, 0.6),
        "net benefit": (once.net_benefit, thrice.net_benefit, 0.35),
    }
    for name, (old, new, near) in pairs.items():
        assert new.value == pytest.approx(old.value, rel=1e-2, abs=1e-3), name
        assert new.high - new.low == pytest.approx(old.high - old.low, rel=near), name


def test_without_ids_they_are_taken_for_three_patients(tmp_path: Path) -> None:
    by_id, alone = judged(tmp_path, 3), judged(tmp_path, 3, named=False)
    assert not alone.repeats
    old, new = alone.side.report.auroc, by_id.side.report.auroc
    assert new.high - new.low > 1.5 * (old.high - old.low)
    old, new = alone.side.calibration.brier, by_id.side.calibration.brier
    assert new.high - new.low > 1.3 * (old.high - old.low)
