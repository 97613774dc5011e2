"""Heeding a repair: thrown at a yield of a training, it is noted and the work goes on."""

from clinnet_gui.core.training.records import Repair
from clinnet_gui.core.work import Result, Work


def noting(work: Work[Result], noted: list[Repair]) -> Work[Result]:
    """Do ``work``; a Repair thrown at one of its yields is put into ``noted``, and the work itself
    never hears of it. Everything else that is thrown ends it."""
    try:
        while True:
            try:
                record = next(work)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            try:
                yield record
            except Repair as repair:
                noted.append(repair)
    finally:
        work.close()
