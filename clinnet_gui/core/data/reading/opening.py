"""Opening a file without being held up by it: folders, pipes and devices are refused by name."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from clinnet_gui.core.errors import FileRefused

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the file system says of a file's state: a change of it is a change of the file."""

    size: int
    modified: int  # nanoseconds
    inode: int


@contextmanager
def opened(path: Path) -> Iterator[FileIO]:
    """Open a regular file for reading; FileRefused for anything else, and for failing reads.

    A pipe is recognised before it is opened and opened without waiting, so it never blocks.
    """
    try:
        _expect_file(os.stat(path).st_mode)
        with FileIO(path, opener=_without_waiting) as file:
            _expect_file(os.fstat(file.fileno()).st_mode)
            yield file
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeError):
            raise
        raise _refusal(error) from error


def stamp(file: FileIO) -> Stamp:
    """Return the state of an open file."""
    state = os.fstat(file.fileno())
    return Stamp(state.st_size, state.st_mtime_ns, state.st_ino)


def changed() -> FileRefused:
    """The refusal of a file that another program wrote to meanwhile."""
    return FileRefused(
        "The file changed while it was being read.",
        "Wait until the program that writes it has finished, then open it again.",
        "FILE_CHANGED",
    )


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _expect_file(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kind = next((name for test, name in _KINDS if test(mode)), "no file")
    raise FileRefused(f"This is {kind}, not a file.", "Choose a CSV file.", "NOT_A_FILE")


def _refusal(error: OSError | ValueError) -> FileRefused:
    """The refusal for what the operating system said, without its text (it may name a path)."""
    if isinstance(error, ValueError):
        return FileRefused("The path holds a zero byte.", "Choose another name.", "BAD_PATH")
    if getattr(error, "winerror", None) in (32, 33):
        return FileRefused(
            "Another program (often Excel) has this file open.", "Close it there and retry.", "FILE_LOCKED"
        )
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return FileRefused("There is no such file.", "Check the name and the folder.", "NO_FILE")
        case errno.EACCES | errno.EPERM:
            return FileRefused(
                "You are not permitted to read this file.", "Ask its owner for permission.", "NO_PERMISSION"
            )
        case errno.ENAMETOOLONG | errno.ELOOP | errno.EINVAL:
            return FileRefused("The path is too long or leads in a circle.", "Move the file.", "BAD_PATH")
    return FileRefused(
        "The file could not be read to its end.",
        "Check the drive or the network connection, then retry.",
        "READ_FAILED",
    )
