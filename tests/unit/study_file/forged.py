"""Forged studies: a document changed at one place, under a checksum that is true."""

import copy
import json
from dataclasses import dataclass
from pathlib import Path

from clinnet_gui.core.codec import Blobs
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import container, load, save
from clinnet_gui.core.study_file.trailer import seal
from clinnet_gui.core.work import drain

Place = tuple[str | int, ...]


class _Gone:
    """Stands for a part that is left out."""


GONE = _Gone()


@dataclass(frozen=True, slots=True)
class Forger:
    """A saved study, its JSON read, ready to be changed and written again."""

    document: object
    blobs: Blobs
    folder: Path

    @property
    def places(self) -> list[Place]:
        """Where something stands, the first items of a list alone."""
        return [place for place in _places(self.document, ()) if place]

    def forge(self, place: Place, value: object) -> Path:
        """Write the study with ``value`` at ``place``."""
        document = copy.deepcopy(self.document)
        within = document
        for step in place[:-1]:
            within = within[step]  # type: ignore[index]
        if value is GONE:
            del within[place[-1]]  # type: ignore[attr-defined]
        else:
            within[place[-1]] = value  # type: ignore[index]
        return self.write(json.dumps(document), self.blobs)

    def write(self, text: str, blobs: Blobs) -> Path:
        """Write a document and its blobs as a sealed file."""
        path = self.folder / "forged.clinnet"
        path.write_bytes(b"")
        drain(container.write(path, text, blobs))
        drain(seal(path))
        return path

    def open(self, place: Place, value: object) -> Study:
        """Open the study with ``value`` at ``place``."""
        return drain(load(self.forge(place, value)))


def forger(study: Study, folder: Path) -> Forger:
    """Return the forger of a study, who works in ``folder``."""
    drain(save(study, folder / "true.clinnet"))
    text, blobs = drain(container.read(folder / "true.clinnet"))
    return Forger(json.loads(text), blobs, folder)


def _places(value: object, at: Place) -> list[Place]:
    parts: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value[:3]))
    return [at, *(place for name, part in parts for place in _places(part, (*at, name)))]
