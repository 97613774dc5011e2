"""How a file is written so that it is wholly old or wholly new, whatever happens meanwhile."""

import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clinnet_gui.core.errors import SavingFailed
from clinnet_gui.core.files.leftovers import ENDING, passing

_STALE_SECONDS = 3_600.0
_LONGEST = 60  # characters of the target's name in its sibling's: with 4 bytes each, as many as may be
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def atomic_write(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``: after a crash at any moment the old or the new file stands there.

    SavingFailed where it cannot be written; the old file is then untouched.
    """
    with atomic_target(path) as temporary:
        temporary.write_bytes(data)


def expect_writable(path: Path, *read: Path) -> None:
    """Raise SavingFailed now where ``path`` could not be written, before hours of work for it; or
    where it is one of the files ``read``, which no result may take the place of."""
    if any(path.exists() and other.exists() and path.samefile(other) for other in read):
        raise SavingFailed(
            f"{path.name} was not written: it is the file to be read.", "Choose another name.", "SAVING"
        )
    try:
        temporary = _sibling(_followed(path))
        with passing(temporary):
            _make(temporary)
    except OSError as error:
        raise _refusal(path, error) from error


@contextmanager
def atomic_target(path: Path, backup: bool = False) -> Iterator[Path]:
    """Give a temporary sibling of ``path`` to write; when the block ends well it takes its place.

    The sibling is brought to the disk before it is renamed, and the folder after it. With
    ``backup`` the file that stood there is kept beside it, with ``.bak`` added to its name.
    Any exception, cancelling too, removes the sibling; OSError becomes SavingFailed. Where
    ``path`` is a link, the file it leads to is written.
    """
    try:
        target = _followed(path)
        temporary = _sibling(target)
        with passing(temporary):
            _make(temporary)
            yield temporary
            _settle(temporary, target, backup)
    except OSError as error:
        raise _refusal(path, error) from error


def _followed(path: Path) -> Path:
    """The file that a link leads to."""
    return Path(os.path.realpath(path))


def _sibling(path: Path) -> Path:
    """Name the temporary file; those of that name that a killed program left go."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "a folder or a device")
    start = f".{path.name[:_LONGEST]}."
    for left in path.parent.glob(f"{_escaped(start)}*{ENDING}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()
    return path.with_name(f"{start}{secrets.token_hex(4)}{ENDING}")


def _make(temporary: Path) -> None:
    """Make the empty file, closed to other users, where there is none of that name."""
    os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _settle(temporary: Path, path: Path, backup: bool) -> None:
    """Bring the sibling to the disk and let it take the target's place."""
    os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    _sync(temporary, os.O_RDWR)
    if backup and path.exists():
        _keep(path, path.with_name(path.name + ".bak"))
    os.replace(temporary, path)
    if os.name == "posix":
        _sync(path.parent, os.O_RDONLY)


def _keep(path: Path, kept: Path) -> None:
    """Let ``kept`` name the old file, without a moment in which ``path`` names none."""
    beside = kept.with_name(f".{kept.name}{ENDING}")
    beside.unlink(missing_ok=True)
    with passing(beside):  # which also removes it where both named one file: renaming did nothing
        try:
            os.link(path, beside)
        except OSError:  # a file system without hard links
            shutil.copy2(path, beside)
        os.replace(beside, kept)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    """The process's mask; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _refusal(path: Path, error: OSError) -> SavingFailed:
    """Say in the analyst's words why nothing was written."""
    if error.errno in _FULL:
        why, hint = "the disk is full", "Free some space, or choose another place."
    elif error.errno == errno.ENAMETOOLONG:
        why, hint = "its name is too long", "Choose a shorter name."
    elif path.is_dir():
        why, hint = "there is a folder of that name", "Choose another name."
    elif path.exists() and not path.is_file():
        why, hint = "a device or a pipe has that name", "Choose another name."
    elif not path.parent.is_dir():
        why, hint = "its folder does not exist", "Choose another place."
    elif error.errno in _FORBIDDEN and sys.platform == "win32" and path.exists():
        why, hint = "another program has it open", "Close it there, then save again."
    elif error.errno in _FORBIDDEN:
        why, hint = "this folder may not be written to", "Choose another place."
    else:
        why, hint = "the system could not write it", "Choose another place."
    return SavingFailed(
        f"{path.name} was not saved: {why}.", f"{hint} What stood there is untouched.", "SAVING"
    )
