"""Frozen values as strict JSON: what was written comes back equal, and nothing else comes back.

The annotations of a dataclass are the schema. Arrays and bytes do not stand in the text: they
are handed to a ``Blobs`` and the text holds their number. Numbers that JSON has not (NaN, the
infinities) are the texts "nan", "inf" and "-inf", accepted only where a float is due.
"""

from clinnet_gui.core.codec.blobs import Array, Blobs
from clinnet_gui.core.codec.errors import Malformed
from clinnet_gui.core.codec.hints import since
from clinnet_gui.core.codec.reading import from_json
from clinnet_gui.core.codec.strict import parse
from clinnet_gui.core.codec.writing import to_json

__all__ = ["Array", "Blobs", "Malformed", "from_json", "parse", "since", "to_json"]
