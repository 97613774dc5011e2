"""Build the application that needs no Python: ``freeze``, ``check``, ``self-test``.

    python installer/build.py freeze       # the one-folder application into dist/clinnet, checked
    python installer/build.py self-test    # the frozen application checks itself

Only the standard library is used here; PyInstaller is asked for in the project's environment.
"""

import fnmatch
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
BUNDLE = DIST / "clinnet"
PAYLOAD = tomllib.loads((HERE / "payload.toml").read_text(encoding="utf-8"))


def freeze() -> None:
    """Freeze the program into one folder and check what is in it."""
    _require_cpu_torch()
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "pyinstaller>=6.10"], check=True)
    shutil.rmtree(BUNDLE, ignore_errors=True)
    environment = os.environ | {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1750000000", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    folders = [f"--distpath={DIST}", f"--workpath={ROOT / 'build' / 'freeze'}"]
    subprocess.run([*command, *folders, str(HERE / "clinnet_gui.spec")], check=True, env=environment)
    check()


def check() -> None:
    """Fail where the payload holds what it must not, lacks what it needs, or is too large."""
    files = [path for path in BUNDLE.rglob("*") if path.is_file()]
    names = [str(path) for path in files]
    faults = [f"must not be there: {hit}" for p in PAYLOAD["forbidden"] for hit in fnmatch.filter(names, p)]
    faults += [f"missing: {p}" for p in PAYLOAD["required"] if not fnmatch.filter(names, p)]
    megabytes = sum(path.lstat().st_size for path in files if not path.is_symlink()) / 1e6
    if megabytes > PAYLOAD["size_limit_mb"]:
        faults.append(f"{megabytes:.0f} MB, more than {PAYLOAD['size_limit_mb']}")
    if faults:
        sys.exit("The payload is not fit to ship:\n  " + "\n  ".join(faults))
    print(f"dist/clinnet: {len(files)} files, {megabytes:.0f} MB")


def self_test() -> None:
    """Let the frozen application do its whole job offscreen, in an empty home."""
    program = BUNDLE / ("clinnet.exe" if sys.platform == "win32" else "clinnet")
    if not program.exists():
        sys.exit("There is no frozen application yet: run  make freeze  first.")
    home = ROOT / "build" / "self-test-home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    environment = {
        "HOME": str(home),
        "CLINNET_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run([str(program), "--self-test"], check=False, env=environment, cwd=home)
    sys.exit(done.returncode)


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
