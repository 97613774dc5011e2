"""A study comes back with the same numbers; a file that is not whole, ours and sound is refused."""

import random
import sqlite3
import zipfile
import zlib
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.errors import SavingFailed, StudyRefused
from clinnet_gui.core.evaluation.adopted import Adopted
from clinnet_gui.core.evaluation.deciding import open_test, with_method, with_threshold
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method, Route
from clinnet_gui.core.study import Note, Study
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.study_file.blobs import restore, store
from clinnet_gui.core.study_file.schema import OLDEST
from clinnet_gui.core.training.records import Begun, Step
from clinnet_gui.core.training.training import train
from clinnet_gui.core.work import Finish, drain
from tests import builders


@pytest.fixture(scope="module")
def study() -> Study:
    calibrator = Calibrator(Method.ISOTONIC, knots=(-1.0, 1.0), risks=(0.1, 0.9), n=60, events=20)
    decision = Decision(calibrator, 0.25, Route.HARM_RATIO, "W = 3", "cheap", (0.1, 0.4), 0.3)
    return builders.study().with_decision(decision).with_note(Note("2026-01-01T00:00:00+00:00", "Read <b>&"))


@pytest.fixture(scope="module")
def saved(study: Study, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("studies") / "a.clinnet"
    drain(save(study, path))
    return path.read_bytes()


def test_an_update_from_another_file_comes_back(study: Study, tmp_path: Path) -> None:
    update = Adopted(-0.5, 0.8, "<b>elsewhere</b>.csv", 900, 100, "2026-03-01T10:00:00+00:00", "f" * 32)
    updated = replace(study.decision.calibrator, update=update)
    drain(save(study.with_decision(replace(study.decision, calibrator=updated)), tmp_path / "u.clinnet"))
    assert _open((tmp_path / "u.clinnet").read_bytes(), tmp_path).decision.calibrator == updated


def test_a_study_from_before_there_were_updates_opens_without_one(saved: bytes, tmp_path: Path) -> None:
    older = _forged(saved, tmp_path, _REPLACED.format(',"update":null', ""))
    assert older != saved
    assert _open(older, tmp_path).decision.calibrator.update is None


def test_a_calibrator_of_two_slopes_comes_back(study: Study, tmp_path: Path) -> None:
    beta = Calibrator(Method.BETA, 0.2, 0.7, n=60, events=20, upper_slope=1.3)
    drain(save(study.with_decision(Decision(beta)), tmp_path / "beta.clinnet"))
    assert _open((tmp_path / "beta.clinnet").read_bytes(), tmp_path).decision.calibrator == beta


def _open(content: bytes, folder: Path) -> Study:
    path = folder / "opened.clinnet"
    path.write_bytes(content)
    return drain(load(path))


def _sealed(content: bytes) -> bytes:
    """The content with a true checksum, as whoever forges a study would give it."""
    return content + b"CLINNET\n" + sha256(content).digest()


def test_the_same_numbers(study: Study, saved: bytes, tmp_path: Path) -> None:
    back = _open(saved, tmp_path)
    assert study.trained and study.dataset and back.trained and back.dataset
    assert np.array_equal(back.trained.fit.logits, study.trained.fit.logits)
    assert back.trained.fit.encoder == study.trained.fit.encoder
    assert back.trained.fit.folds[0].weights == study.trained.fit.folds[0].weights
    assert back.trained.fit.verdict == study.trained.fit.verdict
    assert np.array_equal(
        back.trained.fit.folds[0].history.loss, study.trained.fit.folds[0].history.loss, equal_nan=True
    )
    assert back.decision == study.decision
    assert back.choice == study.choice
    assert back.history == study.history
    assert back.plan_fingerprint == study.plan_fingerprint
    assert back.fit_is_stale == study.fit_is_stale
    assert back.trained.dataset is back.dataset


def test_every_cell_comes_back(study: Study, saved: bytes, tmp_path: Path) -> None:
    back = _open(saved, tmp_path)
    assert back.table and study.table
    assert back.table.raw.source == study.table.raw.source
    for one, other in zip(back.table.columns, study.table.columns, strict=True):
        assert (one.name, one.rule, one.unit, one.levels) == (
            other.name,
            other.rule,
            other.unit,
            other.levels,
        )
        assert np.array_equal(one.values, other.values, equal_nan=True)
        assert np.array_equal(one.codes, other.codes)
        assert [one.cells.text(i) for i in range(20)] == [other.cells.text(i) for i in range(20)]


def test_a_study_of_any_stage(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "s.clinnet"
    empty = Study()
    for stage in (empty, replace(empty, table=study.table), replace(study, trained=None)):
        drain(save(stage, path))
        back = drain(load(path))
        assert (back.table is None, back.dataset is None) == (stage.table is None, stage.dataset is None)
        assert back.trained is None


@pytest.mark.parametrize("fold", [1, 3])
def test_a_training_stopped_at_its_first_step_comes_back(fold: int, tmp_path: Path) -> None:
    work = train(builders.dataset(), builders.crossed_split(), builders.small())
    running, record = 0, next(work)
    while not (running == fold and isinstance(record, Step)):
        running = record.fold if isinstance(record, Begun) else running
        record = next(work)
    work.throw(Finish())
    trained = drain(work)
    first = trained.fit.folds[0].history
    assert len(trained.fit.folds) == max(1, fold - 1), "a fold that had only begun is left out"
    assert (first.loss.size < first.steps_per_epoch) is (fold == 1)
    stopped = replace(builders.crossed_study(), trained=trained)
    drain(save(stopped, tmp_path / "a.clinnet"))
    back = drain(load(tmp_path / "a.clinnet"))
    assert back.trained is not None and np.array_equal(back.trained.fit.logits, trained.fit.logits)


def test_a_fit_of_other_data_keeps_them(study: Study, tmp_path: Path) -> None:
    other = builders.dataset(builders.Patients(n=200, seed=9))
    moved = replace(study, table=other.table, roles=other.roles, dataset=other, split=None, choice=None)
    drain(save(moved, tmp_path / "s.clinnet"))
    back = drain(load(tmp_path / "s.clinnet"))
    assert back.trained and study.trained and back.dataset
    assert back.trained.dataset.n == study.trained.dataset.n
    assert back.dataset.n == 200
    assert back.trained.dataset.table is not back.dataset.table


def test_the_backup_is_the_file_before(study: Study, saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.clinnet"
    path.write_bytes(saved)
    drain(save(replace(study, history=()), path))
    assert (tmp_path / "s.clinnet.bak").read_bytes() == saved
    assert drain(load(path)).history == ()


def test_saving_can_be_cancelled_at_every_yield(study: Study, saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.clinnet"
    path.write_bytes(saved)
    yields = sum(1 for _ in save(study, tmp_path / "other.clinnet"))
    (tmp_path / "other.clinnet").unlink()
    for stop in range(1, yields + 1):
        work = save(study, path)
        for _ in range(stop):
            next(work)
        work.close()
        assert path.read_bytes() == saved
        assert list(tmp_path.iterdir()) == [path]


def test_no_path_of_the_source_inside(saved: bytes) -> None:
    assert b"patients.csv" in saved
    assert b"/patients.csv" not in saved and b"\\patients.csv" not in saved


def test_any_flipped_bit_is_refused(saved: bytes, tmp_path: Path) -> None:
    chance = random.Random(1)
    for _ in range(300):
        at = chance.randrange(8 * len(saved))
        damaged = bytearray(saved)
        damaged[at // 8] ^= 1 << at % 8
        with pytest.raises(StudyRefused):
            _open(bytes(damaged), tmp_path)


@pytest.mark.parametrize("length", [0, 1, 15, 99, 100, 4096, -1, -40, -41, -5000])
def test_any_truncation_is_refused(saved: bytes, tmp_path: Path, length: int) -> None:
    with pytest.raises(StudyRefused):
        _open(saved[:length], tmp_path)


def test_more_behind_the_end_is_refused(saved: bytes, tmp_path: Path) -> None:
    with pytest.raises(StudyRefused):
        _open(saved + b"\0", tmp_path)


def test_a_newer_format_is_named(saved: bytes, tmp_path: Path) -> None:
    body = bytearray(saved[:-40])
    body[60:64] = (7).to_bytes(4, "big")
    with pytest.raises(StudyRefused, match="newer clinnet"):
        _open(_sealed(bytes(body)), tmp_path)


def test_an_older_format_is_named(saved: bytes, tmp_path: Path) -> None:
    body = bytearray(saved[:-40])
    body[60:64] = (OLDEST - 1).to_bytes(4, "big")
    with pytest.raises(StudyRefused, match="older clinnet"):
        _open(_sealed(bytes(body)), tmp_path)


def test_an_opened_test_stays_opened_and_marked_when_the_study_is_reopened(
    study: Study, tmp_path: Path
) -> None:
    trained = study.trained
    assert trained is not None
    opened = open_test(trained, Decision(threshold=0.2, rule_out=0.1), "2026-03-01T10:00:00+00:00")
    path = tmp_path / "opened.clinnet"
    drain(save(study.with_decision(with_threshold(opened, 0.3)), path))
    back = drain(load(path)).decision
    assert (back.opened, back.after_opening) == (opened.opened, ("threshold",))
    assert back.rule_out == 0.1
    assert with_method(trained, back, Method.INTERCEPT).after_opening == ("threshold", "recalibration")


def test_other_files_are_named(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../evil", "x")
    with pytest.raises(StudyRefused, match="zip archive"):
        drain(load(archive))
    with pytest.raises(StudyRefused, match="pickle"):
        _open(b"\x80\x04\x95" + b"cos\nsystem\n" * 20, tmp_path)
    with pytest.raises(StudyRefused, match="not a file"):
        drain(load(tmp_path))
    with pytest.raises(StudyRefused, match="cannot be opened"):
        drain(load(tmp_path / "none.clinnet"))


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE t (a)")
    file.close()
    with pytest.raises(StudyRefused, match="another program"):
        drain(load(path))
    with pytest.raises(StudyRefused, match="another program"):
        _open(_sealed(path.read_bytes()), tmp_path)


_REPLACED = "UPDATE document SET body = cast(replace(cast(body AS TEXT), '{}', '{}') AS BLOB)"


def _forged(saved: bytes, folder: Path, *statements: str) -> bytes:
    """A study changed by SQL, with a true checksum."""
    path = folder / "forged.db"
    path.write_bytes(saved[:-40])
    file = sqlite3.connect(path)
    for statement in statements:
        file.execute(statement)
    file.commit()
    file.close()
    return _sealed(path.read_bytes())


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (a)",
        "CREATE VIEW v AS SELECT * FROM blob",
        "CREATE TRIGGER t AFTER INSERT ON blob BEGIN SELECT 1; END",
        "CREATE INDEX i ON blob (dtype)",
        "DELETE FROM document",
        "UPDATE document SET body = x'5b5d'",
        _REPLACED.format('"threshold":0.25', '"threshold":25'),
        _REPLACED.format('"slope":1.0', '"slope":NaN'),
        _REPLACED.format('"hidden":[16,8]', '"hidden":[900000000,8]'),
        _REPLACED.format('"seed":', '"seed":0,"seed":'),
        "DELETE FROM blob WHERE id = 3",
        "UPDATE blob SET id = id + 1000 WHERE id = 3",
        "UPDATE blob SET dtype = 'object'",
        "UPDATE blob SET dtype = 'complex128', kept = 'complex128' WHERE dtype = 'float64'",
        "UPDATE blob SET kept = 'float64' WHERE dtype = 'int64'",
        "UPDATE blob SET shape = '[9000000000000]'",
        "UPDATE blob SET shape = '[-1]'",
        "UPDATE blob SET shape = '[1,2,3]'",
        "UPDATE blob SET shape = '[' || substr('[[[[[[', 1, 5)",
        "UPDATE blob SET coding = 'lzma'",
        "UPDATE blob SET body = zeroblob(length(body)) WHERE coding = 'zlib'",
        "UPDATE blob SET body = zeroblob(100000000) WHERE id = 2",
    ],
)
def test_forged_containers_are_refused(saved: bytes, tmp_path: Path, statement: str) -> None:
    with pytest.raises(StudyRefused):
        _open(_forged(saved, tmp_path, statement), tmp_path)


def test_an_untouched_forgery_opens(saved: bytes, tmp_path: Path) -> None:
    """So that the refusals above are due to the changes and not to the forging."""
    forged = _forged(saved, tmp_path, "UPDATE document SET body = body")
    assert _open(forged, tmp_path).trained is not None


def test_a_bomb_is_not_unpacked(saved: bytes, tmp_path: Path) -> None:
    bomb = zlib.compress(bytes(1 << 28), 9).hex()
    statement = (
        f"UPDATE blob SET dtype='bytes', kept='bytes', coding='zlib', shape='[{1 << 28}]', body=x'{bomb}'"
    )
    with pytest.raises(StudyRefused):
        _open(_forged(saved, tmp_path, statement), tmp_path)


def test_weights_of_another_network_are_refused(study: Study, tmp_path: Path) -> None:
    """The checksum is right and every part is sound, but the risks are not this network's."""
    assert study.trained
    fit = study.trained.fit
    lying = replace(study, trained=replace(study.trained, fit=replace(fit, logits=fit.logits - 0.5)))
    drain(save(lying, tmp_path / "s.clinnet"))
    with pytest.raises(StudyRefused, match="weights"):
        drain(load(tmp_path / "s.clinnet"))


def test_slightly_other_numbers_are_said(study: Study, tmp_path: Path) -> None:
    assert study.trained
    fit = study.trained.fit
    other = replace(study, trained=replace(study.trained, fit=replace(fit, logits=fit.logits + 1e-4)))
    drain(save(other, tmp_path / "s.clinnet"))
    assert "1.0e-04" in drain(load(tmp_path / "s.clinnet")).history[-1].what


def test_a_journal_beside_it_is_not_replayed(saved: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.clinnet"
    path.write_bytes(saved)
    (tmp_path / "s.clinnet-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    (tmp_path / "s.clinnet-wal").write_bytes(bytes(600))
    assert drain(load(path)).trained is not None
    assert path.read_bytes() == saved


def test_a_full_disk_is_said(
    study: Study, saved: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.clinnet"
    path.write_bytes(saved)
    connect = sqlite3.connect

    def small(*args: object, **more: object) -> sqlite3.Connection:
        file = connect(*args, **more)
        file.execute("PRAGMA max_page_count = 4")
        return file

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(SavingFailed, match="disk is full"):
        drain(save(study, path))
    assert path.read_bytes() == saved
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("blob", "kept"),
    [
        (np.arange(1_000), "uint16"),
        (np.array([-1, 5], np.int32), "int8"),
        (np.array([2**40]), "int64"),
        (np.zeros(0, np.int64), "int64"),
        (np.array([[0.1, np.nan], [np.inf, -0.0]]), "float64"),
        (np.array([True, False]), "bool"),
        (b"", "bytes"),
        (b"text" * 1_000, "bytes"),
    ],
)
def test_blobs_are_stored_narrow_and_come_back(blob: np.ndarray | bytes, kept: str) -> None:
    stored = store(blob)
    back = restore(stored)
    assert stored.kept == kept
    if isinstance(blob, bytes):
        assert back == blob
        return
    assert isinstance(back, np.ndarray)
    assert (back.dtype, back.shape, back.tobytes()) == (blob.dtype, blob.shape, blob.tobytes())
