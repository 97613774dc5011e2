"""How well the risks are predicted, beside what else an analyst could use.

``python -m tests.benchmarks.accuracy`` trains every model on the same rows of nine published
tables and judges it on the same rows it never saw: log-loss, AUROC, Brier score, calibration
slope, CPU seconds. The program is used as an analyst uses it: its commands, on CSV files.
"""

import os

# One thread for everybody, set before any of them reads it.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
