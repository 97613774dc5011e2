"""The window stands before anything slow is imported."""

import os
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
slow = ("torch", "pandas", "shap", "sklearn", "scipy.stats", "pyqtgraph")
slow = [name for name in slow if name in sys.modules]
window.close()
assert not slow, slow
print("painted")
"""


def test_without_a_display_the_window_says_so_instead_of_aborting() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-m", "clinnet_gui", "--example"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "no display" in done.stderr


def test_no_slow_module_is_imported_before_the_window_is_painted() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False
    )
    assert "painted" in done.stdout, done.stderr
