"""Tabs that are made when they are needed: one a call ahead, at once where one is shown or asked for."""

import pytest
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from clinnet_gui.gui.pages.book import MAKERS, Book
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.late_tabs import LateTabs

TITLES = ("First", "Second", "Third")


class Pages:
    """Three tabs, and the titles of those that were made."""

    def __init__(self) -> None:
        self.tabs = LateTabs()
        self.made = list[str]()
        for title in TITLES:
            self.tabs.add_late(title, lambda title=title: self.make(title))

    def make(self, title: str) -> QLabel:
        self.made.append(title)
        return self.tabs.fill(title, QLabel(title), scrolls=title == "Third")


@pytest.fixture
def pages(qtbot: QtBot) -> Pages:
    found = Pages()
    qtbot.addWidget(found.tabs)
    return found


def test_only_what_is_shown_is_made(pages: Pages) -> None:
    assert pages.made == []
    pages.tabs.show()
    assert pages.made == ["First"]
    turned = list[int]()
    pages.tabs.currentChanged.connect(turned.append)
    pages.tabs.setCurrentIndex(2)
    assert pages.made == ["First", "Third"] and turned == [2]
    assert pages.tabs.title == "Third" and isinstance(pages.tabs.currentWidget(), QScrollArea)
    pages.tabs.setCurrentIndex(0)
    pages.tabs.setCurrentIndex(2)
    assert pages.made == ["First", "Third"]


def test_ahead_they_are_made_one_at_a_time_and_stay_in_their_places(pages: Pages) -> None:
    pages.tabs.setCurrentIndex(1)
    for count in (1, 2, 3):
        assert pages.tabs.make_next()
        assert len(pages.made) == count
    assert not pages.tabs.make_next()
    assert [pages.tabs.tabText(i) for i in range(pages.tabs.count())] == list(TITLES)
    assert pages.tabs.currentIndex() == 1
    shown = pages.tabs.currentWidget()
    assert isinstance(shown, QLabel) and shown.text() == "Second"


def test_the_window_makes_one_page_or_one_tab_a_turn(session: Session, qtbot: QtBot) -> None:
    book = Book(session, QLabel())
    qtbot.addWidget(book)
    turns = 0
    while book.make_next():
        turns += 1
    late = book.findChildren(LateTabs)
    assert turns == len(MAKERS) + sum(tabs.count() for tabs in late)
    assert not any(tabs.make_next() for tabs in late)
