"""From cells to columns: what each column holds, by which rule it is read, what was noticed."""

from clinnet_gui.core.data.columns.convert import convert, respelled, unreadable
from clinnet_gui.core.data.columns.number import text_of
from clinnet_gui.core.data.columns.understand import understand

__all__ = ["convert", "respelled", "text_of", "understand", "unreadable"]
