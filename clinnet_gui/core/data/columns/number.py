"""How a number may be spelled, and the one reading of a spelling under a rule."""

import math
import re

from clinnet_gui.core.data.columns.vocabulary import MARKS, TOKENS
from clinnet_gui.core.data.table import Rule

_A = re.ASCII
_DIGITS = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
PLAIN = re.compile(rf"[+-]?{_DIGITS}", _A)
COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?", _A)
GROUPS = {
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", _A),
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", _A),
    " ": re.compile(r"[+-]?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?", _A),
    "'": re.compile(r"[+-]?[1-9]\d{0,2}(?:['’]\d{3})+(?:[.,]\d+)?", _A),
}
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", _A)
CENSORED = re.compile(r"([<>≤≥]=?)\s*(\S.*)")
PERCENT = re.compile(r"(\S.*?)\s*%")
UNIT = re.compile(r"([+-]?[\d.,]*\d(?:[eE][+-]?\d+)?)\s*([^\d\s.,+-].*)", _A)
INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞|#div/0!)", re.IGNORECASE)
_BLANKS = str.maketrans("", "", " \u00a0\u202f'’")


def text_of(value: float) -> str:
    """Return the shortest text of a number.

    >>> text_of(1.0), text_of(0.1), text_of(-99.0), text_of(1e22)
    ('1', '0.1', '-99', '1e+22')
    """
    value = float(value)
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return repr(value)


def trimmed(text: str) -> str:
    """Return a cell's text without blanks at its ends, the typographic minus as a plain one."""
    return text.strip().replace("\u2212", "-")


def read_number(text: str, rule: Rule) -> float | None:
    """Return the number a cell spells under ``rule``; NaN where it says "not measured", None
    where it cannot be read.

    >>> from clinnet_gui.core.data.table import Kind
    >>> read_number("1,5", Rule(Kind.NUMBER, decimal=",")), read_number("1,5", Rule(Kind.NUMBER))
    (1.5, None)
    """
    text = trimmed(text)
    value = _plain(text, rule)
    if value is None:
        low = text.lower()
        if text in MARKS or low in TOKENS or text in rule.missing:
            return math.nan
        value = _decorated(text, rule)
    if value is not None and math.isinf(value) and rule.infinite_is_missing:
        return math.nan
    return value


def _plain(text: str, rule: Rule) -> float | None:
    if rule.thousands:
        return _grouped(text, rule)
    if PLAIN.fullmatch(text):
        return float(text)
    if rule.decimal == "," and COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def _grouped(text: str, rule: Rule) -> float | None:
    """Read a number whose thousands may be set apart by the rule's sign."""
    if GROUPS[rule.thousands].fullmatch(text):
        joined = text.translate(_BLANKS) if rule.thousands in " '" else text.replace(rule.thousands, "")
        return float(joined.replace(",", "."))
    pattern = COMMA if rule.decimal == "," and "," in text else PLAIN
    return float(text.replace(",", ".")) if pattern.fullmatch(text) else None


def _decorated(text: str, rule: Rule) -> float | None:
    """Read ``<0.5``, ``5 %``, ``80 kg`` and infinities."""
    if INFINITE.fullmatch(text):
        return -math.inf if text.startswith("-") else math.inf
    if rule.below and (match := CENSORED.fullmatch(text)):
        return _bound(match[1], _plain(match[2], rule), rule.below)
    if rule.percent and (match := PERCENT.fullmatch(text)):
        value = _plain(match[1], rule)
        # 0.7 * 0.01 lies below 0.007, where a threshold may stand.
        return None if value is None else round(value * rule.percent, 15)
    if match := UNIT.fullmatch(text):
        factor, value = dict(rule.factors).get(match[2]), _plain(match[1], rule)
        return None if factor is None or value is None else value * factor
    return None


def _bound(sign: str, value: float | None, below: str) -> float | None:
    if value is None or below == "missing":
        return value if value is None else math.nan
    return value / 2 if below == "half" and sign[0] in "<≤" else value
