"""One run of the benchmark: results kept from before, and those still to be measured."""

from dataclasses import dataclass, field

from tests.benchmarks.accuracy import cache
from tests.benchmarks.accuracy.measuring import measure
from tests.benchmarks.accuracy.models import Model
from tests.benchmarks.accuracy.ours import CommandFailed
from tests.benchmarks.accuracy.scores import Result
from tests.benchmarks.accuracy.splits import Case, case
from tests.benchmarks.accuracy.tables import PatientTable

SEEDS = 3
"""Splits of a table of few rows; a larger one has one: its test rows are many."""


@dataclass(slots=True)
class Run:
    """Which ``models``, under how many splits of a small table; those ``fresh`` are measured again; with
    ``only_kept`` nothing is measured. What went wrong is gathered in ``troubles``."""

    models: list[Model]
    seeds: int = SEEDS
    fresh: frozenset[str] = frozenset()
    only_kept: bool = False
    troubles: list[str] = field(default_factory=list)

    def results(self, table: PatientTable) -> list[Result]:
        """Return a table's results, the models in turn under each split."""
        models = [model for model in self.models if model.suits(table)]
        splits = [case(table, seed) for seed in range(self.seeds if table.is_small else 1)]
        found = [self._result(split, model) for split in splits for model in models]
        return [result for result in found if result is not None]

    def _result(self, split: Case, model: Model) -> Result | None:
        path = cache.place(split.table, split.seed, model)
        kept = None if model.name in self.fresh else cache.recall(path)
        if kept is not None or self.only_kept:
            return kept
        where = f"{split.table.name}, split {split.seed}, {model.name}"
        try:
            result = measure(split, model)
        except CommandFailed as error:
            self.troubles.append(f"{where}: {error}")
            return None
        if cache.place(split.table, split.seed, model) != path:
            self.troubles.append(f"{where}: the program was changed meanwhile; measured, not kept")
        else:
            cache.keep(path, result)
        return result
