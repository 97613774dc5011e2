"""What was written comes back equal; nothing else comes back."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.core.arrays import Floats, Ints
from clinnet_gui.core.codec import Blobs, Malformed, from_json, since, to_json
from clinnet_gui.core.data.encoder import CategoryCode, Encoder, NumberCode
from clinnet_gui.core.data.table import Kind, Rule


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Point:
    x: float
    name: str = ""
    colour: Colour | None = None
    pairs: tuple[tuple[str, float], ...] = ()
    count: int = 0
    good: bool = True


@dataclass(frozen=True, eq=False)
class Series:
    values: Floats
    places: Ints
    raw: bytes


@dataclass(frozen=True)
class Grown:
    """A value whose second field came to the format later."""

    x: int
    note: str = since(2, "none")


points = st.builds(
    Point,
    x=st.floats(),
    name=st.text(),
    colour=st.sampled_from([None, Colour.RED]),
    pairs=st.lists(st.tuples(st.text(), st.floats(allow_nan=False)), max_size=3).map(tuple),
    count=st.integers(-(2**60), 2**60),
    good=st.booleans(),
)


@given(points)
def test_a_value_comes_back_equal(point: Point) -> None:
    back = from_json(to_json(point), Point)
    if math.isnan(point.x):
        assert math.isnan(back.x)
        point, back = Point(0, point.name), Point(0, back.name)
    assert back == point


def test_arrays_and_bytes_stand_beside_the_text() -> None:
    blobs = Blobs()
    text = to_json(Series(np.array([0.5, np.nan]), np.arange(3), b"\0x"), blobs)
    assert len(blobs.held) == 3
    back = from_json(text, Series, blobs)
    assert np.array_equal(back.values, [0.5, np.nan], equal_nan=True)
    assert back.places.tolist() == [0, 1, 2]
    assert back.raw == b"\0x"


def test_the_kind_of_each_code_is_kept() -> None:
    rule = Rule(Kind.NUMBER)
    encoder = Encoder(
        (NumberCode("age", rule, 60.0, 12.0, False, 18.0, 99.0), CategoryCode("sex", rule, ("f",), (), True))
    )
    assert from_json(to_json(encoder), Encoder) == encoder


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"x": 1}',
        '{"x":NaN,"name":"","colour":null,"pairs":[],"count":0,"good":true}',
        '{"x":1e9999,"name":"","colour":null,"pairs":[],"count":0,"good":true}',
        '{"x":1,"x":2,"name":"","colour":null,"pairs":[],"count":0,"good":true}',
        '{"x":"1","name":"","colour":null,"pairs":[],"count":0,"good":true}',
        '{"x":true,"name":"","colour":null,"pairs":[],"count":0,"good":true}',
        '{"x":1,"name":3,"colour":null,"pairs":[],"count":0,"good":true}',
        '{"x":1,"name":"","colour":"blue","pairs":[],"count":0,"good":true}',
        '{"x":1,"name":"","colour":null,"pairs":[["a"]],"count":0,"good":true}',
        '{"x":1,"name":"","colour":null,"pairs":[],"count":0.5,"good":true}',
        '{"x":1,"name":"","colour":null,"pairs":[],"count":0,"good":1}',
        '{"x":1,"name":"","colour":null,"pairs":[],"count":0,"good":true,"more":0}',
        '{"x":' + "9" * 5_000 + ',"name":"","colour":null,"pairs":[],"count":0,"good":true}',
        "[" * 100_000,
        '{"x":' * 100_000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        from_json(text, Point)


def test_a_field_that_came_later_may_be_missing_and_no_other() -> None:
    assert from_json('{"x":1}', Grown) == Grown(1, "none")
    assert from_json(to_json(Grown(1, "seen")), Grown) == Grown(1, "seen")
    for text in ('{"note":"seen"}', "{}", '{"x":1,"note":2}', '{"x":1,"more":2}'):
        with pytest.raises(Malformed):
            from_json(text, Grown)


@pytest.mark.parametrize("blob", [np.zeros(2, np.float32), np.zeros(2, np.int64), b"12345678"])
def test_an_array_of_another_type_is_refused(blob: object) -> None:
    blobs = Blobs([blob, np.arange(2), b""])
    with pytest.raises(Malformed):
        from_json('{"values":0,"places":1,"raw":2}', Series, blobs)
    with pytest.raises(Malformed):
        from_json('{"values":7,"places":1,"raw":2}', Series, blobs)


def test_what_has_no_spelling_is_a_bug() -> None:
    with pytest.raises(TypeError):
        to_json({"a": 1})
