"""The frozen application's test of itself: the whole job on the example, in a folder of its own."""

import csv
import sys
from pathlib import Path

from clinnet_gui.cli.main import main
from clinnet_gui.core.files import resource

EXAMPLE = "samples/readmission_synthetic.csv"
OUTCOME = ("--outcome", "readmitted_30d", "--event", "yes")


INTERNET = (2, 10, 23, 30, -1)
"""Address families: IPv4; IPv6 on Linux, Windows, macOS; and the default, which is IPv4."""


def internet_sockets() -> list[str]:
    """Return a list that grows by a line whenever this process makes an internet socket.

    The hook stays for the life of the process.
    """
    made: list[str] = []

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.__new__" and arguments[1] in INTERNET:
            made.append(
                f"self-test: a socket of family {arguments[1]} was made; the program must stay offline"
            )

    sys.addaudithook(look)
    return made


def self_test(folder: Path) -> int:
    """Check, train, score, explain and reopen; print what went wrong; return the exit status."""
    table, study, risks = resource(EXAMPLE), folder / "self-test.clinnet", folder / "risks.csv"
    steps = (
        ["check", str(table), *OUTCOME],
        ["train", str(table), *OUTCOME, "--harm-ratio", "5", "--yes", "--out", str(study)],
        ["score", str(study), str(table), "--out", str(risks)],
        ["explain", str(study), "--out", str(folder / "attributions.csv")],
        ["info", str(study)],
    )
    for step in steps:
        print(f"clinnet {' '.join(step[:1])} ...", file=sys.stderr)
        status = main(step)
        if status != 0:
            print(f"self-test: {step[0]} ended with status {status}", file=sys.stderr)
            return status
    return 0 if _as_many_rows(table, risks) else 1


def _as_many_rows(table: Path, risks: Path) -> bool:
    counts = []
    for path in (table, risks):
        with path.open(newline="", encoding="utf-8") as file:
            counts.append(sum(1 for _ in csv.reader(file)))
    if counts[0] != counts[1]:
        print(f"self-test: {counts[0]} rows went in, {counts[1]} came out", file=sys.stderr)
    return counts[0] == counts[1]
