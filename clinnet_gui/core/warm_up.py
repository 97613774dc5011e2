"""Warming up: the slow imports and the first arithmetic, made before anyone waits for them."""

import importlib

from clinnet_gui.core.work import Progress, Work

SLOW = ("torch", "sklearn.ensemble", "scipy.signal", "scipy.optimize", "safetensors.numpy")


def warm_up() -> Work[bool]:
    """Import what training needs, and let torch multiply and differentiate for a first time.

    Returns whether torch sees a GPU that it could train on.
    """
    for name in SLOW:
        yield Progress(f"Warming up: {name.partition('.')[0]}")
        importlib.import_module(name)
    import torch

    torch.set_num_threads(1)
    yield Progress("Warming up: first products")
    weight = torch.nn.Parameter(torch.ones(1, 2))
    torch.nn.functional.linear(torch.ones(1, 2), weight).sum().backward()  # type: ignore[no-untyped-call]
    yield Progress("Warming up: looking for a GPU")
    return torch.cuda.is_available()
