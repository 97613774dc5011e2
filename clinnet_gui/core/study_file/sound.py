"""What must hold between the parts of a study file, whoever made it: lengths, ranges, names."""

import math
from datetime import datetime

import numpy as np

from clinnet_gui.core.arrays import Bytes, Codes, without
from clinnet_gui.core.data.apart import apart_rows
from clinnet_gui.core.data.codes import NumberCode
from clinnet_gui.core.data.columns.number import GROUPS
from clinnet_gui.core.data.dataset import Dataset, Role, Roles
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.split import Apart, Part, Split
from clinnet_gui.core.data.splitting import LARGEST_SEED
from clinnet_gui.core.data.table import Rule, Table
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.evaluation.adopted import Adopted
from clinnet_gui.core.evaluation.decision import CHOSEN, Calibrator, Decision, Method
from clinnet_gui.core.evaluation.validation.drawing import counts_drawn
from clinnet_gui.core.evaluation.validation.procedure import sampled_rows
from clinnet_gui.core.evaluation.validation.refits import Refits, most_refits, refits_key
from clinnet_gui.core.model.heuristics import check
from clinnet_gui.core.model.spec import Choice, Spec
from clinnet_gui.core.study_file.refusal import damaged
from clinnet_gui.core.study_file.schema import SavedDataset, SavedTable
from clinnet_gui.core.training.fit import Fit, History, Trained
from clinnet_gui.core.training.records import Repaired, Spike
from clinnet_gui.core.training.runs import KEPT, POINTS, Curve, Result, Run
from clinnet_gui.core.work import Progress, Work

_LARGEST, _STEEPEST = 1e30, 1e6
"""A logit, or a line of recalibration, beyond these would overflow; none was ever trained."""


def check_table(saved: SavedTable) -> None:
    """Each column has a rule and as many cells as there are rows; names differ."""
    n, columns = saved.rows.size, len(saved.cells)
    lengths = all(cells.codes.shape == (n,) for cells in saved.cells) and saved.lines.shape == (n,)
    counts = len(saved.rules) == columns == len(saved.column_units) and len(saved.units) in (0, columns)
    names = len({cells.name for cells in saved.cells}) == columns
    _require(lengths and counts and names and saved.rows.ndim == 1, "table")
    _require(all(_is_readable(rule) for rule in saved.rules), "rules")


def _is_readable(rule: Rule) -> bool:
    """A rule of how cells are spelled that intake could have made."""
    signs = rule.decimal in (".", ",") and rule.thousands in ("", *GROUPS)
    words = rule.below in ("", "bound", "half", "missing") and rule.date_order in ("", "ymd", "dmy", "mdy")
    factors = [rule.percent, *(factor for _, factor in rule.factors)]
    return signs and words and all(math.isfinite(factor) for factor in factors)


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
    _require(lengths and inside and ascending and outcomes, "dataset")
    check_roles(saved.roles, table)
    _require(Role.OUTCOME in saved.roles.of, "dataset")


def check_roles(roles: Roles, table: Table | None) -> None:
    """Each column has a role; outcome and id stand on one column at most."""
    whole = table is not None and len(roles.of) == len(table.columns)
    _require(whole and all(roles.of.count(sole) <= 1 for sole in (Role.OUTCOME, Role.ID)), "roles")


def check_split(split: Split, dataset: Dataset | None) -> None:
    """Each row of the dataset has a part, and the counts are those of the parts."""
    _require(dataset is not None, "split")
    assert dataset is not None
    parts, folds = split.parts, split.folds
    known = parts.shape == folds.shape == (dataset.n,) and bool(np.isin(parts, list(Part)).all())
    _require(known and bool(((folds >= 0) == (parts == Part.CROSS_FITTED)).all()), "split")
    _require(
        not split.folds.size or set(folds[folds >= 0].tolist()) == set(range(int(folds.max()) + 1)), "split"
    )
    counts = tuple(int((parts == part).sum()) for part in Part)
    events = tuple(int(dataset.y[parts == part].sum()) for part in Part)
    _require((counts, events) == (split.counts, split.events) and 0 <= split.seed <= LARGEST_SEED, "split")
    if split.apart is not None:
        _require(_as_set_apart(split, split.apart, dataset), "split")
    serving = [split.rows(Part.CALIBRATE), *([split.rows(Part.TEST)] if split.has_test else [])]
    serving += [rows for turn in split.turns for rows in (turn.train, turn.held)]
    _require(all(_has_both(dataset.y[rows]) for rows in serving), "split")


