"""What a killed program leaves behind: the next start finds it by a note, and removes it.

While a file is written a note in the user's folder says where, and the program holds the note. A
note that nobody holds is that of a program that was killed: what it was writing goes, and the
note with it. So nothing of a patient stays in a temporary file, wherever that was.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clinnet_gui.core.files.places import user_dir

if sys.platform == "win32":

    def _hold(_: int) -> None:
        """Being open is enough: a file that one program holds open cannot be removed by another."""

else:
    import fcntl

    def _hold(file: int) -> None:
        """Lock an open file until it is closed; OSError where another program has locked it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


ENDING = ".part"
"""How the name of a file ends that is being written."""


@contextmanager
def passing(temporary: Path) -> Iterator[None]:
    """Keep a note of a file while it is written, and remove it where it still stands at the end.

    Without a place for notes it goes on without one.
    """
    held: int | None = None
    note = Path()
    with suppress(OSError):
        held, name = tempfile.mkstemp(prefix="writing-", dir=user_dir())
        note = Path(name)
        _hold(held)
        os.write(held, os.fsencode(temporary.absolute()))
    try:
        yield
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if held is not None:
            os.close(held)
            with suppress(OSError):
                note.unlink()


def clear_leftovers() -> int:
    """Remove what killed programs were writing, and return how many files that were."""
    cleared = 0
    with suppress(OSError):
        for note in user_dir().glob("writing-*"):
            with suppress(OSError):
                cleared += _clear(note)
    return cleared


def _clear(note: Path) -> bool:
    """Remove one leftover and its note; OSError where its program still runs."""
    with note.open("rb") as file:
        _hold(file.fileno())
        left = Path(os.fsdecode(file.read()))
        if os.name == "posix":
            note.unlink()
    if os.name != "posix":
        note.unlink()
    if not _is_ours(left):
        return False
    left.unlink()
    return True


def _is_ours(left: Path) -> bool:
    """Whether a path is one that a note may name: whoever wrote into the note, no other file goes."""
    return left.is_absolute() and left.name.startswith(".") and left.name.endswith(ENDING)
