"""Published tables: understood as an analyst would, quickly, and without false alarms."""

import time
from pathlib import Path

import pytest

from clinnet_gui.core.data.columns import understand
from clinnet_gui.core.data.dataset import Role
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.intake import load
from clinnet_gui.core.data.reading import read
from clinnet_gui.core.data.screening import assemble, propose_roles
from clinnet_gui.core.data.table import Kind
from clinnet_gui.core.work import drain

PREPARED = ("arrhythmia", "gusto", "heart_cleveland", "heart_failure", "ilpd", "pima", "support2", "wdbc")


@pytest.mark.parametrize("name", PREPARED)
def test_prepared_tables_raise_no_leak_and_no_question(shared: Path, name: str) -> None:
    table = drain(load(shared / "data" / "prepared" / f"{name}.csv"))
    assert not table.questions
    assembled = drain(assemble(table, propose_roles(table, "outcome")))
    assert assembled.dataset is not None and assembled.dataset.n == table.row_count
    assert not {f.code for f in assembled.findings} & {"LEAK", "LEAK_LEVEL", "ID_COLUMN", "ORDER_LEAK"}


def test_zeros_that_no_patient_has_are_told_in_pima(shared: Path) -> None:
    table = drain(load(shared / "data" / "prepared" / "pima.csv"))
    counts = {f.column: f.count for f in table.findings if f.code == "RANGE"}
    assert counts == {"glucose": 5, "pressure": 35, "bmi": 11}


def test_leaks_of_support2(shared: Path) -> None:
    table = drain(load(shared / "data" / "support2" / "support2.csv"))
    assembled = drain(assemble(table, propose_roles(table, "hospdead")))
    leaking = {f.column for f in assembled.findings if f.code.startswith("LEAK")}
    assert leaking == {"death", "d.time"}
    assert table.names[assembled.roles.of.index(Role.ID)] == "sno"


def test_codes_for_missing_are_asked_in_each_column_of_support2(shared: Path) -> None:
    path = shared / "data" / "encodings" / "support2_minus99_bom_semicolon.csv"
    asked = {f.column for f in drain(load(path)).questions}
    assert {"edu", "pafi", "alb", "bili", "glucose", "bun", "ph", "adlp"} <= asked
    assert not asked & {"age", "hospdead", "d.time", "sps", "aps"}
    table = drain(load(path, Answers(yes=True)))
    assert table.column("glucose").missing == 4500 and not table.questions


def test_german_headers_and_decimal_commas(shared: Path) -> None:
    table = drain(load(shared / "data" / "encodings" / "heart_failure_semicolon_decimalcomma_cp1252.csv"))
    published = drain(load(shared / "data" / "heart_failure" / "heart_failure_clinical_records_dataset.csv"))
    for mine, theirs in zip(table.columns, published.columns, strict=True):
        assert mine.values.tolist() == theirs.values.tolist()


def test_visits_are_one_patient(shared: Path) -> None:
    table = drain(load(shared / "data" / "survival_pbcseq" / "pbcseq.csv"))
    assembled = drain(assemble(table, propose_roles(table, "status", ("2",))))
    assert assembled.dataset is not None
    assert len(set(assembled.dataset.patients.tolist())) == 312 and assembled.dataset.n == 1945


def test_a_hundred_thousand_stays(shared: Path) -> None:
    raw = drain(read(shared / "data" / "diabetic130" / "diabetic_data.csv"))
    before = time.process_time()
    table = drain(understand(raw, Answers()))
    understood = time.process_time()
    roles = propose_roles(table, "readmitted", ("<30",))
    proposed = time.process_time()
    assembled = drain(assemble(table, roles))
    done = time.process_time()
    assert understood - before < 1.5 and proposed - understood < 0.1 and done - proposed < 1.0
    assert not table.questions and len(table.findings) <= 8
    assert table.column("admission_type_id").kind is Kind.CATEGORY
    codes = {f.code: f for f in assembled.findings}
    assert set(codes) == {"REPEATED_PATIENT", "LEAK_LEVEL"}
    assert codes["LEAK_LEVEL"].column == "discharge_disposition_id" and codes["LEAK_LEVEL"].count == 1642
    assert assembled.dataset is not None
    assert (assembled.dataset.n, assembled.dataset.events) == (101_766, 11_357)
    assert len(set(assembled.dataset.patients.tolist())) == 71_518
