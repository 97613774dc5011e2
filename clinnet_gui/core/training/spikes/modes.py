"""The modes of a network's layers: training or evaluation.

Imports torch: import late.
"""

from torch import nn

from clinnet_gui.core.training.dropout import ByteDropout


class Modes:
    """The training flags of all layers of a network."""

    def __init__(self, network: nn.Module) -> None:
        self._layers = list(network.modules())
        self._acting = [one for one in self._layers if isinstance(one, nn.BatchNorm1d | ByteDropout)]

    def wrong(self) -> int:
        """Return how many layers are not in training mode; 0 where none is that the mode matters to."""
        wrong = [layer.training for layer in self._acting].count(False)
        return self.flags().count(False) if wrong else 0

    def flags(self) -> tuple[bool, ...]:
        """Return the flag of each layer."""
        return tuple(layer.training for layer in self._layers)

    def put(self, flags: tuple[bool, ...]) -> None:
        """Set the flag of each layer."""
        for layer, flag in zip(self._layers, flags, strict=True):
            layer.training = flag

    def put_all(self, training: bool) -> None:
        """Set every layer's flag, whatever ``train`` and ``eval`` of the network do."""
        for layer in self._layers:
            layer.training = training
