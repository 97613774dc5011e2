"""Do the new patients resemble those the model learned from? What does not is said once."""

import numpy as np

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.data.codes import NumberCode
from clinnet_gui.core.data.columns.survey import mapped
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.table import Cells, Column
from clinnet_gui.core.scoring.ids import same_id
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.work import Progress, Work

CHECKING = "Checking ids"
_ENOUGH = 5
_ENOUGH_FOR_A_MEAN = 30
_FORMULAS = "ids look like formulas, which a spreadsheet would calculate; import that column as text"
_FAR = 0.2
"""A mean risk that far from the training patients' (absolute) is said."""


def scale_findings(trained: Trained, columns: tuple[Column, ...], outside: Ints) -> list[Finding]:
    """Warn of numbers most of which lie outside the training range: another unit, or columns
    swapped."""
    found = []
    for code, column, count in zip(trained.fit.encoder.codes, columns, outside.tolist(), strict=True):
        present = int(column.present.sum())
        if isinstance(code, NumberCode) and present >= _ENOUGH and 2 * count > present:
            unit = f" ({code.unit} in training)" if code.unit else ""
            found.append(
                Finding(
                    "UNIT_SUSPECT",
                    Level.WARN,
                    f"Most values of “{code.name}” lie outside the training range: {count} of {present}.",
                    "They were scored as they are, and marked.",
                    f"Check that the column and its unit are those of the training table{unit}.",
                    code.name,
                    count=count,
                )
            )
    return found


def level_findings(trained: Trained, unseen: Ints) -> list[Finding]:
    """Tell of categories with levels that no training patient had."""
    counts = zip(trained.fit.encoder.names, unseen.tolist(), strict=True)
    did = "Those patients were scored as having none of the known levels, and marked."
    return [
        Finding(
            "UNSEEN_LEVEL",
            Level.NOTE,
            f"“{name}” has levels not seen in training.",
            did,
            "",
            name,
            count=count,
        )
        for name, count in counts
        if count
    ]


def risk_findings(risks: Floats, training: Floats) -> list[Finding]:
    """Warn where the mean risk is far from that of the training patients."""
    known = risks[~np.isnan(risks)]
    if known.size < _ENOUGH_FOR_A_MEAN or abs(float(known.mean() - training.mean())) < _FAR:
        return []
    saw = f"The mean risk is {known.mean():.2f}; among the training patients it was {training.mean():.2f}."
    advice = "Check the calibration on patients like these before relying on the risks."
    return [Finding("RISK_SHIFT", Level.WARN, saw, "Nothing was changed.", advice)]


def _is_named(text: str) -> bool:
    return bool(text.strip())


def _is_formula(text: str) -> bool:
    return text.startswith(("=", "+", "@"))


def id_findings(identifier: Cells | None, trained: Trained) -> Work[list[Finding]]:
    """Tell of ids that are empty, occur twice, are known from training, or look like formulas."""
    if identifier is None:
        return []
    levels = identifier.levels
    counts = np.bincount(identifier.codes, minlength=len(levels))
    trained_on = trained.dataset.id_column
    told = trained_on.cells.levels if trained_on is not None else ()
    known = set((yield from mapped(told, same_id, CHECKING)))
    yield Progress(CHECKING)
    named = np.array((yield from mapped(levels, _is_named, CHECKING)), bool)
    keys = yield from mapped(levels, same_id, CHECKING)
    met = np.array((yield from mapped(keys, known.__contains__, CHECKING)), bool)
    formula = np.array((yield from mapped(levels, _is_formula, CHECKING)), bool)
    asked = (
        ("EMPTY_ID", "rows have no id", ~named),
        ("DUPLICATE_ID", "rows share their id with another row", named & (counts > 1)),
        ("TRAINING_PATIENT", "rows have the id of a patient of the study", named & met),
        ("FORMULA_ID", _FORMULAS, formula),
    )
    found = [(code, what, int(counts[which].sum())) for code, what, which in asked]
    did = "Ids and order were kept as they are."
    return [
        Finding(code, Level.NOTE, f"{n:,} {what}.", did, "", identifier.name, count=n)
        for code, what, n in found
        if n
    ]
