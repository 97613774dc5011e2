"""Arrays and bytes as they stand in the file: narrow, perhaps compressed, strictly described."""

import zlib
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.codec import Array, Malformed

_KINDS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "float32", "float64", "bool")
_NARROW = ("uint8", "int8", "uint16", "int16", "uint32", "int32")
_WORTH = 0.9  # compressed only where that saves a tenth
_SMALL = 256
BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Stored:
    """One blob. ``dtype`` is what it is (an array's, or "bytes"), ``kept`` the narrower integers
    it is kept as; ``shape`` has one number for bytes; ``coding`` is "plain" or "zlib"."""

    dtype: str
    kept: str
    shape: tuple[int, ...]
    coding: str
    body: bytes

    @property
    def size(self) -> int:
        """How many bytes the blob takes in memory."""
        return _size(self.dtype, self.shape)


def store(blob: Array | bytes) -> Stored:
    """Return a blob as it is written; the bytes of arrays are little-endian."""
    if isinstance(blob, bytes):
        return _coded(BYTES, BYTES, (len(blob),), blob)
    narrow = _narrowed(blob)
    body = narrow.astype(narrow.dtype.newbyteorder("<"), copy=False).tobytes()
    return _coded(blob.dtype.name, narrow.dtype.name, blob.shape, body)


def _coded(dtype: str, kept: str, shape: tuple[int, ...], body: bytes) -> Stored:
    packed = zlib.compress(body, 1) if len(body) > _SMALL else body
    if len(packed) < _WORTH * len(body):
        return Stored(dtype, kept, shape, "zlib", packed)
    return Stored(dtype, kept, shape, "plain", body)


def _narrowed(array: Array) -> NDArray[np.generic]:
    """Return integers in the narrowest type that holds them all."""
    if array.dtype.kind not in "iu" or not array.size:
        return array
    low, high = int(array.min()), int(array.max())
    for name in _NARROW:
        bounds = np.iinfo(name)
        if np.dtype(name).itemsize < array.dtype.itemsize and bounds.min <= low and high <= bounds.max:
            return array.astype(name)
    return array


def check(stored: Stored) -> None:
    """Raise Malformed for a description that no study contains; nothing is allocated for it."""
    kinds = {stored.dtype, stored.kept}
    known = kinds == {BYTES} or (kinds <= set(_KINDS) and _may_narrow(stored))
    if not known or stored.coding not in ("plain", "zlib"):
        raise Malformed("a blob of no known kind")
    if (
        not 1 <= len(stored.shape) <= 2
        or min(stored.shape) < 0
        or (stored.dtype == BYTES and len(stored.shape) != 1)
    ):
        raise Malformed("a blob of an impossible shape")


def restore(stored: Stored) -> Array | bytes:
    """Return the blob; Malformed where its description and its body disagree."""
    length = _size(stored.kept, stored.shape)
    body = stored.body if stored.coding == "plain" else _unpacked(stored.body, length)
    if len(body) != length:
        raise Malformed("a blob is not of the length it declares")
    if stored.dtype == BYTES:
        return body
    array = np.frombuffer(body, np.dtype(stored.kept).newbyteorder("<")).reshape(stored.shape)
    return read_only(array.astype(stored.dtype))


def _may_narrow(stored: Stored) -> bool:
    return stored.dtype == stored.kept or {np.dtype(stored.dtype).kind, np.dtype(stored.kept).kind} <= {
        "i",
        "u",
    }


def _unpacked(body: bytes, length: int) -> bytes:
    """Unpack exactly ``length`` bytes, never more."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(body, length + 1)
    except zlib.error as error:
        raise Malformed("a blob cannot be unpacked") from error
    if not unpacker.eof:
        raise Malformed("a blob is longer than it declares")
    return found


def _size(dtype: str, shape: tuple[int, ...]) -> int:
    return prod(shape) * (1 if dtype == BYTES else np.dtype(dtype).itemsize)
