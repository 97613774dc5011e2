"""Roles, leaks, order, twins and repeated patients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.data.dataset import Role, Roles
from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.data.screening import (
    Assembled,
    assemble,
    open_questions,
    propose_roles,
    refusal,
    standing,
    untick_leaks,
)
from clinnet_gui.core.data.screening.ordering import auroc_of_groups, auroc_of_values
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.work import drain
from tests.unit.data.tables import table_of, understood

N = 240
RNG = np.random.default_rng(11)
Y = (RNG.random(N) < 0.4).astype(int)
DIED = [str(v) for v in Y]


def screened(**columns: list[str]) -> tuple[Table, Assembled]:
    table = table_of(columns)
    return table, drain(assemble(table, propose_roles(table, "died")))


def found(assembled: Assembled) -> dict[str, Finding]:
    return {finding.code: finding for finding in assembled.findings}


def ids(numbers: np.ndarray) -> list[str]:
    return [f"P{n:05d}" for n in numbers]


def test_roles_are_proposed_by_kind_name_and_finding() -> None:
    table = understood(
        patient_id=ids(np.arange(N)),
        admitted=["2021-03-04", "2021-03-05"] * (N // 2),
        note=[f"seen by Mr Smith {n}" for n in range(N)],
        empty=[""] * N,
        same=["1"] * N,
        sex=["F", "M"] * (N // 2),
        died=DIED,
    )
    roles = dict(zip(table.names, propose_roles(table, "died", exclude=("filler_b",)).of, strict=True))
    assert roles == {
        "patient_id": Role.ID,
        "admitted": Role.IGNORE,
        "note": Role.IGNORE,
        "empty": Role.IGNORE,
        "same": Role.IGNORE,
        "sex": Role.PREDICTOR,
        "died": Role.OUTCOME,
        "filler_a": Role.PREDICTOR,
        "filler_b": Role.IGNORE,
    }


def test_the_patient_is_the_id_and_not_the_stay() -> None:
    table = understood(encounter_id=ids(np.arange(N)), patient_nbr=ids(np.arange(N) // 2), died=DIED)
    assert propose_roles(table, "died").of[:2] == (Role.IGNORE, Role.ID)
    assert propose_roles(table, "died", id="encounter_id").of[:2] == (Role.ID, Role.IGNORE)


def test_an_unknown_column_is_refused_with_its_nearest_name() -> None:
    with pytest.raises(DataRefused) as refused:
        propose_roles(understood(died=DIED), "dies")
    assert "“died”" in refused.value.hint and refused.value.code == "NO_SUCH_COLUMN"


def test_a_column_has_one_role() -> None:
    table = understood(visit=ids(np.arange(N)), died=DIED)
    for twice in ({"id": "died"}, {"exclude": ("died",)}, {"id": "visit", "exclude": ("visit",)}):
        with pytest.raises(DataRefused) as refused:
            propose_roles(table, "died", **twice)
        assert refused.value.code == "TWO_ROLES"


def test_sound_data_raise_nothing_and_every_row_serves() -> None:
    table, assembled = screened(patient_id=ids(RNG.permutation(N)), died=DIED)
    assert assembled.findings == () and assembled.dataset is not None
    assert assembled.dataset.y.tolist() == Y.tolist()
    assert assembled.dataset.n == N and not assembled.dataset.repeats
    assert open_questions(table, assembled.roles) == ()


@pytest.mark.parametrize("flip", [False, True])
def test_a_copy_of_the_outcome_leaks_in_either_direction(flip: bool) -> None:
    copy = [f"{(1 - v if flip else v) + e:.3f}" for v, e in zip(Y, RNG.random(N) / 3, strict=True)]
    table, assembled = screened(copy=copy, died=DIED)
    leak = found(assembled)["LEAK"]
    assert leak.column == "copy"
    place = table.names.index("copy")
    roles = untick_leaks(assembled.roles, table, assembled.findings)
    assert (assembled.roles.of[place], roles.of[place]) == (Role.PREDICTOR, Role.IGNORE)


def test_a_category_leaks_and_so_do_gaps() -> None:
    words = ["discharged to hospice" if v else "home" for v in Y]
    assert found(screened(to=words, died=DIED)[1])["LEAK"].column == "to"
    gaps = ["2021-05-01" if v else "" for v in Y]
    assert found(screened(death_date=gaps, died=DIED)[1])["LEAK"].column == "death_date"


def test_a_level_for_each_patient_does_not_foretell_itself() -> None:
    texts = [f"code{n % 90}" for n in range(N)]
    assert "LEAK" not in found(screened(diagnosis=texts, died=DIED)[1])


def test_a_strong_but_honest_predictor_is_no_leak() -> None:
    strong = [f"{v + e:.3f}" for v, e in zip(Y, RNG.normal(0, 0.45, N), strict=True)]
    assert found(screened(strong=strong, died=DIED)[1]) == {}


def test_a_level_that_never_has_the_event_is_told() -> None:
    left = np.flatnonzero(Y == 0)[:90]
    texts = np.full(N, "ward", dtype=object)
    texts[left] = "mortuary"
    event = found(screened(to=texts.tolist(), died=DIED)[1])
    assert event["LEAK"].count == 90  # more than a fifth of the patients: the column is a leak
    many = {"to": texts.tolist() + ["ward"] * 400, "died": DIED + ["0", "1"] * 200}
    level = found(screened(**many)[1])["LEAK_LEVEL"]
    assert level.count == 90 and level.rows == tuple(int(r) + 1 for r in left[:10])


def test_rows_in_the_order_of_the_outcome_are_told_with_their_numbers() -> None:
    order = np.argsort(Y, kind="stable")
    died = [DIED[i] for i in order]
    codes = set(found(screened(patient_id=ids(np.arange(N)), died=died)[1]))
    assert codes == {"ORDER_LEAK", "ID_COLUMN"}
    codes = set(found(screened(patient_id=ids(RNG.permutation(N)), died=died)[1]))
    assert codes == {"ORDER_LEAK"}


def test_repeated_patients_stay_together() -> None:
    patients = np.arange(N) // 3
    _, assembled = screened(patient_id=ids(patients), died=DIED)
    assert found(assembled)["REPEATED_PATIENT"].count == N // 3
    assert assembled.dataset is not None
    assert assembled.dataset.patients.tolist() == patients.tolist() and assembled.dataset.repeats


def test_a_patient_without_an_id_stands_alone() -> None:
    texts = ["", *ids(np.arange(1, N - 1)), ""]
    _, assembled = screened(patient_id=texts, died=DIED)
    assert assembled.dataset is not None and not assembled.dataset.repeats


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=60))
def test_auroc_is_the_share_of_ordered_pairs(rows: list[tuple[int, bool]]) -> None:
    values = np.array([v for v, _ in rows], dtype=float)
    y = np.array([int(e) for _, e in rows], dtype=np.int8)
    pairs = [(a > b) + 0.5 * (a == b) for a in values[y == 1] for b in values[y == 0]]
    expected = float(np.mean(pairs)) if pairs else 0.5
    assert auroc_of_values(values, y) == pytest.approx(expected)
    assert auroc_of_groups((y == 1).astype(int), (y == 0).astype(int)) <= 1


def test_refusal_is_the_first_finding_that_refuses() -> None:
    table = understood(died=["0"] * N)
    assembled = drain(assemble(table, propose_roles(table, "died")))
    refused = refusal(assembled.findings)
    assert isinstance(refused, DataRefused) and refused.code == "OUTCOME_ONE_CLASS"
    assert assembled.dataset is None and refusal(()) is None


def test_without_predictors_nothing_is_trained() -> None:
    table = understood(died=DIED)
    roles = Roles(tuple(Role.OUTCOME if n == "died" else Role.IGNORE for n in table.names))
    assembled = drain(assemble(table, roles))
    assert [f.code for f in assembled.findings] == ["NO_PREDICTOR"]


def test_the_outcome_raises_only_its_own_findings() -> None:
    table = understood(died=[["Yes", "no ", "YES", "No"][n % 4] for n in range(N)])
    assert "CASE_LEVELS" in {f.code for f in table.findings}
    roles = propose_roles(table, "died")
    assert standing(table, roles) == ()


def test_a_question_on_a_column_not_used_can_wait() -> None:
    table = understood(x=["<0.5", "1.5", "2.5"] * 80, died=DIED)
    used, unused = propose_roles(table, "died"), propose_roles(table, "died", exclude=("x",))
    assert [f.code for f in open_questions(table, used)] == ["CENSORED_VALUES"]
    assert open_questions(table, unused) == ()


def test_dates_and_texts_are_never_predictors() -> None:
    table = understood(admitted=["2021-03-04", "2021-03-05"] * (N // 2), died=DIED)
    place = table.names.index("admitted")
    roles = propose_roles(table, "died").with_role(place, Role.PREDICTOR)
    assembled = drain(assemble(table, roles))
    assert found(assembled)["NOT_USABLE"].column == "admitted"
    assert assembled.roles.of[place] is Role.IGNORE and assembled.dataset is not None
    assert "admitted" not in {c.name for c in assembled.dataset.predictors}
