"""Scoring: a study's model applied to a file of new patients, nobody lost, nothing silent."""

from clinnet_gui.core.scoring.scores import NOTICE, Scores, Status

__all__ = ["NOTICE", "Scores", "Status"]
