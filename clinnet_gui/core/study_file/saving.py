"""Saving: the whole study into a new file, which then takes the old one's place."""

from pathlib import Path

from clinnet_gui.core.codec import Blobs, to_json
from clinnet_gui.core.errors import SavingFailed
from clinnet_gui.core.files import atomic_target
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file.container import fits, write
from clinnet_gui.core.study_file.freezing import freeze
from clinnet_gui.core.study_file.trailer import seal
from clinnet_gui.core.work import Progress, Work


def save(study: Study, path: Path) -> Work[None]:
    """Write ``study`` to ``path``; what stood there is kept beside it as ``.bak``.

    Cancelled or failed at any moment, the old file stands as it was. SavingFailed says why
    nothing was written. Evaluation and attribution are not saved: they follow from the rest.
    """
    yield Progress("Preparing to save", 0.0)
    document = yield from freeze(study)
    blobs = Blobs()
    text = to_json(document, blobs)
    if not fits(text.encode()):
        raise SavingFailed(
            f"{path.name} was not saved: too many rows were set aside to list them all.",
            "Mend the file that the table was read from, or read it with another separator.",
            "SAVING",
        )
    with atomic_target(path, backup=True) as temporary:
        yield from write(temporary, text, blobs)
        yield from seal(temporary)
