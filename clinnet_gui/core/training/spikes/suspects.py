"""The suspects: which rows of a batch stand out, in which columns, and what points at them."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bools, Bytes, Floats, Ints
from clinnet_gui.core.data.codes import packed_width
from clinnet_gui.core.training.losses import row_losses
from clinnet_gui.core.training.material import Material
from clinnet_gui.core.training.records import Cause, Evidence
from clinnet_gui.core.training.spikes.monitor import LABEL_LIMIT
from clinnet_gui.core.training.spikes.reach import Reach, beyond, far_out
from clinnet_gui.core.training.spikes.signs import label_z

LISTED_ROWS, LISTED_COLUMNS = 5, 3
"""Rows named where only their loss speaks against them; columns named in a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Suspects:
    """What is wrong with a batch: ``rows`` are dataset positions, worst first; ``columns`` are the
    predictors whose cells point at them; ``evidence`` says it. ``certain`` where the cells or the
    labels are wrong by themselves, not only lose much; ``labels`` where it is their share;
    ``finite`` where all cells are."""

    rows: Ints
    columns: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    certain: bool
    labels: bool = False
    finite: bool = True


def suspects_of(material: Material, reach: Reach, rows: Ints, logits: Floats, prevalence: float) -> Suspects:
    """Return the suspects among the ``rows`` of a batch, to which the network gave these logits."""
    packed, y = material.packed[rows], material.y[rows]
    losses = row_losses(y, logits)
    finite = np.isfinite(packed)
    if not finite.all():
        broken = ~np.asarray(finite.all(axis=1))
        columns = _columns(material, ~np.asarray(finite.all(axis=0)))
        said = f"Cells of {_quoted(columns)} in this batch are not finite."
        return Suspects(rows[broken], columns, (_bad(said),), certain=True, finite=False)
    wide = beyond(reach, packed)
    if wide.any():
        columns = tuple(_named(material, reach, wide.sum(axis=0)))
        said = f"Cells of {_quoted(columns)} lie three times as far out as those of any training row."
        return Suspects(
            _worst(rows, np.asarray(wide.any(axis=1)), losses), columns, (_bad(said),), certain=True
        )
    if abs(label_z(float(y.sum()), y.size, prevalence)) > LABEL_LIMIT:
        said = f"{y.mean():.0%} of this batch had the event; {prevalence:.0%} is usual."
        return Suspects(_by_label(rows, y, losses, prevalence), (), (_bad(said),), True, labels=True)
    return _by_loss(material, reach, rows, losses)


def _by_loss(material: Material, reach: Reach, rows: Ints, losses: Floats) -> Suspects:
    """The rows that lost most; where their cells lie far out, that is said."""
    worst = np.argsort(-np.nan_to_num(losses, nan=1e300, posinf=1e300), kind="stable")[:LISTED_ROWS]
    far = far_out(material, reach, rows[worst])
    if not far.any():
        return Suspects(rows[worst], (), (), certain=False)
    columns = tuple(_named(material, reach, far.sum(axis=0)))
    said = f"Among the rows that lost most, cells of {_quoted(columns)} lie far outside the usual range."
    return Suspects(rows[worst], columns, (_bad(said),), certain=False)


def _by_label(rows: Ints, y: Bytes, losses: Floats, prevalence: float) -> Ints:
    """Rows of the outcome that is too frequent, those that lost most first."""
    frequent = y == (1 if y.mean() > prevalence else 0)
    return _worst(rows, frequent, losses)


def _worst(rows: Ints, among: Bools, losses: Floats) -> Ints:
    order = np.argsort(-np.where(among, np.nan_to_num(losses, nan=1e300), -1.0), kind="stable")
    return rows[order[: int(among.sum())]]


def _named(material: Material, reach: Reach, counts: Ints) -> list[str]:
    """The predictors with most such cells first, a few of them."""
    order = np.argsort(-counts, kind="stable")
    names = [material.encoder.names[reach.owners[i]] for i in order if counts[i]]
    return list(dict.fromkeys(names))[:LISTED_COLUMNS]


def _columns(material: Material, broken: Bools) -> tuple[str, ...]:
    """The predictors of packed cells."""
    owners = np.repeat(
        np.arange(len(material.encoder.codes)), list(map(packed_width, material.encoder.codes))
    )
    names = [material.encoder.names[owner] for owner in owners[broken]]
    return tuple(dict.fromkeys(names))[:LISTED_COLUMNS]


def _quoted(columns: tuple[str, ...]) -> str:
    return ", ".join(f"“{name}”" for name in columns)


def _bad(sentence: str) -> Evidence:
    return Evidence(Cause.BAD_BATCH, sentence)
