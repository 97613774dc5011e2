"""The text of a file, piece by piece, while a checksum of its bytes is taken along the way."""

import hashlib
import io
from collections.abc import Iterator
from io import FileIO

PIECE = 1 << 16  # characters: a few milliseconds of work
_LARGEST_PIECE = 1 << 18
_FEWEST = 20  # lines by which a file is judged, however wide it is
_LINES = 64  # at least so many lines a piece, so that wide tables are not cut row by row


class Text:
    """The lines of an open file from its beginning; characters that cannot be read as U+FFFD."""

    def __init__(self, file: FileIO, codec: str) -> None:
        file.seek(0)
        self._bytes = _Hashed(file)
        buffered = io.BufferedReader(self._bytes, PIECE)
        self._text = io.TextIOWrapper(buffered, encoding=codec, errors="replace", newline="")

    @property
    def position(self) -> int:
        """How many bytes were read."""
        return self._bytes.count

    @property
    def sha256(self) -> str:
        """The checksum of the bytes read so far."""
        return self._bytes.digest.hexdigest()

    def head(self, size: int) -> tuple[list[str], bool]:
        """Return the first lines, about ``size`` characters, and whether they are all."""
        lines = self._text.readlines(size)
        while len(lines) < _FEWEST and (line := self._text.readline()):
            lines.append(line)
        return lines, not self._text.readline()

    def pieces(self, skip: int) -> Iterator[tuple[list[str], bool]]:
        """Yield lines with their ends, ``skip`` lines left out; at last an empty piece and True."""
        for _ in range(skip):
            self._text.readline()
        size = PIECE
        while lines := self._text.readlines(size):
            yield lines, False
            mean = sum(map(len, lines)) // len(lines)
            size = min(max(PIECE, _LINES * mean), _LARGEST_PIECE)
        yield [], True


class _Hashed(io.RawIOBase):
    """A raw stream that counts and digests what passes; it leaves closing to the file's owner."""

    def __init__(self, file: FileIO) -> None:
        super().__init__()
        self._file, self.digest, self.count = file, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        taken = self._file.readinto(buffer) or 0
        self.digest.update(buffer[:taken])
        self.count += taken
        return taken
