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
from tests.unit.training.test_loop import SPEC, Loop, material
loop = Loop(material(), SPEC)
assert [drain(loop.advance(step)) for step in (1, 2)]
new = {name for name in set(sys.modules) - before if not name.startswith(("clinnet_gui", "tests"))}
slow = {name for name in new if name.split(".")[0] in ("torch", "numpy", "scipy", "sklearn", "sympy")}
assert len(slow) < 20, sorted(slow)
"""


def test_after_it_the_first_step_imports_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
