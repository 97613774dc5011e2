"""ACTIONS: every command of the menus as data. Only what works now stands here."""

from collections.abc import Callable
from dataclasses import dataclass

from clinnet_gui.gui.commands import Commands
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.step_rail import STEPS


def _always(_: Session) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One command: its menu, its text, what it does, its shortcut, and when it can be done."""

    id: str
    menu: str
    text: str
    run: Callable[[Commands], object]
    shortcut: str = ""
    enabled: Callable[[Session], bool] = _always


MENUS = ("&File", "&Edit", "&Model", "&View", "&Go", "&Help")

ACTIONS = (
    Action("open", "&File", "&Open data or study…", Commands.open, "Ctrl+O"),
    Action("save", "&File", "&Save study", Commands.save, "Ctrl+S", lambda s: s.study.table is not None),
    Action(
        "save_as",
        "&File",
        "Save study &as…",
        Commands.save_as,
        "Ctrl+Shift+S",
        lambda s: s.study.table is not None,
    ),
    Action("predictions", "&File", "&Evaluate predictions…", Commands.evaluate_predictions, "Ctrl+Shift+E"),
    Action("quit", "&File", "&Quit", Commands.quit, "Ctrl+Q"),
    Action("undo", "&Edit", "&Undo", lambda c: c.session.undo(), "Ctrl+Z", lambda s: bool(s.steps.next_undo)),
    Action(
        "redo",
        "&Edit",
        "&Redo",
        lambda c: c.session.redo(),
        "Ctrl+Shift+Z",
        lambda s: bool(s.steps.next_redo),
    ),
    Action(
        "train",
        "&Model",
        "&Train",
        lambda c: c.session.start_training(),
        "F5",
        lambda s: s.study.ready_to_train and not s.training,
    ),
    Action(
        "pause",
        "&Model",
        "&Pause or go on",
        lambda c: c.session.resume() if c.session.paused else c.session.pause(),
        "F6",
        lambda s: s.training,
    ),
    Action(
        "stop",
        "&Model",
        "&Stop and keep best",
        lambda c: c.session.stop_and_keep(),
        "Shift+F5",
        lambda s: s.training,
    ),
    Action(
        "discard",
        "&Model",
        "&Discard the run",
        lambda c: c.session.discard_training(),
        "",
        lambda s: s.training,
    ),
    Action(
        "compare_networks",
        "&Model",
        "&Compare networks",
        lambda c: c.session.compare_networks(),
        "",
        lambda s: s.study.ready_to_train and s.activity is None,
    ),
    Action(
        "test_rates",
        "&Model",
        "Test &learning rates",
        lambda c: c.session.test_rates(),
        "",
        lambda s: s.study.ready_to_train and s.activity is None,
    ),
    Action("zoom_in", "&View", "Zoom &in", Commands.zoom_in, "Ctrl+="),
    Action("zoom_out", "&View", "Zoom &out", Commands.zoom_out, "Ctrl+-"),
    Action("zoom_reset", "&View", "&Usual size", Commands.zoom_reset, "Ctrl+0"),
    *(
        Action(
            f"go_{step.key}",
            "&Go",
            f"&{number} {step.title}",
            lambda c, key=step.key: c.session.go_to(key),  # type: ignore[misc]
            f"Ctrl+{number}",
        )
        for number, step in enumerate(STEPS, 1)
    ),
    Action("guide", "&Help", "&Guide", Commands.guide, "F1"),
    Action("changelog", "&Help", "&What is new", Commands.changelog),
    Action("about", "&Help", "&About clinnet", Commands.about),
)
