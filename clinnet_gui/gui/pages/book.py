"""The pages, each made when it is first needed: the window stands before plots are imported."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.late_tabs import LateTabs


def _model(session: Session) -> QWidget:
    from clinnet_gui.gui.pages.model_page import ModelPage

    return ModelPage(session)


def _training(session: Session) -> QWidget:
    from clinnet_gui.gui.pages.training_page import TrainingPage

    return TrainingPage(session)


def _results(session: Session) -> QWidget:
    from clinnet_gui.gui.pages.results_page import ResultsPage

    return ResultsPage(session)


def _score(session: Session) -> QWidget:
    from clinnet_gui.gui.pages.score_page import ScorePage

    return ScorePage(session)


MAKERS: dict[str, Callable[[Session], QWidget]] = {
    "model": _model,
    "training": _training,
    "results": _results,
    "score": _score,
}


class Book(QStackedWidget):
    """A stack of pages by the key of their step."""

    def __init__(self, session: Session, first: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pages = {"data": first}
        self.addWidget(first)

    def page(self, key: str) -> QWidget:
        """Return the page of a step, made now where it was not."""
        if key not in self._pages:
            self._pages[key] = MAKERS[key](self._session)
            self.addWidget(self._pages[key])
        return self._pages[key]

    def turn_to(self, key: str) -> None:
        """Show the page of a step."""
        self.setCurrentWidget(self.page(key))
        self.page(key).setFocus()

    @property
    def key(self) -> str:
        """The step whose page is shown."""
        return next(key for key, page in self._pages.items() if page is self.currentWidget())

    def make_next(self) -> bool:
        """Make one page, or one tab of a page, ahead of its need; False where all are there."""
        missing = next((key for key in MAKERS if key not in self._pages), None)
        if missing is not None:
            self.page(missing)
        return missing is not None or any(tabs.make_next() for tabs in self.findChildren(LateTabs))
