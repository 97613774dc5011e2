"""Whether there is a screen: Qt aborts the process where there is none."""

import os
import sys

NO_DISPLAY = (
    "There is no display for a window.\n"
    "Use the commands (clinnet --help), or clinnet tour DIR for pictures of every screen.\n"
)


def has_display() -> bool:
    """Whether a window can be shown, or a platform was chosen by QT_QPA_PLATFORM."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def draw_offscreen() -> None:
    """Draw into memory where there is no display. Before the QApplication is made."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
