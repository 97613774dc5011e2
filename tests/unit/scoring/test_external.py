"""Patients from another file: who they are is told first, then how the network does on them."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.evaluation.external import judge_predictions
from clinnet_gui.core.evaluation.operating import net_benefit
from clinnet_gui.core.evaluation.transport.report import Standing
from clinnet_gui.core.evaluation.transport.wording import (
    discrimination_sentence,
    few_sentence,
    judged,
    refit_sentence,
    shift_sentence,
    standing_sentence,
)
from clinnet_gui.core.scoring import score
from clinnet_gui.core.scoring.external import ExternalValidation, validate_external
from clinnet_gui.core.scoring.ids import same_id
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import drain
from tests import builders
from tests.builders import Patients
from tests.unit.scoring.arrived import Change, rows_of, written

ELSEWHERE = Patients(n=400, seed=77, intercept=-0.6)


@pytest.fixture(scope="module")
def study() -> Study:
    calibrator = Calibrator(Method.PLATT, intercept=0.1, slope=0.9)
    return builders.study().with_decision(Decision(calibrator, threshold=0.3))


def validated(
    study: Study, folder: Path, change: Change | None = None, leave_out: bool = False
) -> ExternalValidation:
    path = written(folder, rows_of(ELSEWHERE), change)
    return drain(validate_external(study, path, Answers(), leave_out))


def refused(study: Study, folder: Path, change: Change) -> ClinnetError:
    with pytest.raises(ClinnetError) as refusal:
        validated(study, folder, change)
    assert refusal.value.hint
    return refusal.value


def test_the_figures_are_those_of_the_scores_beside_the_outcomes(study: Study, tmp_path: Path) -> None:
    found = validated(study, tmp_path).transport
    path = tmp_path / "elsewhere.csv"
    scores = drain(score(study, path))
    y = np.array([row["died"] == "yes" for row in rows_of(ELSEWHERE)], np.int8)
    kept = ~np.isnan(scores.risk)
    report = judge_predictions(y[kept], scores.risk[kept])
    assert found.counts.judged == kept.sum() == found.side.report.n
    assert found.side.report.auroc == report.auroc
    assert found.side.calibration.o_to_e == report.calibration.o_to_e
    flagged = scores.risk[kept] >= 0.3
    benefit = net_benefit((flagged & (y[kept] == 1)).mean(), (flagged & (y[kept] == 0)).mean(), 0.3)
    assert found.net_benefit.value == pytest.approx(benefit)
    assert found.net_benefit.low < benefit < found.net_benefit.high


def test_other_patients_of_the_same_kind_are_said_to_be_alike(study: Study, tmp_path: Path) -> None:
    found = validated(study, tmp_path).transport
    assert found.standing is Standing.OTHERS
    assert "by id" in standing_sentence(found) and "random part" in standing_sentence(found)
    assert len(found.shifts) == 5
    assert found.membership.auroc.value < 0.62
    assert found.membership.spread.value == pytest.approx(1, abs=0.25)
    sizes = [shift.size for shift in found.shifts]
    assert sizes == sorted(sizes, reverse=True)


def test_older_patients_with_gaps_stand_at_the_top(study: Study, tmp_path: Path) -> None:
    def older(row: dict[str, str]) -> dict[str, str]:
        row["age"] = str(float(row["age"]) + 15)
        row["lactate"] = "" if row["sex"] == "f" else row["lactate"]
        return row

    found = validated(study, tmp_path, older).transport
    age = found.shifts[0]
    old = builders.dataset().table.column("age").values
    new = np.array([float(row["age"]) + 15 for row in rows_of(ELSEWHERE)])
    pooled = math.sqrt((old.var(ddof=1) + new.var(ddof=1)) / 2)
    assert age.name == "age" and age.unit == "years"
    assert age.difference.value == pytest.approx((new.mean() - old.mean()) / pooled)
    assert (age.before, age.now) == (pytest.approx(old.mean()), pytest.approx(new.mean()))
    assert age.outside.value == pytest.approx(((new < old.min()) | (new > old.max())).mean(), abs=0.02)
    lactate = next(shift for shift in found.shifts if shift.name == "lactate")
    assert lactate.missing_before.value == 0 and lactate.missing_now.value > 0.4
    assert found.membership.auroc.value > 0.75
    assert "1 of 5 predictors" in shift_sentence(found.shifts)


def test_a_new_ward_is_a_shift_of_levels(study: Study, tmp_path: Path) -> None:
    def moved(row: dict[str, str]) -> dict[str, str]:
        return {**row, "ward": "hospice" if row["ward"] == "surgical" else row["ward"]}

    validation = validated(study, tmp_path, moved)
    ward = next(shift for shift in validation.transport.shifts if shift.name == "ward")
    assert not ward.number and ward.difference.value > 0.5
    assert ward.outside.value == pytest.approx(0.3, abs=0.06)
    assert {"UNSEEN_LEVEL"} <= {finding.code for finding in validation.findings}


def opened(study: Study) -> Study:
    return study.with_decision(replace(study.decision, opened="2026-03-01T10:00:00+00:00"))


@pytest.mark.parametrize("prefix", ["P", "X"])
def test_a_file_that_holds_the_covered_test_does_not_show_it(
    study: Study, tmp_path: Path, prefix: str
) -> None:
    trained = study.trained
    assert trained is not None
    own, tested = rows_of(Patients(), prefix), trained.split.rows(Part.TEST)
    assert np.array_equal(trained.dataset.rows, np.arange(len(own)))
    turned = [{**row, "died": {"yes": "no", "no": "yes"}[row["died"]]} for row in own]
    mixed = [turned[i] if i in set(tested.tolist()) else own[i] for i in range(len(own))]
    found = drain(validate_external(study, written(tmp_path, own), Answers())).transport
    assert found.counts.covered == tested.size and found.counts.judged == len(own) - tested.size
    assert found.standing is Standing.SAME and found.overlap.count == found.counts.judged
    assert f"{tested.size} rows of the covered test were left out" in standing_sentence(found)
    other = drain(validate_external(study, written(tmp_path, mixed), Answers())).transport
    assert other.counts == found.counts  # known by id or by their predictors, whatever became of them
    assert (other.side.report.auroc, other.updates) == (found.side.report.auroc, found.updates)
    seen = drain(validate_external(opened(study), written(tmp_path, own), Answers())).transport
    assert (seen.counts.covered, seen.counts.judged) == (0, len(own))


def test_outcomes_of_the_covered_test_change_nothing_that_is_said_of_others(
    study: Study, tmp_path: Path
) -> None:
    trained = study.trained
    assert trained is not None
    y, tested = trained.dataset.y.copy(), trained.split.rows(Part.TEST)
    y[tested] = y[tested][np.argsort(y[tested])]
    assert (y != trained.dataset.y).any()
    turned = replace(study, trained=replace(trained, dataset=replace(trained.dataset, y=y)))
    path = written(tmp_path, rows_of(ELSEWHERE))
    one, other = (drain(validate_external(of, path, Answers())).transport for of in (study, turned))
    assert (one.membership, one.reference, one.change) == (other.membership, other.reference, other.change)
    assert (one.shifts, one.updates, one.choice) == (other.shifts, other.updates, other.choice)


def test_a_file_of_nothing_but_the_covered_test_is_not_judged(study: Study, tmp_path: Path) -> None:
    assert study.trained is not None
    tested = study.trained.split.rows(Part.TEST).tolist()
    own = rows_of(Patients(), "P")
    with pytest.raises(ClinnetError) as refusal:
        drain(validate_external(study, written(tmp_path, [own[i] for i in tested]), Answers()))
    assert refusal.value.code == "NO_ROWS"


def test_the_studys_own_patients_are_no_external_validation(study: Study, tmp_path: Path) -> None:
    study = opened(study)
    own = [{**row, "patient_id": row["patient_id"]} for row in rows_of(Patients(), "P")]
    found = drain(validate_external(study, written(tmp_path, own), Answers())).transport
    assert found.standing is Standing.SAME
    assert (found.overlap.known, found.overlap.identical) == (len(own), 0)
    assert standing_sentence(found).startswith("No external validation: they are patients of the study")
    assert "cannot tell them apart" in found.membership.sentence
    with pytest.raises(ClinnetError) as refusal:
        drain(validate_external(study, written(tmp_path, own), Answers(), True))
    assert refusal.value.code == "NO_ROWS"


@pytest.mark.parametrize("spelling", [str.lower, lambda text: f" {text} "])
def test_another_spelling_of_an_id_names_the_same_patient(
    study: Study, tmp_path: Path, spelling: Callable[[str], str]
) -> None:
    """Nothing else of these rows is as in the study: the id alone tells that they are its patients."""
    rows = rows_of(replace(ELSEWHERE, n=100))
    for row, own in zip(rows[:60], rows_of(Patients(), prefix="P"), strict=False):
        row["patient_id"] = spelling(own["patient_id"])
    found = drain(validate_external(study, written(tmp_path, rows), Answers())).transport
    covered = int((builders.split().parts[:60] == Part.TEST).sum())
    assert (found.overlap.known, found.counts.covered) == (60 - covered, covered)


@pytest.mark.parametrize(
    ("one", "other"), [("000123", "123"), ("123.0", "0123"), (" p7", "P7 "), ("0", "00")]
)
def test_spellings_of_one_id(one: str, other: str) -> None:
    assert same_id(one) == same_id(other) != ""
    assert same_id("P07") != same_id("P7") and same_id(" ") == "" and same_id("1.50") != same_id("1.5")


def test_rows_of_the_study_under_other_ids_are_seen(study: Study, tmp_path: Path) -> None:
    study = opened(study)
    mixed = [*rows_of(ELSEWHERE), *rows_of(Patients(), "X")[:60]]
    path = written(tmp_path, mixed)
    found = drain(validate_external(study, path, Answers())).transport
    assert found.standing is Standing.SOME_SAME
    assert found.overlap.known == 0 and found.overlap.identical == found.overlap.count == 60
    assert "60 of 460" in standing_sentence(found)
    rest = drain(validate_external(study, path, Answers(), leave_out_same=True)).transport
    assert rest.standing is Standing.OTHERS
    assert (rest.counts.same_left_out, rest.counts.judged, rest.side.report.n) == (60, 400, 400)
    assert standing_sentence(rest).startswith("60 rows of patients of the study were left out")


def test_rows_without_an_outcome_or_with_too_little_are_counted(study: Study, tmp_path: Path) -> None:
    def gaps(row: dict[str, str]) -> dict[str, str]:
        if row["patient_id"].endswith("7"):
            row["died"] = ""
        if row["patient_id"].endswith("3"):
            row.update(age="", creatinine="", lactate="")
        return row

    counts = validated(study, tmp_path, gaps).transport.counts
    assert (counts.read, counts.no_outcome, counts.not_scored, counts.judged) == (400, 40, 40, 320)


def test_what_the_file_lacks_or_spells_otherwise_is_said(study: Study, tmp_path: Path) -> None:
    without = refused(study, tmp_path, lambda row: {k: v for k, v in row.items() if k != "lactate"})
    assert without.code == "COLUMN_MISSING" and "lactate" in without.message
    renamed = refused(
        study, tmp_path, lambda row: {("Died" if k == "died" else k): v for k, v in row.items()}
    )
    assert renamed.code == "OUTCOME_ABSENT" and "“Died”" in renamed.hint
    numbers = {"yes": "1", "no": "0"}
    coded = refused(study, tmp_path, lambda row: {**row, "died": numbers[row["died"]]})
    assert coded.code == "OUTCOME_LEVELS" and "row 1, 2" in coded.message
    assert all(text not in coded.message for text in ("“1”", "“0”"))
    nobody = refused(study, tmp_path, lambda row: {**row, "died": ""})
    assert nobody.code == "NO_ROWS"


def test_case_and_blanks_of_the_outcome_do_not_matter(study: Study, tmp_path: Path) -> None:
    plain = validated(study, tmp_path).transport
    loud = validated(study, tmp_path, lambda row: {**row, "died": f" {row['died'].upper()}"}).transport
    assert loud.side.report.events == plain.side.report.events


def test_another_unit_is_suspected(study: Study, tmp_path: Path) -> None:
    def molar(row: dict[str, str]) -> dict[str, str]:
        value = row["creatinine"]
        return {**row, "creatinine": f"{88.4 * float(value):.1f}" if value else ""}

    validation = validated(study, tmp_path, molar)
    assert "UNIT_SUSPECT" in {finding.code for finding in validation.findings}
    shift = next(s for s in validation.transport.shifts if s.name == "creatinine")
    assert shift.difference.value > 3 and shift.outside.value > 0.9


def test_one_class_gives_a_report_with_gaps(study: Study, tmp_path: Path) -> None:
    found = validated(study, tmp_path, lambda row: {**row, "died": "no"}).transport
    assert found.side.report.events == 0
    assert not found.side.report.auroc.estimable and not found.change.estimable
    assert "only one outcome" in discrimination_sentence(found)
    assert "not suggested" in refit_sentence(found)
    assert found.choice.taken is Method.NONE


def test_worse_discrimination_here_suggests_a_new_network(study: Study, tmp_path: Path) -> None:
    swapped = {"yes": "no", "no": "yes"}
    found = validated(study, tmp_path, lambda row: {**row, "died": swapped[row["died"]]}).transport
    assert found.change.high < 0
    assert "lower here by" in discrimination_sentence(found)
    assert "Train anew" in refit_sentence(found)


def test_the_widths_that_this_many_patients_give_and_what_it_takes(study: Study, tmp_path: Path) -> None:
    found = validated(study, tmp_path).transport
    auroc = found.side.report.auroc
    assert found.widths.c == pytest.approx(auroc.high - auroc.low, rel=0.25)
    assert found.size.patients >= found.size.c > 0


def test_one_event_supports_no_claim_at_all(study: Study, tmp_path: Path) -> None:
    rows = [{**row, "died": "yes" if i == 0 else "no"} for i, row in enumerate(rows_of(ELSEWHERE))]
    found = drain(validate_external(study, written(tmp_path, rows), Answers())).transport
    assert not judged(found) and "no figure is shown" in few_sentence(found)
    assert "not suggested" in refit_sentence(found)


def test_patients_with_several_rows_are_said_to_narrow_the_intervals(study: Study, tmp_path: Path) -> None:
    rows = rows_of(Patients(n=300, seed=5, visits=3))
    found = drain(validate_external(study, written(tmp_path, rows), Answers())).transport
    assert found.repeats and "several rows" in few_sentence(found)
