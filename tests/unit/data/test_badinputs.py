"""Each file with one defect gives exactly its codes and its level, and --yes settles them all."""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.data.columns import convert, unreadable
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.intake import load, reread
from clinnet_gui.core.data.screening import assemble, open_questions, propose_roles, standing
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.work import drain

NUMBERS = range(78)
WITH_OUTCOME = range(33, 49)


def _file(shared: Path, number: int) -> Path:
    return next((shared / "badinputs").glob(f"{number:02d}_*.csv"))


@lru_cache
def _loaded(path: Path) -> Table:
    return drain(load(path))


def _found(path: Path, number: int) -> tuple[set[str], Level]:
    """The codes and the highest level of a file, as the check command reports them."""
    try:
        table = _loaded(path)
        findings: tuple[Finding, ...] = table.findings
        if number in WITH_OUTCOME:
            assembled = drain(assemble(table, propose_roles(table, "died")))
            findings = (*standing(table, assembled.roles), *assembled.findings)
    except ClinnetError as refused:
        assert refused.message and refused.hint
        return {refused.code}, Level.REFUSE
    levels = [finding.level for finding in findings]
    return {f.code for f in findings}, max(levels, key=list(Level).index, default=Level.OK)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_file_raises_exactly_its_findings(shared: Path, number: int) -> None:
    path = _file(shared, number)
    expected = json.loads((shared / "badinputs" / "expected.json").read_text())[path.name]
    codes, level = _found(path, number)
    assert codes == set(expected["codes"])
    assert level == expected["level"]


def _with_yes(path: Path) -> Table | None:
    try:
        return drain(load(path, Answers(yes=True)))
    except ClinnetError:
        return None


@pytest.mark.parametrize("number", NUMBERS)
def test_yes_leaves_no_question_open_and_rules_alone_repeat_the_reading(shared: Path, number: int) -> None:
    table = _with_yes(_file(shared, number))
    if table is None:
        return
    assert not table.questions
    assert drain(reread(table, table.answers)).findings == table.findings
    for column in table.columns:
        again = convert(column.cells, column.rule, column.unit)
        assert again.levels == column.levels
        assert np.array_equal(again.codes, column.codes)
        assert np.array_equal(again.values, column.values, equal_nan=True)
        assert unreadable(column.cells, column.rule).size == 0
    if "died" in table.names:
        assembled = drain(assemble(table, propose_roles(table, "died"), table.answers))
        refused = any(f.level is Level.REFUSE for f in assembled.findings)
        assert (assembled.dataset is None) == refused
        assert not open_questions(table, assembled.roles, assembled.findings)


SECRETS = ("Jane", "Smith", "x.org", "555-0", "123-45", "1941", "00004", "420", "1.23457", "patient note")


@pytest.mark.parametrize("number", NUMBERS)
def test_no_message_holds_a_value_of_a_patient(shared: Path, number: int) -> None:
    path = _file(shared, number)
    try:
        table = _loaded(path)
    except ClinnetError as refused:
        said = refused.message + refused.hint
    else:
        named = "died" in table.names
        screened = drain(assemble(table, propose_roles(table, "died"))).findings if named else ()
        said = " ".join(f.saw + f.did + f.advice for f in (*table.findings, *screened))
    assert not [secret for secret in SECRETS if secret in said]
