"""Dropout by bytes: the rate, the expectation, the modes, the generator."""

import pytest
import torch
from torch import nn

from clinnet_gui.core.training.dropout import ByteDropout, with_byte_dropout


def dropout(rate: float, seed: int = 4) -> ByteDropout:
    return ByteDropout(rate, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.4, 0.9])
def test_units_are_dropped_at_the_rate_and_the_expectation_stays(rate: float) -> None:
    out = dropout(rate)(torch.ones(1000, 200))
    dropped = (out == 0).float().mean().item()
    quantised = round(rate * 256) / 256
    assert dropped == pytest.approx(quantised, abs=4 * (rate * (1 - rate) / out.numel()) ** 0.5)
    assert out.unique().tolist() == pytest.approx([0.0, 1 / (1 - quantised)])
    assert out.mean().item() == pytest.approx(1, abs=0.02)


def test_no_unit_or_row_is_favoured() -> None:
    kept = dropout(0.5)(torch.ones(4096, 37)) > 0
    assert (kept.float().mean(dim=0) - 0.5).abs().max() < 5 * 0.5 / 4096**0.5
    assert (kept.float().mean(dim=1) - 0.5).abs().max() < 6 * 0.5 / 37**0.5


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (8, 8), (7, 9)])
def test_any_size_is_cut_from_whole_draws(size: tuple[int, int]) -> None:
    assert dropout(0.5)(torch.ones(size)).shape == size


def test_in_eval_mode_and_at_rate_zero_nothing_happens() -> None:
    x, of = torch.randn(5, 5), dropout(0.5)
    before = of.generator.get_state()
    assert of.eval()(x) is x
    assert dropout(0.0)(x) is x
    assert torch.equal(before, of.generator.get_state()), "no random number is drawn"


def test_the_generator_decides() -> None:
    x = torch.ones(40, 40)
    assert torch.equal(dropout(0.5)(x), dropout(0.5)(x))
    assert not torch.equal(dropout(0.5, 4)(x), dropout(0.5, 5)(x))
    of = dropout(0.5)
    assert not torch.equal(of(x), of(x))


def test_the_gradient_passes_where_the_unit_was_kept() -> None:
    x = torch.ones(30, 30, requires_grad=True)
    out = dropout(0.25)(x)
    out.sum().backward()
    assert torch.equal(x.grad, out.detach())


def test_a_bodys_dropout_is_replaced_where_it_stands() -> None:
    body = nn.Sequential()
    for name, layer in (("linear1", nn.Linear(2, 3)), ("dropout1", nn.Dropout(0.4))):
        body.add_module(name, layer)
    keys = list(body.state_dict())
    with_byte_dropout(body, torch.Generator())
    assert isinstance(body.dropout1, ByteDropout) and body.dropout1.cut == round(0.4 * 256)
    assert [name for name, _ in body.named_children()] == ["linear1", "dropout1"]
    assert list(body.state_dict()) == keys
