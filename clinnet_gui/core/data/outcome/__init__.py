"""The outcome: its levels, which of them are the event, and why a column cannot be one."""

from clinnet_gui.core.data.outcome.judging import Outcome, judge_outcome
from clinnet_gui.core.data.outcome.levels import OutcomeLevel, normalise_events, outcome_levels

__all__ = ["Outcome", "OutcomeLevel", "judge_outcome", "normalise_events", "outcome_levels"]
