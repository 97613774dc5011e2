"""What training again does about a spike: the settings with its remedy in them."""

from dataclasses import replace

from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.training.records import Remedy, Spike

LOWERED = 0.1
"""The factor by which a learning rate that was too high is lowered."""


def remedied(spec: Spec, spike: Spike) -> Spec:
    """Return the settings that a training after this spike should have.

    Suspected rows are left out of all batches, whether they were to be skipped or pulled in; a rate
    that was too high becomes a tenth. Other remedies mend the weights of a running training and
    leave the settings as they are.
    """
    remedy = spike.diagnosis.remedy if spike.diagnosis is not None else Remedy.NONE
    if remedy in (Remedy.SKIP_ROWS, Remedy.WINSORISE):
        return replace(spec, left_out=tuple(sorted({*spec.left_out, *spike.rows})))
    if remedy is Remedy.LOWER_RATE:
        return replace(spec, learning_rate=LOWERED * spec.learning_rate)
    return spec
