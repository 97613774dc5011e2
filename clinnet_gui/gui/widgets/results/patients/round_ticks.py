"""Round places on an axis of numbers."""

import numpy as np

Ticks = list[tuple[float, str]]


def round_numbers(first: float, last: float) -> Ticks:
    """Return some four round numbers between two, with their words.

    >>> round_numbers(0.0, 9.3)
    [(0.0, '0'), (2.0, '2'), (4.0, '4'), (6.0, '6'), (8.0, '8')]
    """
    span = (last - first) or 1.0
    unit = 10.0 ** np.floor(np.log10(span / 4))
    step = next(unit * digit for digit in (1, 2, 5, 10) if span / (unit * digit) <= 6)
    numbers = np.arange(np.ceil(first / step), np.floor(last / step) + 1) * step
    decimals = max(0, int(-np.floor(np.log10(step))))
    return [(float(number), f"{number:,.{decimals}f}") for number in numbers]
