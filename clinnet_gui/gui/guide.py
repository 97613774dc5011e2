"""The guide in a window of its own: the same Markdown that stands in resources/docs, read offline.

Nothing is fetched: pictures come from that folder, and a link leads to a heading or nowhere.
"""

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextBlock, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from clinnet_gui.core.files import resource
from clinnet_gui.gui.guide_look import lay_out, recolour, slug
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.style import themes

PICTURE_WIDTH = 700
"""Width of a picture in the text, in device-independent pixels."""

DEEPEST = 3
"""Headings down to this level stand in the table of contents."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its text and its level (1 the title)."""

    text: str
    level: int


class Pages(QTextBrowser):
    """Shows one document of resources/docs. ``headings`` are found anew with each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings: tuple[Heading, ...] = ()
        self.setOpenLinks(False)
        self.setAccessibleName("Text of the guide")
        self.document().setDocumentMargin(16)
        self.anchorClicked.connect(self._follow)

    def read(self, text: str) -> None:
        """Show a text in Markdown."""
        self.setMarkdown(text)
        lay_out(self.document())
        self.headings = tuple(
            Heading(block.text(), level)
            for block in _blocks(self.document())
            if (level := block.blockFormat().headingLevel())
        )

    def recolour(self) -> None:
        """Take the colours in force."""
        recolour(self.document())

    def show_heading(self, heading: Heading) -> None:
        """Bring a heading to the top."""
        self.scrollToAnchor(slug(heading.text))

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """Return a picture of resources/docs/pictures, and nothing else from anywhere."""
        name = QUrl(url).path()
        if kind != QTextDocument.ResourceType.ImageResource.value or not re.fullmatch(
            r"pictures/\w+\.png", name
        ):
            return None
        ratio = self.devicePixelRatioF()
        picture = QImage(str(resource(f"docs/{name}")))
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = picture.scaledToWidth(round(PICTURE_WIDTH * ratio), smooth)
        picture.setDevicePixelRatio(ratio)
        return picture

    def _follow(self, url: QUrl) -> None:
        """Go to the heading a link names; every other link is left alone."""
        if not url.scheme() and not url.path():
            self.scrollToAnchor(url.fragment())


class Guide(QWidget):
    """One document with its table of contents and a search. ``document`` is its name without .md."""

    def __init__(self, document: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.contents, self.pages = QListWidget(), Pages()
        self.search, self.result = QLineEdit(), label("", "muted")
        self.setWindowTitle(f"{title} – clinnet")
        self.resize(1040, 760)
        self._listed: list[Heading] = []
        self._build()
        self._connect()
        self._read(document)

    def show_section(self, text: str) -> None:
        """Show the section with that heading, the beginning where there is none."""
        heading = next((h for h in self.pages.headings if h.text == text), self.pages.headings[0])
        self.show()
        self.raise_()
        self.activateWindow()
        self.pages.show_heading(heading)
        self.contents.setCurrentRow(self._listed.index(heading) if heading in self._listed else -1)

    def find_next(self) -> bool:
        """Mark the next place that holds the search text, from the beginning after the last one."""
        text = self.search.text().strip()
        found = bool(text) and self.pages.find(text)
        if text and not found:
            cursor = self.pages.textCursor()
            cursor.movePosition(cursor.MoveOperation.Start)
            self.pages.setTextCursor(cursor)
            found = self.pages.find(text)
        self.result.setText("" if found or not text else "Not found.")
        self.result.setVisible(bool(self.result.text()))
        return found

    def _build(self) -> None:
        self.contents.setAccessibleName("Contents")
        self.contents.setFixedWidth(250)
        self.contents.setSpacing(2)
        self.result.hide()
        self.search.setPlaceholderText("Search (Enter for the next place)")
        self.search.setAccessibleName("Search the guide")
        self.search.setClearButtonEnabled(True)
        side = QVBoxLayout()
        for widget in (self.search, self.result, self.contents):
            side.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        row.addLayout(side)
        row.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.contents.itemClicked.connect(self._go)
        self.contents.itemActivated.connect(self._go)
        self.search.returnPressed.connect(self.find_next)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        themes.changed.connect(self.pages.recolour)

    def _read(self, document: str) -> None:
        self.pages.read(resource(f"docs/{document}.md").read_text(encoding="utf-8"))
        self._listed = [h for h in self.pages.headings if 1 < h.level <= DEEPEST]
        self.contents.addItems(["    " * (h.level - 2) + h.text for h in self._listed])

    def _go(self) -> None:
        self.pages.show_heading(self._listed[self.contents.currentRow()])


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    """The paragraphs of a document, in order."""
    found, block = [], document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found
