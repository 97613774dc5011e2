"""What the networks would say of a patient with other values. It is no forecast of what changing a
value in the patient would do: the networks learned what goes together, not what causes what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clinnet_gui.core.arrays import Bools, Floats
from clinnet_gui.core.data.codes import Inputs, Mark, packed_width, width
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.evaluation.decision import Calibrator
from clinnet_gui.core.explanation.experience import Experience
from clinnet_gui.core.explanation.likeness import profiles
from clinnet_gui.core.training.arithmetic import pin_arithmetic
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

if TYPE_CHECKING:
    from clinnet_gui.core.model.network import Network

Value = float | str | None
"""A number (of a date the days since 1970-01-01), a level, or None for not measured."""


@dataclass(frozen=True, slots=True)
class Change:
    """Another value of one column."""

    column: str
    value: Value


@dataclass(frozen=True, slots=True)
class Answer:
    """The risk (0..1) of a patient with changed values; ``low`` and ``high`` are the least and the
    greatest that any of ``networks`` single networks and members says. None of them trained on the
    patient where ``unseen``; only where all of them did, all are asked.

    ``outside`` names changed or unchanged columns whose value no training row came near: a number
    out of range, an unseen level, missing where nothing was missing. ``distance`` is that to the
    nearest training patient, ``limit`` what 99 % of training patients keep within.
    """

    risk: float
    low: float
    high: float
    networks: int
    outside: tuple[str, ...]
    distance: float
    limit: float
    unseen: bool = True

    @property
    def unusual(self) -> bool:
        """Whether these values hardly occur together in the training data."""
        return self.distance > self.limit


class WhatIf:
    """One patient (dataset position), whose columns can be changed; an answer takes few milliseconds.

    ``encoder`` knows the ranges and levels that the networks which judge the patient learned from.
    """

    def __init__(
        self,
        trained: Trained,
        calibrator: Calibrator,
        position: int,
        networks: list[Network],
        known: Experience,
    ) -> None:
        self.position, self.calibrator = position, calibrator
        self._trained, self._networks, self._known = trained, networks, known
        dataset, fold = trained.dataset, int(trained.split.folds[position])
        row = dataset.rows[[position]]
        self._columns = tuple(_rows_of(column, row[0]) for column in dataset.predictors)
        self._judging: Bools = np.array([fold in (-1, number) for number in range(len(networks))])
        self._unseen = unseen_by(trained, position)
        self.encoder = trained.fit.encoder if fold < 0 else trained.fit.folds[fold].encoder
        self._packed = [fold.encoder.pack(self._columns) for fold in trained.fit.folds]

    def ask(self, changes: tuple[Change, ...] = ()) -> Answer:
        """Return the answer to these changes, at most one a column; KeyError for a column or a level
        there is not."""
        columns = self._changed(changes)
        said = self._logits(tuple(_single(c.column, columns) for c in changes), 1)
        asked = self._unseen if self._unseen.any() else np.ones_like(self._unseen)
        single = self.calibrator.risk(
            np.concatenate([of[0] for of, ask in zip(said, asked, strict=True) if ask])
        )
        fit = self._trained.fit
        profile = profiles(fit.encoder, columns, np.zeros(1, np.int64))
        patient = int(self._trained.dataset.patients[self.position])
        return Answer(
            risk=float(self._risks(said)[0]),
            low=float(single.min()),
            high=float(single.max()),
            networks=single.size,
            outside=_outside(self.encoder, columns),
            distance=self._known.nearest(profile, patient),
            limit=self._known.limit,
            unseen=bool(self._unseen.any()),
        )

    def curve(self, changes: tuple[Change, ...], column: str, values: tuple[Value, ...]) -> Floats:
        """Return the risk (0..1) at each of ``values`` of one column, the other changes kept; KeyError
        for a column or a level there is not."""
        columns = self._changed(changes)
        moved = _with_values(_single(column, columns), values)
        others = tuple(_single(c.column, columns) for c in changes if c.column != column)
        return self._risks(self._logits((*others, moved), len(values)))

    def value(self, column: str) -> Value:
        """Return what the patient's own value is; KeyError for a column there is not."""
        found = _single(column, self._columns)
        if found.kind in (Kind.NUMBER, Kind.DATE):
            return None if np.isnan(found.values[0]) else float(found.values[0])
        return None if found.codes[0] < 0 else found.levels[int(found.codes[0])]

    def _changed(self, changes: tuple[Change, ...]) -> tuple[Column, ...]:
        wanted = {change.column: change.value for change in changes}
        unknown = wanted.keys() - {column.name for column in self._columns}
        if unknown:
            raise KeyError(min(unknown))
        return tuple(
            _with_values(column, (wanted[column.name],)) if column.name in wanted else column
            for column in self._columns
        )

    def _logits(self, changed: tuple[Column, ...], rows: int) -> list[Floats]:
        """Each network's members' logits, [rows, members]."""
        import torch

        found = list[Floats]()
        for fold, packed, network in zip(self._trained.fit.folds, self._packed, self._networks, strict=True):
            inputs = _refilled(fold.encoder, np.repeat(packed, rows, axis=0), changed)
            with torch.inference_mode():
                found.append(
                    network.members(torch.from_numpy(fold.encoder.unpacking.unpack(inputs))).double().numpy()
                )
        return found

    def _risks(self, said: list[Floats]) -> Floats:
        """The calibrated risk, by the networks that judge the patient, averaged on the logit."""
        judging = [of.mean(axis=1) for of, judges in zip(said, self._judging, strict=True) if judges]
        return self.calibrator.risk(np.mean(judging, axis=0))


