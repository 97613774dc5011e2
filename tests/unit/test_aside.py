"""A call in a thread of its own: its result, its error, and leaving it."""

from threading import Event

import pytest

from clinnet_gui.core.aside import aside
from clinnet_gui.core.work import Finish, Progress, drain


def test_the_result_and_the_error_are_those_of_the_call() -> None:
    def broken(_: Event) -> None:
        raise ZeroDivisionError

    assert drain(aside("waiting", lambda _: 7)) == 7
    with pytest.raises(ZeroDivisionError):
        drain(aside("waiting", broken))


@pytest.mark.parametrize("leave", ["close", "finish"])
def test_leaving_does_not_wait_and_tells_the_call(leave: str) -> None:
    ended = Event()

    def call(left: Event) -> None:
        assert left.wait(30)
        ended.set()

    work = aside("waiting", call)
    assert [next(work), next(work)] == [Progress("waiting")] * 2
    assert not ended.is_set()
    if leave == "close":
        work.close()
    else:
        with pytest.raises(Finish):
            work.throw(Finish())
    assert ended.wait(5)
