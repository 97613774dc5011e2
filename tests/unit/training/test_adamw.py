"""AdamW without the ceremony: torch's own numbers, to the bit."""

import subprocess
import sys

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
        mine.parts[1].rate = torchs.param_groups[1]["lr"] = 1e-2 / (1 + step)
        with torch.no_grad():
            mine.advance()
        torchs.step()
        assert all(map(torch.equal, ours, theirs))
    for averages, other in zip(mine.averages(), theirs, strict=True):
        expected = torchs.state[other]
        assert all(map(torch.equal, averages, (expected[name] for name in ("exp_avg", "exp_avg_sq", "step"))))
        assert averages[2] == 50


def test_returned_to_nothing_it_begins_anew() -> None:
    once, again = parameters(), parameters()
    for of, rounds in ((once, 1), (again, 2)):
        optimiser = AdamW(of, DECAYS, 1e-2)
        for _ in range(rounds):
            optimiser.return_to(())
            for parameter, start in zip(of, parameters(), strict=True):
                parameter.data.copy_(start.data)
                parameter.grad.fill_(0.3)
            with torch.no_grad():
                optimiser.advance()
    assert all(map(torch.equal, once, again))
    assert not any(map(torch.equal, once, parameters()))


def test_what_it_returns_to_are_copies() -> None:
    (first, second), start = parameters(), parameters()
    optimiser = AdamW([first, second], DECAYS, 1e-2)
    for parameter in (first, second):
        parameter.grad.fill_(0.3)
    with torch.no_grad():
        optimiser.advance()
        kept, ends = optimiser.averages(), []
        for _ in range(2):
            optimiser.return_to(kept)
            for parameter, other in zip((first, second), start, strict=True):
                parameter.data.copy_(other.data)
            optimiser.advance()
            ends.append(first.clone())
    assert torch.equal(*ends) and kept[0][2] == 1


def test_torchs_compiler_is_not_imported_for_it() -> None:
    """It takes a second and 70 MB, which each process of an ablation would pay."""
    code = (
        "import sys; from tests.unit.training.test_stepper import walked; walked(2);"
        "assert 'torch._dynamo' not in sys.modules, 'imported after all'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
