"""Arrays inside frozen values are read-only; this is the one place that makes them so."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Bytes = NDArray[np.int8]
Bools = NDArray[np.bool_]

A = TypeVar("A", bound=NDArray[np.generic])


def read_only(array: A) -> A:
    """Return ``array`` itself, contiguous where it was not, closed to writing."""
    array = np.ascontiguousarray(array)  # type: ignore[assignment]
    array.setflags(write=False)
    return array


def fingerprint(*parts: bytes | str | NDArray[np.generic]) -> str:
    """Return a short SHA-256 over texts, bytes and arrays (dtype and shape included)."""
    digest = hashlib.sha256()
    for part in parts:
        for block in _blocks(part):
            digest.update(len(block).to_bytes(8, "little"))
            digest.update(block)
    return digest.hexdigest()[:32]


def _blocks(part: bytes | str | NDArray[np.generic]) -> Iterable[bytes]:
    if isinstance(part, str):
        return (part.encode(),)
    if isinstance(part, bytes):
        return (part,)
    return (f"{part.dtype}{part.shape}".encode(), np.ascontiguousarray(part).tobytes())
