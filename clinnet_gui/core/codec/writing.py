"""From a frozen value to JSON text."""

import json
import math
from dataclasses import fields, is_dataclass
from enum import Enum

import numpy as np

from clinnet_gui.core.codec.blobs import Blobs
from clinnet_gui.core.codec.hints import Tagged, choices, hints


def to_json(value: object, blobs: Blobs | None = None) -> str:
    """Return ``value`` as JSON text; its arrays and bytes go to ``blobs``.

    TypeError where it holds something else than dataclasses, tuples, enums, texts, numbers,
    bools, None, arrays and bytes.
    """
    return json.dumps(_plain(value, blobs), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(value: object, blobs: Blobs | None) -> object:  # noqa: PLR0911  # one return a kind of value
    """Turn a value into what json writes."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float | np.floating):
        number = float(value)
        return number if math.isfinite(number) else str(number)
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(item, blobs) for item in value]
    if isinstance(value, np.ndarray | bytes) and blobs is not None:
        return blobs.keep(value)
    if is_dataclass(value):
        return {f.name: _plain(_tagged(value, f.name), blobs) for f in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _tagged(owner: object, name: str) -> object:
    """Return a field, each of its dataclasses tagged where the annotation leaves a choice."""
    value = getattr(owner, name)
    several = choices(hints(type(owner))[name])
    if not several:
        return value
    if isinstance(value, tuple):
        return tuple(Tagged(type(item).__name__, item) for item in value)
    return None if value is None else Tagged(type(value).__name__, value)
