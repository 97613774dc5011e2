"""Screening: which column serves what, and what speaks against training with these roles."""

from clinnet_gui.core.data.screening.assembling import (
    Assembled,
    assemble,
    open_questions,
    refusal,
    standing,
)
from clinnet_gui.core.data.screening.roles import propose_roles, untick_leaks

__all__ = [
    "Assembled",
    "assemble",
    "open_questions",
    "propose_roles",
    "refusal",
    "standing",
    "untick_leaks",
]
