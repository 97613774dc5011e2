"""Saving and opening studies, writing scores."""

from pathlib import Path

from clinnet_gui.core.scoring import Scores
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import Progress, Work


def saving(study: Study, path: Path) -> Work[None]:
    """Write the study file."""
    from clinnet_gui.core.study_file import save

    yield Progress(f"Saving {path.name}")
    yield from save(study, path)


def loading(path: Path) -> Work[Study]:
    """Read a study file."""
    from clinnet_gui.core.study_file import load

    yield Progress(f"Opening {path.name}")
    return (yield from load(path))


def writing_scores(scores: Scores, path: Path) -> Work[None]:
    """Write scores to a CSV file."""
    from clinnet_gui.core.scoring import write_scores

    yield Progress(f"Writing {path.name}")
    yield from write_scores(scores, path)
