"""A table larger than the memory is a question before it is a crash."""

from pathlib import Path

import pytest

from clinnet_gui.core.data.reading import memory
from clinnet_gui.core.data.reading.growing import Growing
from clinnet_gui.core.errors import FileRefused, QuestionOpen

from .reader import cohort, finding, read_text


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda: 1_000_000)


@pytest.mark.usefixtures("little")
def test_a_table_that_does_not_fit_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(QuestionOpen) as asked:
        read_text(tmp_path, cohort(20_000))
    assert asked.value.code == "TOO_LARGE" and "TOO_LARGE=sample" in asked.value.hint


@pytest.mark.usefixtures("little")
def test_a_sample_is_random_repeatable_and_told(tmp_path: Path) -> None:
    answer = ("TOO_LARGE", None, "sample")
    first, second = read_text(tmp_path, cohort(20_000), answer), read_text(tmp_path, cohort(20_000), answer)
    assert 100 < len(first.rows) < 10_000
    assert first.rows.tolist() == second.rows.tolist()
    assert finding(first, "TOO_LARGE").answer == "sample"
    assert first.cells[0].text(5) == f"{first.rows[5]:04d}"


@pytest.mark.usefixtures("little")
def test_all_rows_are_read_where_the_analyst_insists(tmp_path: Path) -> None:
    assert len(read_text(tmp_path, cohort(20_000), ("TOO_LARGE", None, "all")).rows) == 20_000


def test_the_expectation_grows_with_the_file_and_with_distinct_texts() -> None:
    few = [["1", "0"]] * 100
    many = [[str(i), "0"] for i in range(100)]
    assert memory.expected(few, 400, 4_000) == 1_000 * 24
    assert memory.expected(many, 400, 4_000) == 1_000 * (24 + 120)
    assert memory.expected([], 0, 0) == 0


def test_exhausted_memory_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(self: Growing, records: object, last: bool) -> None:
        raise MemoryError

    monkeypatch.setattr(Growing, "add", exhaust)
    with pytest.raises(FileRefused) as refused:
        read_text(tmp_path, cohort())
    assert refused.value.code == "NO_MEMORY"


def test_this_computer_says_how_much_is_free() -> None:
    free = memory.available()
    assert free is None or free > 1 << 20
