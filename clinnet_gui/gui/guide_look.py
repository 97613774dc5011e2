"""The look of the guide's text: room between lines, quiet tables, headings that links can find."""

import re

from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from clinnet_gui.gui.style import theme

PICTURE = "\ufffc"
"""What stands for a picture in a text."""

LINE_HEIGHT = 135
"""Percent of the font's own."""


def slug(heading: str) -> str:
    """Return the name that a link gives a heading, as web pages made of Markdown have it.

    >>> slug("What it does, and what it does not")
    'what-it-does-and-what-it-does-not'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def lay_out(document: QTextDocument) -> None:
    """Dress a document that was read from Markdown, in the colours in force."""
    whole = QTextCursor(document)
    whole.beginEditBlock()  # laid out once, at the end: ten times faster
    _dress_blocks(document)
    recolour(document)
    whole.endEditBlock()


def recolour(document: QTextDocument) -> None:
    """Give the tables the colours in force; all else takes them from the palette."""
    whole = QTextCursor(document)
    whole.beginEditBlock()
    for frame in document.rootFrame().childFrames():
        _dress_table(frame)
    whole.endEditBlock()


def _dress_blocks(document: QTextDocument) -> None:
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        if PICTURE not in block.text():
            form.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if form.headingLevel():
            form.setTopMargin(28 if form.headingLevel() < 3 else 16)
            form.setBottomMargin(6)
            _name(block)
        QTextCursor(block).setBlockFormat(form)
        block = block.next()


def _name(block: QTextBlock) -> None:
    """Let links find a heading."""
    cursor, named = QTextCursor(block), QTextCharFormat()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    named.setAnchor(True)
    named.setAnchorNames([slug(block.text())])
    cursor.mergeCharFormat(named)


def _dress_table(frame: QTextFrame) -> None:
    """A thin line between rows, the first row on a quiet ground."""
    if not isinstance(frame, QTextTable):
        return
    colours, form = theme(), frame.format()
    form.setCellPadding(5)
    form.setCellSpacing(0)
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(QColor(colours.border)))
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setTopMargin(6)
    form.setBottomMargin(10)
    frame.setFormat(form)
    for column in range(frame.columns()):
        head = frame.cellAt(0, column)
        ground = head.format()
        ground.setBackground(QColor(colours.surface))
        head.setFormat(ground)
