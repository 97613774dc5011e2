"""How far each step of the rail has come, as a function of the session."""

from clinnet_gui.core.data.findings import Level
from clinnet_gui.core.data.screening import open_questions
from clinnet_gui.core.study import Stage, Study
from clinnet_gui.gui.session import Session


def stages(session: Session) -> dict[str, Stage]:
    """Return the state of each step, by its key."""
    study = session.study
    return {
        "data": _data(study),
        "model": Stage.DONE if study.ready_to_train else Stage.EMPTY,
        "training": _training(study),
        "results": _results(study),
        "score": Stage.DONE if session.scores is not None else Stage.EMPTY,
    }


def _data(study: Study) -> Stage:
    if study.table is None or study.roles is None:
        return Stage.EMPTY
    refused = any(f.level is Level.REFUSE for f in (*study.table.findings, *study.screening))
    if refused or open_questions(study.table, study.roles, study.screening):
        return Stage.ATTENTION
    return Stage.DONE if study.dataset is not None else Stage.EMPTY


def _training(study: Study) -> Stage:
    if study.trained is None:
        return Stage.EMPTY
    return Stage.STALE if study.fit_is_stale else Stage.DONE


def _results(study: Study) -> Stage:
    if study.trained is None:
        return Stage.EMPTY
    if study.fit_is_stale:
        return Stage.STALE
    return Stage.DONE if study.decision.threshold is not None else Stage.ATTENTION
