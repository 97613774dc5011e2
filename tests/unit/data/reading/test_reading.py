"""Reading as a whole: the raw table, the published tables, the files with one defect each."""

import json
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.data.findings import Answers, Level
from clinnet_gui.core.data.reading import read
from clinnet_gui.core.errors import ClinnetError, FileRefused
from clinnet_gui.core.work import Progress, drain

from .reader import codes_of, cohort, finding, names_of, read_text, rows_of

OUR_CODES = (
    "EMPTY_FILE NO_ROWS TOO_FEW_ROWS NO_FEATURES DIALECT ENCODING ENCODING_GUESSED NUL_BYTE NOT_CSV_EXCEL"
    " NOT_CSV ROW_WIDTH TRAILING_DELIM QUOTE NEWLINE_IN_CELL PREAMBLE FOOTER NO_HEADER UNITS_ROW"
    " HEADER_REPEATED DUPLICATE_COLUMN UNNAMED_COLUMN LONG_NAME INVISIBLE_CHARS HUGE_CELL"
    " EXCEL_SEP_LINE"
)
OURS = frozenset(OUR_CODES.split())
TABLES = {  # rows and columns as published
    "diabetic130/diabetic_data.csv": (101_766, 50),
    "support2/support2.csv": (9_105, 48),
    "gusto/gusto.csv": (40_830, 29),
    "heart_uci/processed.cleveland.data": (303, 14),
    "heart_uci/processed.hungarian.data": (294, 14),
    "heart_uci/processed.switzerland.data": (123, 14),
    "heart_uci/processed.va.data": (200, 14),
    "heart_failure/heart_failure_clinical_records_dataset.csv": (299, 13),
    "pima/pima-indians-diabetes.data.csv": (768, 9),
    "arrhythmia/arrhythmia.data": (452, 280),
    "ilpd/ilpd_cr_only.csv": (583, 11),
    "whas500/whas500_semicolon.csv": (500, 19),
    "dermatology/dermatology.csv": (366, 35),
    "bodyfat/bodyfat.csv": (252, 15),
    "parkinsons_updrs/parkinsons_updrs.data": (5_875, 22),
    "survival_pbcseq/pbcseq.csv": (1_945, 20),
    "ecg200/ECG200_TRAIN.txt": (100, 97),
    "ecg200/ECG200_TEST.txt": (100, 97),
    "encodings/heart_failure_semicolon_decimalcomma_cp1252.csv": (299, 13),
    "encodings/support2_minus99_bom_semicolon.csv": (9_105, 48),
}
HEADERLESS = ("heart_uci", "pima", "arrhythmia", "ecg200")


def test_a_sound_file_comes_back_cell_by_cell_with_nothing_said(tmp_path: Path) -> None:
    text = cohort()
    table = read_text(tmp_path, text)
    lines = [tuple(line.split(",")) for line in text.splitlines()]
    assert tuple(names_of(table)) == lines[0]
    assert rows_of(table) == lines[1:]
    assert table.rows.tolist() == list(range(1, 31))
    assert table.lines.tolist() == list(range(2, 32))
    assert table.findings == () and table.quarantined == ()
    assert table.source.name == "patients.csv" and table.source.size == len(text)


def test_columns_are_dictionary_encoded_and_closed_to_writing(tmp_path: Path) -> None:
    sex = read_text(tmp_path, cohort()).cells[2]
    assert sex.levels == ("m", "f")
    assert sex.codes.dtype == np.int32 and not sex.codes.flags.writeable


def test_reading_yields_progress_that_ends_at_one(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(cohort(20_000))
    seen: list[object] = []
    drain(read(path), seen.append)
    done = [record.done for record in seen if isinstance(record, Progress) and record.done is not None]
    assert done == sorted(done) and done[-1] == 1.0
    assert len(done) > path.stat().st_size / 65_536


def test_a_small_table_is_read_but_said_to_be_too_small_to_train_on(tmp_path: Path) -> None:
    table = read_text(tmp_path, cohort(3))
    assert len(table.rows) == 3
    assert finding(table, "TOO_FEW_ROWS").level is Level.REFUSE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "EMPTY_FILE"),
        ("\n\n  \n", "EMPTY_FILE"),
        ("id,age\n", "NO_ROWS"),
        ("died\n1\n0\n1\n", "NO_FEATURES"),
        ("A report about patients.\nIt has, in all, no table, none.\nThe end; truly\n", "NOT_CSV"),
        ("id,age,sex\n" + "1,2\n" * 5 + "1,2,3,4,5\n" * 40, "HEADER_WIDTH"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_text(tmp_path, text)
    assert refused.value.code == code
    assert refused.value.message and refused.value.hint


def test_each_file_with_one_defect_gives_its_finding_and_no_other(shared: Path) -> None:
    expected = json.loads((shared / "badinputs/expected.json").read_text())
    got = {name: _codes(shared / "badinputs" / name) for name in expected}
    assert got == {name: set(entry["codes"]) & OURS for name, entry in expected.items()}


def test_levels_are_those_expected(shared: Path) -> None:
    expected = json.loads((shared / "badinputs/expected.json").read_text())
    for name, entry in expected.items():
        if set(entry["codes"]) and set(entry["codes"]) <= OURS and entry["level"] != "refuse":
            table = drain(read(shared / "badinputs" / name))
            assert {found.level.value for found in table.findings} == {entry["level"]}, name


@pytest.mark.parametrize("name", TABLES)
def test_published_tables_are_read_whole(shared: Path, name: str) -> None:
    table = drain(read(shared / "data" / name))
    assert (len(table.rows), len(table.cells)) == TABLES[name]
    assert table.quarantined == ()
    assert ("NO_HEADER" in codes_of(table)) == name.startswith(HEADERLESS)


@pytest.mark.parametrize("name", ["heart_uci/heart-disease.names", "pima/pima-indians-diabetes.names"])
def test_descriptions_of_tables_are_no_tables(shared: Path, name: str) -> None:
    with pytest.raises(FileRefused):
        drain(read(shared / "data" / name))


def test_no_finding_repeats_a_cell_of_a_patient(tmp_path: Path) -> None:
    secret = "Zanzibar"
    text = cohort() + f'31,50,"{secret},ICU,0\n32,50,f,ICU,0\n33,{secret}\n34,1,{secret},\x00,0\n'
    table = read_text(tmp_path, text)
    assert codes_of(table) == {"QUOTE", "ROW_WIDTH", "NUL_BYTE"}
    assert secret not in repr(table.findings) and secret not in repr(table.quarantined)


def _codes(path: Path) -> set[str]:
    try:
        return codes_of(drain(read(path, Answers())))
    except ClinnetError as error:
        return {error.code}
