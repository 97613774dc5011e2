"""Where files stand, and how one is written: wholly old or wholly new, a table with its cells kept apart."""

from clinnet_gui.core.files.atomic import atomic_target, atomic_write, expect_writable
from clinnet_gui.core.files.leftovers import clear_leftovers
from clinnet_gui.core.files.places import resource, user_dir, user_path
from clinnet_gui.core.files.tables import csv_writer, no_formula

__all__ = [
    "atomic_target",
    "atomic_write",
    "clear_leftovers",
    "csv_writer",
    "expect_writable",
    "no_formula",
    "resource",
    "user_dir",
    "user_path",
]
