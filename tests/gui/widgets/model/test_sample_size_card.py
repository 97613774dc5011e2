"""The sample-size card: the core's sentence, its colour, and the C-statistic that can be changed."""

import pytest
from pytestqt.qtbot import QtBot

from clinnet_gui.core.evaluation.sample_size.enough import sufficiency
from clinnet_gui.gui.widgets.model.sample_size_card import KINDS, SampleSizeCard
from tests import builders


@pytest.fixture
def card(qtbot: QtBot) -> SampleSizeCard:
    made = SampleSizeCard()
    qtbot.addWidget(made)
    return made


def test_the_card_says_what_the_core_says(card: SampleSizeCard) -> None:
    trained = builders.trained()
    card.show_plan(trained.dataset, trained.split, trained.fit.encoder)
    found = sufficiency(trained.dataset, trained.split, trained.fit.encoder)
    assert card.sentence.text().endswith(found.sentence)
    assert card.sentence.property("kind") == KINDS[found.level]
    assert f"{found.size.needed[1]:,} for little optimism" in card.sentence.toolTip()
    assert "modest" in card.assumed.text()


def test_another_c_statistic_asks_for_other_numbers(card: SampleSizeCard) -> None:
    trained = builders.trained()
    card.show_plan(trained.dataset, trained.split, trained.fit.encoder)
    card.c.setValue(0.9)
    found = sufficiency(trained.dataset, trained.split, trained.fit.encoder, 0.9)
    assert card.sentence.text().endswith(found.sentence)
    assert card.assumed.text() == ""


def test_nothing_is_said_while_the_columns_are_prepared(card: SampleSizeCard) -> None:
    trained = builders.trained()
    card.show_plan(trained.dataset, trained.split, None)
    assert card.sentence.text() == "" and not card.isEnabled()
