"""The trailer: the last 40 bytes hold the SHA-256 of all before them.

SQLite checks no page of its own (one flipped bit passes its integrity check), so the file is
verified before SQLite sees it. SQLite ignores what stands behind its last page.
"""

import hashlib
from collections.abc import Generator
from pathlib import Path

from clinnet_gui.core.study_file.refusal import damaged, foreign, other_format
from clinnet_gui.core.study_file.schema import APPLICATION, OLDEST, VERSION
from clinnet_gui.core.work import Progress

_MARK = b"CLINNET\n"
_LENGTH = len(_MARK) + 32
_CHUNK = 4 << 20
_HEADER = 100
_SQLITE = b"SQLite format 3\0"


def seal(path: Path) -> Generator[Progress, None, None]:
    """Write the trailer at the end of a file."""
    digest = yield from _digest(path, path.stat().st_size)
    with path.open("ab") as file:
        file.write(_MARK + digest)


def verify(path: Path) -> Generator[Progress, None, int]:
    """Return the format of a study file; StudyRefused where it is none, not whole, or of an unknown one."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(_HEADER)
        file.seek(max(0, size - _LENGTH))
        trailer = file.read(_LENGTH)
    if len(header) < _HEADER or not header.startswith(_SQLITE):
        raise foreign(_kind(header))
    if not trailer.startswith(_MARK):
        raise damaged("its end") if _is_ours(header) else foreign("it is another program's database")
    if (yield from _digest(path, size - _LENGTH)) != trailer[len(_MARK) :]:
        raise damaged("its checksum")
    if not _is_ours(header):
        raise foreign("it is another program's database")
    version = int.from_bytes(header[60:64], "big")
    if not OLDEST <= version <= VERSION:
        raise other_format(version, OLDEST)
    return version


def _digest(path: Path, length: int) -> Generator[Progress, None, bytes]:
    """Return the SHA-256 of the first ``length`` bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for start in range(0, length, _CHUNK):
            digest.update(file.read(min(_CHUNK, length - start)))
            yield Progress("Checking the study file", start / length)
    return digest.digest()


def _is_ours(header: bytes) -> bool:
    return int.from_bytes(header[68:72], "big") == APPLICATION


def _kind(header: bytes) -> str:
    """Say what a file is instead, as far as its first bytes tell."""
    if not header:
        return "it is empty (0 bytes)"
    if header.startswith(b"PK"):
        return "it is a zip archive"
    if header.startswith((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")):
        return "it is a Python pickle, which could run code; it was not read"
    return "its first bytes are another format's"
