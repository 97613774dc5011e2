"""What the tour tries around a plan: other rates, other networks, a rate that is too high, runs."""

from dataclasses import replace

from clinnet_gui.core.training.records import Remedy, Repaired, Spike
from clinnet_gui.gui.pages.training_page import TABS
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.tour.camera import PATIENCE, Tour

TOO_HIGH = 1.0
"""A learning rate at which steps overshoot, for pictures of spikes that are real."""


ENOUGH_NETWORKS = 3
"""Networks of a comparison after which it is stopped and kept: enough for a picture."""


def try_around(tour: Tour) -> None:
    """Other rates, other networks, a rate that is too high; and back to the first network."""
    session = tour.session
    session.test_rates()
    tour.end()
    tour.picture("training-rates")
    session.compare_networks()
    tour.wait(lambda: session.activity is None or _compared(session) >= ENOUGH_NETWORKS, PATIENCE)
    session.stop_and_keep()
    tour.end()
    tour.picture("training-networks")
    _overshoot(tour)
    tour.training.tabs.setCurrentIndex(TABS.index("Runs"))
    tour.training.runs.table.selectAll()
    tour.rest()
    tour.picture("training-runs")
    session.return_to_run(session.study.runs[0].number)
    tour.rest()


def _overshoot(tour: Tour) -> None:
    """Train with too high a rate, and repair the first spike that can be."""
    session, choice = tour.session, tour.session.study.choice
    assert choice is not None
    session.set_spec(replace(choice.spec, learning_rate=TOO_HIGH))
    session.start_training()
    tour.wait(lambda: not session.training or bool(_repairable(session)), PATIENCE)
    session.pause()
    detail = tour.training.course.events.detail
    if _repairable(session):
        tour.training.course.events.choose(_repairable(session)[0])
    tour.picture("training-spike")
    if session.training and detail.remedy.isVisible() and detail.remedy.isEnabled():
        detail.remedy.click()
    session.resume()
    tour.wait(lambda: not session.training or _repaired(session), PATIENCE)
    session.pause()
    tour.picture("training-repaired")
    session.resume()
    tour.end()


def _compared(session: Session) -> int:
    return len(session.ablation.cells) if session.ablation is not None else 0


def records(session: Session) -> list[object]:
    """Return what the running training has told so far."""
    return session.live.records if session.live is not None else []


def _repairable(session: Session) -> list[Spike]:
    spikes = [record for record in records(session) if isinstance(record, Spike)]
    return [s for s in spikes if s.diagnosis is not None and s.diagnosis.remedy is not Remedy.NONE]


def _repaired(session: Session) -> bool:
    return any(isinstance(record, Repaired) for record in records(session))
