"""Training from a dataset and its split to a Trained: turn by turn, then compared and judged."""

import time
from dataclasses import replace

import numpy as np

from clinnet_gui.core.arrays import distinct, read_only
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.ledger import Admitted, Use
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.model.heuristics import check
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.arithmetic import pin_arithmetic
from clinnet_gui.core.training.baselines import ALL, baselines
from clinnet_gui.core.training.device import check_device
from clinnet_gui.core.training.fit import Baseline, Fit, Trained
from clinnet_gui.core.training.joining import joined, joined_baselines, seen_logits
from clinnet_gui.core.training.memory import within_memory
from clinnet_gui.core.training.prediction import versions
from clinnet_gui.core.training.records import Stop
from clinnet_gui.core.training.settling import has_levelled, has_settled
from clinnet_gui.core.training.turns import Done, fit_step_by_step, prepare_all, take_turn, to_its_end
from clinnet_gui.core.training.verdict import judge
from clinnet_gui.core.work import Finish, Progress, Work


def train(dataset: Dataset, split: Split, spec: Spec) -> Work[Trained]:
    """Train a network for each turn of the split, and the baselines beside it on the same rows.

    Yields Progress, and for each turn Begun, then each Step with Spikes and Validated among them.
    Finish keeps the best weights so far: of several folds those that were given their time, and the
    rows of the others count as trained on. Thrown again while the baselines are made, it leaves out the
    rest of them; before the first step there is nothing to keep, and it cancels. The same
    dataset, split, spec and software give the same logits, bit for bit.

    Raises SettingsRefused, DataRefused (no predictor varies) and TrainingFailed.
    """
    return (yield from within_memory(_train(dataset, split, spec)))


def _train(dataset: Dataset, split: Split, spec: Spec) -> Work[Trained]:
    check(spec)
    check_device(spec)
    yield Progress("Preparing the inputs", 0.0)
    pin_arithmetic()
    begun, made_from = time.thread_time(), dataset.fingerprint + split.fingerprint + spec.fingerprint
    done = yield from _turns(dataset, split, spec)
    if len(done) < len(split.turns):
        split = split.first_folds(len(done), dataset.y)
    beside = yield from _beside(split, done)
    encoder = yield from _encoder(dataset, split, spec, done)
    logits, simpler = joined(split.folds, [turn.logits for turn in done]), joined_baselines(split, beside)
    settled = all(has_settled(turn.fold) for turn in done)
    verdict = yield from judge(dataset.y, split, logits, seen_logits(split, done), simpler, settled=settled)
    fit = Fit(
        spec=spec,
        encoder=encoder,
        folds=tuple(turn.fold for turn in done),
        logits=read_only(logits),
        baselines=simpler,
        verdict=verdict,
        seconds=time.thread_time() - begun,
        versions=versions(spec.device),
        made_from=made_from,
    )
    return Trained(dataset, split, fit)


def _turns(dataset: Dataset, split: Split, spec: Spec) -> Work[list[Done]]:
    """Take every turn, or those until the analyst had enough."""
    done, materials = list[Done](), (yield from prepare_all(dataset, split, spec))
    for number, material in enumerate(materials, start=1):
        try:
            repairs = [repair for turn in done for repair in turn.fold.history.repairs]
            done.append((yield from take_turn(material, spec, (number, len(materials)), repairs)))
        except Finish:
            if not done:
                raise
            break
        if done[-1].ended:
            break
    return _without_a_beginner(done)


def _without_a_beginner(done: list[Done]) -> list[Done]:
    """Leave out a last network that was stopped while it still got better: it would count as much as
    those that were given their time, and cost 2 to 3 % of the log-loss on 8,000 rows."""
    if len(done) == 1 or not done[-1].ended or has_levelled(done[-1].fold):
        return done
    last = replace(done[-2], fold=replace(done[-2].fold, stop=Stop.ANALYST))
    return [*done[:-2], last]


def _encoder(dataset: Dataset, split: Split, spec: Spec, done: list[Done]) -> Work[Encoder]:
    """The encoder of all rows that trained any of the networks."""
    if len(done) == 1:
        return done[0].fold.encoder
    rows = distinct(np.concatenate([turn.material.train for turn in done]))
    fitting = fit_step_by_step(dataset, Admitted(split, Use.LEARN, rows), spec.bins)
    return (yield from to_its_end(fitting))[0]


def _beside(split: Split, done: list[Done]) -> Work[list[tuple[Baseline, ...]]]:
    """The baselines of each turn; once Finish was thrown, no more than the turn then had."""
    beside, most = list[tuple[Baseline, ...]](), ALL
    for turn in done:
        beside.append((yield from baselines(turn.material, split.seed, most)))
        most = len(beside[-1])
    return beside
