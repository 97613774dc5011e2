"""The scene of a spike: all that there is to look at once a step stood out.

Imports torch: import late.
"""

from dataclasses import dataclass

from torch import Tensor

from clinnet_gui.core.training.spikes.monitor import Alarm
from clinnet_gui.core.training.spikes.ring import Window
from clinnet_gui.core.training.spikes.signs import Signs
from clinnet_gui.core.training.spikes.suspects import Suspects


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What there is to look at: the alarm, the steps up to it, the suspects of its batch, the layer
    whose gradient was largest, and another batch to try."""

    alarm: Alarm
    window: Window
    suspects: Suspects
    layer: str
    spare: Tensor

    @property
    def signs(self) -> Signs:
        """Those of the step that stood out."""
        return self.window.made[-1].signs
