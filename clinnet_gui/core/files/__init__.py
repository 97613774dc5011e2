"""Where files stand, and how one is written so that it is wholly old or wholly new."""

from clinnet_gui.core.files.atomic import atomic_target, atomic_write, expect_writable
from clinnet_gui.core.files.leftovers import clear_leftovers
from clinnet_gui.core.files.places import resource, user_dir, user_path

__all__ = [
    "atomic_target",
    "atomic_write",
    "clear_leftovers",
    "expect_writable",
    "resource",
    "user_dir",
    "user_path",
]
