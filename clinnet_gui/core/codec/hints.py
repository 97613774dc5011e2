"""What a dataclass's annotations say about how its fields are written and read."""

from collections.abc import Hashable
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_SINCE = "since"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A member of a union of dataclasses, with the name of its class."""

    kind: str
    value: object


def choices(hint: object) -> tuple[type, ...]:
    """Return the dataclasses between which an annotation (or its tuple's item) leaves a choice."""
    if get_origin(hint) is tuple:
        return choices(get_args(hint)[0])
    classes = tuple(arm for arm in get_args(hint) if is_dataclass(arm)) if is_union(hint) else ()
    return cast(tuple[type, ...], classes if len(classes) > 1 else ())


def is_union(hint: object) -> bool:
    """Whether an annotation leaves a choice at all, None included."""
    return get_origin(hint) in (Union, UnionType)


def hints(of: type) -> dict[str, object]:
    """Return the resolved annotation of each field of a dataclass."""
    return _resolved(cast(Hashable, of))


def since(version: int, default: T) -> T:
    """Return a dataclass field that came to a format in its ``version``: text that was written
    before may leave it out, and then it is ``default``."""
    return field(default=default, metadata={_SINCE: version})


def required(of: type) -> set[str]:
    """Return the names of the fields that stand in every text: all but those that came later."""
    return {f.name for f in fields(of) if _SINCE not in f.metadata}


@cache
def _resolved(of: Hashable) -> dict[str, object]:
    return get_type_hints(of)
