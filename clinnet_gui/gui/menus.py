"""The menu bar, made from ACTIONS; recent files, examples and themes are lists of their own."""

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from clinnet_gui.gui.actions import ACTIONS, MENUS, Action
from clinnet_gui.gui.commands import Commands
from clinnet_gui.gui.examples import EXAMPLES
from clinnet_gui.gui.messages import elided
from clinnet_gui.gui.style import Preference

THEMES = {Preference.SYSTEM: "As the &system", Preference.LIGHT: "&Light", Preference.DARK: "&Dark"}


class Menus:
    """The menus of the window; ``refresh`` follows the session."""

    def __init__(self, bar: QMenuBar, commands: Commands) -> None:
        self._commands = commands
        self._menus = {title: bar.addMenu(title) for title in MENUS}
        self._actions = {action.id: self._made(action) for action in ACTIONS}
        opening = self._actions["save"]
        self._recent = QMenu("Open &recent", bar)
        self._menus["&File"].insertMenu(opening, self._recent)
        self._menus["&File"].insertMenu(opening, self._examples(bar))
        self._menus["&File"].insertSeparator(opening)
        self._menus["&File"].insertSeparator(self._actions["quit"])
        self._menus["&View"].insertMenu(self._actions["zoom_in"], self._themes(bar))
        commands.recent_changed.connect(self._list_recent)
        self._list_recent()
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done now, and name what undo would undo."""
        session = self._commands.session
        for action in ACTIONS:
            self._actions[action.id].setEnabled(action.enabled(session))
        for name, step in (("undo", session.steps.next_undo), ("redo", session.steps.next_redo)):
            self._actions[name].setText(f"&{name.capitalize()} {step.lower()}".rstrip())

    def _made(self, action: Action) -> QAction:
        made = self._menus[action.menu].addAction(action.text)
        if action.shortcut:
            made.setShortcut(QKeySequence(action.shortcut))
        made.triggered.connect(lambda: action.run(self._commands))
        return made

    def _list_recent(self) -> None:
        self._recent.clear()
        for path in self._commands.settings.recent:
            there = path.is_file()
            text = elided(path.name, 60).replace("&", "&&") + ("" if there else "  (missing)")
            entry = self._recent.addAction(text)
            entry.setEnabled(there)
            entry.triggered.connect(lambda _=False, path=path: self._commands.open_path(path))
        self._recent.addSeparator()
        self._recent.addAction("&Clear this list").triggered.connect(self._commands.forget_recent)
        self._recent.setEnabled(bool(self._commands.settings.recent))

    def _examples(self, bar: QMenuBar) -> QMenu:
        menu = QMenu("Open an e&xample", bar)
        for key, example in EXAMPLES.items():
            entry = menu.addAction(example.title)
            entry.triggered.connect(lambda _=False, key=key: self._commands.open_example(key))
        return menu

    def _themes(self, bar: QMenuBar) -> QMenu:
        menu = QMenu("&Theme", bar)
        group = QActionGroup(menu)
        for preference, text in THEMES.items():
            entry = menu.addAction(text)
            entry.setCheckable(True)
            entry.setChecked(preference is self._commands.settings.theme)
            entry.triggered.connect(lambda _=False, p=preference: self._commands.choose_theme(p))
            group.addAction(entry)
        return menu
