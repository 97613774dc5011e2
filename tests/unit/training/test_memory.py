"""Exhausted memory: an error with advice, from numpy and from torch; other errors stay bugs."""

import numpy as np
import pytest
import torch

from clinnet_gui.core.errors import TrainingFailed
from clinnet_gui.core.training.memory import within_memory
from clinnet_gui.core.work import Progress, Work, drain

FAR_TOO_MUCH = 1 << 46


def by_numpy() -> Work[int]:
    yield Progress("")
    return int(np.zeros(FAR_TOO_MUCH).size)


def by_torch() -> Work[int]:
    yield Progress("")
    return torch.zeros(FAR_TOO_MUCH).numel()


@pytest.mark.parametrize("work", [by_numpy, by_torch])
def test_exhausted_memory_is_told_with_advice(work) -> None:
    with pytest.raises(TrainingFailed, match="memory") as error:
        drain(within_memory(work()))
    assert error.value.code == "OUT_OF_MEMORY" and error.value.hint


def test_a_bug_stays_a_bug() -> None:
    def wrong() -> Work[int]:
        yield Progress("")
        return int((torch.zeros(2, 3) @ torch.zeros(2, 3)).sum())

    with pytest.raises(RuntimeError, match="shapes"):
        drain(within_memory(wrong()))


def test_what_fits_is_returned() -> None:
    def fine() -> Work[int]:
        yield Progress("")
        return 7

    assert drain(within_memory(fine())) == 7
