"""Which rows are trained on and which are judged: the same for every model."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from clinnet_gui.core.arrays import Bytes, Ints
from tests.benchmarks.accuracy.tables import PatientTable

TEST_SHARE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One table under one split: rows to ``train`` on and rows to ``test`` on, in file order."""

    table: PatientTable
    seed: int
    train: Ints
    test: Ints

    @property
    def x(self) -> pd.DataFrame:
        """The predictors to train on."""
        return self.table.predictors.iloc[self.train]

    @property
    def y(self) -> Bytes:
        """The outcomes to train on."""
        return self.table.y[self.train]

    @property
    def patients(self) -> Ints:
        """Whose rows are trained on."""
        return self.table.patients[self.train]

    @property
    def new(self) -> pd.DataFrame:
        """The predictors to predict from."""
        return self.table.predictors.iloc[self.test]

    @property
    def truth(self) -> Bytes:
        """The outcomes that are to be predicted."""
        return self.table.y[self.test]


def case(table: PatientTable, seed: int) -> Case:
    """Return the table with a fifth of its patients kept for the test, stratified by outcome."""
    train, test = divide(table.y, table.patients, TEST_SHARE, seed)
    return Case(table, seed, train, test)


def divide(y: Bytes, patients: Ints, share: float, seed: int) -> tuple[Ints, Ints]:
    """Return rows kept and rows of the ``share`` of patients taken out; no patient is in both.

    Stratified by whether a patient ever has the event.
    """
    names, of = np.unique(patients, return_inverse=True)
    ever = np.zeros(names.size, np.int8)
    np.maximum.at(ever, of, y)
    _, out = train_test_split(np.arange(names.size), test_size=share, random_state=seed, stratify=ever)
    taken = np.isin(of, out)
    return np.flatnonzero(~taken), np.flatnonzero(taken)
