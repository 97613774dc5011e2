"""Measure what is not yet measured, then print every figure and the standing."""

import argparse
import sys
from collections.abc import Callable

from tests.benchmarks.accuracy.models import BASE, OURS, Model, models
from tests.benchmarks.accuracy.ranks import complete
from tests.benchmarks.accuracy.report import LEGEND, overview_lines, standing_lines, table_lines
from tests.benchmarks.accuracy.running import SEEDS, Run
from tests.benchmarks.accuracy.scores import Result
from tests.benchmarks.accuracy.tables import NAMES, PREPARED, read


def main() -> int:
    """Return 1 where something went wrong."""
    known = models()
    wanted = _arguments([model.name for model in known])
    if not PREPARED.is_dir():
        print("The published tables (../shared/data/prepared) are not here: nothing to measure.")
        return 0
    chosen = _installed([model for model in known if model.name in wanted.models])
    run = Run(chosen, wanted.seeds, frozenset(wanted.fresh), wanted.cached)
    names = [model.name for model in chosen]
    results: list[Result] = []
    small = []
    for name in wanted.sets:
        table = read(name)
        small += [name] if table.is_small else []
        print(f"\n{name}: {table.n:,} rows, {table.predictors.shape[1]} columns, {table.y.mean():.1%} events")
        found = run.results(table)
        results += found
        print("\n".join(table_lines(name, found, names)), flush=True)
    ran = {result.model for result in results}
    _print_standing(complete(results), small, [name for name in names if name in ran])
    print("\n".join(["", LEGEND, *run.troubles]))
    return int(bool(run.troubles))


def _installed(chosen: list[Model]) -> list[Model]:
    for model in chosen:
        if model.version is None:
            print(f"{model.name}: {model.library} is not installed (pip install -e '.[bench]'); left out.")
    return [model for model in chosen if model.version is not None]


def _print_standing(results: list[Result], small: list[str], names: list[str]) -> None:
    """Print the standing of the peers beside each of ours in turn: two of ours would share a rank."""
    tables = list(dict.fromkeys(result.table for result in results))
    peers = [name for name in names if name not in OURS]
    if BASE not in names or not tables:
        return
    print("\n" + "\n".join(overview_lines(results, tables, names)))
    for own in [name for name in names if name in OURS[:2]] or [None]:
        beside = [*peers, *([own] if own else [])]
        print(f"\nStanding by log-loss over {len(tables)} tables" + (f", beside {own}" if own else ""))
        print("\n".join(standing_lines(results, tables, small, beside)))


def _arguments(known: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.accuracy", description=__doc__)
    add, comma = parser.add_argument, "a comma within a name is written +"
    add("--sets", type=_of(list(NAMES)), default=list(NAMES), metavar="A,B", help=", ".join(NAMES))
    add("--models", type=_of(known), default=known, metavar="A,B", help=f"{'; '.join(known)} ({comma})")
    add("--seeds", type=int, default=SEEDS, metavar="N", help=f"splits of a small table ({SEEDS})")
    fresh = "measure these again; without names ours"
    add("--fresh", type=_of(known), nargs="?", const=list(OURS), default=[], metavar="A,B", help=fresh)
    add("--cached", action="store_true", help="print what was measured before, measure nothing")
    return parser.parse_args()


def _of(known: list[str]) -> Callable[[str], list[str]]:
    """Return a reader of names parted by commas; each must be known."""

    def read_names(text: str) -> list[str]:
        names = [part.replace("+", ",").strip() for part in text.split(",")]
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name!r} is none of {'; '.join(known)}")
        return names

    return read_names


if __name__ == "__main__":
    sys.exit(main())
