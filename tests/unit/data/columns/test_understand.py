"""What a column is understood to hold, question by question."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinnet_gui.core.data.columns import convert, respelled, understand, unreadable
from clinnet_gui.core.data.findings import Answers, Level
from clinnet_gui.core.data.table import Kind, Rule
from clinnet_gui.core.errors import AnswerRefused, ClinnetError, DataRefused
from clinnet_gui.core.work import drain
from tests.unit.data.tables import cells, one, raw, said, understood

YES = Answers(yes=True)
NUMBERS = [f"{n / 10:.1f}" for n in range(10, 70)]


def test_integers_with_few_values_stay_numbers() -> None:
    column, findings = one(["0", "1"] * 30)
    assert column.kind is Kind.NUMBER and not findings


def test_leading_zeros_make_a_code_not_a_number() -> None:
    column, findings = one([f"{n:05d}" for n in range(60)], name="patient_id")
    assert column.kind is Kind.TEXT and not findings
    column, _ = one(["01", "02", "10"] * 20, name="ward")
    assert column.kind is Kind.CATEGORY and column.levels == ("01", "02", "10")


def test_diagnosis_codes_with_letters_stay_a_category() -> None:
    texts = [str(n) for n in range(200, 260)] * 3 + [f"V{n}" for n in range(20)]
    column, findings = one(texts, name="diagnosis")
    assert column.kind is Kind.CATEGORY and not findings


def test_few_stray_words_set_their_rows_aside_and_are_listed() -> None:
    table = understood(crp=[*NUMBERS, "hemolysed"])
    (flag,) = [f for f in table.findings if f.code == "NOT_A_NUMBER"]
    assert flag.level is Level.FLAG and flag.rows == (61,) and flag.lines == (62,)
    assert [q.row for q in table.raw.quarantined] == [61]
    assert table.row_count == 60
    assert all(c.cells.codes.size == 60 for c in table.columns)
    assert "hemolysed" not in flag.saw + flag.did + flag.advice


def test_many_stray_words_are_asked() -> None:
    texts = [*NUMBERS, *["clotted"] * 8]
    column, findings = one(texts)
    assert findings["NOT_A_NUMBER"].is_open and column.kind is Kind.NUMBER
    column, _ = one(texts, said("NOT_A_NUMBER", "category"))
    assert column.kind is Kind.CATEGORY and "clotted" in column.levels
    column, _ = one(texts, YES)
    assert column.missing == 8


@pytest.mark.parametrize(
    ("texts", "code", "key", "first"),
    [
        (["1,5", "2.5", "3,5"], "MIXED_DECIMALS", "both", 1.5),
        (["1,234", "2,345", "950"], "AMBIGUOUS_NUMBER", "thousands", 1234.0),
        (["1,234", "2,345", "950"], "AMBIGUOUS_NUMBER", "decimal", 1.234),
        (["1,234.5", "2,345.5", "950"], "THOUSANDS", "number", 1234.5),
        (["1.234,5", "2.345,5", "950"], "THOUSANDS", "number", 1234.5),
        (["<0.5", "1.5", "2.5"], "CENSORED_VALUES", "bound", 0.5),
        (["<0.5", "1.5", "2.5"], "CENSORED_VALUES", "half", 0.25),
        (["5%", "6%", "7%"], "PERCENT", "percent", 5.0),
        (["5%", "6%", "7%"], "PERCENT", "fraction", 0.05),
    ],
)
def test_each_question_reads_by_its_answer(texts: list[str], code: str, key: str, first: float) -> None:
    column, findings = one(texts * 20, said(code, key))
    assert findings[code].answer == key and not findings[code].is_open
    assert column.values[0] == first


@pytest.mark.parametrize("code", ["MIXED_DECIMALS", "AMBIGUOUS_NUMBER", "CENSORED_VALUES", "PERCENT"])
def test_text_leaves_the_column_unread(code: str) -> None:
    texts = {
        "MIXED_DECIMALS": ["1,5", "2.5"],
        "AMBIGUOUS_NUMBER": ["1,234", "2,345"],
        "CENSORED_VALUES": ["<0.5", "1.5", "2.5"],
        "PERCENT": ["5%", "6%"],
    }[code]
    column, _ = one(texts * 20, said(code, "text"))
    assert column.kind is Kind.TEXT


def test_an_answer_that_is_no_choice_is_refused_with_the_choices() -> None:
    with pytest.raises(AnswerRefused, match="perhaps") as refused:
        one(["5%", "6%"] * 20, said("PERCENT", "perhaps"))
    assert "fraction" in refused.value.hint


def test_a_comma_between_three_digits_is_decimal_in_a_file_of_decimal_commas() -> None:
    table = understood(delimiter=";", x=["1,234", "2,345"] * 20, y=["1,5", "2,5"] * 20)
    codes = {f.code for f in table.findings}
    # The harmless columns beside them use points, but each column decides for itself.
    assert table.column("x").values[0] == 1.234 and "AMBIGUOUS_NUMBER" not in codes
    assert "DECIMAL_COMMA" in codes


def test_units_are_converted_by_the_substance() -> None:
    column, findings = one(["88.4 umol/L", "1 mg/dL"] * 30, YES, name="creatinine")
    assert findings["MIXED_UNITS"].answer == "convert"
    assert column.values[1] == pytest.approx(88.4, rel=1e-3) and column.unit == "umol/L"
    column, findings = one(["88.4 umol/L", "1 mg/dL"] * 30, YES, name="marker")
    assert findings["MIXED_UNITS"].answer == "only" and column.missing == 30


def test_one_unit_is_read_and_kept_with_the_column() -> None:
    column, findings = one([f"{n} kg" for n in range(50, 110)])
    assert column.unit == "kg" and column.values[0] == 50
    assert findings["UNIT_TEXT"].level is Level.NOTE


def test_sentinels_are_asked_and_only_then_missing() -> None:
    texts = [str(n) for n in range(20, 80)] + ["-999"] * 6
    column, findings = one(texts, name="age")
    assert findings["SENTINEL"].is_open and column.missing == 0
    column, _ = one(texts, YES, name="age")
    assert column.missing == 6 and column.rule.missing == ("-999",)
    again = convert(cells("age", ["-999.0", "44"]), column.rule)
    assert np.isnan(again.values[0]) and again.values[1] == 44


@pytest.mark.parametrize("code", ["-99", "-9", "-1", "999", "9999"])
def test_codes_for_missing_are_found_whatever_their_length(code: str) -> None:
    texts = [str(n) for n in range(20, 80)] + [code] * 6
    assert "SENTINEL" in one(texts)[1]


@pytest.mark.parametrize("code", ["99", "9", "-1"])
def test_usual_numbers_are_no_sentinels(code: str) -> None:
    texts = [str(n % 110 - 5) for n in range(220)] + [code] * 5
    assert "SENTINEL" not in one(texts)[1]


def test_impossible_values_stay_until_the_analyst_says_so() -> None:
    texts = [str(n) for n in range(20, 80)] + ["-5", "420"]
    column, findings = one(texts, name="age")
    assert findings["RANGE"].rows == (61, 62) and not findings["RANGE"].is_open and column.missing == 0
    assert one(texts, said("RANGE", "missing"), name="age")[0].missing == 2


def test_a_flag_named_after_blood_pressure_is_no_measurement() -> None:
    assert not one(["0", "1"] * 30, name="high_blood_pressure")[1]


def test_levels_join_by_blanks_silently_and_by_case_on_answer() -> None:
    column, findings = one(["F", "F ", " M", "M"] * 20)
    assert column.levels == ("F", "M") and findings["WHITESPACE_MERGED"].level is Level.NOTE
    column, findings = one(["F", "f", "M", "m"] * 20)
    assert column.levels == ("F", "M") and findings["CASE_LEVELS"].answer == "merge"
    column, _ = one(["F", "f", "M", "m"] * 20, said("CASE_LEVELS", "keep"))
    assert column.levels == ("F", "M", "f", "m")


def test_new_spellings_of_a_known_level_are_that_level() -> None:
    column, _ = one(["Female", "Male"] * 20)
    again = convert(cells("x", [" female", "MALE ", "other", "?"]), column.rule)
    assert [again.levels[c] if c >= 0 else None for c in again.codes] == ["Female", "Male", "other", None]


def test_levels_of_few_patients_are_not_named_in_the_rule() -> None:
    column, _ = one(["common"] * 40 + ["usual"] * 40 + ["rare"] * 3)
    assert dict(column.rule.merged) == {"common": "common", "usual": "usual"}


def test_booleans_join_only_on_answer() -> None:
    texts = ["True", "FALSE", "1", "0", "y"] * 12
    column, findings = one(texts)
    assert findings["MIXED_BOOL"].is_open and len(column.levels) == 5
    column, _ = one(texts, YES)
    assert column.levels == ("no", "yes")


@pytest.mark.parametrize("texts", [["yes", "no"], ["M", "F"], ["true", "false"]])
def test_one_pair_of_words_raises_nothing(texts: list[str]) -> None:
    assert not one(texts * 30)[1]


def test_words_for_missing_are_asked_in_text_and_kept_unasked() -> None:
    column, findings = one(["NA", "ICU", "ED", ""] * 20)
    assert findings["NA_TOKEN"].answer == "keep" and "NA" in column.levels and column.missing == 20
    column, _ = one(["NA", "ICU", "ED", ""] * 20, said("NA_TOKEN", "missing"))
    assert column.levels == ("ED", "ICU") and column.missing == 40


def test_a_type_can_be_forced() -> None:
    column, _ = one(["1", "2", "3"] * 20, Answers((("TYPE", "x", "category"),)))
    assert column.kind is Kind.CATEGORY and column.levels == ("1", "2", "3")
    with pytest.raises(AnswerRefused):
        one(["1", "2"] * 20, Answers((("TYPE", "x", "colour"),)))


def test_a_code_list_is_a_category_by_its_name() -> None:
    column, findings = one([str(n % 8) for n in range(400)], name="admission_type_id")
    assert column.kind is Kind.CATEGORY and "CODE_COLUMN" in findings
    assert one([str(n % 8) for n in range(400)], name="visits")[0].kind is Kind.NUMBER


def test_numbered_rows_look_like_an_identifier() -> None:
    assert "ID_COLUMN" in one([str(n) for n in range(1, 101)])[1]
    assert "ID_COLUMN" not in one([str(n * 37) for n in range(1, 101)], name="dose")[1]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("dob", ["1941-03-02"] * 60),
        ("contact", [f"jd{n}@x.org" for n in range(60)]),
        ("note", [f"seen by Mr Smith {n}" for n in range(60)]),
        ("first_name", ["Jane", "John"] * 30),
        ("reach", [f"030-123-{n:04d}" for n in range(60)]),
    ],
)
def test_personal_columns_are_warned(name: str, texts: list[str]) -> None:
    assert "PHI" in one(texts, name=name)[1]


@pytest.mark.parametrize("name", ["drug_name", "phonation", "mailing", "zipf", "agent"])
def test_innocent_names_are_not(name: str) -> None:
    assert "PHI" not in one(["a", "b", "c"] * 20, name=name)[1]


def test_ages_above_89_are_warned_where_many_or_very_old() -> None:
    usual = [str(20 + n % 75) for n in range(150)]
    assert "PHI_AGE90" not in one(usual, name="age")[1]
    assert "PHI_AGE90" in one([*usual, "102"], name="age")[1]
    assert "PHI_AGE90" in one([str(80 + n % 16) for n in range(150)], name="Age (years)")[1]


def test_two_units_in_one_column_are_suspected() -> None:
    rng = np.random.default_rng(1)
    both = np.concatenate([rng.lognormal(0, 0.4, 150), 88.4 * rng.lognormal(0, 0.4, 50)])
    assert "UNIT_SUSPECT" in one([f"{v:.3g}" for v in both], name="creatinine")[1]


@pytest.mark.parametrize("seed", range(5))
def test_skewed_measurements_are_not_two_units(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for values in (rng.lognormal(0, 1.5, 300), rng.gamma(0.5, 20, 300), rng.pareto(1.5, 300)):
        assert "UNIT_SUSPECT" not in one([f"{v + 0.01:.3g}" for v in values])[1]


def test_a_shortened_identifier_among_whole_numbers_spoils_the_column() -> None:
    column, findings = one([str(10**8 + 7919 * n) for n in range(60)] + ["1.23E+11"], name="sample")
    assert column.kind is Kind.TEXT and "EXCEL_MANGLED" in findings
    assert one([f"{n * 1.5e4:.2E}" for n in range(1, 61)])[0].kind is Kind.NUMBER


def test_a_typographic_minus_is_a_minus() -> None:
    assert one([f"−{n}" for n in range(1, 61)])[0].values[0] == -1


def test_pressures_and_times_are_texts_and_no_identifiers() -> None:
    texts = [f"{100 + n}/{60 + n}" for n in range(60)]
    assert set(one(texts, name="bp")[1]) == {"FREE_TEXT"}


def test_no_column_that_varies_is_refused() -> None:
    with pytest.raises(DataRefused) as refused:
        drain(understand(raw({"a": ["1"] * 30, "b": ["x"] * 30, "died": ["0", "1"] * 15}), Answers()))
    assert refused.value.code == "NO_INFORMATIVE_FEATURE"


def test_columns_that_need_not_vary_are_no_reason_to_refuse() -> None:
    of = raw({"risk": ["0.3"] * 30, "died": ["0", "1"] * 15})
    found = drain(understand(of, Answers(), varied=False))
    assert found.column("risk").values.tolist() == [0.3] * 30


def test_what_a_rule_cannot_read_is_missing_and_reported() -> None:
    rule = Rule(Kind.NUMBER)
    new = cells("x", ["1.5", "1,5", "NA", "5 %", "7"])
    assert unreadable(new, rule).tolist() == [1, 3]
    assert np.isnan(convert(new, rule).values).tolist() == [False, True, True, True, False]


def test_a_stored_rule_takes_the_spelling_of_another_file() -> None:
    stored = Rule(Kind.NUMBER, missing=("-999",), below="half")
    rule = respelled(stored, Rule(Kind.NUMBER, decimal=","))
    assert convert(cells("x", ["1,5", "<0,5"]), rule).values.tolist() == [1.5, 0.25]
    assert rule.missing == ("-999",)
    assert respelled(stored, Rule(Kind.CATEGORY)) is stored


TEXTS = st.text(alphabet="0123456789.,-+<>%eE /:aNFM?é١", max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=20, max_size=60), st.booleans())
def test_any_column_is_read_or_refused_and_its_rule_repeats_it(texts: list[str], yes: bool) -> None:
    try:
        table = understood(Answers(yes=yes), x=texts)
    except ClinnetError:
        return
    assert table.row_count + len(table.raw.quarantined) == len(texts)
    for column in table.columns:
        again = convert(column.cells, column.rule, column.unit)
        assert again.levels == column.levels
        assert np.array_equal(again.values, column.values, equal_nan=True)
        assert np.array_equal(again.codes, column.codes)
        assert column.kind is not Kind.NUMBER or np.isfinite(column.values[column.present]).all()
