"""The inquiry into a spike: evidence first, then the replays that prove it, then the damage.

Imports torch: import late.
"""

import math
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from clinnet_gui.core.training.records import Cause, Damage, Diagnosis, Evidence, Remedy, Replay, SpikeKind
from clinnet_gui.core.training.spikes.cascade import (
    ORDER,
    is_brief,
    mode_evidence,
    norm_evidence,
    rate_evidence,
)
from clinnet_gui.core.training.spikes.damage import Judge
from clinnet_gui.core.training.spikes.monitor import ALARM, EXACT, Monitor
from clinnet_gui.core.training.spikes.replay import LOOKING, Change, Played, Player
from clinnet_gui.core.training.spikes.scene import Scene
from clinnet_gui.core.training.spikes.signs import FEWEST_ROWS, Signs
from clinnet_gui.core.training.spikes.suspects import Suspects
from clinnet_gui.core.training.spikes.wording import changed, proof, remedy_for
from clinnet_gui.core.training.stepper import Moment
from clinnet_gui.core.work import Progress, Work

LEAD_TO = (
    SpikeKind.NON_FINITE_LOSS,
    SpikeKind.NON_FINITE_GRADIENT,
    SpikeKind.LOSS,
    SpikeKind.GRADIENT,
    SpikeKind.STATISTICS,
)
"""What a step made again must show again, unless something outside of it was the cause."""

SAME = 0.05
"""Relative difference up to which two devices may compute the same."""

SMALLER = 0.7
"""A spike is gone when it is no alarm any more and has lost so much of its height."""

OUTSIDE = (
    "Made again from the weights before, the step comes out otherwise: weights or gradients had changed."
)


def evidence_of(scene: Scene, monitor: Monitor) -> tuple[Evidence, ...]:
    """Return the evidence that names a cause without a replay."""
    certain = scene.suspects.evidence if scene.suspects.certain else ()
    signs = scene.window.signs
    return (*certain, *mode_evidence(signs), *rate_evidence(signs, monitor))


def named_only(scene: Scene, monitor: Monitor) -> Diagnosis:
    """Return what the evidence alone says."""
    found = evidence_of(scene, monitor)
    if not found:
        found = (*norm_evidence(scene.signs, scene.layer, monitor), *scene.suspects.evidence)
    causes = _ordered({one.cause for one in found}) or (Cause.UNKNOWN,)
    return Diagnosis(causes, found, (), "", scene.suspects.columns, Damage.NONE, Remedy.NONE)


