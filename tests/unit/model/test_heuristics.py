"""The size rules at their borders, their reasons, and the ranges of the settings."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.model.heuristics import check, in_quality, suggest, with_spec
from clinnet_gui.core.model.size import steps_per_epoch
from clinnet_gui.core.model.spec import Shortcut, Spec
from tests.builders import dataset, split

SPEC = Spec(hidden=(8,), dropout=0.1)


def of_size(n: int):
    """The suggestion for n rows; it looks at nothing but counts."""
    return suggest(SimpleNamespace(n=n), SimpleNamespace(training_rows=round(0.6 * n)), seed=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("n", "hidden", "dropout"),
    [
        (100, (64, 32), 0.4),
        (4_999, (64, 32), 0.4),
        (5_000, (128, 64, 32), 0.3),
        (49_999, (128, 64, 32), 0.3),
        (50_000, (256, 128, 64, 32), 0.2),
        (1_000_000, (256, 128, 64, 32), 0.2),
    ],
)
def test_the_size_of_the_data_decides(n: int, hidden: tuple[int, ...], dropout: float) -> None:
    spec = of_size(n).spec
    assert (spec.hidden, spec.dropout) == (hidden, dropout)


@pytest.mark.parametrize("n", [60, 299, 768, 9_105, 49_999, 50_000, 100_000])
def test_the_budget_is_two_thousand_steps_and_sixty_epochs(n: int) -> None:
    spec = of_size(n).spec
    steps = steps_per_epoch(round(0.6 * n), spec.batch)
    assert spec.epochs >= 60 and spec.epochs * steps >= 2000
    assert spec.epochs == 60 or (spec.epochs - 1) * steps < 2000
    assert 0.15 * spec.epochs <= spec.patience < 0.15 * spec.epochs + 1
    check(spec)


@pytest.mark.parametrize(("n", "batch", "rate"), [(200, 32, 1e-3), (1000, 75, 1e-3), (49_999, 256, 1e-3)])
def test_the_batch_grows_with_the_training_rows(n: int, batch: int, rate: float) -> None:
    assert (of_size(n).spec.batch, of_size(n).spec.learning_rate) == (batch, rate)
    assert (of_size(50_000).spec.batch, of_size(50_000).spec.learning_rate) == (1_024, 2e-3)


def test_each_reason_is_a_sentence_about_a_setting() -> None:
    choice = suggest(dataset(), split(), 3)
    assert choice.spec == choice.suggested and not choice.edited
    for reason in choice.reasons:
        assert hasattr(choice.spec, reason.setting)
        assert reason.text.endswith(".")
    assert "600 usable rows" in choice.reasons[0].text
    assert split().counts[Part.TRAIN] == 360


@pytest.mark.parametrize(
    "wrong",
    [
        {"hidden": (8,) * 9},
        {"hidden": (0,)},
        {"hidden": (10**9,)},
        {"dropout": 0.95},
        {"dropout": -0.1},
        {"dropout": float("nan")},
        {"learning_rate": 0.0},
        {"learning_rate": float("inf")},
        {"batch": 1},
        {"epochs": 0},
        {"patience": 0},
        {"clip_norm": 0.0},
        {"seed": -1},
        {"weight_decay": -1.0},
    ],
)
def test_a_setting_out_of_its_range_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsRefused) as error:
        check(replace(SPEC, **wrong))
    assert error.value.code == f"SETTING_{next(iter(wrong)).upper()}"
    assert error.value.hint


def test_an_edited_choice_keeps_the_suggestion() -> None:
    choice = suggest(dataset(), split(), 3)
    edited = with_spec(choice, SPEC)
    assert edited.edited and edited.spec is SPEC and edited.suggested is choice.suggested
    with pytest.raises(SettingsRefused):
        with_spec(choice, replace(SPEC, batch=1))


@pytest.mark.parametrize(
    ("n", "members", "bins", "shortcut"),
    [
        (999, 4, 0, Shortcut.LOGISTIC),
        (1_000, 1, 0, Shortcut.LOGISTIC),
        (7_499, 1, 0, Shortcut.LOGISTIC),
        (7_500, 1, 16, Shortcut.ZERO),
    ],
)
def test_few_rows_are_averaged_and_many_are_encoded(
    n: int, members: int, bins: int, shortcut: Shortcut
) -> None:
    """Six tenths of n train."""
    spec = of_size(n).spec
    assert (spec.members, spec.bins, spec.shortcut) == (members, bins, shortcut)
    assert in_quality(spec).members == 8
