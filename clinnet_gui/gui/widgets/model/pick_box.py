"""A box that shows one setting of a few, and lists the options."""

from PySide6.QtWidgets import QComboBox, QWidget

from clinnet_gui.core.model.spec import Spec
from clinnet_gui.gui.widgets.model.settings_picks import Pick


class PickBox(QComboBox):
    """The options of a Pick; a value from elsewhere joins them while it is in force."""

    def __init__(self, pick: Pick, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pick = pick
        for value, words in pick.options:
            self.addItem(words, value)
        self.setAccessibleName(pick.name)
        self.setAccessibleDescription(pick.hint)

    def show_spec(self, spec: Spec) -> None:
        """Show the setting as it is in ``spec``."""
        while self.count() > len(self._pick.options):
            self.removeItem(self.count() - 1)
        value, values = self._pick.read(spec), [value for value, _ in self._pick.options]
        if value not in values:
            self.addItem(self._pick.words(spec), value)
            values.append(value)
        self.setCurrentIndex(values.index(value))

    def put(self, spec: Spec) -> Spec:
        """Return ``spec`` with the setting that is picked."""
        return self._pick.write(spec, self.currentData())
