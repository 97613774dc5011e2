"""The ledger: no fit gets a row that may not serve it, whoever asks."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.data.ledger import Admitted, Use, admitted, check_turn
from clinnet_gui.core.data.split import Part, Split, Turn
from clinnet_gui.core.errors import RolesBroken
from clinnet_gui.core.training.turns import prepare
from clinnet_gui.core.work import drain
from tests import builders
from tests.unit.evaluation.fits import split_of

EVALUATION = Path(__file__).resolve().parents[3] / "clinnet_gui" / "core" / "evaluation"


@st.composite
def splits(draw: st.DrawFn) -> Split:
    """Any split: four parts, or folds with or without a test part and rows that only train."""
    crossed = draw(st.booleans())
    kinds = [Part.CROSS_FITTED, Part.TEST, Part.TRAIN] if crossed else [*Part][:4]
    parts = np.array(draw(st.lists(st.sampled_from(kinds), min_size=5, max_size=40)), np.int8)
    folds = np.where(parts == Part.CROSS_FITTED, np.arange(parts.size) % 5, -1).astype(np.int8)
    return split_of(parts, folds, np.zeros(parts.size, np.int8))


@settings(deadline=None)
@given(splits(), st.sampled_from([*Use]))
def test_a_use_is_served_by_its_own_rows_alone(split: Split, use: Use) -> None:
    served = set(admitted(split, use).rows.tolist())
    for row in range(split.parts.size):
        if row in served:
            assert Admitted(split, use, np.array([row])).rows.tolist() == [row]
        else:
            with pytest.raises(RolesBroken) as refused:
                Admitted(split, use, np.array([*sorted(served), row]))
            assert refused.value.code == "ROW_ROLE"
    assert not served & set(np.flatnonzero(split.parts == Part.TEST).tolist())


@settings(deadline=None)
@given(splits())
def test_the_ledger_and_the_split_agree(split: Split) -> None:
    for use, part in ((Use.LEARN, Part.TRAIN), (Use.STOP, Part.EARLY_STOP), (Use.CALIBRATE, Part.CALIBRATE)):
        np.testing.assert_array_equal(admitted(split, use).rows, split.rows(part))


@pytest.mark.parametrize("crossed", [False, True])
def test_every_turn_of_a_drawn_split_passes(crossed: bool) -> None:
    split = builders.crossed_split(test=True) if crossed else builders.split()
    for turn in split.turns:
        assert check_turn(split, turn) is turn


def test_a_refusal_counts_the_rows_and_names_their_part() -> None:
    split = builders.split()
    wrong = np.concatenate([split.rows(Part.TEST)[:3], split.rows(Part.TRAIN)[:1]])
    with pytest.raises(RolesBroken, match="recalibration: 1 train and 3 test rows"):
        Admitted(split, Use.CALIBRATE, wrong)


def test_rows_that_the_split_does_not_know_are_refused() -> None:
    """A table may hold rows beyond those that were divided: a resample's out-of-bag rows, say."""
    split = builders.split()
    with pytest.raises(RolesBroken, match="2 rows that the split does not know"):
        Admitted(split, Use.LEARN, np.array([split.parts.size, split.parts.size + 3]))


def test_no_network_is_prepared_on_rows_of_another_role() -> None:
    split, test = builders.split(), builders.split().rows(Part.TEST)
    (turn,) = split.turns
    for bad in (Turn(np.append(turn.train, test[0]), turn.held), Turn(turn.train, test)):
        with pytest.raises(RolesBroken):
            drain(prepare(builders.dataset(), split, bad, builders.small()))


def test_no_network_is_stopped_by_rows_that_trained_it() -> None:
    split = builders.crossed_split()
    first, second = split.turns[:2]
    with pytest.raises(RolesBroken, match="had trained the same network"):
        check_turn(split, Turn(first.train, np.append(first.held, second.held)))
    with pytest.raises(RolesBroken, match="several folds"):
        check_turn(split, Turn(first.train[:0], np.append(first.held, second.held)))


def test_calibrators_of_a_fit_are_fitted_in_one_place() -> None:
    """Whoever knows a fit gets its cases from the ledger: the numeric fits see bare arrays."""
    bare = {"fit_calibrator", "auto_calibrator", "auto_fitting"}
    gate = {"cases.py", "recalibration.py"}
    for path in EVALUATION.glob("*.py"):
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert path.name in gate or not (names & bare and "Trained" in names), path.name
