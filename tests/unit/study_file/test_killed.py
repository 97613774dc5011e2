"""A program that is killed while it saves: the study on the disk is wholly the old or the new one."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clinnet_gui.core.files import clear_leftovers
from clinnet_gui.core.study import Note
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.work import drain
from tests import builders

CHILD = """
import sys
from pathlib import Path
from clinnet_gui.core.study import Note
from clinnet_gui.core.study_file import load, save
from clinnet_gui.core.work import drain

path = Path(sys.argv[1])
study, number = drain(load(path)), 0
print("ready", flush=True)
while True:
    number += 1
    drain(save(study.with_note(Note("now", str(number))), path))
    print(number, flush=True)
"""


def _killed(path: Path, seconds: float) -> int:
    """Let a child save one study after another, kill it, and return how many saves it reported."""
    with subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"ready\n"
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        reported = child.stdout.read().split()
    assert child.returncode == -signal.SIGKILL
    return int(reported[-1]) if reported else 0


@pytest.mark.parametrize("times", [3, pytest.param(60, marks=(pytest.mark.long, pytest.mark.timeout(1200)))])
def test_the_file_is_wholly_old_or_wholly_new(tmp_path: Path, times: int) -> None:
    path = tmp_path / "a.clinnet"
    study = builders.study().with_note(Note("now", "0"))
    for turn in range(times):
        drain(save(study, path))
        reported = _killed(path, 0.05 + turn * 0.0173 % 0.25)
        last = drain(load(path)).history[-1].what
        assert int(last) in (reported, reported + 1)
        assert drain(load(path.with_name("a.clinnet.bak"))).trained is not None
        clear_leftovers()
        assert sorted(p.name for p in tmp_path.iterdir()) == ["a.clinnet", "a.clinnet.bak"]
