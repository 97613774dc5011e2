"""The figures as text: those of one table of patients, then the standing over all of them."""

from collections.abc import Sequence

import numpy as np

from clinnet_gui.core.arrays import Floats
from tests.benchmarks.accuracy.models import BASE
from tests.benchmarks.accuracy.ranks import mean_ranks, over_seeds, worst_excess
from tests.benchmarks.accuracy.scores import Result

MEASURES = {"log_loss": "log-loss", "auroc": "AUROC", "brier": "Brier", "slope": "slope", "seconds": "CPU s"}
DIGITS = {"log_loss": 4, "auroc": 3, "brier": 4, "slope": 2, "seconds": 1}
STANDING = ("tables", "rank, all", "rank, small", "mean excess", "worst excess", "slope")
LEGEND = """\
Means over the splits of a table. A model is ranked by log-loss among those that ran on a table, over
the tables on which it ran: all, and those of fewer than 10,000 rows, where everybody ran. Excess of
log-loss over logistic regression: geometric mean and worst table. Slope: median over the tables.
CPU seconds: one thread, training and predicting; a library's import is not counted, while ours are
whole commands, from reading the file to the judged study and the written risks."""
_NAME, _CELL = 24, 14


def table_lines(name: str, results: Sequence[Result], models: Sequence[str]) -> list[str]:
    """Return one table's figures: a line a model that ran, means over seeds; how many splits where
    some are missing."""
    splits = len({result.seed for result in results})
    columns = [over_seeds(results, measure, [name], models)[0] for measure in MEASURES]
    lines = [_line("", MEASURES.values())]
    for j, model in enumerate(models):
        if not np.isnan(columns[0][j]):
            texts = [_text(c[j], DIGITS[m]) for c, m in zip(columns, MEASURES, strict=True)]
            ran = sum(result.model == model for result in results)
            lines.append(_line(model, texts) + (f"   {ran} of {splits} splits" if ran < splits else ""))
    return lines


def overview_lines(results: Sequence[Result], tables: Sequence[str], models: Sequence[str]) -> list[str]:
    """Return the mean log-loss of every model [lines] on every table [columns]."""
    losses = over_seeds(results, "log_loss", tables, models)
    lines = [_line("log-loss", [table[: _CELL - 1] for table in tables])]
    return lines + [
        _line(m, [_text(x, 4) for x in column]) for m, column in zip(models, losses.T, strict=True)
    ]


def standing_lines(
    results: Sequence[Result], tables: Sequence[str], small: Sequence[str], models: Sequence[str]
) -> list[str]:
    """Return the standing of ``models`` over ``tables``, of which ``small`` are those of few rows.

    A model is ranked by mean log-loss among those that ran on a table, over the tables on which it
    ran; among the small tables all ran. Excess is over logistic regression; the slope a median.
    """
    losses, slopes = (over_seeds(results, m, tables, models) for m in ("log_loss", "slope"))
    few, beside = [table in small for table in tables], list(models).index(BASE)
    ranked, ran = mean_ranks(losses), (~np.isnan(losses)).sum(axis=0)
    columns = (
        [str(count) for count in ran],
        [_text(rank, 2) for rank in ranked],
        [_text(rank, 2) for rank in mean_ranks(losses[few])],
        [_percent(excess) for excess in _mean_excess(losses, beside)],
        [_percent(excess) for excess in worst_excess(losses, beside)],
        [_text(_median(column), 2) for column in slopes.T],
    )
    order = [j for j in np.argsort(ranked, kind="stable") if ran[j]]  # NaN, who ran nowhere, is last
    return [_line("", STANDING), *(_line(models[j], [cells[j] for cells in columns]) for j in order)]


def _mean_excess(losses: Floats, beside: int) -> Floats:
    """The geometric mean over the tables on which both ran."""
    ratios = np.log(losses / losses[:, [beside]])
    return np.array([np.expm1(_mean(column)) for column in ratios.T])


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _median(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if known.size else float("nan")


def _line(name: str, cells: Sequence[str]) -> str:
    return f"{name:{_NAME}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)


def _text(value: float, digits: int) -> str:
    return "-" if np.isnan(value) else f"{value:.{digits}f}"


def _percent(value: float) -> str:
    return "-" if np.isnan(value) else f"{100 * value:+.1f} %"
