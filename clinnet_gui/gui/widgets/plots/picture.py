"""A plot as a picture: always in the light theme, at a size of its own, with title and legend.

A ``Draw`` paints onto any device; here are the devices: an SVG whose words stay words, a PNG for
print, and the clipboard.
"""

import re
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMargins, QRect, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from clinnet_gui.gui.messages import plain
from clinnet_gui.gui.style import LIGHT
from clinnet_gui.gui.widgets.plots.plot_style import MARGIN

Draw = Callable[[QPainter, QSize], None]
"""Paints a whole plot, of the given size (pixels of 1/96 inch), in the light theme."""

PER_INCH = 96
PRINT = 300
"""Dots an inch of a PNG."""

FALLBACK = "'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
"""What a machine that lacks the program's font draws the words of an SVG with."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a file may hold in a name, and no XML may: a drawing with one cannot be opened."""


def svg(draw: Draw, size: QSize, title: str, description: str) -> bytes:
    """Return the plot as SVG: words as text, title and description for those who do not see it."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setResolution(PER_INCH)
    generator.setDescription(description or title)
    painter = QPainter(generator)
    _paint(draw, painter, size)
    painter.end()
    buffer.close()
    return _finished(bytes(data.data()), size, title)


def _finished(drawn: bytes, size: QSize, title: str) -> bytes:
    """Give the drawing its title, a size in pixels, and words that every machine has a font for."""
    drawn = _NO_XML.sub("", drawn.decode(errors="replace")).encode()
    drawn = re.sub(rb'font-family="([^"]+)"', _with_fallback, drawn)
    pixels = b'width="%d" height="%d"' % (size.width(), size.height())
    drawn = re.sub(rb'width="[\d.]+mm" height="[\d.]+mm"', pixels, drawn, count=1)
    before, _, after = drawn.partition(b"<title>")
    return (
        before
        + f"<title>{plain(_NO_XML.sub('', title))}".encode()
        + b"</title>"
        + after.partition(b"</title>")[2]
    )


def _with_fallback(found: re.Match[bytes]) -> bytes:
    family = found[1] if found[1].isalnum() else b"'%s'" % found[1].replace(b"'", b"")
    return b'font-family="%s, %s"' % (family, FALLBACK.encode())


def image(draw: Draw, size: QSize, dots: int = PRINT) -> QImage:
    """Return the plot as pixels, ``dots`` an inch."""
    scale = dots / PER_INCH
    made = QImage(size * scale, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(scale)
    painter = QPainter(made)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _paint(draw, painter, size)
    painter.end()
    made.setDevicePixelRatio(1.0)
    made.setDotsPerMeterX(round(dots / 0.0254))
    made.setDotsPerMeterY(round(dots / 0.0254))
    return made


def png(draw: Draw, size: QSize) -> bytes:
    """Return the plot as PNG for print: 300 dots an inch."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image(draw, size))
    buffer.close()
    return bytes(data.data())


def copy(draw: Draw, size: QSize) -> None:
    """Put the picture on the clipboard, twice as fine as the screen."""
    QGuiApplication.clipboard().setImage(image(draw, size, 2 * PER_INCH))


def _paint(draw: Draw, painter: QPainter, size: QSize) -> None:
    painter.fillRect(QRect(0, 0, size.width(), size.height()), QColor(LIGHT.bg))
    painter.translate(MARGIN, MARGIN)
    draw(painter, size.shrunkBy(QMargins(MARGIN, MARGIN, MARGIN, MARGIN)))
