"""What the commands print: results as text or JSON on stdout, errors on stderr."""

import json
import math
import sys
from collections.abc import Mapping, Sequence

from clinnet_gui.core.errors import ClinnetError
from clinnet_gui.core.scoring import NOTICE

_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")
"""A name from a file may hold what moves the cursor of a terminal, or clears it."""

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def print_json(value: Mapping[str, Json]) -> None:
    """Print one JSON object, with the notice; NaN and the infinities become null."""
    whole: dict[str, Json] = {**value, "notice": NOTICE}
    print(json.dumps(_finite(whole), ensure_ascii=True, indent=1, allow_nan=False))


def print_lines(lines: Sequence[str]) -> None:
    """Print lines of text, and the notice below them."""
    print("\n".join([*lines, f"{NOTICE}."]).translate(_CONTROLS))


def print_error(error: ClinnetError, as_json: bool) -> None:
    """Print message and hint on stderr, and with ``as_json`` also as an object on stdout."""
    print(f"clinnet: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)
    if as_json:
        print_json({"error": {"code": error.code, "message": error.message, "hint": error.hint}})


def _finite(value: Json) -> Json:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(item) for item in value]
    return value
