"""Opening: verified first, then read strictly, then checked part against part."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from clinnet_gui.core.codec import Malformed, from_json
from clinnet_gui.core.errors import StudyRefused
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file.container import read
from clinnet_gui.core.study_file.probing import probe
from clinnet_gui.core.study_file.refusal import damaged
from clinnet_gui.core.study_file.schema import Document
from clinnet_gui.core.study_file.thawing import thaw
from clinnet_gui.core.study_file.trailer import verify
from clinnet_gui.core.work import Progress, Work

LARGEST = 8 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """A study file: its size in bytes, format, the clinnet that wrote it, and what it holds."""

    size: int
    format: int
    written_by: str
    study: Study


def load(path: Path) -> Work[Study]:
    """Return the study in a file, with the numbers it was saved with.

    Nothing in the file is ever run. StudyRefused where it is damaged, was written by a newer
    clinnet, or is not a study. Where the network gives other numbers here (another torch), the
    last note of the history says by how much.
    """
    return (yield from describe(path)).study


def describe(path: Path) -> Work[Description]:
    """Return a study with what is known of its file; raises as ``load`` does."""
    yield Progress("Opening the study", 0.0)
    size = _size(path)
    try:
        written_in = yield from verify(path)
        document = yield from _document(path)
    except OSError as error:
        raise StudyRefused(
            f"{path.name} could not be read.", "Check the drive, then try again.", "NOT_READ"
        ) from error
    study = yield from probe((yield from thaw(document)))
    return Description(size, written_in, document.written_by, study)


def _size(path: Path) -> int:
    """Return the size of a plain file; anything else is refused before it is opened."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise StudyRefused(f"{path.name} cannot be opened.", "Check that it is there.", "NOT_READ") from error
    if not stat.S_ISREG(found.st_mode):
        raise StudyRefused(f"{path.name} is not a file.", "Choose a file ending in .clinnet.", "NOT_A_FILE")
    if found.st_size > LARGEST:
        raise StudyRefused(f"{path.name} is larger than a study can be.", "Choose another file.", "TOO_LARGE")
    return found.st_size


def _document(path: Path) -> Work[Document]:
    text, blobs = yield from read(path)
    try:
        return from_json(text, Document, blobs)
    except Malformed as error:
        raise damaged("document") from error
