"""Entry point of the frozen application: the environment first, then the program."""

import multiprocessing
import os
import sys


def _prepare() -> None:
    """Set what must stand before torch, numba and Qt are imported."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("NUMBA_DISABLE_JIT", "1")  # shap's explainers would compile for seconds
    os.environ.setdefault("JOBLIB_MULTIPROCESSING", "0")  # loky would start the whole program anew
    if sys.platform == "win32":
        import torch  # noqa: F401  # imported after Qt its libraries do not load


if __name__ == "__main__":
    multiprocessing.freeze_support()
    _prepare()
    from clinnet_gui.__main__ import main

    sys.exit(main())