@dataclass(slots=True, eq=False)
class Inquiry:
    """One inquiry; ``run`` it once."""

    scene: Scene
    monitor: Monitor
    player: Player
    judge: Judge
    batches: list[Tensor]
    evidence: list[Evidence] = field(default_factory=list)
    replays: list[Replay] = field(default_factory=list)
    proof: str = ""
    good: Moment | None = None
    outside: bool = False

    def run(self) -> Work[Diagnosis]:
        """Find the causes, prove them, and grade the damage; the training is then where it was."""
        now = self.player.stepper.moment()
        try:
            yield from self._find()
            good = self.good or self.scene.window.moment
            damage = yield from self.judge.grade(now, good, self.batches, self.scene.signs)
        finally:
            self.player.go_home()
        causes = self._causes() or (Cause.UNKNOWN,)
        return Diagnosis(
            causes=causes,
            evidence=tuple(self.evidence) or self.scene.suspects.evidence,
            replays=tuple(self.replays),
            proof=self.proof,
            columns=self.scene.suspects.columns,
            damage=damage,
            remedy=remedy_for(causes[0], damage, self.scene.suspects, self.scene.window.signs, self.outside),
        )

    def _find(self) -> Work[None]:
        """Evidence, then the replay without what it names; where that does not do, one cause more."""
        self.evidence += evidence_of(self.scene, self.monitor)
        change = self._change(self._causes())
        as_it_was = yield from self.player.play(Change(self.scene.spare))
        self._note_outside(as_it_was)
        if self._named() == (Cause.LEARNING_RATE,) and not is_brief(self.scene.window.signs):
            self._note_gradient(as_it_was)
            if Cause.EXPLOSION in self._causes():  # the update is large because the gradient is
                self.evidence = [one for one in self.evidence if one.cause is not Cause.LEARNING_RATE]
                return
        if self._named():
            played = yield from self._try(self._named()[0], change)
        else:
            played = as_it_was
        if self._stands(played):
            yield from self._search(change, as_it_was)

    def _search(self, change: Change, as_it_was: Played) -> Work[None]:
        """Whether the gradient was that of the batch; another batch, then a lower rate, on top of
        what was named; else the gradient's norm."""
        if Cause.EXPLOSION not in self._causes():
            self._note_gradient(as_it_was)
            yield Progress(LOOKING)
            if Cause.EXPLOSION in self._causes():
                return
        for cause, more in (
            (Cause.BAD_BATCH, replace(change, swap=True)),
            (Cause.LEARNING_RATE, replace(change, slower=True)),
        ):
            if cause in self._causes():
                continue
            played = yield from self._try(cause, more)
            if not self._stands(played):
                self.evidence += _by_replay(cause, self.scene.suspects)
                return
        if Cause.EXPLOSION not in self._causes():
            self.evidence += norm_evidence(self.scene.signs, self.scene.layer, self.monitor)
            self.evidence += _overflow(self.scene.signs)

    def _try(self, cause: Cause, change: Change) -> Work[Played]:
        played = yield from self.player.play(change)
        gone = not self._stands(played)
        self._note(cause, changed(change, self.scene), played, gone)
        return played

    def _note(self, cause: Cause, words: str, played: Played, gone: bool) -> None:
        before, after = self._height(self.scene.signs), self._height(played.signs)
        self.replays.append(Replay(words, cause, before, after, gone))
        if gone:
            self.good = played.moment
            if not self.proof:
                self.proof = proof(words, before if self._kind() not in EXACT else 0.0, after)

    def _note_outside(self, as_it_was: Played) -> None:
        """What stood out and does not when the step is made again was no doing of the step."""
        recorded = {alarm.kind for alarm in self.monitor.standing_out(self.scene.signs)}
        if not recorded & set(LEAD_TO) or _is_same(self.scene.signs, as_it_was.signs):
            return
        self._note_gradient(as_it_was)
        if Cause.EXPLOSION not in self._causes():
            self.outside = True
            self.evidence.append(Evidence(Cause.EXPLOSION, OUTSIDE))
            self._note(Cause.EXPLOSION, "from the weights before", as_it_was, not self._stands(as_it_was))

    def _note_gradient(self, as_it_was: Played) -> None:
        """A gradient that is not the batch's own was added up, or scaled."""
        honest, used = self.player.honest_norm(as_it_was), as_it_was.signs.norm
        if math.isfinite(honest) and not _is_equal(used, honest):
            times = used / max(honest, 1e-12)
            said = f"The gradient that was used is {times:.1f} times as long as that of the batch made anew."
            self.evidence.append(Evidence(Cause.EXPLOSION, said))

    def _stands(self, played: Played) -> bool:
        """Whether the step still stands out."""
        found = self.monitor.standing_out(played.signs)
        if any(alarm.kind is not self.scene.alarm.kind for alarm in found):
            return True
        before = self.monitor.measure(self.scene.alarm.kind, self.scene.signs)
        after = self.monitor.measure(self.scene.alarm.kind, played.signs)
        return after >= (ALARM if self.scene.alarm.kind in EXACT else min(ALARM, SMALLER * before))

    def _height(self, signs: Signs) -> float:
        return self.monitor.measure(self._kind(), signs)

    def _kind(self) -> SpikeKind:
        """What is told of the replays: loss or norm where they stand out, else what raised the alarm."""
        kind, seen = self.scene.alarm.kind, self.scene.signs
        for other in (SpikeKind.LOSS, SpikeKind.GRADIENT):
            if kind not in LEAD_TO and self.monitor.measure(other, seen) >= ALARM:
                return other
        return kind

    def _change(self, causes: tuple[Cause, ...]) -> Change:
        """The change that takes away all causes at once."""
        bad, suspects = Cause.BAD_BATCH in causes, self.scene.suspects
        rows = torch.from_numpy(suspects.rows.copy()) if bad and not suspects.labels else None
        return Change(
            spare=self.scene.spare,
            slower=Cause.LEARNING_RATE in causes,
            swap=bad and suspects.labels,
            without=rows,
            modes=Cause.NORMALISATION in causes,
        )

    def _named(self) -> tuple[Cause, ...]:
        """The causes that a change of the steps can take away."""
        return tuple(cause for cause in self._causes() if cause is not Cause.EXPLOSION)

    def _causes(self) -> tuple[Cause, ...]:
        return _ordered({one.cause for one in self.evidence})


def _is_same(one: Signs, other: Signs) -> bool:
    """Whether a step made again came out as before; on the processor it does so to the bit."""
    pairs = ((one.loss, other.loss), (one.norm, other.norm), (1 + one.drift, 1 + other.drift))
    return all(_is_equal(a, b) for a, b in pairs)


def _is_equal(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= SAME * abs(b) or (math.isnan(a) and math.isnan(b))


def _ordered(causes: set[Cause]) -> tuple[Cause, ...]:
    return tuple(cause for cause in ORDER if cause in causes)


def _by_replay(cause: Cause, suspects: Suspects) -> tuple[Evidence, ...]:
    """What a replay alone shows."""
    if cause is Cause.BAD_BATCH:
        return suspects.evidence or (Evidence(cause, "With another batch the step does not stand out."),)
    return (Evidence(cause, "With smaller steps before it, the step does not stand out."),)


def _overflow(signs: Signs) -> tuple[Evidence, ...]:
    """A gradient that is not finite although the cells are."""
    broken = signs.rows >= FEWEST_ROWS and not (abs(signs.loss) < float("inf") and signs.norm < float("inf"))
    return (
        (Evidence(Cause.EXPLOSION, "Loss or gradient overflowed, on cells that are finite."),)
        if broken
        else ()
    )
