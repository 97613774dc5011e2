"""The window stands before anything slow is imported."""

import subprocess
import sys

SCRIPT = """
import sys
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.settings import Settings
app = application()
window = window_of(Settings(), Crashes(app))
window.show()
assert not window.grab().isNull()
slow = [name for name in ("torch", "pandas", "shap", "sklearn", "scipy.stats", "pyqtgraph") if name in sys.modules]
window.close()
assert not slow, slow
print("painted")
"""


def test_no_slow_module_is_imported_before_the_window_is_painted() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False
    )
    assert "painted" in done.stdout, done.stderr
