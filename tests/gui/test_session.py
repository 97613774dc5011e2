"""The session: each intention becomes work, its result joins the study as it is by then."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.explanation.methods import DEEP_SHAP
from clinnet_gui.core.training.records import Step
from clinnet_gui.gui.operations.patients import Wanted
from clinnet_gui.gui.session import Session
from tests.gui.conftest import Rest
from tests.gui.patients import HEADER, rows


def steps(session: Session) -> int:
    """How many steps of the running training are known."""
    return sum(isinstance(record, Step) for record in session.live.records) if session.live else 0


def test_a_file_becomes_a_table_whose_roles_are_proposed(session: Session, csv: Path, rest: Rest) -> None:
    session.open_file(csv)
    assert session.activity is not None
    rest()
    assert session.study.table is not None and session.study.roles is not None
    assert session.study.table.row_count == 400
    assert session.study.roles.of[0] is Role.ID
    assert not session.study.ready_to_train
    assert not session.unsaved


def test_a_leak_is_told_once_and_as_it_is_used(session: Session, tmp_path: Path, rest: Rest) -> None:
    path = tmp_path / "leak.csv"
    lines = [HEADER + ",discharged_dead", *(row + "," + row[-2:].replace("es", "1") for row in rows())]
    path.write_text("\n".join(lines).replace(",no,no", ",no,0") + "\n")
    session.open_file(path)
    rest()
    session.set_role(4, Role.OUTCOME)
    rest()
    leaks = [finding for finding in session.study.screening if finding.code == "LEAK"]
    assert session.study.roles is not None and session.study.roles.of[5] is Role.IGNORE
    assert [finding.column for finding in leaks] == ["discharged_dead"]
    assert "not used as a predictor" in leaks[0].did
    session.set_role(5, Role.PREDICTOR)
    rest()
    leaks = [finding for finding in session.study.screening if finding.code == "LEAK"]
    assert session.study.roles.of[5] is Role.PREDICTOR
    assert len(leaks) == 1 and "still used" in leaks[0].did


def test_a_file_that_is_no_table_is_refused_and_the_study_stays(
    planned: Session, tmp_path: Path, qtbot: QtBot, rest: Rest
) -> None:
    before = planned.study
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with qtbot.waitSignal(planned.failed) as refused:
        planned.open_file(empty)
    assert isinstance(refused.args[0], ClinnetError)
    assert refused.args[0].code == "EMPTY_FILE"
    assert planned.study is before


def test_roles_make_split_network_and_encoder(planned: Session, rest: Rest) -> None:
    assert planned.study.dataset is not None
    assert [c.name for c in planned.study.dataset.predictors] == ["age", "crp", "ward"]
    assert planned.encoder is not None and planned.encoder.names == ("age", "crp", "ward")
    assert planned.unsaved


def test_two_changes_at_once_are_both_kept(planned: Session, rest: Rest) -> None:
    planned.set_role(1, Role.IGNORE)
    planned.set_role(2, Role.IGNORE)
    rest()
    assert planned.study.dataset is not None
    assert [c.name for c in planned.study.dataset.predictors] == ["ward"]


def test_undo_and_redo_go_back_and_forth(planned: Session, rest: Rest) -> None:
    planned.set_role(1, Role.IGNORE)
    rest()
    after = planned.study
    planned.undo()
    rest()
    assert planned.study.roles is not None and planned.study.roles.of[1] is Role.PREDICTOR
    assert planned.encoder is not None and "age" in planned.encoder.names
    planned.redo()
    rest()
    assert planned.study.roles is after.roles
    assert planned.encoder is not None and "age" not in planned.encoder.names


def test_a_column_can_be_given_another_type(planned: Session, rest: Rest) -> None:
    planned.answer("TYPE", "crp", "category")
    rest()
    assert planned.study.table is not None
    assert str(planned.study.table.column("crp").kind) == "category"


def test_a_seed_draws_another_split(planned: Session, rest: Rest) -> None:
    before = planned.study.split
    planned.set_seed(7)
    rest()
    assert planned.study.split is not None and before is not None
    assert planned.study.split.seed == 7
    assert planned.study.split.fingerprint != before.fingerprint


def test_settings_out_of_range_are_refused(planned: Session, qtbot: QtBot) -> None:
    choice = planned.study.choice
    assert choice is not None
    with qtbot.waitSignal(planned.failed):
        planned.set_spec(replace(choice.spec, dropout=1.5))
    assert planned.study.choice is choice


def test_training_ends_in_a_fit_that_is_judged_on_calibrate_rows(trained: Session) -> None:
    study = trained.study
    assert study.trained is not None and study.evaluation is not None
    assert study.evaluation.part is Part.CALIBRATE
    assert trained.live is not None and not trained.live.running
    assert trained.live.begun is not None
    assert not study.fit_is_stale


def test_a_later_change_makes_the_fit_stale_and_keeps_it(trained: Session, rest: Rest) -> None:
    fit = trained.study.trained
    trained.set_role(1, Role.IGNORE)
    rest()
    assert trained.study.trained is fit
    assert trained.study.fit_is_stale
    trained.undo()
    rest()
    assert not trained.study.fit_is_stale


def test_training_pauses_and_keeps_the_best_when_stopped(planned: Session, qtbot: QtBot, rest: Rest) -> None:
    choice = planned.study.choice
    assert choice is not None
    planned.set_spec(replace(choice.spec, epochs=2_000, patience=2_000))
    planned.start_training()
    qtbot.waitUntil(lambda: steps(planned) > 0, timeout=30_000)
    planned.pause()
    assert planned.paused
    planned.resume()
    planned.stop_and_keep()
    assert planned.activity is not None and planned.activity.stopping
    rest()
    assert planned.study.trained is not None


def test_a_discarded_training_leaves_nothing(planned: Session, qtbot: QtBot, rest: Rest) -> None:
    planned.start_training()
    assert planned.training
    planned.discard_training()
    assert not planned.training and planned.activity is None
    assert planned.study.trained is None


def test_no_second_work_starts_beside_a_training(planned: Session, csv: Path, qtbot: QtBot) -> None:
    planned.start_training()
    with qtbot.waitSignal(planned.notified):
        planned.open_file(csv)
    planned.discard()


def test_a_drag_decides_nothing_until_it_ends(trained: Session) -> None:
    trained.move_threshold(0.3)
    assert trained.threshold == 0.3
    assert trained.study.decision.threshold is None
    trained.set_threshold(0.31)
    assert trained.threshold == trained.study.decision.threshold == 0.31
    trained.undo()
    assert trained.threshold is None


def test_another_calibrator_changes_risks_and_keeps_the_threshold(trained: Session, rest: Rest) -> None:
    evaluation = trained.study.evaluation
    assert evaluation is not None
    offered = {offer.method for offer in evaluation.offers if not offer.refusal}
    method = next(m for m in offered if m is not trained.study.decision.calibrator.method)
    trained.set_threshold(0.4)
    trained.choose_calibrator(method)
    rest()
    assert trained.study.decision.calibrator.method is method
    assert trained.study.decision.threshold == 0.4
    assert trained.study.evaluation is not evaluation


def test_the_opened_test_stays_open_through_undo(tested: Session, rest: Rest) -> None:
    trained = tested
    trained.set_threshold(0.4)
    trained.open_test()
    rest()
    assert trained.study.evaluation is not None and trained.study.evaluation.part is Part.TEST
    trained.undo()
    rest()
    assert trained.study.decision.opened
    assert trained.study.decision.threshold is None


def test_patients_are_explained(trained: Session, rest: Rest) -> None:
    evaluation = trained.study.evaluation
    assert evaluation is not None
    trained.explain_cohort()
    trained.choose_patient(int(evaluation.rows[0]))
    trained.explain_patient(Wanted(int(evaluation.rows[0]), DEEP_SHAP))
    trained.surround_patient(int(evaluation.rows[0]))
    rest()
    assert trained.study.attribution is not None and trained.explanation is not None
    assert trained.study.attribution.rows.size == evaluation.rows.size
    assert trained.explanation.rows.tolist() == [int(evaluation.rows[0])]
    assert trained.cohort is not None and trained.cohort.attribution is trained.study.attribution
    assert trained.surroundings is not None and trained.surroundings.similar.rows.size == 5


def test_a_saved_study_reopens_with_the_same_numbers(trained: Session, tmp_path: Path, rest: Rest) -> None:
    trained.set_threshold(0.25)
    trained.choose_calibrator(Method.TEMPERATURE)
    rest()
    risks = trained.study.evaluation.risks if trained.study.evaluation else None
    trained.save(tmp_path / "a.clinnet")
    rest()
    assert not trained.unsaved and trained.path == tmp_path / "a.clinnet"
    trained.open_study(tmp_path / "a.clinnet")
    rest()
    study = trained.study
    assert study.evaluation is not None and risks is not None
    assert study.evaluation.risks.tolist() == risks.tolist()
    assert study.decision.threshold == 0.25
    assert study.ready_to_train and not study.fit_is_stale
    assert trained.encoder is not None


def test_new_patients_are_scored_in_their_order(
    trained: Session, csv: Path, tmp_path: Path, rest: Rest
) -> None:
    trained.score_file(csv)
    rest()
    assert trained.scores is not None and trained.scores.n == 400
    assert trained.scores.threshold is None
    trained.set_threshold(0.5)
    assert trained.scores.threshold == 0.5
    trained.save_scores(tmp_path / "scores.csv")
    rest()
    assert (tmp_path / "scores.csv").read_text().count("\n") >= 400
