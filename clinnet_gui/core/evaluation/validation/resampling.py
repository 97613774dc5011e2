"""The optimism bootstrap's long part: the procedure repeated, many samples at once."""

import time
from dataclasses import dataclass, field, replace

import numpy as np

from clinnet_gui.core.arrays import Ints, read_only
from clinnet_gui.core.errors import DataRefused, TrainingFailed
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn, rows_drawn
from clinnet_gui.core.evaluation.validation.procedure import (
    Procedure,
    Refit,
    networks_of,
    sampled_rows,
    seed_of,
)
from clinnet_gui.core.evaluation.validation.refits import LEAST, Refits, Singles, refits_key
from clinnet_gui.core.training.calls import CutShort, Shares, each, shares
from clinnet_gui.core.training.device import device_here
from clinnet_gui.core.training.executor import Crew
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.memory import within_memory
from clinnet_gui.core.work import Finish, Progress, Work, time_left


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """What a crew holds: the procedure, the ``rows`` (dataset positions) that may be drawn, whose
    ``patients`` they are, and the seed of the fit."""

    procedure: Procedure
    rows: Ints
    patients: Ints
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Refitted:
    """One refit as it comes back: three lines of ``Refits``, of NaN where there was no network."""

    number: int
    logits: Singles
    held: Singles
    logistic: Singles
    seconds: float


def resample(
    trained: Trained,
    times: int,
    crew: Crew | None = None,
    *,
    before: Refits | None = None,
    procedure: Procedure | None = None,
) -> Work[Refits]:
    """Repeat the procedure of a fit on ``times`` bootstrap samples of all but its test patients.

    ``before`` are refits of the same fit: they are kept, and only those that lack are made. Yields
    Progress. Finish keeps the refits up to the first that is not done, where these are 20 at least,
    else it cancels; so does a machine whose memory, device or processes fail, which a CutShort tells, and
    its error is raised where nothing can be kept. close ends all processes. The same with any crew and with
    none. Refits that fail are counted. ``procedure`` is the fit's own where None.
    """
    known = before if before is not None and before.made_from == refits_key(trained) else None
    work = _resample(trained, times, crew, known, procedure or networks_of(trained))
    return (yield from within_memory(work))


def _resample(
    trained: Trained, times: int, crew: Crew | None, before: Refits | None, procedure: Procedure
) -> Work[Refits]:
    rows = sampled_rows(trained)
    samples = Samples(procedure, rows, trained.dataset.patients[rows], trained.fit.spec.seed)
    first = 0 if before is None else before.tried
    if before is not None and first >= times:
        return before
    orders = range(first, times)
    calls = each(refit, orders, samples, crew, device_here(trained.fit.spec.device))
    done, pace = dict[int, Refitted](), _Pace(len(orders))
    try:
        yield pace.progress(0.0)
        for found in calls:
            if isinstance(found, Refitted):
                done[found.number] = found
                pace.done += 1
            yield pace.progress(found if isinstance(found, float) else 0.0)
    except Finish:
        if _reached(first, done) < LEAST:
            raise
    except TrainingFailed as failed:
        reached = _reached(first, done)
        if reached < LEAST or not done:
            raise
        yield CutShort(_kept_of(failed, reached))
    finally:
        calls.close()
    kept = [done[number] for number in range(first, _reached(first, done))]
    return _joined(before, kept, rows.size, refits_key(trained))


def refit(number: int, samples: Samples) -> Shares[Refitted]:
    """Repeat the procedure on sample ``number``."""
    begun, seed = time.thread_time(), samples.seed
    drawn = samples.rows[rows_drawn(counts_drawn(samples.patients, seed, number))]
    try:
        made = yield from shares(samples.procedure.refit(drawn, seed_of(seed, number)))
    except (DataRefused, TrainingFailed):
        nothing = np.full(samples.rows.size, np.nan, np.float32)
        return Refitted(number, nothing, nothing, nothing, time.thread_time() - begun)
    return Refitted(number, *_lines(made, samples.rows), time.thread_time() - begun)


def _lines(made: Refit, rows: Ints) -> tuple[Singles, Singles, Singles]:
    logits, held, logistic = (
        values[rows].astype(np.float32) for values in (made.logits, made.held, made.logistic)
    )
    return logits, held, logistic


def _reached(first: int, done: dict[int, Refitted]) -> int:
    """The first refit that is not done: what came after it came early because it was quick."""
    number = first
    while number in done:
        number += 1
    return number


def _kept_of(failed: TrainingFailed, refits: int) -> TrainingFailed:
    """The same failure, and what is left of it."""
    kept = f"{failed.message} The {refits} refits that were done are kept."
    return TrainingFailed(kept, failed.hint, failed.code)


def _joined(before: Refits | None, kept: list[Refitted], rows: int, key: str) -> Refits:
    nothing = np.empty((0, rows), np.float32)
    known = before or Refits(nothing, nothing, nothing, 0.0, key)
    return replace(
        known,
        logits=read_only(np.vstack([known.logits, *(one.logits for one in kept)])),
        held=read_only(np.vstack([known.held, *(one.held for one in kept)])),
        logistic=read_only(np.vstack([known.logistic, *(one.logistic for one in kept)])),
        seconds=known.seconds + sum(one.seconds for one in kept),
    )


@dataclass(slots=True)
class _Pace:
    """How many refits are done, and how long the rest will take."""

    of: int
    done: int = 0
    begun: float = field(default_factory=time.monotonic)

    def progress(self, share: float) -> Progress:
        """``share`` is that of the running refit, where one is running here."""
        text = f"{self.done} of {self.of} refits"
        if self.done:
            left = (time.monotonic() - self.begun) * (self.of - self.done) / self.done
            text += f", {time_left(left)}"
        return Progress(text, min(1.0, (self.done + share) / max(1, self.of)))
