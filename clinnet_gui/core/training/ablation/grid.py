"""The grid of an ablation: depths and widths around the suggested hidden layers."""

from clinnet_gui.core.model.heuristics import MOST_LAYERS, MOST_UNITS

Hidden = tuple[int, ...]
WIDTHS = (0.5, 1.0, 2.0)
NARROWEST = 4
FIRST_WIDTH = 32
"""Of the layer beside a suggestion that has none."""


def grid(hidden: Hidden) -> tuple[Hidden, ...]:
    """Return the hidden layers to be tried: one layer less, as many, one more; each at half, full
    and double width; and no hidden layer at all, the logistic regression. The suggestion is first.

    >>> grid((8,))
    ((8,), (), (4,), (16,), (4, 4), (8, 4), (16, 8))
    """
    depths = {hidden[:-1], hidden, _deeper(hidden)}
    around = {_scaled(layers, by) for layers in depths for by in WIDTHS} | {()}
    return (hidden, *sorted(around - {hidden}, key=lambda layers: (len(layers), layers)))


def _deeper(hidden: Hidden) -> Hidden:
    """One more layer, half as wide as the last."""
    if len(hidden) >= MOST_LAYERS:
        return hidden
    return (*hidden, max(NARROWEST, hidden[-1] // 2)) if hidden else (FIRST_WIDTH,)


def _scaled(hidden: Hidden, by: float) -> Hidden:
    return tuple(min(MOST_UNITS, max(min(NARROWEST, width), int(width * by))) for width in hidden)
