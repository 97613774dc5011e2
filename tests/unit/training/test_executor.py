"""Processes that hold the material: given it once, ended with their work, and with their parent."""

import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import CancelledError, wait
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.training import executor
from clinnet_gui.core.training.calls import at_once
from clinnet_gui.core.training.executor import on_processors, processors, received, spawned
from clinnet_gui.core.training.material import Materials
from clinnet_gui.core.training.turns import prepare_all
from clinnet_gui.core.work import drain
from tests.builders import dataset, small, split
from tests.unit.training.in_process import Deadly, end, end_once, wait_to_be_left


def materials() -> Materials:
    return tuple(drain(prepare_all(dataset(), split(), small())))


def test_a_process_holds_what_it_was_given_and_one_thread_of_ours() -> None:
    given = materials()
    with spawned(given, 1) as crew:
        (held,) = cast(Materials, crew.submit(received).result())
        assert crew.submit(os.getpid).result() != os.getpid()
    assert np.array_equal(held.packed, given[0].packed) and np.array_equal(held.train, given[0].train)
    assert held.encoder == given[0].encoder


def test_what_waits_is_cancelled_and_what_runs_ends() -> None:
    with spawned(materials(), 1) as crew:
        running, *waiting = [crew.submit(wait_to_be_left) for _ in range(6)]
        while not (running.running() or running.done()):
            wait([running], timeout=0.01)
    assert running.result() is True  # it was told, and did not wait for its minute
    for future in waiting[2:]:  # one or two were already on their way into the pipe
        with pytest.raises(CancelledError):
            future.result(timeout=0)
    assert multiprocessing.active_children() == []


PARENT = """
import os, sys
from clinnet_gui.core.training.executor import LEFT, spawned
def wait():
    LEFT.wait(600.0)
if __name__ == "__main__":
    with spawned((), 1) as crew:
        print(crew.submit(os.getpid).result(), flush=True)
        crew.submit(wait)
        sys.stdin.read()
"""


def test_processes_die_with_their_parent(tmp_path_factory: pytest.TempPathFactory) -> None:
    script = tmp_path_factory.mktemp("parent") / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)
    )
    assert parent.stdout is not None and parent.stdin is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.read()  # ends when the child, which shares it, has gone
    parent.stdout.close()
    parent.stdin.close()
    assert not alive(child)


def alive(process: int) -> bool:
    """Whether it runs; a grandchild is adopted, so that it may linger a moment as a name."""
    limit = time.monotonic() + 5
    while time.monotonic() < limit:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return not os.path.exists(f"/proc/{process}/exe")


def test_a_process_that_the_system_ended_is_an_error_with_a_hint() -> None:
    crew = on_processors(2)
    assert crew is not None
    with pytest.raises(TrainingFailed, match="ended by the system") as failed:
        list(at_once(end, [0], (), crew))
    assert "memory" in failed.value.hint and multiprocessing.active_children() == []


def test_what_a_process_left_undone_when_it_was_ended_is_begun_again(tmp_path: Path) -> None:
    crew = partial(spawned, processes=1)
    found = [one for one in at_once(end_once, [0, 1, 2, 3], tmp_path, crew) if isinstance(one, int)]
    assert sorted(found) == [0, 10, 20, 30] and (tmp_path / "tried-2").exists()
    assert multiprocessing.active_children() == []


def test_what_ends_its_process_every_time_is_given_up_after_the_others(tmp_path: Path) -> None:
    crew, found = partial(spawned, processes=1), list[object]()
    with pytest.raises(TrainingFailed, match="ended by the system"):
        for one in at_once(end_once, [0, 1, 100], tmp_path, crew):
            found.append(one)
    assert sorted(one for one in found if isinstance(one, int)) == [0, 10]


def test_a_process_ended_while_it_is_given_its_material_is_an_error_too() -> None:
    """More than a pipe takes at once waits for it: whoever gives it must not wait for ever."""
    crew, limit = on_processors(2), time.monotonic() + 60
    assert crew is not None
    with pytest.raises(TrainingFailed, match="ended by the system"):
        for _ in at_once(end, [0], (Deadly(), np.zeros(1_000_000)), crew):
            assert time.monotonic() < limit
    assert multiprocessing.active_children() == []


def test_what_the_processes_hold_may_be_large_and_reach_fewer_than_were_asked_for() -> None:
    held = np.arange(1_000_000)
    with spawned(held, 3) as crew:
        assert np.array_equal(cast(np.ndarray, crew.submit(received).result()), held)


def test_one_processor_needs_no_crew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= processors() <= executor.MOST_PROCESSES
    assert on_processors(1) is None and on_processors(2) is not None
    monkeypatch.setattr(executor, "processors", lambda: 1)
    assert on_processors() is None
