"""From JSON text to a frozen value, by the annotations of its class, and to nothing else."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType
from typing import TypeVar, cast, get_args, get_origin

import numpy as np

from clinnet_gui.core.codec.blobs import Array, Blobs
from clinnet_gui.core.codec.errors import Malformed
from clinnet_gui.core.codec.hints import choices, hints, is_union, required
from clinnet_gui.core.codec.strict import parse

T = TypeVar("T")
_SPECIAL = ("nan", "inf", "-inf")


def from_json(text: str | bytes, of: type[T], blobs: Blobs | None = None) -> T:
    """Return the value of type ``of`` that ``text`` spells.

    Malformed for anything else: another type, a field too many or too few (those ``since`` a later
    format may be missing), a name twice, a literal NaN, nesting too deep.

    >>> from_json('{"x": 1}', dict)
    Traceback (most recent call last):
    ...
    clinnet_gui.core.codec.errors.Malformed: value: cannot be a dict
    """
    return cast(T, _build(parse(text), of, blobs or Blobs(), "value"))


def _build(plain: object, of: object, blobs: Blobs, where: str) -> object:
    """Make a value of the annotation ``of`` from what json read."""
    if is_union(of):
        return _of_union(plain, of, blobs, where)
    if get_origin(of) is tuple:
        return _of_tuple(plain, get_args(of), blobs, where)
    if get_origin(of) is np.ndarray:
        return _of_array(plain, of, blobs, where)
    if of is bytes:
        return _of_bytes(plain, blobs, where)
    if is_dataclass(of):
        return _of_dataclass(plain, cast(type, of), blobs, where)
    return _of_scalar(plain, of, where)


def _of_union(plain: object, of: object, blobs: Blobs, where: str) -> object:
    arms = get_args(of)
    if plain is None and NoneType in arms:
        return None
    several = choices(of)
    if several:
        tagged = plain if isinstance(plain, dict) and set(plain) == {"kind", "value"} else {}
        for arm in several:
            if tagged.get("kind") == arm.__name__:
                return _build(tagged["value"], arm, blobs, where)
        raise Malformed(f"{where}: of no known kind")
    rest = [arm for arm in arms if arm is not NoneType]
    if len(rest) != 1:
        raise Malformed(f"{where}: cannot be read")
    return _build(plain, rest[0], blobs, where)


def _of_tuple(plain: object, items: tuple[object, ...], blobs: Blobs, where: str) -> tuple[object, ...]:
    if not isinstance(plain, list):
        raise Malformed(f"{where}: not a list")
    if len(items) == 2 and items[1] is Ellipsis:
        return tuple(_build(item, items[0], blobs, where) for item in plain)
    if len(plain) != len(items):
        raise Malformed(f"{where}: not of {len(items)} items")
    return tuple(_build(item, of, blobs, where) for item, of in zip(plain, items, strict=True))


def _of_array(plain: object, of: object, blobs: Blobs, where: str) -> Array:
    wanted = np.dtype(get_args(get_args(of)[1])[0])
    blob = blobs.fetch(_number(plain, where))
    if isinstance(blob, bytes) or blob.dtype != wanted:
        raise Malformed(f"{where}: not an array of {wanted}")
    return blob


def _of_bytes(plain: object, blobs: Blobs, where: str) -> bytes:
    blob = blobs.fetch(_number(plain, where))
    if not isinstance(blob, bytes):
        raise Malformed(f"{where}: not bytes")
    return blob


def _of_dataclass(plain: object, of: type, blobs: Blobs, where: str) -> object:
    names = {f.name for f in fields(of)}
    if not isinstance(plain, dict) or not required(of) <= set(plain) <= names:
        raise Malformed(f"{where}: not the fields of {of.__name__}")
    annotated = hints(of)
    make = cast(Callable[..., object], of)
    return make(**{name: _build(plain[name], annotated[name], blobs, f"{where}.{name}") for name in plain})


def _of_scalar(plain: object, of: object, where: str) -> object:
    """Return a text, number, bool, None or enum, exactly of its type (an int may serve as float)."""
    if isinstance(of, type) and issubclass(of, Enum):
        try:
            return of(plain)
        except ValueError as error:
            raise Malformed(f"{where}: no {of.__name__}") from error
    if of is float and isinstance(plain, str) and plain in _SPECIAL:
        return float(plain)
    if of is float and type(plain) is int and abs(plain) < 2**63:
        return float(plain)
    if of in (str, int, float, bool) and type(plain) is of and _is_writable(plain):
        return plain
    raise Malformed(f"{where}: cannot be a {getattr(of, '__name__', of)}")


def _is_writable(plain: object) -> bool:
    """Whether it could be saved again: half a character can be read and shown, but never written."""
    try:
        str(plain).encode()
    except UnicodeError:
        return False
    return True


def _number(plain: object, where: str) -> int:
    return cast(int, _of_scalar(plain, int, where))