def unseen_by(trained: Trained, position: int) -> Bools:
    """Return which of the fit's networks trained on no row of the patient at ``position`` [folds]."""
    patients, left_out = trained.dataset.patients, trained.fit.spec.left_out
    own = np.setdiff1d(np.flatnonzero(patients == patients[position]), left_out)
    return np.array([not np.isin(own, turn.train).any() for turn in trained.split.turns])


def what_if(trained: Trained, calibrator: Calibrator, position: int, known: Experience) -> Work[WhatIf]:
    """Return the patient at ``position`` (dataset position), ready to be changed."""
    from clinnet_gui.core.model.weights import restore

    networks: list[Network] = []
    for fold in trained.fit.folds:
        yield Progress("Preparing the networks", len(networks) / len(trained.fit.folds))
        networks.append(restore(trained.fit.spec, fold.encoder.inputs, fold.weights))
    pin_arithmetic()
    return WhatIf(trained, calibrator, position, networks, known)


def _rows_of(column: Column, row: int) -> Column:
    """The column with a single row."""
    cells = replace(column.cells, codes=column.cells.codes[row : row + 1])
    return replace(
        column, cells=cells, values=column.values[row : row + 1], codes=column.codes[row : row + 1]
    )


def _with_values(column: Column, values: tuple[Value, ...]) -> Column:
    """The column with these values, one a row."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        numbers = [np.nan if value is None else float(value) for value in values]
        return replace(column, values=np.array(numbers))
    known = {level: code for code, level in enumerate(column.levels)}
    codes = [-1 if value is None else known[str(value)] for value in values]
    return replace(column, codes=np.array(codes, np.int32))


def _single(name: str, columns: tuple[Column, ...]) -> Column:
    found = next((column for column in columns if column.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


def _refilled(encoder: Encoder, packed: Inputs, changed: tuple[Column, ...]) -> Inputs:
    """Packed rows in which the cells of the changed columns (of one row, or one each) are new."""
    by_name, at = {column.name: column for column in changed}, 0
    for code in encoder.codes:
        end = at + packed_width(code)
        if code.name in by_name and end > at:
            column = by_name[code.name]
            length = max(column.values.size, column.codes.size)
            block = np.zeros((length, end - at), np.float32)
            code.fill(column, None, block)
            packed[:, at:end] = block
        at = end
    return packed


def _outside(encoder: Encoder, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """The names of the columns whose only cell no training row came near."""
    found = list[str]()
    for code, column in zip(encoder.codes, columns, strict=True):
        mark = Mark(int(code.marks(column)[0]))
        strange = mark in (Mark.UNSEEN, Mark.OUTSIDE) or (mark is Mark.IMPUTED and not code.indicator)
        if strange and width(code):
            found.append(code.name)
    return tuple(found)
