"""Files that are no files, that move while they are read, or that hold something else."""

import os
from pathlib import Path

import pytest

from clinnet_gui.core.data.reading import read
from clinnet_gui.core.errors import FileRefused
from clinnet_gui.core.work import drain

from .reader import cohort

OFFICE = b"PK\x03\x04" + bytes(22) + b"\x13\x00\x00\x00[Content_Types].xml"


@pytest.mark.parametrize(
    "kind", ["folder", "pipe", "missing", "inside a file", "too long", "circle", "zero byte"]
)
def test_what_is_no_file_is_refused_by_kind(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.csv"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "inside a file":
            path.write_text("a")
            path = path / "y.csv"
        case "too long":
            path = tmp_path / ("x" * 5000)
        case "circle":
            path.symlink_to(path)
        case "zero byte":
            path = Path("x\0y.csv")
    codes = {"folder": "NOT_A_FILE", "pipe": "NOT_A_FILE", "missing": "NO_FILE", "inside a file": "NO_FILE"}
    assert _refusal(path) == codes.get(kind, "BAD_PATH")


def test_a_device_is_refused() -> None:
    assert _refusal(Path(os.devnull)) == "NOT_A_FILE"


def test_a_broken_link_is_no_file(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "gone.csv")
    assert _refusal(link) == "NO_FILE"


def test_a_forbidden_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: object, flags: int) -> int:
        raise PermissionError(13, "no")

    path = tmp_path / "x.csv"
    path.write_text(cohort())
    monkeypatch.setattr(os, "open", forbid)
    assert _refusal(path) == "NO_PERMISSION"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (OFFICE, "NOT_CSV_EXCEL"),
        (b"PK\x03\x04" + bytes(200), "NOT_CSV_EXCEL"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "NOT_CSV_EXCEL"),
        (OFFICE + b"word/document.xml", "NOT_CSV"),
        (b"PK\x03\x04" + bytes(22) + b"\x05\x00\x00\x00a.csv", "NOT_CSV"),
        (b"%PDF-1.7\n1,2\n3,4\n", "NOT_CSV"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "NOT_CSV"),
        (b"\x80\x04\x95" + bytes(50), "NOT_CSV"),
        (b"\x1f\x8b\x08" + bytes(50), "NOT_CSV"),
        (b"SQLite format 3\x00" + bytes(50), "NOT_CSV"),
        (b"  <!DOCTYPE html><table><tr><td>1,2", "NOT_CSV"),
        (b'[{"id": 1, "age": 2},\n {"id": 2, "age": 3}]\n', "NOT_CSV"),
        (bytes(range(256)) * 20, "NOT_CSV"),
        (b"a,b\n" + b"\x00" * 4000, "NOT_CSV"),
    ],
)
def test_other_kinds_of_files_are_known_whatever_their_name(tmp_path: Path, head: bytes, code: str) -> None:
    path = tmp_path / "patients.csv"
    path.write_bytes(head)
    assert _refusal(path) == code


@pytest.mark.parametrize("first", ["MZ", "PAR1", "BM", "RDX", "II", "Rar"])
def test_a_name_that_begins_like_another_kind_of_file_is_a_name(tmp_path: Path, first: str) -> None:
    path = tmp_path / "patients.csv"
    path.write_text(cohort(names=f"{first},age,sex,unit,died"))
    assert len(drain(read(path)).rows) == 30


@pytest.mark.parametrize("change", ["grows", "shrinks", "same size and time"])
def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "patients.csv"
    path.write_text(cohort(5000))
    before = path.stat()
    work = read(path)
    next(work)
    match change:
        case "grows":
            path.write_text(cohort(6000))
        case "shrinks":
            os.truncate(path, 1000)
        case _:
            path.write_text(cohort(5000).replace("ICU", "ICV"))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(FileRefused) as refused:
        drain(work)
    assert refused.value.code == "FILE_CHANGED"


def test_a_line_without_end_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinnet_gui.core.data.reading.survey.LONGEST_LINE", 1 << 21)
    path = tmp_path / "patients.csv"
    path.write_bytes(b"1,2," * (1 << 20))
    assert _refusal(path) == "NOT_CSV"


def test_a_reading_that_is_dropped_closes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "patients.csv"
    path.write_text(cohort())
    work = read(path)
    next(work)
    work.close()
    held = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if _is_link(fd)]
    assert str(path) not in held


def _is_link(fd: str) -> bool:
    return os.path.islink(f"/proc/self/fd/{fd}")


def _refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        drain(read(path))
    assert refused.value.message and refused.value.hint
    return refused.value.code
