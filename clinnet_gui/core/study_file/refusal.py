"""How a study file is refused: always by the same error, naming the part, never its content."""

from clinnet_gui.core.errors import StudyRefused


def damaged(part: str) -> StudyRefused:
    """Return the refusal of a file that is not as it was saved."""
    return StudyRefused(
        f"This study is damaged (part: {part}).",
        "Open the backup beside it (the same name with .bak added), or another copy.",
        "STUDY_DAMAGED",
    )


def foreign(what: str) -> StudyRefused:
    """Return the refusal of a file that no clinnet wrote."""
    return StudyRefused(
        f"This is not a clinnet study: {what}.", "Choose a file ending in .clinnet.", "NOT_A_STUDY"
    )


def other_format(version: int, oldest: int) -> StudyRefused:
    """Return the refusal of a file of a format that this clinnet does not read, whose ``oldest`` is given."""
    if version < oldest:
        return StudyRefused(
            f"This study was saved by an older clinnet (format {version}; {oldest} and later are read).",
            "Open it with the clinnet that saved it, or begin anew from its table. The file was not changed.",
            "STUDY_OLDER",
        )
    return StudyRefused(
        f"This study was saved by a newer clinnet (format {version}).",
        "Update clinnet, then open it again. The file was not changed.",
        "STUDY_NEWER",
    )
