"""How bytes become text: what a byte order mark says, else UTF-8 by proof, else a stated guess."""

import codecs
import re
from dataclasses import dataclass

from clinnet_gui.core.data.findings import Finding, Level, Option
from clinnet_gui.core.errors import AnswerRefused

_MARKS = (  # the longer marks first: UTF-32 begins like UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252 (Western Europe)",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp850": "DOS 850 (Western Europe)",
    "mac-roman": "Mac Roman",
    "latin-1": "ISO 8859-1",
    "shift-jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
}
_UNUSED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec of Python, and whether the file proves it or it is a guess."""

    codec: str
    guessed: bool = False

    @property
    def name(self) -> str:
        """How the analyst knows it."""
        return NAMES.get(self.codec, self.codec)


class Evidence:
    """What all bytes of a file say about UTF-8: counted as they stream by."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.beyond_ascii = 0  # characters that UTF-8 explains with two bytes or more
        self.broken = 0  # places that UTF-8 cannot explain
        self.unused = 0  # bytes that Windows-1252 gives no character

    def feed(self, block: bytes) -> None:
        """Count in the next block."""
        if block.isascii():
            return
        text = self._decoder.decode(block)
        broken = text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
        self.broken += max(broken, 0)
        self.beyond_ascii += len(text) - len(text.encode("ascii", "ignore")) - max(broken, 0)
        self.unused += len(_UNUSED_IN_1252.findall(block))


def declared(head: bytes) -> str | None:
    """Return the codec that the first bytes prove: by a mark, or by the zeros of UTF-16."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    pairs = len(head) // 2
    if pairs >= 8:
        low, high = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
        if high > 0.4 * pairs and low < 0.05 * pairs:
            return "utf-16-le"
        if low > 0.4 * pairs and high < 0.05 * pairs:
            return "utf-16-be"
    return None


def choose(head: bytes, evidence: Evidence, wanted: str = "") -> Encoding:
    """Return the encoding: the analyst's, the proven one, or the likelier guess.

    A text that UTF-8 explains nearly everywhere is UTF-8 with damage (the damaged rows are set
    aside); otherwise it is Windows-1252, the encoding of Western Windows programs.
    AnswerRefused where ``wanted`` is none we know.
    """
    if wanted and wanted not in NAMES:
        raise AnswerRefused(
            f"“{wanted}” is no encoding known here.", f"Choose one of: {', '.join(NAMES)}.", "UNKNOWN_ANSWER"
        )
    if wanted:
        return Encoding(wanted)
    codec = declared(head)
    if codec:
        return Encoding(codec)
    if evidence.beyond_ascii >= evidence.broken:
        return Encoding("utf-8", guessed=evidence.broken > 0)
    return Encoding("latin-1" if evidence.unused else "cp1252", guessed=True)


def encoding_finding(encoding: Encoding, names: tuple[str, ...]) -> Finding | None:
    """Return what the analyst should know: nothing for UTF-8, which is what she expects.

    ``names`` are the columns' names: where the guess can be checked without showing a patient.
    """
    if encoding.guessed:
        return Finding(
            "ENCODING_GUESSED",
            Level.NOTE,
            "The text is not valid UTF-8.",
            f"It was read as {encoding.name}.{_to_check(names)}",
            "If letters look wrong, choose another encoding.",
            options=tuple(Option(key, text) for key, text in NAMES.items()),
            answer=encoding.codec,
        )
    if encoding.codec.startswith("utf-8"):
        return None
    return Finding(
        "ENCODING", Level.NOTE, f"The text is {encoding.name}.", f"It was read as {encoding.name}."
    )


def _to_check(names: tuple[str, ...]) -> str:
    foreign = [name for name in names if not name.isascii()][:3]
    return f" Check these names: {', '.join(foreign)}." if foreign else ""
