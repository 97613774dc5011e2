"""From bytes to a raw table: encoding, separator, quotes, names, and every damaged row named."""

from clinnet_gui.core.data.reading.reading import read

__all__ = ["read"]
