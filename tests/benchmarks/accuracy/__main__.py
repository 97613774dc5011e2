"""Measure what is not yet measured, then print every figure and the standing."""

import argparse
import sys

from tests.benchmarks.accuracy import cache
from tests.benchmarks.accuracy.measuring import measure
from tests.benchmarks.accuracy.models import OURS, Model, models
from tests.benchmarks.accuracy.ours import CommandFailed
from tests.benchmarks.accuracy.report import standing_lines, table_lines
from tests.benchmarks.accuracy.scores import Result
from tests.benchmarks.accuracy.splits import case
from tests.benchmarks.accuracy.tables import NAMES, PREPARED, PatientTable, read

SEEDS = 3
"""Splits of a table of few rows; a larger one has one."""


def main() -> int:
    """Return 1 where a model failed."""
    wanted = _arguments()
    if not PREPARED.is_dir():
        print("The published tables (../shared/data/prepared) are not here: nothing to measure.")
        return 0
    chosen = [model for model in models() if not wanted.models or model.name in wanted.models]
    for model in [model for model in chosen if model.version is None]:
        print(f"{model.name}: {model.library} is not installed (pip install -e '.[bench]'); left out.")
        chosen.remove(model)
    results, small, failed = [], [], False
    names = [model.name for model in chosen]
    for name in [name for name in NAMES if not wanted.sets or name in wanted.sets]:
        table = read(name)
        small += [name] if table.is_small else []
        print(
            f"\n{name}: {table.n:,} rows, {table.predictors.shape[1]} predictors, {table.y.mean():.1%} events"
        )
        found, broken = _measured(table, chosen, wanted)
        results += found
        failed |= broken
        print("\n".join(table_lines(name, found, names)), flush=True)
    _print_standing(results, small, names)
    return int(failed)


def _measured(
    table: PatientTable, chosen: list[Model], wanted: argparse.Namespace
) -> tuple[list[Result], bool]:
    """Return the table's results, kept ones and new ones, and whether a model failed."""
    found, failed = [], False
    for seed in range(min(wanted.seeds, SEEDS if table.is_small else 1)):
        split = case(table, seed)
        for model in chosen:
            if model.only_small and not table.is_small:
                continue
            path = cache.place(table, seed, model)
            result = None if model.name in wanted.fresh else cache.recall(path)
            if result is None and not wanted.cached:
                try:
                    result = measure(split, model)
                except CommandFailed as error:
                    print(f"  seed {seed}, {model.name}: {error}")
                    failed = True
                    continue
                cache.keep(path, result)
            found += [result] if result else []
    return found, failed


def _print_standing(results: list[Result], small: list[str], names: list[str]) -> None:
    """Print the standing of the peers beside each of ours in turn: two of ours would share a rank."""
    tables = list(dict.fromkeys(result.table for result in results))
    peers = [name for name in names if name not in OURS]
    for own in [name for name in names if name in OURS] or [None]:
        beside = [*peers, *([own] if own else [])]
        print(f"\nStanding by log-loss over {len(tables)} tables" + (f", beside {own}" if own else ""))
        print("\n".join(standing_lines(results, tables, small, beside)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.accuracy", description=__doc__)
    parser.add_argument("--sets", type=_list, default=[], metavar="A,B", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--models", type=_list, default=[], metavar="A,B", help="by name; + for a comma")
    parser.add_argument(
        "--seeds", type=int, default=SEEDS, metavar="N", help="splits of a small table at most"
    )
    parser.add_argument(
        "--fresh",
        type=_list,
        nargs="?",
        const=list(OURS),
        default=[],
        metavar="A,B",
        help="measure these again, ours where none is named",
    )
    parser.add_argument(
        "--cached", action="store_true", help="print what was measured before, measure nothing"
    )
    return parser.parse_args()


def _list(text: str) -> list[str]:
    return [part.replace("+", ",").strip() for part in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
