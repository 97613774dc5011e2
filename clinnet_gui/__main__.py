"""Where the program starts: a command, the tour, or the window; imports follow the choice."""

import sys
from contextlib import suppress
from pathlib import Path

from clinnet_gui.core.files import clear_leftovers, user_dir
from clinnet_gui.environment import keep_caches_in, load_torch_before_qt, prepare


def main(argv: list[str] | None = None) -> int:
    """Run clinnet with these arguments (the process's where None) and return its exit status."""
    prepare()
    with suppress(OSError):  # a home that cannot be written to
        keep_caches_in(user_dir())
        clear_leftovers()
    arguments = sys.argv[1:] if argv is None else argv
    first = arguments[0] if arguments else ""
    if first == "tour":
        load_torch_before_qt()
        from clinnet_gui.gui.tour.command import tour_main

        return tour_main(arguments[1:])
    if first == "--self-test":
        return _self_test()
    if not arguments or _is_for_the_window(arguments):
        load_torch_before_qt()
        from clinnet_gui.gui.app import run

        return run(None if first in ("", "--example") else Path(first), first == "--example")
    from clinnet_gui.cli.main import main as command

    return command(arguments)


def _is_for_the_window(arguments: list[str]) -> bool:
    """Whether this is ``--example`` or one file; a bare word that is no file is a command mistyped."""
    from clinnet_gui.cli.main import COMMANDS

    first = arguments[0]
    if first == "--example":
        return True
    named = bool(Path(first).suffix) or Path(first).exists()
    return len(arguments) == 1 and named and first not in COMMANDS and not first.startswith("-")


def _self_test() -> int:
    """Let the whole program do its job, offline: the command line first, then every screen."""
    import tempfile

    from clinnet_gui.cli.self_test import internet_sockets, self_test
    from clinnet_gui.gui.tour.command import tour_main

    made = internet_sockets()
    with tempfile.TemporaryDirectory(prefix="clinnet-") as folder:
        status = self_test(Path(folder)) or tour_main([folder])
    sys.stderr.writelines(f"{line}\n" for line in made)
    return status or bool(made)


if __name__ == "__main__":
    sys.exit(main())
