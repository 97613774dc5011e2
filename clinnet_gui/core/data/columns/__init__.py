"""From cells to columns: what each column holds, by which rule it is read, what was noticed."""

from clinnet_gui.core.data.columns.convert import convert, unreadable
from clinnet_gui.core.data.columns.number import text_of
from clinnet_gui.core.data.columns.understand import understand

__all__ = ["convert", "text_of", "understand", "unreadable"]
