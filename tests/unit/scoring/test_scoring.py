"""New patients: nobody lost, the stored rules, every doubt said by column and never by value."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.data.columns import survey
from clinnet_gui.core.errors import FileRefused, SavingFailed, ScoringRefused
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.scoring import NOTICE, Scores, Status, score, write_scores
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import drain
from tests import builders

NAMES = ("patient_id", "age", "creatinine", "lactate", "sex", "ward")
USUAL = ("N1", "70", "1.2", "2.5", "f", "medical")


@pytest.fixture(scope="module")
def study() -> Study:
    calibrator = Calibrator(Method.PLATT, intercept=0.1, slope=0.9)
    return builders.study().with_decision(Decision(calibrator, threshold=0.3))


def _file(
    folder: Path, rows: Sequence[Sequence[str]], names: Sequence[str] = NAMES, delimiter: str = ","
) -> Path:
    path = folder / "new.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(names)
        writer.writerows(rows)
    return path


def _changed(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, usual) for name, usual in zip(NAMES, USUAL, strict=True))


def _scored(study: Study, folder: Path, *rows: Sequence[str]) -> Scores:
    return drain(score(study, _file(folder, [*rows, *[USUAL] * (3 - len(rows))])))


def _codes(scores: Scores) -> set[str]:
    return {finding.code for finding in scores.findings}


def test_the_patients_of_the_study_get_their_own_risks(study: Study, tmp_path: Path) -> None:
    assert study.table and study.trained
    columns = [study.table.column(name) for name in NAMES]
    rows = [[column.cells.text(i) for column in columns] for i in range(study.table.row_count)]
    scores = drain(score(study, _file(tmp_path, rows)))
    expected = study.decision.calibrator.risk(study.trained.fit.logits)
    assert np.abs(scores.risk - expected).max() < 1e-9
    assert scores.labels == tuple(row[0] for row in rows)
    assert scores.row.tolist() == list(range(1, len(rows) + 1))
    assert np.array_equal(scores.flags, (expected >= 0.3).astype(np.int8))
    assert set(scores.status) <= {Status.SCORED, Status.IMPUTED}
    assert "TRAINING_PATIENT" in _codes(scores)


def test_columns_are_found_by_name_in_any_order(study: Study, tmp_path: Path) -> None:
    plain = _scored(study, tmp_path, USUAL)
    names = ("extra", *NAMES[::-1])
    scores = drain(score(study, _file(tmp_path, [("x", *USUAL[::-1])] * 3, names)))
    assert scores.risk[0] == plain.risk[0]
    assert [f.count for f in scores.findings if f.code == "EXTRA_COLUMNS"] == [1]


def test_one_patient_is_enough(study: Study, tmp_path: Path) -> None:
    scores = drain(score(study, _file(tmp_path, [USUAL])))
    assert scores.n == 1 and scores.status.tolist() == [Status.SCORED]
    assert "TOO_FEW_ROWS" not in _codes(scores)


def test_a_missing_column_is_refused_and_a_near_name_offered(study: Study, tmp_path: Path) -> None:
    names = ("patient_id", "Age", "creat", "lactate", "sex", "ward")
    with pytest.raises(ScoringRefused, match="“age”, “creatinine”") as refused:
        drain(score(study, _file(tmp_path, [USUAL] * 3, names)))
    assert "“Age” for “age”" in refused.value.hint
    assert "“creat” for “creatinine”" in refused.value.hint


def test_missing_values_are_imputed_and_named(study: Study, tmp_path: Path) -> None:
    scores = _scored(study, tmp_path, _changed(creatinine="", ward="?"))
    assert scores.status[0] == Status.IMPUTED
    assert scores.reasons[scores.reason[0]] == "missing, imputed: creatinine, ward"
    assert not np.isnan(scores.risk[0])


def test_half_of_the_predictors_may_be_missing_but_not_more(study: Study, tmp_path: Path) -> None:
    two = _changed(age="", lactate="")
    three = _changed(age="", lactate="", sex="")
    scores = _scored(study, tmp_path, two, three)
    assert scores.status[:2].tolist() == [Status.IMPUTED, Status.NOT_SCORED]
    assert np.isnan(scores.risk[1]) and scores.flags[1] == -1
    assert scores.reasons[scores.reason[1]] == "3 of 5 predictors are missing"


def test_what_training_never_saw_is_marked(study: Study, tmp_path: Path) -> None:
    scores = _scored(study, tmp_path, _changed(age="130"), _changed(ward="Jane Doe"))
    assert scores.status[:2].tolist() == [Status.OUTSIDE, Status.OUTSIDE]
    assert scores.reasons[scores.reason[0]] == "outside the training range: age"
    assert scores.reasons[scores.reason[1]] == "level not seen in training: ward"
    assert "UNSEEN_LEVEL" in _codes(scores)
    said = " ".join([*scores.reasons, *(f.saw + f.did + f.advice for f in scores.findings)])
    assert "Jane" not in said and "130" not in said


def test_a_cell_that_cannot_be_read_counts_as_missing_and_is_said(study: Study, tmp_path: Path) -> None:
    scores = _scored(study, tmp_path, _changed(age="old"))
    assert scores.reasons[scores.reason[0]] == "unreadable, imputed: age"
    (finding,) = [f for f in scores.findings if f.code == "UNREADABLE"]
    assert (finding.column, finding.rows, finding.count) == ("age", (1,), 1)
    assert scores.risk[0] == _scored(study, tmp_path, _changed(age="")).risk[0]


def test_another_separator_and_a_decimal_comma(study: Study, tmp_path: Path) -> None:
    plain = _scored(study, tmp_path, USUAL)
    german = [_changed(creatinine="1,2", lactate="2,5")] * 3
    scores = drain(score(study, _file(tmp_path, german, delimiter=";")))
    assert scores.risk[0] == plain.risk[0]
    assert [f.column for f in scores.findings if f.code == "SPELLING"] == ["creatinine", "lactate"]


def test_two_readings_are_no_reading(study: Study, tmp_path: Path) -> None:
    """1,234 may be 1.234 or 1234: it is left unread rather than guessed."""
    scores = drain(score(study, _file(tmp_path, [_changed(lactate="1,234")] * 3, delimiter=";")))
    assert scores.reasons[scores.reason[0]] == "unreadable, imputed: lactate"


def test_a_damaged_row_comes_out_in_its_place(study: Study, tmp_path: Path) -> None:
    rows = [USUAL, USUAL[:-1], *[_changed(patient_id=f"N{i}") for i in range(3, 30)]]
    scores = drain(score(study, _file(tmp_path, rows)))
    assert scores.n == len(rows)
    assert scores.row.tolist() == list(range(1, len(rows) + 1))
    assert scores.status[1] == Status.NOT_SCORED and scores.label(1) == ""
    assert scores.reasons[scores.reason[1]].startswith("set aside in reading: ")
    assert [scores.label(i) for i in (0, 2, 28)] == ["N1", "N3", "N29"]


def test_ids_are_kept_as_they_are(study: Study, tmp_path: Path) -> None:
    ids = ["007", "007", "", "=1+1", "1e5", ' Ä,"x" ']
    rows = [_changed(patient_id=text) for text in ids]
    scores = drain(score(study, _file(tmp_path, rows)))
    drain(write_scores(scores, tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        written = [line[0] for line in csv.reader(file)][1:]
    assert [text.strip() for text in written] == [text.strip() for text in ids]
    assert {"DUPLICATE_ID", "EMPTY_ID", "FORMULA_ID"} <= _codes(scores)


def test_another_unit_is_warned_of(study: Study, tmp_path: Path) -> None:
    rows = [_changed(creatinine=str(100 + i)) for i in range(10)]
    scores = drain(score(study, _file(tmp_path, rows)))
    (finding,) = [f for f in scores.findings if f.code == "UNIT_SUSPECT"]
    assert finding.column == "creatinine" and "mg/dL" in finding.advice


def test_sicker_patients_are_warned_of(study: Study, tmp_path: Path) -> None:
    rows = [_changed(age="95", creatinine="2.2", lactate="9")] * 40
    assert "RISK_SHIFT" in _codes(drain(score(study, _file(tmp_path, rows))))


def test_the_written_file(study: Study, tmp_path: Path) -> None:
    scores = _scored(study, tmp_path, USUAL, _changed(age="", lactate="", sex=""))
    drain(write_scores(scores, tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["patient_id", "risk", "flag", "status", "reason", NOTICE]
    assert [line[0] for line in lines[1:]] == list(scores.labels)
    assert float(lines[1][1]) == pytest.approx(scores.risk[0], rel=1e-8)
    assert lines[1][2] in ("0", "1") and lines[1][3] == "scored"
    assert lines[2][1:4] == ["", "", "not scored"]
    assert scores.model in lines[1][5] and "0.3" in lines[1][5]


def test_without_a_threshold_nobody_is_flagged(study: Study, tmp_path: Path) -> None:
    scores = _scored(replace(study, decision=Decision()), tmp_path, USUAL)
    assert scores.flags.tolist() == [-1, -1, -1]
    drain(write_scores(scores, tmp_path / "out.csv"))
    assert [line.split(",")[2] for line in (tmp_path / "out.csv").read_text().splitlines()[1:]] == [""] * 3
    assert scores.with_threshold(0.0).flags.tolist() == [1, 1, 1]


def test_refusals(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ScoringRefused, match="no model"):
        drain(score(Study(), _file(tmp_path, [USUAL])))
    with pytest.raises(FileRefused):
        drain(score(study, _file(tmp_path, [])))
    with pytest.raises(SavingFailed):
        drain(write_scores(_scored(study, tmp_path, USUAL), tmp_path))


def test_a_long_column_is_left_and_returned_to_every_few_texts(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "CHUNK", 10)
    rows = [_changed(patient_id=f"N{i}", age=f"{40 + i / 7:.4f}") for i in range(200)]
    told = Counter(str(getattr(record, "text", "")) for record in score(study, _file(tmp_path, rows)))
    assert told["Reading age"] >= 2 * (200 // 10 - 1)  # once for what cannot be read, once for the numbers
    assert told["Checking ids"] >= 3 * (200 // 10 - 1)
