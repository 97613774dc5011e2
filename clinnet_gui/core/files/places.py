"""Where the program's files stand: the same in a checkout, an installed wheel and the frozen application."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def resource(name: str) -> Path:
    """Return the path of a file or folder that ships with the program, as ``samples/x.csv``.

    FileNotFoundError where there is none: then the installation is incomplete.
    """
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen)] if frozen else [_PACKAGE, _PACKAGE.parent]
    for root in roots:
        found = root / "resources" / name
        if found.exists():
            return found
    raise FileNotFoundError(f"resources/{name}")


def user_dir() -> Path:
    """Return the program's own folder of this user (settings, log), made if need be.

    ``CLINNET_HOME`` names another one. It is closed to other users. OSError where it cannot be made.
    """
    folder = user_path()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def user_path() -> Path:
    """Return where ``user_dir`` stands or would stand; nothing is made."""
    named = os.environ.get("CLINNET_HOME")
    return Path(named) if named else _system_dir() / "clinnet"


def _system_dir() -> Path:
    """The folder in which this system keeps a user's program data."""
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
