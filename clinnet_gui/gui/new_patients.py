"""Questions that a file of new patients raises: asked one after the other, then it is scored."""

from PySide6.QtWidgets import QWidget

from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.scoring import StructureOpen
from clinnet_gui.gui import dialogs
from clinnet_gui.gui.session import Session

NOT_NOW = "Do not score"


def settle(session: Session, window: QWidget, waiting: StructureOpen) -> bool:
    """Ask every question of the file and score it; False where the analyst would rather not."""
    answers = waiting.answers
    for question in waiting.questions:
        key = _asked(window, question)
        if key is None:
            return False
        answers = answers.with_answer(question.code, question.column, key)
    session.score_file(waiting.path, answers)
    return True


def _asked(window: QWidget, question: Finding) -> str | None:
    """Return the key of the choice made, None where none was; the proposed one comes first."""
    ranked = sorted(question.options, key=lambda option: option.key != question.proposed)
    keys = {option.text: option.key for option in ranked}
    reply = dialogs.ask(window, question.saw, question.advice, (*keys, NOT_NOW))
    return keys.get(reply)
