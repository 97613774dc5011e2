"""Colours keep their contrast, and both themes reach every widget."""

import re
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTabWidget
from pytestqt.qtbot import QtBot

from clinnet_gui.core.files import resource
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.style import DARK, LIGHT, Preference, Theme, apply, dress, sheet, theme, themes


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(c: float) -> float:
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    rgb = QColor(colour)
    return 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF())


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda t: t.name)
def test_texts_and_series_can_be_read(colours: Theme) -> None:
    for background in (colours.bg, colours.surface, colours.raised):
        for text in (colours.text, colours.muted, colours.accent, colours.ok, colours.warn, colours.error):
            assert contrast(text, background) >= 4.5, (text, background)
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.text, colours.selection) >= 4.5
    for series in (*colours.series, colours.event, colours.nonevent):
        assert contrast(series, colours.bg) >= 3, series


def test_no_name_is_left_in_the_sheet_and_it_stays_short() -> None:
    assert "@" not in sheet(LIGHT)
    assert "@" not in sheet(DARK)
    assert len(resource("style/clinnet.qss").read_text(encoding="utf-8").splitlines()) <= 200
    for found in re.findall(r"url\(([^)]+)\)", sheet(DARK)):
        assert resource(found.partition("resources/")[2]).is_file()


def test_sizes_follow_the_zoom() -> None:
    assert "font-size: 18pt" in sheet(LIGHT)
    assert "font-size: 27pt" in sheet(LIGHT, 150)


def test_a_choice_reaches_the_palette_and_is_told(qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(themes.changed):
        themes.choose(Preference.DARK)
    assert theme() is DARK
    assert qapp.palette().window().color() == QColor(DARK.bg)
    themes.choose(Preference.LIGHT)
    assert theme() is LIGHT
    assert qapp.palette().window().color() == QColor(LIGHT.bg)


def test_the_font_is_our_own(qapp: QApplication) -> None:
    dress(qapp)
    assert qapp.font().family() == "Inter"


def test_the_check_of_contrast_can_fail() -> None:
    grey = replace(LIGHT, text="#BBBBBB")
    assert contrast(grey.text, grey.bg) < 4.5


@pytest.mark.parametrize("shown", [True, False])
def test_a_zoom_reaches_shown_and_hidden_texts(qtbot: QtBot, shown: bool) -> None:
    title = label("Calibration", "title")
    qtbot.addWidget(title)
    if shown:
        title.show()
    try:
        for percent in (150, 80):
            themes.zoom(percent)
            title.ensurePolished()
            assert title.font().pointSizeF() == pytest.approx(18 * percent / 100)
    finally:
        themes.zoom(100)


def test_no_sheet_is_put_in_place_of_another(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    laid = list[str]()
    monkeypatch.setattr(QApplication, "setStyleSheet", lambda _, text: laid.append(text))
    apply(qapp, theme())
    assert laid == ["", sheet(theme())]


def test_all_know_the_new_font_before_the_sheet_is_laid(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QTabWidget()
    window.addTab(label("AUROC"), "Overview")
    qtbot.addWidget(window)
    window.show()
    found = list[float]()
    lay = QApplication.setStyleSheet

    def laid(app: QApplication, text: str) -> None:
        if text:
            found.extend(part.font().pointSizeF() for part in (window, window.tabBar()))
        lay(app, text)

    monkeypatch.setattr(QApplication, "setStyleSheet", laid)
    try:
        for percent in (150, 80):
            apply(qapp, theme(), percent)
            assert found == [pytest.approx(percent / 10)] * 2
            found.clear()
    finally:
        apply(qapp, theme())
