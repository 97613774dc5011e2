"""Work that ends late, is cancelled or is overtaken: nothing is lost, nothing lands in the wrong study."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.decision import Method
from clinnet_gui.core.study_file import load
from clinnet_gui.core.training.runs import result_of
from clinnet_gui.core.work import drain
from clinnet_gui.gui.session import Session
from tests.gui.conftest import Rest


def another_method(session: Session) -> Method:
    evaluation = session.study.evaluation
    assert evaluation is not None
    offered = [offer.method for offer in evaluation.offers if not offer.refusal]
    return next(m for m in offered if m is not session.study.decision.calibrator.method)


def test_a_study_is_saved_though_another_file_is_opened(
    trained: Session, csv: Path, tmp_path: Path, rest: Rest
) -> None:
    target = tmp_path / "a.clinnet"
    trained.save(target)
    trained._renew(replace(trained.study, trained=None), None)
    rest()
    assert drain(load(target)).trained is not None
    assert trained.path is None, "what is open now was never saved there"


def test_a_second_save_waits_for_its_turn(trained: Session, tmp_path: Path, rest: Rest, qtbot: QtBot) -> None:
    trained.save(tmp_path / "a.clinnet")
    with qtbot.waitSignal(trained.notified, check_params_cb=lambda text: "still running" in text):
        trained.save(tmp_path / "b.clinnet")
    rest()
    assert (tmp_path / "a.clinnet").exists() and not (tmp_path / "b.clinnet").exists()
    assert trained.path == tmp_path / "a.clinnet" and not trained.unsaved


def test_cancelling_ends_what_is_shown_and_nothing_else(
    trained: Session, csv: Path, tmp_path: Path, rest: Rest
) -> None:
    trained.save(tmp_path / "a.clinnet")
    trained.open_file(csv)
    assert trained.activity is not None and trained.activity.title == "Reading the file"
    trained.discard()
    rest()
    assert trained.study.trained is not None
    assert drain(load(tmp_path / "a.clinnet")).trained is not None


def test_an_evaluation_cannot_be_cancelled(tested: Session, rest: Rest) -> None:
    tested.open_test()
    assert tested.activity is not None and not tested.activity.can_cancel
    tested.discard()
    rest()
    assert tested.study.evaluation is not None and tested.study.evaluation.part is Part.TEST


def test_a_cancelled_change_does_not_come_back_with_the_next(planned: Session, rest: Rest) -> None:
    planned.set_role(1, Role.IGNORE)
    planned.discard()
    planned.set_role(2, Role.IGNORE)
    rest()
    assert planned.study.roles is not None
    assert planned.study.roles.of[1:3] == (Role.PREDICTOR, Role.IGNORE)


def test_undo_overtakes_a_change_that_is_being_computed(planned: Session, rest: Rest) -> None:
    planned.set_role(1, Role.IGNORE)
    planned.undo()  # of the outcome
    rest()
    assert planned.study.roles is not None
    assert Role.OUTCOME not in planned.study.roles.of and Role.IGNORE not in planned.study.roles.of[1:]


def test_the_test_is_not_opened_before_a_recalibration_has_arrived(
    tested: Session, rest: Rest, qtbot: QtBot
) -> None:
    other = another_method(tested)
    tested.choose_calibrator(other)
    with qtbot.waitSignal(tested.notified):
        tested.open_test()
    rest()
    assert not tested.study.decision.opened
    assert tested.study.decision.calibrator.method is other


def test_a_threshold_chosen_during_a_recalibration_stays_marked(tested: Session, rest: Rest) -> None:
    tested.open_test()
    rest()
    other = another_method(tested)
    tested.choose_calibrator(other)
    tested.set_threshold(0.4)
    rest()
    decision = tested.study.decision
    assert (decision.threshold, decision.calibrator.method) == (0.4, other)
    assert set(decision.after_opening) == {"threshold", "recalibration"}


@pytest.mark.parametrize("steps", [1, 2])
def test_undo_never_covers_the_test_again(tested: Session, rest: Rest, steps: int) -> None:
    tested.set_threshold(0.3)
    tested.set_threshold(0.4)
    tested.open_test()
    for _ in range(steps):
        tested.undo()
    rest()
    assert tested.study.decision.opened
    tested.redo()
    rest()
    assert tested.study.decision.opened
    assert tested.study.evaluation is not None and tested.study.evaluation.part is Part.TEST


def test_a_test_that_was_opened_while_another_network_was_trained_stays_open(
    tested: Session, rest: Rest
) -> None:
    before = tested.study.trained
    tested.start_training()
    tested.open_test()
    rest()
    assert tested.study.trained is not before
    assert tested.study.decision.opened and tested.study.decision.after_opening == ("network",)
    tested.return_to_run(1)
    rest()
    assert tested.study.trained is before and tested.study.decision.after_opening == ("network",)


def test_the_explanation_of_an_old_network_does_not_join_a_new_one(trained: Session, rest: Rest) -> None:
    before, decision = trained.study.trained, trained.study.decision
    assert before is not None
    result = drain(result_of(before))
    trained.explain_cohort()
    trained._trained((replace(before), decision, result))
    rest()
    assert trained.study.trained is not before
    assert trained.study.attribution is None
