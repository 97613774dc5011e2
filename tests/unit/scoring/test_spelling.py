"""Another spelling is taken where it is the only one that reads every cell."""

import numpy as np
import pytest

from clinnet_gui.core.data.columns import convert
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.scoring.spelling import Read, read_cells
from clinnet_gui.core.work import drain
from tests.builders import cells, table

ISO = Rule(Kind.DATE, date_order="ymd")
POINT = Rule(Kind.NUMBER, decimal=".")


def read(rule: Rule, *texts: str) -> Read:
    column = cells("x", list(texts))
    raw = table(convert(column, Rule(Kind.TEXT))).raw
    return drain(read_cells(column, rule, "", raw))


@pytest.mark.parametrize(
    ("rule", "texts", "usual"),
    [
        (POINT, ("1,5", "2,25"), ("1.5", "2.25")),
        (POINT, ("1.234,5", "7,25"), ("1234.5", "7.25")),
        (ISO, ("31/12/2020", "01/02/2021"), ("2020-12-31", "2021-02-01")),
        (ISO, ("12/31/2020", "02/01/2021"), ("2020-12-31", "2021-02-01")),
    ],
)
def test_the_only_spelling_that_reads_all_is_taken_and_told(
    rule: Rule, texts: tuple[str, ...], usual: tuple[str, ...]
) -> None:
    found = read(rule, *texts)
    assert np.array_equal(found.column.values, read(rule, *usual).column.values)
    assert [finding.code for finding in found.findings] == ["SPELLING"]
    assert not found.unread.size


@pytest.mark.parametrize(("rule", "text"), [(POINT, "1,234"), (ISO, "01/02/2021")])
def test_where_two_spellings_differ_neither_is_taken(rule: Rule, text: str) -> None:
    found = read(rule, text)
    assert np.isnan(found.column.values).all()
    assert found.unread.tolist() == [0]
    assert [finding.code for finding in found.findings] == ["UNREADABLE"]


def test_two_spellings_that_agree_are_no_doubt() -> None:
    found = read(ISO, "03/03/2021")
    assert np.array_equal(found.column.values, read(ISO, "2021-03-03").column.values)


def test_what_the_rule_reads_is_never_read_otherwise() -> None:
    """1,234 beside a decimal comma's cells would be 1234 by this rule, and stays so."""
    rule = Rule(Kind.NUMBER, decimal=".", thousands=",")
    found = read(rule, "1,234", "12")
    assert found.column.values.tolist() == [1234.0, 12.0]
    assert found.findings == ()
