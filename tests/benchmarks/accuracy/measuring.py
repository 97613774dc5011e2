"""One model on one table under one split, on the clock."""

import importlib
import resource

from tests.benchmarks.accuracy.models import Model
from tests.benchmarks.accuracy.scores import Result, judge
from tests.benchmarks.accuracy.splits import Case


def measure(case: Case, model: Model) -> Result:
    """Train, predict, judge. A peer's import is off the clock; the start of our commands is on it."""
    importlib.import_module(model.module)
    begun = _cpu_seconds()
    risks = model.predict(case)
    spent = _cpu_seconds() - begun
    return Result(case.table.name, case.seed, model.name, judge(case.truth, risks, spent))


def _cpu_seconds() -> float:
    """User and system time of this process and of its children that ended."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)
