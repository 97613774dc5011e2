"""Text from a file is shown literally: the one place that escapes it, and the app's wording.

Labels, tooltips, message boxes and plot legends read ``eGFR <60`` as HTML and lose half of it.
"""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.spelling import elided, quantity

__all__ = [
    "LEVELS",
    "NOTICE",
    "OFFLINE",
    "elided",
    "label",
    "plain",
    "quantity",
    "sentence",
    "tip",
    "told_apart",
]
"""Names and numbers are spelled in ``core.spelling``, for the command line too."""

NOTICE = "Research use; not a medical device."
OFFLINE = "Files are read on this computer only. Nothing is sent anywhere."

LEVELS = {
    Level.REFUSE: "Cannot go on",
    Level.FLAG: "Rows set aside",
    Level.ASK: "Question",
    Level.WARN: "Warning",
    Level.NOTE: "Note",
    Level.OK: "Fine",
}
"""What each level is called, the most urgent first."""


def plain(text: str) -> str:
    """Escape ``text`` for a surface that reads rich text (plot labels, legends).

    >>> plain("eGFR <60")
    'eGFR &lt;60'
    """
    return html.escape(text, quote=False)


def tip(text: str) -> str:
    """Return a tooltip that shows ``text`` literally and breaks long lines.

    >>> tip("a < b")
    '<qt>a &lt; b</qt>'
    """
    return f"<qt>{plain(text)}</qt>" if text else ""


def told_apart(names: tuple[str, ...], limit: int = 24) -> tuple[str, ...]:
    """Return names of groups without the words that all those longer than ``limit`` begin and end with,
    so that what tells them apart is not what is elided.

    >>> told_apart(("Hospital of the North, medicine", "Hospital of the South, medicine", "other"))
    ('…North,…', '…South,…', 'other')
    """
    long = [name.split() for name in names if len(name) > limit]
    if len(long) < 2:
        return names
    shortest = min(map(len, long)) - 1
    head = next((i for i in range(shortest) if len({words[i] for words in long}) > 1), shortest)
    most = shortest - head
    tail = next((i for i in range(most) if len({words[-1 - i] for words in long}) > 1), most)
    cut = {name: name.split()[head : len(name.split()) - tail] for name in names if len(name) > limit}
    before, after = "…" if head else "", "…" if tail else ""
    return tuple(f"{before}{' '.join(cut[name])}{after}" if name in cut else name for name in names)


def label(text: str = "", kind: str = "", parent: QWidget | None = None) -> QLabel:
    """Return a label that shows ``text`` literally and wraps.

    ``kind`` names a style: "title", "purpose", "heading", "muted", "value", "ok", "warn",
    "error" (see ``style``).
    """
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(True)
    if kind:
        made.setProperty("kind", kind)
    return made


def sentence(finding: Finding) -> str:
    """Return a finding as running text: what was seen, what was done, what can be done."""
    return " ".join(part for part in (finding.saw, finding.did, finding.advice) if part)
