"""Warming up leaves nothing slow for later."""

import subprocess
import sys

CODE = """
import sys
import clinnet_gui.core.training.training, clinnet_gui.core.training.prediction
import clinnet_gui.core.model.weights, clinnet_gui.core.model.heuristics
slow = ("torch", "sklearn", "scipy.signal", "scipy.optimize")
assert not any(name in sys.modules for name in slow), "importing training is quick"
from clinnet_gui.core.warm_up import warm_up
from clinnet_gui.core.work import Progress, drain
texts = []
drain(warm_up(), lambda record: texts.append(record.text))
assert all(name in sys.modules for name in slow), texts
assert "shap" not in sys.modules, "only the tests compare with it"
assert sys.modules["torch"].get_num_threads() == 1
before = set(sys.modules)
import torch
weight = torch.nn.Parameter(torch.ones(1, 2))
torch.nn.functional.linear(torch.ones(1, 2), weight).sum().backward()
torch.optim.AdamW([weight], fused=True).step()
assert len(set(sys.modules) - before) < 20, "the first step was made already"
"""


def test_after_it_the_first_step_imports_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
