"""Strict JSON: what the standard library reads more kindly than it should is refused."""

import json
import math

from clinnet_gui.core.codec.errors import Malformed


def parse(text: str | bytes) -> object:
    """Return what strict JSON spells; Malformed for doubled names, NaN literals, 1e9999, depth."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_literal, parse_float=_finite)
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON as it should be") from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise Malformed("a name stands twice")
    return named


def _no_literal(name: str) -> float:
    raise Malformed("a literal that JSON has not")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Malformed("a number too large")
    return number
