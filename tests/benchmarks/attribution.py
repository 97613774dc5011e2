"""Attribution of 1,000 patients with 50 columns, beside shap's DeepExplainer on the same network.

    python -m tests.benchmarks.attribution

CPU-seconds, interleaved, medians; the network is the one suggested for 50,000 rows and more.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from clinnet_gui.core.explanation.layers import layers_of
from clinnet_gui.core.explanation.path import integrated_gradients
from clinnet_gui.core.explanation.rescale import Rescale
from clinnet_gui.core.model.network import build
from clinnet_gui.core.model.spec import Spec

PATIENTS, COLUMNS, BACKGROUNDS, BLOCK, ROUNDS = 1_000, 50, 100, 8, 3


def main() -> None:
    """Print seconds, completeness error and the largest difference."""
    torch.set_num_threads(1)
    network = _network()
    draw = torch.Generator().manual_seed(1)
    x, background = (torch.randn(n, COLUMNS, generator=draw) for n in (PATIENTS, BACKGROUNDS))
    logits = network(x).detach().double().numpy()
    ways: dict[str, Callable[[], tuple[np.ndarray, float]]] = {
        "ours, DeepSHAP": lambda: _ours(network, background, x),
        "shap DeepExplainer": lambda: _shap(network, background, x),
        "integrated gradients": lambda: _path(network, background, x),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, tuple[np.ndarray, float]] = {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.process_time()
            found[name] = way()
            seconds[name].append(time.process_time() - begun)
    print(f"attribution of {PATIENTS:,} patients, {COLUMNS} columns, [256, 128, 64, 32]")
    print(f"  CPU-seconds, one thread, median of {ROUNDS} interleaved rounds")
    for name, (values, base) in found.items():
        error = np.abs(base + values.sum(axis=1) - logits).max()
        print(
            f"  {name:22}{statistics.median(seconds[name]):8.2f} s   completeness error at most {error:.1e}"
        )
    apart = np.abs(found["ours, DeepSHAP"][0] - found["shap DeepExplainer"][0]).max()
    print(f"  largest difference between the two DeepSHAPs: {apart:.1e} (log-odds)")


def _network() -> nn.Sequential:
    network = build(Spec(hidden=(256, 128, 64, 32), dropout=0.2), COLUMNS)
    torch.nn.init.normal_(network.head.weight, std=0.3, generator=torch.Generator().manual_seed(2))
    return network.eval()


def _ours(network: nn.Sequential, background: torch.Tensor, x: torch.Tensor) -> tuple[np.ndarray, float]:
    with torch.no_grad():
        rescale = Rescale(layers_of(network), background)
        blocks = [rescale.contributions(x[i : i + BLOCK]) for i in range(0, PATIENTS, BLOCK)]
    return torch.cat(blocks).double().numpy(), rescale.base


def _shap(network: nn.Sequential, background: torch.Tensor, x: torch.Tensor) -> tuple[np.ndarray, float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import shap

        plain = nn.Sequential(*[layer for layer in network if not isinstance(layer, nn.Flatten)])
        explainer = shap.DeepExplainer(plain, background)
        return np.asarray(explainer.shap_values(x))[..., 0].astype(np.float64), float(
            explainer.expected_value[0]
        )


def _path(network: nn.Sequential, background: torch.Tensor, x: torch.Tensor) -> tuple[np.ndarray, float]:
    layers, start = layers_of(network), background[0]
    with torch.no_grad():
        found = torch.stack([integrated_gradients(layers, start, one) for one in x])
        return found.double().numpy(), float(network(start[None]))


if __name__ == "__main__":
    main()
