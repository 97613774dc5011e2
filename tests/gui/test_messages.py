"""Text from a file is shown literally on every surface."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.gui.messages import elided, label, sentence, tip, told_apart

HOSTILE = 'eGFR <60 <img src="file:///etc/passwd"> & <b>x</b>'


def test_a_label_takes_no_markup(qtbot: QtBot) -> None:
    made = label(HOSTILE)
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText
    assert made.text() == HOSTILE


def test_a_tooltip_shows_what_stands_there() -> None:
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setHtml(tip(HOSTILE))
    assert document.toPlainText() == HOSTILE
    assert tip("") == ""


def test_a_long_name_keeps_its_ends_on_one_line() -> None:
    text = "a" * 3_000 + "\n" + "z" * 3_000
    short = elided(text, 40)
    assert len(short) == 40
    assert short[0] == "a" and short[-1] == "z" and "…" in short
    assert elided("two\nlines") == "two lines"


def test_a_finding_reads_as_one_text() -> None:
    finding = Finding("X", Level.NOTE, "Seen.", "Done.", "Advice.")
    assert sentence(finding) == "Seen. Done. Advice."
    assert sentence(Finding("X", Level.NOTE, "Seen.")) == "Seen."


def test_long_names_of_groups_are_told_apart_by_what_differs() -> None:
    sites = tuple(f"University hospital of the {i}th district, medicine" for i in range(3))
    assert told_apart((*sites, "not measured")) == ("…0th…", "…1th…", "…2th…", "not measured")
    assert told_apart(sites[:1]) == sites[:1]
    assert told_apart(("a" * 40, "b" * 40)) == ("a" * 40, "b" * 40)
    assert told_apart((sites[0], sites[0])) == ("…medicine", "…medicine")
