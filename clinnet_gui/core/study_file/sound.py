"""What must hold between the parts of a study file, whoever made it: lengths, ranges, names."""

import math

import numpy as np

from clinnet_gui.core.arrays import Codes
from clinnet_gui.core.data.codes import NumberCode
from clinnet_gui.core.data.dataset import Dataset, Role
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.evaluation.decision import Calibrator, Decision, Method
from clinnet_gui.core.study_file.refusal import damaged
from clinnet_gui.core.study_file.schema import SavedDataset, SavedTable
from clinnet_gui.core.training.fit import Fit


def check_table(saved: SavedTable) -> None:
    """Each column has a rule and as many cells as there are rows; names differ."""
    n, columns = saved.rows.size, len(saved.cells)
    lengths = all(cells.codes.shape == (n,) for cells in saved.cells) and saved.lines.shape == (n,)
    counts = len(saved.rules) == columns == len(saved.column_units) and len(saved.units) in (0, columns)
    names = len({cells.name for cells in saved.cells}) == columns
    _require(lengths and counts and names and saved.rows.ndim == 1, "table")


def check_codes(codes: Codes, levels: int) -> None:
    """Each cell has a text."""
    _require(not codes.size or (int(codes.min()) >= 0 and int(codes.max()) < levels), "cells")


def check_dataset(saved: SavedDataset, table: Table) -> None:
    """Rows are rows of the table, outcomes 0 or 1, one patient number each."""
    rows, n = saved.rows, saved.rows.size
    lengths = rows.shape == saved.y.shape == saved.patients.shape == (n,)
    inside = bool(n) and int(rows.min()) >= 0 and int(rows.max()) < table.row_count
    ascending = bool((np.diff(rows) > 0).all())
    outcomes = bool(np.isin(saved.y, (0, 1)).all()) and not (saved.patients < 0).any()
    roles = len(saved.roles.of) == len(table.columns) and saved.roles.of.count(Role.OUTCOME) == 1
    _require(lengths and inside and ascending and outcomes and roles, "dataset")


def check_split(split: Split, dataset: Dataset | None) -> None:
    """Each row of the dataset has a part, and the counts are those of the parts."""
    _require(dataset is not None, "split")
    assert dataset is not None
    parts = split.parts
    _require(parts.shape == (dataset.n,) and bool(np.isin(parts, list(Part)).all()), "split")
    counts = tuple(int((parts == part).sum()) for part in Part)
    events = tuple(int(dataset.y[parts == part].sum()) for part in Part)
    _require((counts, events) == (split.counts, split.events), "split")


def check_fit(fit: Fit, dataset: Dataset) -> None:
    """One finite logit a row; the encoder's columns are the dataset's predictors."""
    series = (fit.logits, *(baseline.logits for baseline in fit.baselines))
    finite = all(logits.shape == (dataset.n,) and bool(np.isfinite(logits).all()) for logits in series)
    names = {column.name for column in dataset.predictors}
    encoder = fit.encoder.names
    _require(finite and len(set(encoder)) == len(encoder) and set(encoder) <= names, "training")
    numbers = [code for code in fit.encoder.codes if isinstance(code, NumberCode)]
    scales = all(math.isfinite(code.median) and 0 < code.scale < math.inf for code in numbers)
    _require(scales, "encoder")
    steps = fit.history
    _require(steps.loss.shape == steps.gradient_norm.shape == steps.epoch.shape, "history")
    looks = steps.validation_step.shape
    _require(looks == steps.train_loss.shape == steps.validation_loss.shape, "history")


def checked_decision(decision: Decision) -> Decision:
    """Return the decision where threshold and calibrator are ones that could have been made."""
    chances = [p for p in (decision.threshold, decision.prevalence) if p is not None]
    _require(all(0 <= p <= 1 for p in chances), "decision")
    _require(_is_sound(decision.calibrator), "calibrator")
    return decision


def _is_sound(calibrator: Calibrator) -> bool:
    """A finite line, or a rising step function within 0..1."""
    line = math.isfinite(calibrator.intercept) and math.isfinite(calibrator.slope)
    knots, risks = np.array(calibrator.knots), np.array(calibrator.risks)
    steps = knots.size == risks.size and (knots.size > 0) == (calibrator.method is Method.ISOTONIC)
    if not (line and steps) or not knots.size:
        return line and steps
    rising = bool((np.diff(knots) >= 0).all() and (np.diff(risks) >= 0).all())
    return rising and bool(np.isfinite(knots).all()) and risks[0] >= 0 and risks[-1] <= 1


def _require(holds: bool, part: str) -> None:
    if not holds:
        raise damaged(part)
