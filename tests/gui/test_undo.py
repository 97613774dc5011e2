"""Undo walks through frozen studies; what happened for good stays."""

from dataclasses import replace

from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.study import Note, Study
from clinnet_gui.gui.undo import DEPTH, Undo
from tests import builders


def test_steps_are_named_and_walked_both_ways() -> None:
    first, steps = Study(), Undo()
    steps.push("one", first)
    second = first.with_decision(Decision(threshold=0.2))
    assert (steps.next_undo, steps.next_redo) == ("one", "")
    back = steps.undo(second)
    assert back is not None and back.decision.threshold is None
    assert (steps.next_undo, steps.next_redo) == ("", "one")
    again = steps.redo(back)
    assert again is not None and again.decision.threshold == 0.2
    assert steps.undo(Study()) is not None
    assert steps.undo(Study()) is None


def test_a_new_step_ends_what_could_be_redone() -> None:
    steps = Undo()
    steps.push("one", Study())
    steps.undo(Study())
    steps.push("two", Study())
    assert (steps.next_undo, steps.next_redo) == ("two", "")


def test_fits_openings_and_history_are_never_undone() -> None:
    trained, steps = builders.trained(), Undo()
    before = Study().with_trained(trained, Decision())
    steps.push("Choice of the threshold", before)
    now = before.with_decision(Decision(threshold=0.3, opened="2026-01-01T00:00:00+00:00"))
    now = now.with_note(Note("2026-01-01T00:00:00+00:00", "Test rows opened"))
    back = steps.undo(now)
    assert back is not None
    assert back.trained is trained
    assert back.decision.threshold is None
    assert back.decision.opened == now.decision.opened
    assert back.history == now.history


def test_what_undo_and_redo_change_after_the_opening_is_marked() -> None:
    trained, steps = builders.trained(), Undo()
    steps.push("Choice of the threshold", Study().with_trained(trained, Decision(threshold=0.2)))
    opened = Decision(threshold=0.3, opened="2026-01-01T00:00:00+00:00")
    back = steps.undo(Study().with_trained(trained, opened))
    assert back is not None and back.decision.threshold == 0.2
    assert back.decision.after_opening == ("threshold",)
    again = steps.redo(back)
    assert again is not None and again.decision.threshold == 0.3
    assert again.decision.after_opening == ("threshold",)


def test_a_step_before_a_fit_does_not_take_the_fits_decision_away() -> None:
    trained, steps = builders.trained(), Undo()
    steps.push("Change of role", Study(decision=Decision(threshold=0.9)))
    now = Study().with_trained(trained, Decision(threshold=0.3))
    back = steps.undo(now)
    assert back is not None and back.trained is trained
    assert back.decision == replace(now.decision)


def test_only_so_many_steps_are_kept() -> None:
    steps = Undo()
    for i in range(DEPTH + 20):
        steps.push(str(i), Study())
    count = 0
    while steps.undo(Study()) is not None:
        count += 1
    assert count == DEPTH
