"""What was decided about one column, and what the decision may rest on beside the column."""

from dataclasses import dataclass, field

import numpy as np

from clinnet_gui.core.arrays import Ints
from clinnet_gui.core.data.findings import Answers, Finding
from clinnet_gui.core.data.table import RawTable, Rule


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """The table a column stands in, the analyst's answers, and whether other columns of the file
    can only be read with a decimal comma."""

    raw: RawTable
    answers: Answers
    comma_file: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One column's rule and unit, what was noticed, and the rows (positions) to set aside."""

    rule: Rule
    unit: str = ""
    findings: tuple[Finding, ...] = ()
    aside: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
