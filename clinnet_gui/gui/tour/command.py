"""The tour as a command."""

import argparse
import sys
from pathlib import Path

from clinnet_gui.core import log
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.gui.app import application, window_of
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.display import draw_offscreen
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.tour.camera import Tour
from clinnet_gui.gui.tour.walk import walk


def tour_main(argv: list[str]) -> int:
    """Take the tour with these arguments; return the exit status."""
    parser = argparse.ArgumentParser(prog="clinnet tour", description="Pictures of every screen.")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?")
    for name in ("outcome", "event", "id"):
        parser.add_argument(f"--{name}", default="")
    arguments = parser.parse_args(argv)
    if arguments.file is not None and not arguments.outcome:
        parser.error("FILE needs --outcome COL")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    try:
        _tour(arguments)
    except ClinnetError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return 2
    sys.stderr.write(f"Pictures are in {arguments.folder}\n")
    return 0


def _tour(arguments: argparse.Namespace) -> None:
    draw_offscreen()
    log.configure()
    app = application()
    crashes = Crashes(app)
    window = window_of(Settings(), crashes)
    window.resize(1280, 720)
    window.show()
    tour = Tour(window, arguments.folder)
    try:
        walk(tour, arguments.file, arguments.outcome, arguments.event, arguments.id)
    finally:
        window.session.shut_down()
        window.session.unsaved = False
        window.close()
