"""The study file: one file that holds the whole study, written whole, checked before it is read."""

from clinnet_gui.core.study_file.opening import Description, describe, load
from clinnet_gui.core.study_file.saving import save

__all__ = ["Description", "describe", "load", "save"]
