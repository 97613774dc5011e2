"""A file is wholly old or wholly new, and a refusal says why."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clinnet_gui.core.errors import SavingFailed
from clinnet_gui.core.files import (
    atomic,
    atomic_target,
    atomic_write,
    clear_leftovers,
    expect_writable,
    resource,
    user_dir,
)


def test_the_new_file_takes_the_old_ones_place(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    atomic_write(target, b"old")
    with atomic_target(target, backup=True) as temporary:
        temporary.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert (tmp_path / "a.txt.bak").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "a.txt.bak"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, GeneratorExit])
def test_whatever_ends_the_block_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with pytest.raises(error), atomic_target(target) as temporary:
        temporary.write_bytes(b"half")
        raise error
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EDQUOT, "disk is full"), (errno.EIO, "system could not")],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_disk_is_said_and_harms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(atomic.os, call, fail)
    with pytest.raises(SavingFailed, match=words) as refused:
        atomic_write(target, b"new")
    assert refused.value.hint
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(SavingFailed, match="folder of that name"):
        atomic_write(tmp_path, b"")
    with pytest.raises(SavingFailed, match="folder does not exist"):
        expect_writable(tmp_path / "none" / "a.txt")


def test_no_result_takes_the_place_of_what_was_read(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_bytes(b"x")
    (tmp_path / "link.csv").symlink_to(source)
    for name in ("a.csv", "link.csv"):
        with pytest.raises(SavingFailed, match="file to be read"):
            expect_writable(tmp_path / name, source)
    expect_writable(tmp_path / "b.csv", source)
    assert source.read_bytes() == b"x"


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write everywhere")
def test_a_folder_closed_to_writing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SavingFailed, match="may not be written"):
        expect_writable(tmp_path / "a.txt")
    tmp_path.chmod(0o700)


def test_leftovers_of_a_killed_program_go(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".a[1].txt.x.part", tmp_path / ".a[1].txt.y.part"
    for left in (old, fresh):
        left.write_bytes(b"")
    os.utime(old, (0, 0))
    atomic_write(tmp_path / "a[1].txt", b"new")
    assert not old.exists()
    assert fresh.exists(), "another program may be saving just now"


def test_the_next_start_clears_what_was_being_written(tmp_path: Path) -> None:
    """A child that kills itself while it writes, far from the user's folder."""
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    code = (
        "import os, pathlib, sys; from clinnet_gui.core.files import atomic_target\n"
        "with atomic_target(pathlib.Path(sys.argv[1])) as t: t.write_bytes(b'Jane'); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(target)], check=False).returncode == -9
    assert len(list(tmp_path.iterdir())) == 2
    with atomic_target(tmp_path / "mine.txt") as running:
        assert clear_leftovers() == 1
        assert running.exists(), "what is being written now is no leftover"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "mine.txt"]
    assert target.read_bytes() == b"old"
    assert list(user_dir().iterdir()) == []


@pytest.mark.parametrize("named", ["a.txt", ".a.txt", "a.part", ""])
def test_a_note_that_was_tampered_with_removes_nothing(tmp_path: Path, named: str) -> None:
    victim = tmp_path / (named or "x")
    victim.write_bytes(b"kept")
    (user_dir() / "writing-x").write_text(str(victim) if named else "")
    assert clear_leftovers() == 0
    assert victim.read_bytes() == b"kept"
    assert list(user_dir().iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real, link = tmp_path / "far" / "a.txt", tmp_path / "a.txt"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with atomic_target(link, backup=True) as temporary:
        temporary.write_bytes(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert (tmp_path / "far" / "a.txt.bak").read_bytes() == b"old"


def test_a_pipe_is_no_target(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SavingFailed, match="device or a pipe"):
        atomic_write(tmp_path / "pipe", b"x")
    with pytest.raises(SavingFailed, match="device or a pipe"):
        expect_writable(Path("/dev/null"))


def test_the_longest_name_of_a_file_can_be_written(tmp_path: Path) -> None:
    for name in ("a" * 255, "患" * 85):
        atomic_write(tmp_path / name, b"x")
        assert (tmp_path / name).read_bytes() == b"x"


def test_a_backup_that_is_the_file_itself_leaves_nothing_beside(tmp_path: Path) -> None:
    """As after a kill between the backup and the renaming."""
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    os.link(target, tmp_path / "a.txt.bak")
    with atomic_target(target, backup=True) as temporary:
        temporary.write_bytes(b"new")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "a.txt.bak"]
    assert (tmp_path / "a.txt.bak").read_bytes() == b"old"


def test_mode_follows_the_file_that_stood_there(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"")
    target.chmod(0o640)
    atomic_write(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o640


def test_resources_and_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resource("samples/readmission_synthetic.csv").is_file()
    with pytest.raises(FileNotFoundError):
        resource("samples/none.csv")
    monkeypatch.setenv("CLINNET_HOME", str(tmp_path / "home"))
    assert user_dir() == tmp_path / "home"
    assert user_dir().stat().st_mode & 0o077 == 0
