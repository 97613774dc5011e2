"""Build the application that needs no Python: ``freeze``, ``check``, ``self-test``.

    python installer/build.py freeze       # the one-folder application into dist/clinnet, checked
    python installer/build.py check        # whether dist/clinnet is fit to ship
    python installer/build.py self-test    # the frozen application checks itself

Only the standard library is used here; PyInstaller is asked for in the project's environment.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import payload

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
BUNDLE = DIST / "clinnet"
REPRODUCIBLE = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1750000000", "LC_ALL": "C.UTF-8"}


def freeze() -> None:
    """Freeze the program into one folder and check what is in it."""
    _require_cpu_torch()
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--editable", ".[freeze]"], check=True, cwd=ROOT
    )
    shutil.rmtree(BUNDLE, ignore_errors=True)
    print("Freezing takes some minutes ...", flush=True)
    log = _frozen()
    missed = payload.unresolved(log)
    if missed:
        sys.exit(f"{log}\nThe system lacks what the payload needs: {', '.join(missed)}")
    payload.slim(BUNDLE)
    check()
    print(f"frozen in {time.monotonic() - began:.0f} s")


def check() -> None:
    """Fail where the payload holds what it must not, lacks what it needs, or is too large."""
    if not BUNDLE.is_dir():
        sys.exit("There is no frozen application yet: run  make freeze  first.")
    faults = payload.faults(BUNDLE)
    if faults:
        sys.exit("The payload is not fit to ship:\n  " + "\n  ".join(faults))
    print(f"dist/clinnet: {payload.count(BUNDLE)} files, {payload.megabytes(BUNDLE):.0f} MB")


def self_test() -> None:
    """Let the frozen application do its whole job offscreen, in an empty home, and leave nothing there."""
    program = BUNDLE / ("clinnet.exe" if sys.platform == "win32" else "clinnet")
    if not program.exists():
        sys.exit("There is no frozen application yet: run  make freeze  first.")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="clinnet-home-") as home:
        done = subprocess.run(
            [*_without_network(), str(program), "--self-test"], check=False, env=_bare(home), cwd=home
        )
    print(f"self-test: status {done.returncode} after {time.monotonic() - began:.0f} s")
    sys.exit(done.returncode)


def _frozen() -> str:
    """Run PyInstaller and return what it said; its words are shown only where it fails."""
    command = [sys.executable, "-W", "ignore", "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    folders = [f"--distpath={DIST}", f"--workpath={ROOT / 'build' / 'freeze'}"]
    done = subprocess.run(
        [*command, *folders, str(HERE / "clinnet_gui.spec")],
        env=os.environ | REPRODUCIBLE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(done.stdout)
    return done.stdout


def _bare(home: str) -> dict[str, str]:
    """The environment of a user who has nothing: no Python, no locale, no display."""
    if sys.platform == "win32":
        return os.environ | {"CLINNET_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
    return {"HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


def _without_network() -> list[str]:
    """The command that takes the network away from what follows, where this system allows it."""
    alone = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None:
        return []
    done = subprocess.run([*alone, "true"], capture_output=True, check=False)
    return alone if done.returncode == 0 else []


def _require_cpu_torch() -> None:
    """Stop where torch carries CUDA: it would make the application five times as large."""
    import torch

    if torch.version.cuda is not None:
        sys.exit("This torch carries CUDA. Install the CPU build:  pip install torch==2.13.0+cpu")


COMMANDS = {"freeze": freeze, "check": check, "self-test": self_test}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: build.py {'|'.join(COMMANDS)}")
    COMMANDS[sys.argv[1]]()
