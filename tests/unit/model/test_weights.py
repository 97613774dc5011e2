"""Weights as bytes: the same network comes back, and nothing else gets in."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import load, save

from clinnet_gui.core.errors import StudyRefused
from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.model.weights import dump, restore
from tests.unit.model.test_network import randomise

SPEC = Spec(hidden=(8, 4), dropout=0.3)
Tensors = dict[str, np.ndarray]


def saved() -> bytes:
    network = build(SPEC, 5)
    randomise(network)
    return dump(network)


def test_the_same_network_comes_back_in_eval_mode() -> None:
    network = build(SPEC, 5)
    randomise(network)
    again = restore(SPEC, 5, dump(network))
    x = torch.randn(20, 5)
    assert not again.training
    with torch.no_grad():
        assert torch.equal(again(x), network.eval()(x))


def test_the_same_weights_are_the_same_bytes() -> None:
    assert saved() == saved()


def changed(change: Callable[[Tensors], object]) -> bytes:
    tensors = load(saved())
    change(tensors)
    return save(tensors)


def put(name: str, array: np.ndarray) -> Callable[[Tensors], object]:
    return lambda tensors: tensors.update({name: array})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda tensors: tensors.pop("head.bias"), "WEIGHTS_NAMES"),
        (put("more", np.zeros(1, np.float32)), "WEIGHTS_NAMES"),
        (put("head.bias", np.zeros(2, np.float32)), "WEIGHTS_SHAPE"),
        (put("head.bias", np.zeros(1, np.float64)), "WEIGHTS_SHAPE"),
        (put("head.bias", np.zeros(1, np.int64)), "WEIGHTS_SHAPE"),
        (put("head.bias", np.zeros(1, np.complex64)), "WEIGHTS_SHAPE"),
        (put("head.bias", np.full(1, np.nan, np.float32)), "WEIGHTS_NOT_FINITE"),
        (put("body.norm1.running_mean", np.full(8, np.inf, np.float32)), "WEIGHTS_NOT_FINITE"),
        (put("body.norm1.running_var", np.full(8, -1.0, np.float32)), "WEIGHTS_NOT_FINITE"),
    ],
)
def test_what_does_not_fit_is_refused(change: Callable[[Tensors], object], code: str) -> None:
    with pytest.raises(StudyRefused) as error:
        restore(SPEC, 5, changed(change))
    assert error.value.code == code


@pytest.mark.parametrize(
    "wrong", [b"", b"\x80\x04pickle", b"\xff" * 4000, saved()[:-1], saved() + b"x", saved()[8:] * 2]
)
def test_what_is_not_safetensors_is_refused(wrong: bytes) -> None:
    with pytest.raises(StudyRefused):
        restore(SPEC, 5, wrong)


@pytest.mark.parametrize(
    ("spec", "inputs"),
    [
        (replace(SPEC, hidden=(10**9,)), 5),
        (replace(SPEC, hidden=(4096,) * 8), 5),
        (SPEC, 10**12),
        (SPEC, 0),
        (SPEC, 6),
        (replace(SPEC, hidden=(8, 5)), 5),
        (replace(SPEC, members=2), 5),
    ],
)
def test_a_description_that_the_bytes_do_not_fill_is_refused_before_memory_is_taken(
    spec: Spec, inputs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if inputs != 6 and spec.hidden != (8, 5) and spec.members == 1:
        monkeypatch.setattr("clinnet_gui.core.model.network.build", lambda *_: pytest.fail("built"))
    with pytest.raises(StudyRefused):
        restore(spec, inputs, saved())
