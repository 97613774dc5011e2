"""The first look at a file: every byte once, before anything is believed about it.

The survey fixes the file's SHA-256, so that the second reading notices a change, and decides
the encoding from all of the bytes instead of the first few.
"""

import codecs
import hashlib
from dataclasses import dataclass
from io import FileIO

from clinnet_gui.core.data.limits import LONGEST_LINE
from clinnet_gui.core.data.reading.encoding import Encoding, Evidence, choose, declared
from clinnet_gui.core.data.reading.foreign import refuse_binary, refuse_foreign
from clinnet_gui.core.data.reading.opening import Stamp, stamp
from clinnet_gui.core.errors import FileRefused
from clinnet_gui.core.work import Progress, Work

BLOCK = 1 << 20
HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Survey:
    """What a whole pass over the bytes found out."""

    stamp: Stamp
    sha256: str
    encoding: Encoding

    @property
    def size(self) -> int:
        """The file's size in bytes."""
        return self.stamp.size


def survey(file: FileIO, wanted: str = "") -> Work[Survey]:
    """Look at every byte of ``file``; ``wanted`` is the encoding the analyst chose, if any.

    FileRefused where the file is empty, of another kind than text, or one endless line.
    """
    before, head = stamp(file), file.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        _refuse_empty(head, file)
    refuse_foreign(head)
    file.seek(0)
    digest, evidence, lines = hashlib.sha256(), Evidence(), _Lines()
    while block := file.read(BLOCK):
        digest.update(block)
        lines.feed(block)
        if declared(head) is None:
            evidence.feed(block)
        yield Progress("Looking at the file", file.tell() / max(before.size, 1) / 4)
    encoding = choose(head, evidence, wanted)
    refuse_binary(codecs.decode(head, encoding.codec, "replace"))
    return Survey(before, digest.hexdigest(), encoding)


def _refuse_empty(head: bytes, file: FileIO) -> None:
    if len(head) == HEAD and file.read(1):
        return
    size = len(head)
    saw = "The file is empty (0 bytes)." if size == 0 else f"The file holds no text ({size} bytes)."
    raise FileRefused(saw, "Export the table again.", "EMPTY_FILE")


class _Lines:
    """Refuses a file with a line no table has, before it fills the memory."""

    def __init__(self) -> None:
        self._length = 0

    def feed(self, block: bytes) -> None:
        end = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self._length = len(block) - end - 1 if end >= 0 else self._length + len(block)
        if self._length > LONGEST_LINE:
            raise FileRefused(
                f"A line of the file is longer than {LONGEST_LINE >> 20} MB: this is no table.",
                "Export the table as CSV, one patient a line.",
                "NOT_CSV",
            )
