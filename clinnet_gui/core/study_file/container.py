"""The container: one SQLite file with a JSON document and its numbered blobs.

It is written new each time into an empty file, without a journal (the rename makes it atomic),
and read as what it must be: our two tables and nothing else, immutable, no trigger, no view, no
extension.
"""

import errno
import json
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from clinnet_gui.core.codec import Blobs, Malformed, parse
from clinnet_gui.core.study_file.blobs import Stored, check, restore, store
from clinnet_gui.core.study_file.refusal import damaged
from clinnet_gui.core.study_file.schema import APPLICATION, LARGEST_DOCUMENT, MOST_PARTS, VERSION
from clinnet_gui.core.work import Progress

_TABLES = {
    "document": "CREATE TABLE document (id INTEGER PRIMARY KEY CHECK (id = 1), body BLOB NOT NULL) STRICT",
    "blob": "CREATE TABLE blob (id INTEGER PRIMARY KEY, dtype TEXT NOT NULL, kept TEXT NOT NULL,"
    " shape TEXT NOT NULL, coding TEXT NOT NULL, body BLOB NOT NULL) STRICT",
}
_ALLOWANCE = 128 << 20
_GROWTH = 20
"""A file may unpack to 20 times its size and 128 MB (usual: 5 times): more is a bomb, not a study."""

_WHY = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}


def write(path: Path, text: str, blobs: Blobs) -> Generator[Progress, None, None]:
    """Write the document and its blobs into the empty file ``path``; OSError where that fails."""
    with _as_os_errors(), closing(sqlite3.connect(path, isolation_level=None)) as file:
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"user_version = {VERSION}"):
            file.execute(f"PRAGMA {setting}")
        file.execute(f"PRAGMA application_id = {APPLICATION}")
        file.execute("BEGIN")
        for statement in _TABLES.values():
            file.execute(statement)
        file.execute("INSERT INTO document VALUES (1, ?)", (text.encode(),))
        for number, blob in enumerate(blobs.held):
            yield Progress("Saving", number / len(blobs.held))
            file.execute("INSERT INTO blob VALUES (?, ?, ?, ?, ?, ?)", (number, *_row(store(blob))))
        file.execute("COMMIT")


def _row(stored: Stored) -> tuple[str, str, str, str, bytes]:
    return stored.dtype, stored.kept, json.dumps(stored.shape), stored.coding, stored.body


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """SQLite's words for a full or forbidden disk are those of the system."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise OSError(_WHY.get(code, errno.EIO), "SQLite could not write") from error


def read(path: Path) -> Generator[Progress, None, tuple[bytes, Blobs]]:
    """Return the document's text and the blobs of a verified file; StudyRefused where it is not as
    it must be."""
    try:
        with closing(_opened(path)) as file:
            _check_tables(file)
            text = _document(file)
            return text, (yield from _blobs(file, path.stat().st_size))
    except (sqlite3.Error, Malformed, OverflowError, UnicodeError) as error:
        raise damaged("container") from error


def _opened(path: Path) -> sqlite3.Connection:
    """Open for reading alone; ``immutable`` leaves a journal that lies beside the file unread."""
    file = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True, isolation_level=None)
    file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(1000, min(path.stat().st_size, 1_000_000_000)))
    file.execute("PRAGMA trusted_schema = OFF")
    file.execute("PRAGMA cell_size_check = ON")
    return file


def _check_tables(file: sqlite3.Connection) -> None:
    found = {
        name: (kind, sql) for kind, name, sql in file.execute("SELECT type, name, sql FROM sqlite_schema")
    }
    if found != {name: ("table", sql) for name, sql in _TABLES.items()}:
        raise Malformed("other tables than ours")


def _document(file: sqlite3.Connection) -> bytes:
    rows = file.execute("SELECT body FROM document").fetchall()
    if len(rows) != 1 or not isinstance(rows[0][0], bytes) or not fits(rows[0][0]):
        raise Malformed("no document")
    return rows[0][0]


def fits(text: bytes) -> bool:
    """Whether a document is small enough to be read: JSON of empty lists takes twenty times its length."""
    return len(text) <= LARGEST_DOCUMENT and text.count(b"[") + text.count(b"{") <= MOST_PARTS


def _blobs(file: sqlite3.Connection, size: int) -> Generator[Progress, None, Blobs]:
    """Read blob after blob, within the bounds of what a study of this size can hold."""
    blobs, left = Blobs(), _ALLOWANCE + _GROWTH * size
    for number, *fields in file.execute("SELECT id, dtype, kept, shape, coding, body FROM blob ORDER BY id"):
        stored = _stored(fields)
        left -= stored.size
        if number != len(blobs.held) or left < 0:
            raise Malformed("blobs that cannot be")
        blobs.keep(restore(stored))
        yield Progress("Reading the study")
    return blobs


def _stored(fields: list[object]) -> Stored:
    dtype, kept, shape, coding, body = fields
    texts = (
        isinstance(dtype, str)
        and isinstance(kept, str)
        and isinstance(coding, str)
        and isinstance(shape, str)
    )
    if not texts or not isinstance(body, bytes):
        raise Malformed("a blob without a description")
    stored = Stored(str(dtype), str(kept), _shape(str(shape)), str(coding), body)
    check(stored)
    return stored


def _shape(text: str) -> tuple[int, ...]:
    numbers = parse(text)
    if not isinstance(numbers, list) or not all(type(n) is int and 0 <= n < 2**40 for n in numbers):
        raise Malformed("a blob of no shape")
    return tuple(numbers)