def _as_set_apart(split: Split, apart: Apart, dataset: Dataset) -> bool:
    """Whether the test rows are those that the column sets apart, each of its values named once."""
    if len(set(apart.levels)) < len(apart.levels):
        return False
    try:
        return bool((apart_rows(dataset, apart) == (split.parts == Part.TEST)).all())
    except SettingsRefused:
        return False


def _has_both(y: Bytes) -> bool:
    """Whether there are events and non-events: no split is drawn without."""
    return 0 < int(y.sum()) < y.size


def check_fit(fit: Fit, split: Split, dataset: Dataset) -> None:
    """One finite logit a row; a network a turn; the encoders' columns are the dataset's predictors, with
    no more bins than the settings have."""
    series = (fit.logits, *(baseline.logits for baseline in fit.baselines))
    finite = all(
        logits.shape == (dataset.n,) and bool((np.abs(logits) < _LARGEST).all()) for logits in series
    )
    _require(finite and len(fit.folds) == len(split.turns), "training")
    _require(0 <= fit.seconds < math.inf, "history")
    names = {column.name for column in dataset.predictors}
    for encoder in (fit.encoder, *(fold.encoder for fold in fit.folds)):
        _require(encoder.names == fit.encoder.names and set(encoder.names) <= names, "training")
        _check_encoder(encoder, fit.spec.bins)
    left_out = np.array(fit.spec.left_out, np.int64)
    _require(all(_has_both(dataset.y[without(turn.train, left_out)]) for turn in split.turns), "training")
    for fold in fit.folds:
        _check_history(fold.history, dataset.n, len(fit.folds))


def _check_encoder(encoder: Encoder, bins: int) -> None:
    """Columns differ; scales are scales; the edges of bins rise, and are no more than asked for."""
    _require(len(set(encoder.names)) == len(encoder.names), "encoder")
    numbers = [code for code in encoder.codes if isinstance(code, NumberCode)]
    scales = all(math.isfinite(code.median) and 0 < code.scale < math.inf for code in numbers)
    edges = [np.array(code.edges) for code in numbers if code.edges]
    rising = all(bool(np.isfinite(of).all() and (np.diff(of) > 0).all()) for of in edges)
    few = all(code.bins <= bins for code in numbers)
    _require(scales and rising and few, "encoder")


def _check_history(history: History, n: int, folds: int) -> None:
    """One entry a step, one a look; spikes and repairs name rows of the dataset, steps and folds."""
    steps, looks = history.loss.shape, history.validation_step.shape
    _require(steps == history.gradient_norm.shape == history.epoch.shape, "history")
    _require(looks == history.train_loss.shape == history.validation_loss.shape, "history")
    _require(len(steps) == len(looks) == 1, "history")
    _require(0 <= history.best_step <= steps[0] and 0 <= history.best_epoch <= steps[0], "history")
    _require(1 <= history.steps_per_epoch <= n, "history")  # more than were made, where it was stopped
    marked: tuple[Spike | Repaired, ...] = (*history.spikes, *history.repairs)
    _require(all(0 <= row < n for one in marked for row in one.rows), "history")
    _require(all(0 <= one.step <= steps[0] and 1 <= one.fold <= folds for one in marked), "history")
    _require(all(one.fold <= one.folds for one in history.repairs), "history")


def check_choice(choice: Choice) -> None:
    """The settings, and those suggested, are ones that the window could have offered."""
    _check_spec(choice.spec)
    _check_spec(choice.suggested)


def _check_spec(spec: Spec) -> None:
    try:
        check(spec)
    except SettingsRefused as error:
        raise damaged("settings") from error


def check_runs(runs: tuple[Run, ...]) -> None:
    """Runs are numbered upwards, and no more networks are kept than the study would keep."""
    numbers = [run.number for run in runs]
    rising = numbers == sorted(set(numbers)) and all(0 < number < 2**31 for number in numbers)
    _require(rising and sum(run.restorable for run in runs) <= KEPT, "runs")


