"""The examples that ship with the program, and what is chosen in them."""

from dataclasses import dataclass
from pathlib import Path

from clinnet_gui.core.files import resource


@dataclass(frozen=True, slots=True)
class Example:
    """A file of ``resources/samples`` with its outcome, event and id."""

    title: str
    file: str
    outcome: str
    event: tuple[str, ...] = ()
    identifier: str | None = None

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return resource(f"samples/{self.file}")


EXAMPLES = {
    "readmission": Example(
        "Readmission within 30 days (synthetic)",
        "readmission_synthetic.csv",
        "readmitted_30d",
        ("yes",),
        "patient_id",
    ),
    "breast_cancer": Example("Breast cancer biopsies", "breast_cancer.csv", "diagnosis", ("malignant",)),
}
