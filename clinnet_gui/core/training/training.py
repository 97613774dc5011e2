"""Training from a dataset and its split to a Trained: encode, optimise, compare, judge."""

import time

import numpy as np

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.codes import Code, Inputs
from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.encoder import Encoder, fit_code
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.errors import DataRefused
from clinnet_gui.core.model.heuristics import check
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.model.weights import dump
from clinnet_gui.core.training.baselines import baselines
from clinnet_gui.core.training.fit import Fit, Trained
from clinnet_gui.core.training.prediction import THREADS, versions
from clinnet_gui.core.training.verdict import judge
from clinnet_gui.core.work import Progress, Work

CHUNK = 4_096


def train(dataset: Dataset, split: Split, spec: Spec) -> Work[Trained]:
    """Train a network on the training rows, and the baselines beside it on the same ones.

    Yields Progress, Begun, then each Step with Spikes and Validated among them. Finish keeps
    the best weights so far; thrown again while the baselines are made, it leaves out the rest
    of them; before the first step there is nothing to keep, and it cancels. The same dataset,
    split, spec and software give the same logits, bit for bit.

    Raises SettingsRefused, DataRefused (no predictor varies) and TrainingFailed.
    """
    check(spec)
    yield Progress("Preparing the inputs", 0.0)
    import torch

    from clinnet_gui.core.training.loop import Material, forward, optimise

    torch.set_num_threads(THREADS)
    begun = time.thread_time()
    encoder = yield from _fit(dataset, split)
    x = yield from _encode(dataset, encoder)
    material = Material(encoder, x, dataset.y, split.rows(Part.TRAIN), split.rows(Part.EARLY_STOP))
    optimised = yield from optimise(material, spec)
    logits = yield from forward(optimised.network, torch.from_numpy(x))
    beside = yield from baselines(x, dataset.y, split)
    verdict = yield from judge(dataset.y, split, logits, beside)
    fit = Fit(
        spec=spec,
        encoder=encoder,
        weights=dump(optimised.network),
        history=optimised.history,
        logits=read_only(logits),
        baselines=beside,
        verdict=verdict,
        stop=optimised.stop,
        seconds=time.thread_time() - begun,
        versions=versions(),
        made_from=dataset.fingerprint + split.fingerprint + spec.fingerprint,
    )
    return Trained(dataset, split, fit)


def _fit(dataset: Dataset, split: Split) -> Work[Encoder]:
    """The encoder, column by column."""
    rows, codes = dataset.rows[split.rows(Part.TRAIN)], list[Code]()
    for column in dataset.predictors:
        codes.append(fit_code(column, rows))
        yield Progress("Preparing the inputs", 0.0)
    encoder = Encoder(tuple(codes))
    if encoder.inputs == 0:
        raise DataRefused(
            "No predictor varies among the training rows.",
            "Choose other columns as predictors.",
            "NO_PREDICTOR_VARIES",
        )
    return encoder


def _encode(dataset: Dataset, encoder: Encoder) -> Work[Inputs]:
    """All rows of the dataset as inputs, chunk by chunk."""
    columns, x = dataset.predictors, np.empty((dataset.n, encoder.inputs), np.float32)
    for start in range(0, dataset.n, CHUNK):
        x[start : start + CHUNK] = encoder.transform(columns, dataset.rows[start : start + CHUNK])
        yield Progress("Preparing the inputs", start / dataset.n)
    return x
