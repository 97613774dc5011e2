"""AdamW without the ceremony: torch's own numbers, to the bit."""

import torch
from torch import nn

from clinnet_gui.core.training.adamw import AdamW

DECAYS = (0.1, 0.0)


def parameters() -> list[nn.Parameter]:
    generator = torch.Generator().manual_seed(2)
    found = [nn.Parameter(torch.randn(n, generator=generator)) for n in (33, 5)]
    for parameter in found:
        parameter.grad = torch.zeros_like(parameter)
    return found


def groups(of: list[nn.Parameter]) -> list[dict[str, object]]:
    return [{"params": [p], "weight_decay": decay} for p, decay in zip(of, DECAYS, strict=True)]


def test_fifty_steps_are_torchs_steps() -> None:
    ours, theirs = parameters(), parameters()
    mine = AdamW(ours, DECAYS, 1e-2)
    torchs = torch.optim.AdamW(groups(theirs), lr=1e-2, fused=True)
    generator = torch.Generator().manual_seed(7)
    for step in range(50):
        for own, other in zip(ours, theirs, strict=True):
            other.grad.copy_(own.grad.normal_(generator=generator))
        for optimiser in (mine, torchs):
            optimiser.param_groups[1]["lr"] = 1e-2 / (1 + step)
        with torch.no_grad():
            mine.advance()
        torchs.step()
        assert all(map(torch.equal, ours, theirs))
    for own, other in zip(ours, theirs, strict=True):
        state, expected = mine.state[own], torchs.state[other]
        assert list(state) == list(expected)
        assert all(torch.equal(state[name], expected[name]) for name in state)
        assert state["step"] == 50


def test_after_its_state_is_cleared_it_begins_anew() -> None:
    once, again = parameters(), parameters()
    for of, rounds in ((once, 1), (again, 2)):
        optimiser = AdamW(of, DECAYS, 1e-2)
        for _ in range(rounds):
            optimiser.state.clear()
            for parameter, start in zip(of, parameters(), strict=True):
                parameter.data.copy_(start.data)
                parameter.grad.fill_(0.3)
            with torch.no_grad():
                optimiser.advance()
    assert all(map(torch.equal, once, again))
    assert not any(map(torch.equal, once, parameters()))
