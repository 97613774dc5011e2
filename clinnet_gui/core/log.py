"""The log: what kind of thing went wrong, never with what value.

Third-party errors repeat the cell they fell over ("could not convert string to float: 'Jane
Doe'"), so the log takes the type of an error, our own code and the place in our source, and
never a text that someone else composed.
"""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.files import user_dir

LOGGER = logging.getLogger("clinnet")
_MEGABYTE = 1_000_000


def configure() -> Path | None:
    """Send the log to ``clinnet.log`` in the user's folder, and return its path.

    None where that folder cannot be written to: the program works without a log.
    """
    try:
        path = user_dir() / "clinnet.log"
        handler = RotatingFileHandler(path, maxBytes=_MEGABYTE, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for old in LOGGER.handlers[:]:
        LOGGER.removeHandler(old)
        old.close()
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    return path


def describe(error: BaseException) -> str:
    """Return what may be written of an error: types, our code, and where in the source.

    >>> describe(ValueError("Jane Doe"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    code = f"[{error.code}]" if isinstance(error, ClinnetError) and error.code else ""
    cause = error.__cause__ or error.__context__
    because = f" because of {type(cause).__name__}" if cause is not None else ""
    return " < ".join([type(error).__name__ + code + because, *reversed(places)])


def record(error: BaseException) -> str:
    """Write an error to the log, without its text, and return the line."""
    line = describe(error)
    LOGGER.error(line)
    return line
