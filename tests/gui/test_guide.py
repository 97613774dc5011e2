"""The guide: offline, true to the codes of the program, and opened where the analyst is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument, QTextTable
from pytestqt.qtbot import QtBot

from clinnet_gui.core.files import resource
from clinnet_gui.core.model.heuristics import SIZES
from clinnet_gui.gui.actions import ACTIONS
from clinnet_gui.gui.crash import Crashes
from clinnet_gui.gui.guide import Guide
from clinnet_gui.gui.guide_look import slug
from clinnet_gui.gui.main_window import MainWindow
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.settings import Settings
from clinnet_gui.gui.style import Preference, theme, themes
from clinnet_gui.gui.widgets.step_rail import STEPS

ROOT = Path(__file__).resolve().parents[2]
TEXT = resource("docs/guide.md").read_text(encoding="utf-8")
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
NO_CODES = {
    *("BEGIN", "COMMIT", "NOTICE", "OTHER", "FIRST_COMPLETED"),
    *("AUROC", "PPV"),
    *("CLINNET_HOME", "LOCALAPPDATA", "XDG_DATA_HOME", "O_NONBLOCK", "SC_PAGE_SIZE", "SC_PHYS_PAGES"),
}
"""Capitals in the source that are no code of a finding or an error."""


def codes_in(node: ast.AST) -> set[str]:
    """Every constant below a node that is spelled as a code."""
    texts = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return {text for text in texts if len(text) > 2 and CODE.fullmatch(text)} - NO_CODES


def trees(folder: str) -> Iterator[ast.Module]:
    for path in (ROOT / "clinnet_gui" / folder).rglob("*.py"):
        yield ast.parse(path.read_text(encoding="utf-8"))


def raised_codes() -> set[str]:
    """The codes of the core, and those of the errors that the command line raises itself."""
    found = {code for tree in trees("core") for code in codes_in(tree)}
    raises = (n for tree in trees("cli") for n in ast.walk(tree) if isinstance(n, ast.Raise))
    return found | {code for node in raises for code in codes_in(node)}


def explained_codes() -> list[str]:
    """The codes in the first cells of the tables under Findings."""
    section = TEXT.split("\n## Findings\n")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [code for cell in first_cells for code in re.findall(r"`(\w+)`", cell)]


def test_every_code_that_the_program_raises_is_explained_once() -> None:
    explained = explained_codes()
    assert len(explained) == len(set(explained))
    assert raised_codes() == set(explained)


def test_the_table_of_sizes_is_that_of_the_rules() -> None:
    for rule in SIZES:
        widths = " – ".join(map(str, rule.hidden))
        assert f"| {widths} | {rule.dropout:g} |" in TEXT


def test_every_shortcut_of_the_menus_stands_in_the_guide() -> None:
    table = TEXT.split("\n## Shortcuts\n")[1]
    single = [
        a.shortcut for a in ACTIONS if a.shortcut and not re.fullmatch(r"Ctrl\+[2-4]|Ctrl\+Q", a.shortcut)
    ]
    assert [shortcut for shortcut in single if shortcut not in table] == []


@pytest.fixture
def guide(qtbot: QtBot) -> Guide:
    made = Guide("guide", "Guide")
    qtbot.addWidget(made)
    return made


def test_every_step_has_a_section_of_its_own(guide: Guide) -> None:
    sections = [heading.text for heading in guide.pages.headings if heading.level == 2]
    assert {step.title for step in STEPS} <= set(sections)
    assert len(sections) == len(set(sections))


def test_every_link_leads_to_a_heading(guide: Guide) -> None:
    slugs = {slug(heading.text) for heading in guide.pages.headings}
    links = re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", TEXT)
    assert links
    assert {link.removeprefix("#") for link in links} <= slugs


def test_every_picture_is_there_small_and_drawn(guide: Guide) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)
    assert 1 <= len(pictures) <= 11  # one a page, one a tab of Results, three of what training tells
    for name in pictures:
        assert resource(f"docs/{name}").stat().st_size < 150_000
        image = guide.pages.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        assert not image.isNull()


def test_nothing_else_is_ever_loaded(guide: Guide) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    for name in ("http://example.org/a.png", "file:///etc/hosts", "pictures/../guide.png", "guide.md"):
        assert guide.pages.loadResource(kind, QUrl(name)) is None
    assert not guide.pages.openLinks() and not guide.pages.openExternalLinks()


def top(guide: Guide) -> str:
    """The first heading in sight, where it stands near the upper edge."""
    pages, layout = guide.pages, guide.pages.document().documentLayout()
    scrolled, block = pages.verticalScrollBar().value(), pages.document().begin()
    while block.isValid():
        distance = layout.blockBoundingRect(block).top() - scrolled
        if block.blockFormat().headingLevel() and -2 < distance < 60:
            return block.text()
        block = block.next()
    return ""


def test_a_section_is_brought_to_the_top_and_marked(guide: Guide, qtbot: QtBot) -> None:
    guide.show_section("Score")
    qtbot.waitExposed(guide)
    item = guide.contents.currentItem()
    assert top(guide) == "Score"
    assert item is not None and item.text() == "Score"


def test_a_link_leads_to_a_heading_and_none_leaves_the_guide(guide: Guide, qtbot: QtBot) -> None:
    guide.show_section("")
    qtbot.waitExposed(guide)
    assert top(guide) == "Guide"
    guide.pages.anchorClicked.emit(QUrl("#findings"))
    assert top(guide) == "Findings"
    for elsewhere in ("https://example.org/#data", "architecture.md#data"):
        guide.pages.anchorClicked.emit(QUrl(elsewhere))
        assert top(guide) == "Findings"


def test_the_contents_lead_to_their_headings(guide: Guide, qtbot: QtBot) -> None:
    guide.show_section("")
    qtbot.waitExposed(guide)
    for row in (1, guide.contents.count() // 2):
        guide.contents.setCurrentRow(row)
        guide.contents.itemClicked.emit(guide.contents.item(row))
        assert top(guide) == guide.contents.item(row).text().strip()


def test_the_search_goes_round_and_says_where_nothing_is(guide: Guide) -> None:
    guide.search.setText("Limits")
    starts = []
    for _ in range(50):
        assert guide.find_next()
        starts.append(guide.pages.textCursor().selectionStart())
    assert len(set(starts)) < len(starts)
    guide.search.setText("xyzzy")
    assert not guide.find_next()
    assert guide.result.text() == "Not found."


def test_the_tables_follow_the_theme(guide: Guide) -> None:
    tables = [f for f in guide.pages.document().rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert len(tables) > 10
    for preference in (Preference.DARK, Preference.LIGHT):
        themes.choose(preference)
        grounds = {table.cellAt(0, 0).format().background().color().name().upper() for table in tables}
        assert grounds == {theme().surface}


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Session(), Settings(), Crashes())
    qtbot.addWidget(made)
    yield made
    made.session.shut_down()


def test_f1_opens_the_section_of_the_page_that_is_shown(window: MainWindow) -> None:
    for step in (STEPS[0], STEPS[4]):
        window.show_step(step.key)
        next(action for action in ACTIONS if action.shortcut == "F1").run(window.commands)
        (guide,) = window.findChildren(Guide)
        item = guide.contents.currentItem()
        assert item is not None and item.text() == step.title


def test_what_is_new_opens_the_changelog(window: MainWindow) -> None:
    window.commands.changelog()
    (shown,) = window.findChildren(Guide)
    assert "0.1.0" in shown.pages.toPlainText()
