"""Weights as bytes: safetensors, which hold numbers and no code, checked before they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.errors import SettingsRefused, StudyRefused
from clinnet_gui.core.model.heuristics import check
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Spec

if TYPE_CHECKING:
    from torch import nn

    from clinnet_gui.core.model.network import Network

Tensors = dict[str, NDArray[np.generic]]

HINT = "The file was damaged or changed after it was saved; open an earlier copy, or train again."
MOST_INPUTS = 1_000_000


def dump(network: nn.Module) -> bytes:
    """Return weights and BatchNorm buffers as safetensors bytes."""
    from safetensors.numpy import save

    arrays = {name: tensor.detach().numpy().copy() for name, tensor in network.state_dict().items()}
    return bytes(save(arrays))


def restore(spec: Spec, inputs: int, weights: bytes) -> Network:
    """Return the network with these weights, in eval mode.

    Raises StudyRefused unless names, shapes and dtypes are exactly those the spec asks for and
    every number is finite. Nothing is allocated for a network that the bytes could not fill.
    """
    import torch

    from clinnet_gui.core.model.network import build

    _check_size(spec, inputs, weights)
    network = build(spec, inputs)
    tensors = _read(weights)
    expected = network.state_dict()
    if tensors.keys() != expected.keys():
        raise StudyRefused("The saved weights are not those of the network described.", HINT, "WEIGHTS_NAMES")
    for name, tensor in expected.items():
        _check_tensor(tensors[name], tensor.detach().numpy(), is_variance=name.endswith("running_var"))
    network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in tensors.items()})
    return network.eval()


def _check_size(spec: Spec, inputs: int, weights: bytes) -> None:
    try:
        check(spec)
    except SettingsRefused as error:
        message = f"The saved network cannot be built: {error.message}"
        raise StudyRefused(message, HINT, "WEIGHTS_SPEC") from None
    if not 0 < inputs <= MOST_INPUTS or 4 * parameter_count(spec, inputs) > len(weights):
        raise StudyRefused(
            "The saved weights are fewer than the network described needs.", HINT, "WEIGHTS_SIZE"
        )


def _read(weights: bytes) -> Tensors:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors: Tensors = load(weights)
    except (SafetensorError, KeyError, ValueError, TypeError):  # KeyError: a dtype numpy has not
        raise StudyRefused("The saved weights cannot be read.", HINT, "WEIGHTS_FORMAT") from None
    return tensors


def _check_tensor(found: NDArray[np.generic], expected: NDArray[np.generic], is_variance: bool) -> None:
    if found.shape != expected.shape or found.dtype != expected.dtype:
        raise StudyRefused("The saved weights have another shape or type.", HINT, "WEIGHTS_SHAPE")
    if not np.isfinite(found).all() or (is_variance and (found < 0).any()):  # type: ignore[operator]
        raise StudyRefused("The saved weights are not finite numbers.", HINT, "WEIGHTS_NOT_FINITE")
