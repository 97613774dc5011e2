"""The main job on the command line: files in, files out, exit status, nothing in silence."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clinnet_gui import __version__
from clinnet_gui.__main__ import main
from clinnet_gui.cli.measures import number
from clinnet_gui.cli.self_test import self_test
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.files import resource

NOTICE = "Research use; not a medical device"
TABLE = resource("samples/breast_cancer.csv")
OUTCOME = ["--outcome", "diagnosis", "--event", "malignant"]

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("studies") / "breast.clinnet"
    assert main(["train", str(TABLE), *OUTCOME, "--harm-ratio", "9", "--seed", "7", "--out", str(path)]) == 0
    return path


def _json(capsys: Capture, *arguments: str, status: int = 0) -> dict:
    assert main([*arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_check_tells_each_column_and_finding(capsys: Capture) -> None:
    found = _json(capsys, "check", str(TABLE), *OUTCOME)
    assert (found["file"], found["rows"], len(found["columns"])) == ("breast_cancer.csv", 569, 31)
    assert {column["role"] for column in found["columns"]} == {"predictor", "outcome"}
    assert [set(column) - {"name", "kind", "role", "missing", "unit"} for column in found["columns"][:2]] == [
        {"levels"},
        {"range"},
    ]
    assert found["level"] in ("ok", "note", "warn")
    assert found["notice"] == NOTICE


def test_check_writes_the_table_as_read(tmp_path: Path, capsys: Capture) -> None:
    source = tmp_path / "in.csv"
    rows = [[f"0{i}", f"{i},5", "Ä;b" if i % 2 else 'say "x"'] for i in range(60)]
    with source.open("w", newline="", encoding="cp1252") as file:
        csv.writer(file, delimiter=";").writerows([["id", "size", "note"], *rows])
    assert main(["check", str(source), "--table", str(tmp_path / "out.csv")]) == 0
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["id", "size", "note"], *rows]


def test_check_refuses_in_json_too(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    found = _json(capsys, "check", str(tmp_path / "empty.csv"), status=2)
    assert [(f["code"], f["level"]) for f in found["findings"]] == [("EMPTY_FILE", "refuse")]
    assert found["level"] == "refuse"


def test_train_says_what_it_did_and_keeps_the_test_covered(tmp_path: Path, capsys: Capture) -> None:
    out, ways = tmp_path / "s.clinnet", ("--test-part", "--sensitivity", "0.9")
    found = _json(capsys, "train", str(TABLE), *OUTCOME, *ways, "--out", str(out))
    assert found["rows"] == {"read": 569, "set_aside": 0, "used": 569}
    assert found["events"] == 212
    assert sum(part["rows"] for part in found["split"].values()) == 569
    assert (found["judged_on"], found["test_part"], found["test_covered"]) == ("out_of_fold", True, True)
    assert found["split"].keys() == {"cross_fitted", "test"}
    assert found["models"][0]["auroc"]["value"] > 0.95
    assert found["operating_point"]["sensitivity"]["value"] >= 0.9
    assert found["verdict"]["sentence"]
    assert found["folds"] == len(found["training"]["best_epochs"]) == 5
    assert found["network"].keys() >= {"members", "bins", "shortcut"}
    assert all(set(spike) >= {"epoch", "step", "rows"} for spike in found["training"]["spikes"])
    assert out.is_file()


def test_the_test_is_opened_only_on_request(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "s.clinnet"
    ways = ("--test-part", "--open-test")
    found = _json(capsys, "train", str(TABLE), *OUTCOME, *ways, "--out", str(out))
    assert (found["judged_on"], found["test_part"], found["test_covered"]) == ("test", True, False)
    assert _json(capsys, "info", str(out))["test_opened"]


def test_the_test_part_may_be_another_place(tmp_path: Path, capsys: Capture) -> None:
    source, out = tmp_path / "sites.csv", tmp_path / "s.clinnet"
    head, *rows = TABLE.read_text(encoding="utf-8").splitlines()
    sited = [f"{row},{'north' if at % 3 else 'south'}" for at, row in enumerate(rows)]
    source.write_text("\n".join([f"{head},site", *sited]), encoding="utf-8")
    ways = ("--exclude", "site", "--test-where", "site", "south")
    found = _json(capsys, "train", str(source), *OUTCOME, *ways, "--out", str(out))
    assert found["split"]["test"]["rows"] == sum(row.endswith("south") for row in sited)
    assert found["test_set_apart"] == "“site” = south" and found["test_covered"]
    assert main(["info", str(out)]) == 0 and "test part: “site” = south" in capsys.readouterr().out
    assert main(["train", str(source), *OUTCOME, "--test-where", "site", "--out", str(out)]) == 2
    assert "Name them after the column" in capsys.readouterr().err


def test_the_same_seed_gives_the_same_risks(study: Path, tmp_path: Path, capsys: Capture) -> None:
    again = tmp_path / "again.clinnet"
    main(["train", str(TABLE), *OUTCOME, "--harm-ratio", "9", "--seed", "7", "--out", str(again)])
    for source, out in ((study, "one.csv"), (again, "two.csv")):
        assert main(["score", str(source), str(TABLE), "--out", str(tmp_path / out)]) == 0
    risks = [[row["risk"] for row in _read(tmp_path / name)] for name in ("one.csv", "two.csv")]
    assert risks[0] == risks[1]


def test_score_gives_one_line_a_patient(study: Path, tmp_path: Path, capsys: Capture) -> None:
    found = _json(capsys, "score", str(study), str(TABLE), "--out", str(tmp_path / "p.csv"))
    rows = _read(tmp_path / "p.csv")
    assert found["rows"] == len(rows) == sum(found["status"].values()) == 569
    assert list(rows[0])[:5] == ["row", "risk", "flag", "status", "reason"]
    assert list(rows[0])[5] == NOTICE
    assert [row["row"] for row in rows] == [str(i) for i in range(1, 570)]
    assert found["threshold"] == pytest.approx(0.1)
    assert sum(row["flag"] == "1" for row in rows) == found["flagged"] > 100
    assert all((float(row["risk"]) >= 0.1) == (row["flag"] == "1") for row in rows)


def test_explain_adds_up(study: Path, tmp_path: Path, capsys: Capture) -> None:
    found = _json(capsys, "explain", str(study), "--out", str(tmp_path / "a.csv"))
    rows = _read(tmp_path / "a.csv")
    assert found["rows"] == len(rows) > 40
    assert found["completeness_error"] < 1e-4
    assert found["parts"] == {"out_of_fold": len(rows)} == {"out_of_fold": 569}
    assert {row["part"] for row in rows} == {"out-of-fold"}
    assert len({row["base_log_odds"] for row in rows}) == 5, "one base a fold"
    assert all(1 <= int(row["row"]) <= 569 for row in rows)
    predictors = [entry["column"] for entry in found["importance"]]
    for row in rows:
        total = float(row["base_log_odds"]) + sum(float(row[name]) for name in predictors)
        assert total == pytest.approx(float(row["log_odds"]), abs=1e-4)


def test_explain_by_permutations_tells_their_errors(study: Path, tmp_path: Path, capsys: Capture) -> None:
    asked = ("--rows", "1,2", "--method", "permutation-shapley", "--pairs", "4")
    found = _json(capsys, "explain", str(study), *asked, "--out", str(tmp_path / "a.csv"))
    rows = _read(tmp_path / "a.csv")
    first = found["importance"][0]["column"]
    assert found["rows"] == len(rows) == 2
    assert found["completeness_error"] < 1e-4
    errors = [float(value) for name, value in rows[0].items() if name.startswith("s.e. ")]
    assert len(errors) == len(found["importance"])
    assert [said.split(":")[0] for said in found["words"]] == ["Patient 1", "Patient 2"]
    assert all("above the base of" in said or "below the base of" in said for said in found["words"])
    assert 0 < max(errors) <= 1.001 * found["standard_error"] < abs(float(rows[0][first])) + 1
    asked = ("--rows", "1", "--method", "exact-shapley")
    found = _json(capsys, "explain", str(study), *asked, "--out", str(tmp_path / "a.csv"), status=2)
    assert "30 columns are too many" in found["error"]["message"]


def test_what_was_not_set_aside_cannot_be_opened(study: Path, tmp_path: Path, capsys: Capture) -> None:
    """Refused before anything is trained, and said of a study that has none."""
    out = tmp_path / "s.clinnet"
    found = _json(capsys, "train", str(TABLE), *OUTCOME, "--open-test", "--out", str(out), status=2)
    assert found["error"]["code"] == "NO_TEST_PART" and found["error"]["hint"]
    assert not out.exists()
    assert main(["info", str(study)]) == 0
    said = capsys.readouterr().out
    assert "test rows: none set aside" in said
    assert "5 networks, one a fold" in said


def test_explain_keeps_the_test_covered(tmp_path: Path, capsys: Capture) -> None:
    study = tmp_path / "tested.clinnet"
    _json(capsys, "train", str(TABLE), *OUTCOME, "--test-part", "--out", str(study))
    wanted = ",".join(map(str, range(1, 60)))
    found = _json(capsys, "explain", str(study), "--rows", wanted, "--out", str(tmp_path / "a.csv"), status=2)
    assert found["error"]["code"] == "TEST_COVERED"
    found = _json(capsys, "explain", str(study), "--rows", "9999", "--out", str(tmp_path / "a.csv"), status=2)
    assert found["error"]["code"] == "NO_SUCH_ROW"


def test_info_tells_what_the_study_holds(study: Path, capsys: Capture) -> None:
    found = _json(capsys, "info", str(study))
    assert (found["file"], found["outcome"], found["event"]) == (
        "breast_cancer.csv",
        "diagnosis",
        ["malignant"],
    )
    assert found["seed"] == 7 and found["stage"] == "trained" and not found["out_of_date"]
    assert found["versions"]["torch"]


@pytest.mark.parametrize("command", ["check", "train", "score", "explain", "info"])
def test_the_notice_stands_in_every_text(command: str, study: Path, tmp_path: Path, capsys: Capture) -> None:
    arguments = {
        "check": [str(TABLE)],
        "train": [str(TABLE), *OUTCOME, "--out", str(tmp_path / "s.clinnet")],
        "score": [str(study), str(TABLE), "--out", str(tmp_path / "p.csv")],
        "explain": [str(study), "--out", str(tmp_path / "a.csv")],
        "info": [str(study)],
    }[command]
    assert main([command, *arguments]) == 0
    assert NOTICE in capsys.readouterr().out
    for written in tmp_path.glob("*.csv"):
        assert NOTICE in written.read_text(encoding="utf-8").splitlines()[0]


def _coded(folder: Path) -> Path:
    """An outcome coded 1 and 2: which of them is the event cannot be known."""
    path = folder / "coded.csv"
    rows = [[i % 37, (i * 7) % 11, 1 + (i % 3 == 0)] for i in range(120)]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["age", "score", "died"], *rows])
    return path


def test_an_open_question_prints_the_answers_to_give(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "s.clinnet"
    arguments = ["train", str(_coded(tmp_path)), "--outcome", "died", "--out", str(out)]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "--answer OUTCOME_POSITIVE_LEVEL:died=2" in said
    assert not out.exists()
    assert main([*arguments, "--answer", "OUTCOME_POSITIVE_LEVEL:died=2"]) == 0
    assert main([*arguments, "--yes"]) == 0
    assert main([*arguments, "--answer", "OUTCOME_POSITIVE_LEVEL:died=3"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["train", "none.csv", "--outcome", "x", "--out", "{tmp}/s.clinnet"], "NO_FILE"),
        (["train", str(TABLE), "--outcome", "diagnose", "--out", "{tmp}/s.clinnet"], "NO_SUCH_COLUMN"),
        (["train", str(TABLE), *OUTCOME, "--threshold", "7", "--out", "{tmp}/s.clinnet"], "THRESHOLD"),
        (["train", str(TABLE), *OUTCOME, "--harm-ratio", "0", "--out", "{tmp}/s.clinnet"], "HARM_RATIO"),
        (["train", str(TABLE), *OUTCOME, "--seed", "-1", "--out", "{tmp}/s.clinnet"], "SETTING_SEED"),
        (["train", str(TABLE), *OUTCOME, "--id", "diagnosis", "--out", "{tmp}/s.clinnet"], "TWO_ROLES"),
        (["train", str(TABLE), *OUTCOME, "--out", "{tmp}/none/s.clinnet"], "SAVING"),
        (["train", str(TABLE), *OUTCOME, "--out", str(TABLE)], "SAVING"),
        (["check", str(TABLE), "--table", str(TABLE)], "SAVING"),
        (["score", str(TABLE), str(TABLE), "--out", "{tmp}/p.csv"], "NOT_A_STUDY"),
        (["info", "none.clinnet"], "NOT_READ"),
    ],
)
def test_what_the_user_can_mend_is_said(
    arguments: list[str], code: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main([*[a.replace("{tmp}", str(tmp_path)) for a in arguments], "--json"]) == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert error["code"] == code and error["hint"]
    assert error["message"] in err and error["hint"] in err
    assert list(tmp_path.iterdir()) == []


def test_check_tells_the_table_even_where_the_roles_are_refused(tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "t.csv"
    found = _json(capsys, "check", str(TABLE), "--outcome", "diagnose", "--table", str(out), status=2)
    assert found["rows"] == 569 and found["findings"][0]["code"] == "NO_SUCH_COLUMN"
    assert len(_read(out)) == 569


def test_train_says_what_was_doubtful_and_an_answer_that_nothing_asked_for(
    tmp_path: Path, capsys: Capture
) -> None:
    source = tmp_path / "twins.csv"
    lines = TABLE.read_text().splitlines()
    source.write_text("\n".join([*lines, *lines[1:4]]))
    out = str(tmp_path / "s.clinnet")
    assert main(["train", str(source), *OUTCOME, "--answer", "NA_TOKN:age=keep", "--out", out]) == 0
    said, warned = capsys.readouterr()
    assert "DUPLICATE_ROWS" in said
    assert "NA_TOKN:age=keep" in warned


def test_a_measure_without_an_interval_is_said_so() -> None:
    assert number(Measure(1.0)) == "1.000 (no interval)"
    assert number(Measure(float("nan"))) == "not estimable"


def test_score_prints_the_answer_its_file_waits_for(study: Path, tmp_path: Path, capsys: Capture) -> None:
    new = tmp_path / "new.csv"
    names, *rows = TABLE.read_text().splitlines()
    new.write_text("\n".join([names.removeprefix("diagnosis,"), *rows[:60]]))  # one name too few
    arguments = ["score", str(study), str(new), "--out", str(tmp_path / "p.csv")]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "--answer HEADER_SHORT=first" in said and "--answer HEADER_SHORT=last" in said
    assert main([*arguments, "--answer", "HEADER_SHORT=first"]) == 0
    assert len(_read(tmp_path / "p.csv")) == 60


@pytest.mark.parametrize(
    "arguments", [["chekc", "x"], ["train"], ["score", "a"], ["check", "a", "--answer", "x"], ["-x"]]
)
def test_wrong_arguments_end_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_the_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"clinnet {__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_interrupting_leaves_nothing_half_written(tmp_path: Path) -> None:
    out = tmp_path / "s.clinnet"
    command = [sys.executable, "-m", "clinnet_gui", "train", str(TABLE), *OUTCOME, "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stderr is not None
        process.stderr.readline()  # the first sign of work
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing was written" in err and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_the_frozen_applications_test_of_itself(tmp_path: Path, capsys: Capture) -> None:
    assert self_test(tmp_path) == 0
    assert (tmp_path / "risks.csv").is_file()


def test_a_bug_is_said_without_a_value(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    from clinnet_gui.cli import check

    def fail(_: object) -> int:
        raise ValueError("could not convert string to float: 'Jane Doe'")

    monkeypatch.setattr(check, "run", fail)
    assert main(["check", str(TABLE)]) == 1
    out, err = capsys.readouterr()
    assert "ValueError" in err and "Jane" not in out + err


def test_the_self_test_notices_an_internet_socket() -> None:
    code = """
import socket
from clinnet_gui.cli.self_test import internet_sockets
made = internet_sockets()
socket.socket(socket.AF_UNIX).close()
assert made == [], made
socket.socket(socket.AF_INET).close()
assert len(made) == 1, made
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
