"""External validation: the study's network judged on the patients of another file."""

from pathlib import Path

from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.scoring.external import ExternalValidation
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import Progress, Work


def validating(
    study: Study, path: Path, answers: Answers | None, leave_out_same: bool
) -> Work[ExternalValidation | ClinnetError]:
    """Judge the patients of a file; without ``answers`` those of the training table hold. A refusal is a
    result too: it is said where the figures would stand."""
    from clinnet_gui.core.scoring.external import validate_external

    yield Progress(f"Reading {path.name}")
    if answers is None:
        answers = study.trained.dataset.table.answers if study.trained else Answers()
    try:
        return (yield from validate_external(study, path, answers, leave_out_same))
    except ClinnetError as refused:
        return refused