def check_result(result: Result) -> None:
    """Losses and counts are ones that a training could have given; a curve a fold."""
    _check_spec(result.spec)
    loss = result.log_loss
    finite = all(0 <= value < math.inf for value in (loss.value, loss.low, loss.high))
    counts = 0 <= result.events <= result.rows < 2**40 and 0 <= result.seconds < math.inf
    _require(finite and loss.low <= loss.high and counts and bool(result.curves), "runs")
    _require(all(_is_curve(curve) for curve in result.curves), "runs")


def _is_curve(curve: Curve) -> bool:
    """A point a look, in order, none of them before the start."""
    shape, steps = curve.step.shape, curve.step
    same = len(shape) == 1 and shape == curve.train_loss.shape == curve.validation_loss.shape
    rising = same and 0 < shape[0] <= POINTS and int(steps[0]) >= 0 and bool((np.diff(steps) > 0).all())
    return rising and 0 <= curve.best_step <= int(steps[-1])


def check_refits(refits: Refits, trained: Trained | None) -> Work[None]:
    """They are those of the fit: a finite logit a row or none at all, and held out what was drawn."""
    _require(trained is not None, "validation")
    assert trained is not None
    rows = sampled_rows(trained)
    lines = (refits.logits, refits.held, refits.logistic)
    shape = (refits.tried, rows.size) if refits.logits.ndim == 2 else ()
    same = all(line.shape == shape for line in lines) and 0 < refits.tried <= max(1, most_refits(trained))
    _require(same and 0 <= refits.seconds < math.inf, "validation")
    _require(refits.made_from == refits_key(trained), "validation")
    patients, seed = trained.dataset.patients[rows], trained.fit.spec.seed
    for number in range(refits.tried):
        logits, held, logistic = (line[number] for line in lines)
        whole = bool((np.abs(logits) < _LARGEST).all() and (np.abs(logistic) < _LARGEST).all())
        nothing = bool(np.isnan(np.stack((logits, held, logistic))).all())
        drawn = counts_drawn(patients, seed, number) > 0
        within = bool(np.isnan(held[~drawn]).all() and (np.abs(held[~np.isnan(held)]) < _LARGEST).all())
        _require(nothing or (whole and within), "validation")
        yield Progress("Opening the study")


def checked_decision(decision: Decision) -> Decision:
    """Return the decision where threshold and calibrator are ones that could have been made."""
    low, high = decision.reasonable or (0.5, 0.5)
    share = 0.5 if decision.prevalence is None else decision.prevalence
    _require(decision.threshold is None or 0 <= decision.threshold <= 1, "decision")
    _require(0 < low <= high < 1 and 0 < share < 1, "decision")
    _require(decision.rule_out is None or 0 < decision.rule_out <= (decision.threshold or 0), "decision")
    named = set(decision.after_opening) <= set(CHOSEN) and (
        bool(decision.opened) or not decision.after_opening
    )
    _require(named and _is_time(decision.opened) and decision.shown_before >= 0, "decision")
    _require(_is_sound(decision.calibrator), "calibrator")
    _require(decision.calibrator.update is None or _is_adopted(decision.calibrator.update), "calibrator")
    return decision


def _is_time(opened: str) -> bool:
    """When the test was opened, or nothing."""
    try:
        return not opened or bool(datetime.fromisoformat(opened))
    except ValueError:
        return False


def _is_sound(calibrator: Calibrator) -> bool:
    """A line that no logit overflows on, or a rising step function within 0..1."""
    numbers = (calibrator.intercept, calibrator.slope, calibrator.upper_slope)
    line = all(abs(number) < _STEEPEST for number in numbers) and min(numbers[1:]) >= 0
    knots, risks = np.array(calibrator.knots), np.array(calibrator.risks)
    steps = knots.size == risks.size and (knots.size > 0) == (calibrator.method is Method.ISOTONIC)
    if not (line and steps) or not knots.size:
        return line and steps
    rising = bool((np.diff(knots) >= 0).all() and (np.diff(risks) >= 0).all())
    return rising and bool(np.isfinite(knots).all()) and risks[0] >= 0 and risks[-1] <= 1


def _is_adopted(update: Adopted) -> bool:
    """A rising line that no log-odds overflow on, of rows with both outcomes, adopted at a time."""
    line = abs(update.intercept) < _STEEPEST and 0 < update.slope < _STEEPEST
    return line and 0 < update.events < update.n < 2**40 and bool(update.when) and _is_time(update.when)


def _require(holds: bool, part: str) -> None:
    if not holds:
        raise damaged(part)
