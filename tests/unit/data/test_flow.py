"""The flow of the participants adds up, on invented files with one fault each and on published tables."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.flow import NOT_DRAWN, REASONS, Flow, participant_flow
from clinnet_gui.core.data.intake import load
from clinnet_gui.core.data.reading.inspection import _MEANINGS
from clinnet_gui.core.data.screening import assemble, propose_roles
from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.splitting import cross_fitted, four_parts, make_split
from clinnet_gui.core.data.table import Quarantined
from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.work import drain
from tests.builders import Patients, dataset


def adds_up(flow: Flow) -> bool:
    aside = sum(reason.rows for reason in flow.aside)
    return (
        flow.read == aside + flow.sound
        and flow.sound == flow.without_outcome + flow.usable.rows
        and flow.usable.rows == sum(part.rows for part in flow.parts)
        and all(0 <= part.patients <= part.rows for part in (flow.usable, *flow.parts))
    )


@pytest.mark.parametrize("number", range(78))
def test_every_row_of_a_faulty_file_is_somewhere(shared: Path, number: int) -> None:
    path = next((shared / "badinputs").glob(f"{number:02d}_*.csv"))
    try:
        table = drain(load(path, Answers(yes=True)))
    except ClinnetError:
        return
    numbered = sorted([*table.raw.rows.tolist(), *(q.row for q in table.raw.quarantined)])
    assert numbered == list(range(1, len(numbered) + 1))
    outcome = "died" if "died" in table.names else table.names[-1]
    assembled = drain(assemble(table, propose_roles(table, outcome), Answers(yes=True)))
    if assembled.dataset is None:
        return
    try:
        split = make_split(assembled.dataset, 1)
    except ClinnetError:
        return
    flow = participant_flow(assembled.dataset, split)
    assert adds_up(flow) and not flow.at_least
    assert Counter({r.why: r.rows for r in flow.aside}) == Counter(
        REASONS[q.code] for q in table.raw.quarantined
    )
    dropped = sum(f.count for f in assembled.findings if f.code == "OUTCOME_ROWS_DROPPED")
    assert flow.without_outcome == dropped


@pytest.mark.parametrize(("name", "rows"), [("support2", 9_105), ("heart_failure", 299), ("pima", 768)])
def test_published_tables_add_up(shared: Path, name: str, rows: int) -> None:
    table = drain(load(shared / "data" / "prepared" / f"{name}.csv"))
    data = drain(assemble(table, propose_roles(table, "outcome"))).dataset
    assert data is not None
    flow = participant_flow(data, make_split(data, 1))
    assert adds_up(flow) and flow.read == flow.usable.rows == rows and not flow.aside


def test_visits_are_counted_by_patient_too(shared: Path) -> None:
    table = drain(load(shared / "data" / "survival_pbcseq" / "pbcseq.csv"))
    roles = propose_roles(table, "status", event=("2",), id="id")
    data = drain(assemble(table, roles, Answers(yes=True))).dataset
    assert data is not None
    flow = participant_flow(data, cross_fitted(data, 1, 0.2))
    assert flow.by_patient and (flow.usable.rows, flow.usable.patients) == (1_945, 312)
    assert sum(part.patients for part in flow.parts) == 312, "no patient stands in two parts"


def test_events_of_the_test_part_stay_covered() -> None:
    data = dataset(Patients())
    split = four_parts(data, 1)
    covered, opened = participant_flow(data, split), participant_flow(data, split, opened=True)
    assert covered.parts[-1].events is None and covered.parts[-1].rows == split.counts[Part.TEST]
    assert opened.parts[-1].events == split.events[Part.TEST]
    assert covered.parts[:-1] == opened.parts[:-1]


def test_rows_without_outcome_and_rows_left_out_are_told() -> None:
    data = dataset(Patients())
    fewer = replace(data, rows=data.rows[:590], y=data.y[:590], patients=data.patients[:590])
    flow = participant_flow(fewer, cross_fitted(fewer, 1), left_out=3)
    assert adds_up(flow) and flow.without_outcome == 10 and flow.left_out == 3


def test_a_sample_says_how_many_rows_it_left_behind() -> None:
    data = dataset(Patients())
    raw = data.table.raw
    numbers = read_only(np.arange(1, 601) * 3)
    damaged = (Quarantined(2, 3, "QUOTE", ""), Quarantined(1_900, 1_901, "EMPTY_ROW", ""))
    raw = replace(raw, rows=numbers, quarantined=damaged)
    sampled = replace(data, table=replace(data.table, raw=raw))
    flow = participant_flow(sampled, cross_fitted(data, 1))
    assert adds_up(flow) and flow.at_least and flow.read == 1_900
    assert {reason.why: reason.rows for reason in flow.aside}[NOT_DRAWN] == 1_900 - 602


def test_every_reason_has_words() -> None:
    assert set(_MEANINGS) | {"NOT_A_NUMBER", "NON_ASCII_DIGIT"} == set(REASONS)
