"""What an ablation finds."""

from dataclasses import dataclass, replace

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.model.spec import Spec
from clinnet_gui.core.statistics.paired import Interval

Hidden = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One network of the grid. ``log_loss`` is the mean over the rows held out (and the seeds),
    after temperature scaling; ``difference`` is it minus the reference's, row by row, with a 95 %
    bootstrap interval (< 0: better than the reference; 0 for itself); ``seconds`` CPU-seconds.

    Where its training failed, ``failure`` says why and the losses are NaN.
    """

    hidden: Hidden
    parameters: int
    log_loss: float
    difference: Interval
    seconds: float
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Ablation:
    """Networks around the ``reference`` on the same split and ``seeds``, by size, the smallest first.

    ``recommended`` is the smallest that no larger one is shown to beat; ``sentence`` says so.
    ``rows`` held out (``rows_name`` says which), of ``patients``, are what they were compared on;
    ``planned`` networks were to be tried. ``made_from`` is what they were made from.
    """

    cells: tuple[Cell, ...]
    reference: Hidden
    recommended: Hidden
    planned: int
    seeds: tuple[int, ...]
    rows: int
    patients: int
    rows_name: str
    sentence: str
    made_from: str

    def cell(self, hidden: Hidden) -> Cell:
        """Return the cell of these hidden layers; KeyError where they were not tried."""
        for cell in self.cells:
            if cell.hidden == hidden:
                return cell
        raise KeyError(hidden)


def name(hidden: Hidden) -> str:
    """Return hidden layers as they are called.

    >>> name((64, 32)), name(())
    ('64 – 32', 'no hidden layer')
    """
    return " – ".join(map(str, hidden)) or "no hidden layer"


def made_from(dataset: Dataset, split: Split, spec: Spec) -> str:
    """Return the fingerprint of all that an ablation depends on but the hidden layers: where a
    study's is another than the ablation's, the ablation is out of date."""
    return dataset.fingerprint + split.fingerprint + replace(spec, hidden=()).fingerprint
