"""Scoring: a study's model applied to a file of new patients, nobody lost, nothing silent."""

from clinnet_gui.core.scoring.patients import StructureOpen
from clinnet_gui.core.scoring.scores import NOTICE, Scores, Status
from clinnet_gui.core.scoring.scoring import model_hash, score
from clinnet_gui.core.scoring.writing import write_scores

__all__ = ["NOTICE", "Scores", "Status", "StructureOpen", "model_hash", "score", "write_scores"]
