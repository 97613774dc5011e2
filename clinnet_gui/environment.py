"""What must stand in the process's environment before numpy, torch or Qt are imported."""

import os
import sys
from pathlib import Path

SETTINGS = {
    "OMP_WAIT_POLICY": "PASSIVE",  # spinning threads made a step fifteen times slower under load
    "OMP_NUM_THREADS": "1",  # these networks are too small to share; the other core is the window's
    "OPENBLAS_NUM_THREADS": "1",  # thin tall matrices: two threads fight for longer than one works
    "MKL_NUM_THREADS": "1",
    "JOBLIB_MULTIPROCESSING": "0",  # loky would start the frozen program anew
}


def prepare() -> None:
    """Set what is not set already."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


def keep_caches_in(folder: Path) -> None:
    """Keep the folder that torch makes when it is imported out of the shared one for temporary files."""
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(folder / "torch"))


def load_torch_before_qt() -> None:
    """On Windows the libraries of torch do not load once Qt is there; elsewhere the window comes first."""
    if sys.platform == "win32":
        import torch  # noqa: F401
