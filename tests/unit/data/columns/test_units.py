"""Unit factors against published conversions."""

import pytest

from clinnet_gui.core.data.columns.units import factor, scale_of


@pytest.mark.parametrize(
    ("source", "target", "column", "expected"),
    [
        ("mg/dL", "umol/L", "creatinine", 88.4),
        ("mmol/L", "mg/dL", "glucose", 18.016),
        ("mmol/l", "mg/dl", "chol_total", 38.67),
        ("µmol/L", "mg/dL", "bilirubin", 1 / 17.1),
        ("g/L", "g/dL", "haemoglobin", 0.1),
        ("mg/L", "mg/dL", "crp", 0.1),
        ("kg", "lb", "weight", 2.20462),
        ("cm", "m", "height", 0.01),
        ("months", "years", "age", 1 / 12),
    ],
)
def test_published_factors(source: str, target: str, column: str, expected: float) -> None:
    assert factor(source, target, column) == pytest.approx(expected, rel=2e-3)


def test_no_factor_without_the_substance_or_between_unlike_units() -> None:
    assert factor("mmol/L", "mg/dL", "marker") is None
    assert factor("kg", "cm", "weight") is None
    assert scale_of("W3") is None and scale_of("") is None
