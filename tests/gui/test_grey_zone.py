"""The grey zone of the Threshold tab: asked for, moved, kept below the threshold, given up."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from scipy.stats import binomtest

from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.grey_zone import grey_zone
from clinnet_gui.gui.pages.threshold_tab import ThresholdTab
from clinnet_gui.gui.session import Session
from tests.gui.results_study import evaluated


@pytest.fixture
def tab(session: Session, qtbot: QtBot) -> ThresholdTab:
    session.study = evaluated()
    made = ThresholdTab(session)
    qtbot.addWidget(made)
    made.resize(1064, 800)
    made.show()
    made.figures.tabs.setCurrentWidget(made.grey)
    return made


def judged(session: Session) -> Evaluation:
    evaluation = session.study.evaluation
    assert evaluation is not None
    return evaluation


def lines(tab: ThresholdTab) -> list[float]:
    return [line.item.value() for line in tab.zone_lines if line.item.isVisible()]


def test_without_being_asked_for_there_is_no_zone(tab: ThresholdTab, session: Session) -> None:
    assert not tab.grey.asked.isEnabled() and "Choose a threshold first." in tab.grey.flags.text()
    session.set_threshold(0.3)
    assert tab.grey.asked.isEnabled() and not tab.grey.asked.isChecked()
    assert not tab.grey.spin.isVisible() and not tab.grey.table.isVisible() and lines(tab) == []


def test_a_zone_begins_with_the_reasonable_range_and_counts_patients(
    tab: ThresholdTab, session: Session
) -> None:
    session.set_threshold(0.3)
    tab.grey.asked.click()
    assert session.study.decision.rule_out == pytest.approx(0.15)
    tab.grey.spin.setValue(20)
    assert session.study.decision.rule_out == pytest.approx(0.2)
    assert lines(tab) == pytest.approx([0.2, 0.2])
    y, risks = judged(session).y, judged(session).risks
    out, into = risks < 0.2, risks >= 0.3
    shown = {row[0].strip(): row[1] for row in tab.grey.table.texts()}
    for name, share in (
        ("ruled out", out.mean()),
        ("ruled in", into.mean()),
        ("of them found", (into & (y == 1)).mean()),
    ):
        value, bounds = shown[name].split()
        assert float(value) == pytest.approx(1000 * share, abs=1.5)
        wilson = binomtest(round(share * y.size), y.size).proportion_ci(method="wilson")
        assert bounds == f"({1000 * wilson.low:.0f}–{1000 * wilson.high:.0f})"
    assert shown["NPV"].startswith(f"{100 * np.mean(y[out] == 0):.1f} %")
    assert shown["PPV"].startswith(f"{100 * np.mean(y[into]):.1f} %")
    assert "30.0 %" in tab.grey.flags.text()


def test_a_dragged_line_shows_and_decides_when_it_is_let_go(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.3)
    session.set_rule_out(0.1)
    first, second = tab.zone_lines
    first.item.setValue(0.25)
    first.item.sigDragged.emit(first.item)
    assert session.study.decision.rule_out == 0.1
    assert second.item.value() == pytest.approx(0.25) and tab.grey.spin.value() == pytest.approx(25)
    first.item.setValue(0.6)
    first.item.sigPositionChangeFinished.emit(first.item)
    assert session.study.decision.rule_out == 0.3 and lines(tab) == [0.3, 0.3]
    zone = grey_zone(judged(session).curve, 0.3, 0.3)
    shown = [row[1] for row in tab.grey.table.texts()]
    assert zone.here.zones.grey == 0 and shown[3].startswith("0 (0–")


def test_it_ends_with_the_check_box_or_with_a_lower_threshold_and_comes_back(
    tab: ThresholdTab, session: Session
) -> None:
    session.set_threshold(0.3)
    session.set_rule_out(0.1)
    tab.grey.asked.click()
    assert session.study.decision.rule_out is None and lines(tab) == []
    session.undo()
    assert session.study.decision.rule_out == 0.1 and tab.grey.asked.isChecked()
    session.move_threshold(0.05)  # a drag decides nothing: the zone is empty meanwhile
    assert session.study.decision.rule_out == 0.1 and lines(tab) == [0.05, 0.05]
    session.set_threshold(0.05)
    assert session.study.decision.rule_out is None and not tab.grey.asked.isChecked()
    session.undo()
    assert session.study.decision.rule_out == 0.1


def test_where_the_event_is_rarer_the_zones_stand_beside(tab: ThresholdTab, session: Session) -> None:
    session.set_threshold(0.3)
    session.set_rule_out(0.1)
    session.set_prevalence(0.02)
    zone = grey_zone(judged(session).curve, 0.1, 0.3, 0.02)
    assert zone.there is not None
    per = zone.there.zones
    shown = [row[2] for row in tab.grey.table.texts()]
    wanted = ((0, per.ruled_out), (1, per.missed), (3, per.grey), (4, per.grey_events), (6, per.ruled_in))
    assert all(shown[at].startswith(f"{value:,} (") for at, value in wanted), "with their intervals"
    assert shown[8].startswith(f"{100 * zone.there.into.share.value:.1f} % (")
