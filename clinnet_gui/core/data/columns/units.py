"""Units in cells: what a unit text measures, and the factor from one unit to another.

A unit is a scale on a dimension ("mg/dL" is 0.01 g/L). Substance and mass concentrations meet
through the molar mass of the substance that the column's name speaks of.
"""

import re

_PREFIX = {"k": 1e3, "": 1.0, "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15}
_MEASURES = {
    "g": "mass",
    "l": "volume",
    "mol": "substance",
    "m": "length",
    "eq": "charge",
    "iu": "activity",
    "u": "activity",
    "pa": "pressure",
}
_WORDS: dict[str, tuple[str, float]] = {
    "lb": ("mass", 453.59237),
    "lbs": ("mass", 453.59237),
    "in": ("length", 0.0254),
    "inch": ("length", 0.0254),
    "ft": ("length", 0.3048),
    "mmhg": ("pressure", 133.322),
    "s": ("time", 1.0),
    "sec": ("time", 1.0),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "hr": ("time", 3600.0),
    "hours": ("time", 3600.0),
    "d": ("time", 86400.0),
    "days": ("time", 86400.0),
    "weeks": ("time", 604800.0),
    "months": ("time", 2629746.0),
    "y": ("time", 31556952.0),
    "yr": ("time", 31556952.0),
    "yrs": ("time", 31556952.0),
    "years": ("time", 31556952.0),
    "bpm": ("rate", 1.0),
    "/min": ("rate", 1.0),
    "°c": ("celsius", 1.0),
    "°f": ("fahrenheit", 1.0),
}
MOLAR_MASS = {
    "creat": 113.12,
    "krea": 113.12,
    "gluc": 180.16,
    "gluk": 180.16,
    "chol": 386.65,
    "ldl": 386.65,
    "hdl": 386.65,
    "trigly": 885.7,
    "bili": 584.66,
    "urea": 60.06,
    "bun": 28.01,
    "uric": 168.11,
    "calcium": 40.08,
    "magnes": 24.31,
    "phosph": 30.97,
    "iron": 55.85,
}
"""Grams a mole, by a part of the column's name (BUN counts the nitrogen of urea only)."""


def scale_of(unit: str) -> tuple[str, float] | None:
    """Return a unit's dimension and its size in the base unit, None where it is unknown.

    >>> scale_of("mg/dL"), scale_of("µmol/l")[0]
    (('mass/volume', 0.01), 'substance/volume')
    """
    unit = re.sub(r"\s+", "", unit.replace("µ", "u").replace("μ", "u")).lower()
    if unit in _WORDS:
        return _WORDS[unit]
    above, _, below = unit.partition("/")
    top, bottom = _simple(above), _simple(below) if below else ("", 1.0)
    if top is None or bottom is None:
        return None
    size = float(f"{top[1] / bottom[1]:.12g}")
    return (f"{top[0]}/{bottom[0]}" if below else top[0], size)


def _simple(word: str) -> tuple[str, float] | None:
    if word in _WORDS:
        return _WORDS[word]
    if word == "":
        return None
    for base, dimension in sorted(_MEASURES.items(), key=lambda pair: -len(pair[0])):
        if word.endswith(base) and word[: -len(base)] in _PREFIX:
            return dimension, _PREFIX[word[: -len(base)]]
    return None


def factor(source: str, target: str, column: str) -> float | None:
    """Return what a number in ``source`` is multiplied by to stand in ``target``, or None.

    >>> round(1 / factor("umol/L", "mg/dL", "creatinine"), 1)
    88.4
    """
    one, other = scale_of(source), scale_of(target)
    if one is None or other is None:
        return None
    if one[0] == other[0]:
        return one[1] / other[1]
    mass = molar_mass(column)
    if mass is None:
        return None
    if (one[0], other[0]) == ("substance/volume", "mass/volume"):
        return one[1] * mass / other[1]
    if (one[0], other[0]) == ("mass/volume", "substance/volume"):
        return one[1] / mass / other[1]
    return None


def molar_mass(column: str) -> float | None:
    """Return the molar mass (g/mol) of the substance a column's name speaks of, or None."""
    low = column.lower()
    return next((mass for part, mass in MOLAR_MASS.items() if part in low), None)
