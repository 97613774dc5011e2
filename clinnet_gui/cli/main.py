"""The command line: the same core as the window, results on stdout, everything else on stderr.

Exit status: 0 done; 2 the user can mend it (message and hint are printed); 130 interrupted; 1 a bug.
"""

import argparse
import sys
from types import ModuleType

from clinnet_gui import __version__
from clinnet_gui.cli.printing import print_error
from clinnet_gui.core import log
from clinnet_gui.core.errors import ClinnetError

COMMANDS = ("check", "train", "ablate", "validate", "external", "score", "evaluate", "explain", "info")
USAGE = """clinnet [FILE.csv|FILE.clinnet]   the window
       clinnet --example         the window, which does the job on an example by itself
       clinnet COMMAND ...               one of: check, train, ablate, validate, external, score,
                                        evaluate, explain, info, tour
       clinnet --version"""


def main(argv: list[str]) -> int:
    """Run one command and return its exit status."""
    arguments = _parser().parse_args(argv)
    log.configure()
    try:
        return int(arguments.run(arguments))
    except ClinnetError as error:
        print_error(error, arguments.json)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted; nothing was written.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of stdout has gone, as head does
        sys.stdout = None  # else Python complains when it exits
        return 141
    except Exception as error:  # a bug: said without the texts of others, which may repeat a cell
        print(f"clinnet: an error that should not occur: {log.record(error)}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clinnet",
        usage=USAGE,
        description="From a CSV of patients to a neural network that can be trusted.",
        epilog="Research use; not a medical device.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"clinnet {__version__}")
    commands = parser.add_subparsers(prog="clinnet", dest="command", required=True, metavar="COMMAND")
    for module in _modules():
        module.add_parser(commands)
    return parser


def _modules() -> list[ModuleType]:
    """The commands; each has ``add_parser(commands)``, which sets ``run``."""
    from clinnet_gui.cli import ablate, check, evaluate, explain, external, info, score, train, validate

    return [check, train, ablate, validate, external, score, evaluate, explain, info]
