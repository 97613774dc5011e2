"""The tree of errors a user can cause; every one says what happened and what to do.

    ClinnetError
      FileRefused        a file that cannot be read as a table; nothing changed
      QuestionOpen       the file raises a question that has no safe answer
      AnswerRefused      an answer that fits no question or no choice
      DataRefused        outcome, roles or split with which no model can be trained
      SettingsRefused    a setting out of its range
      RolesBroken        rows handed to a fit that they may not serve: a fault of ours
      TrainingFailed     training ended without a usable network
      StudyRefused       a study file that is damaged, newer, or not ours
      ScoringRefused     new patients that this model cannot score
      ExplanationRefused rows that cannot be explained
      EvaluationRefused  outcomes and risks that cannot be judged
      SavingFailed       a file that could not be written; the old one is untouched

``message`` says what was seen and where, never a patient's value (row numbers only);
``hint`` says what can be done. Anything that is no ClinnetError is a bug. Cancelling is
no error.
"""


class ClinnetError(Exception):
    """What happened and where (``message``), what to do (``hint``), a stable ``code``."""

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


class FileRefused(ClinnetError):
    """The file cannot be read as a table of patients; nothing changed."""


class QuestionOpen(ClinnetError):
    """The file raises a question that has no safe answer, and none was given."""


class AnswerRefused(ClinnetError):
    """An answer that fits no question, or names no choice of it."""


class DataRefused(ClinnetError):
    """With this outcome, these roles or this split no model can be trained."""


class SettingsRefused(ClinnetError):
    """A setting is out of its range."""


class RolesBroken(ClinnetError):
    """Rows were handed to a fit that they may not serve; nothing was fitted."""


class TrainingFailed(ClinnetError):
    """Training ended without a usable network."""


class StudyRefused(ClinnetError):
    """The study file is damaged, was written by a newer version, or is not ours."""


class ScoringRefused(ClinnetError):
    """The model cannot score these patients."""


class ExplanationRefused(ClinnetError):
    """These rows cannot be explained."""


class EvaluationRefused(ClinnetError):
    """These outcomes and risks cannot be judged."""


class SavingFailed(ClinnetError):
    """The file could not be written; what stood there before is untouched."""
