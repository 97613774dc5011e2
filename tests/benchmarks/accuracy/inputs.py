"""The predictors as each kind of model wants them; everything is learned from the training rows."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy.splits import Case

Pair = tuple[pd.DataFrame, pd.DataFrame]
"""The training rows and the new rows."""


def categories(x: pd.DataFrame) -> list[str]:
    """Return the names of the columns of text."""
    return [str(name) for name in x if not pd.api.types.is_numeric_dtype(x[name])]


def standardised(case: Case) -> tuple[Floats | csr_matrix, Floats | csr_matrix]:
    """Numbers: median for what is missing, standardised; categories one-hot, unseen levels all 0."""
    numbers = make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler())
    texts = categories(case.x)
    rest = [name for name in case.x if name not in texts]
    both = ColumnTransformer([("n", numbers, rest), ("c", OneHotEncoder(handle_unknown="ignore"), texts)])
    return both.fit_transform(case.x), both.transform(case.new)


def as_text(case: Case) -> Pair:
    """Categories as text, numbers with NaN; plain names, since not every library takes all signs."""
    return _plain_names(case.x), _plain_names(case.new)


def as_levels(case: Case, most: int | None = None) -> Pair:
    """Categories as pandas has them, with the training rows' levels; a level not among the ``most``
    commonest, or not among the training rows, counts as missing."""
    train, new = as_text(case)
    for name in categories(train):
        levels = train[name].value_counts().index[:most]
        kind = pd.CategoricalDtype(sorted(levels))
        for frame in (train, new):
            frame[name] = frame[name].where(frame[name].isin(levels)).astype(kind)
    return train, new


def imputed(case: Case) -> Pair:
    """Categories as levels (a missing one a level of its own), numbers without gaps (median)."""
    train, new = as_text(case)
    texts = categories(train)
    medians = train.drop(columns=texts).median().fillna(0.0)
    return tuple(  # type: ignore[return-value]
        frame.fillna(medians).astype(dict.fromkeys(texts, "category")) for frame in (train, new)
    )


def dense(x: Floats | csr_matrix) -> np.ndarray:
    """Return the inputs as one array of float32."""
    full = x.toarray() if isinstance(x, csr_matrix) else x
    return np.ascontiguousarray(full, dtype=np.float32)


def _plain_names(x: pd.DataFrame) -> pd.DataFrame:
    return x.set_axis([f"c{i}" for i in range(x.shape[1])], axis=1).reset_index(drop=True)
