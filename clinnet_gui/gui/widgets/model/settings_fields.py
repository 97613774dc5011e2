"""The settings of a network as texts: how each is called, read, written and explained."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.model.heuristics import check
from clinnet_gui.core.model.spec import Spec


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: its name in Spec, its words, how it is written, and read into a Spec.

    ``read`` raises ValueError where the text is no such value.
    """

    setting: str
    name: str
    hint: str
    write: Callable[[Spec], str]
    read: Callable[[Spec, str], Spec]


def _widths(text: str) -> tuple[int, ...]:
    """Layer widths between commas or blanks; nothing, or 0, is no hidden layer."""
    parts = text.replace(",", " ").replace("→", " ").split()
    return () if parts == ["0"] else tuple(int(part) for part in parts)


def _decimal(text: str) -> float:
    """A number with a point; a decimal comma is understood too, as is a percent sign."""
    text = text.strip()
    share = text.endswith("%")
    value = float(text.rstrip("%").replace(",", "."))
    return value / 100 if share else value


FIELDS = (
    Field(
        "hidden",
        "Hidden layers",
        "widths from input to output, e.g. 64, 32; empty for logistic regression",
        lambda spec: ", ".join(map(str, spec.hidden)),
        lambda spec, text: replace(spec, hidden=_widths(text)),
    ),
    Field(
        "dropout",
        "Dropout",
        "share of units left out at each step, from 0 to 0.9",
        lambda spec: f"{spec.dropout:g}",
        lambda spec, text: replace(spec, dropout=_decimal(text)),
    ),
    Field(
        "learning_rate",
        "Learning rate",
        "the highest of the course, e.g. 0.001",
        lambda spec: f"{spec.learning_rate:g}",
        lambda spec, text: replace(spec, learning_rate=_decimal(text)),
    ),
    Field(
        "batch",
        "Batch",
        "rows a step, a whole number",
        lambda spec: str(spec.batch),
        lambda spec, text: replace(spec, batch=int(text)),
    ),
    Field(
        "epochs",
        "Epochs at most",
        "a whole number",
        lambda spec: str(spec.epochs),
        lambda spec, text: replace(spec, epochs=int(text)),
    ),
    Field(
        "patience",
        "Patience",
        "epochs without a better validation loss, a whole number",
        lambda spec: str(spec.patience),
        lambda spec, text: replace(spec, patience=int(text)),
    ),
    Field(
        "clip_norm",
        "Clip norm",
        "longer gradients are shortened to it, e.g. 1",
        lambda spec: f"{spec.clip_norm:g}",
        lambda spec, text: replace(spec, clip_norm=_decimal(text)),
    ),
    Field(
        "seed",
        "Seed of the training",
        "a whole number; the same seed gives the same network",
        lambda spec: str(spec.seed),
        lambda spec, text: replace(spec, seed=int(text)),
    ),
)


def fault(field: Field, spec: Spec, text: str) -> str:
    """Return what is wrong with a text for a setting, empty where nothing is."""
    try:
        check(field.read(spec, text))
    except SettingsRefused as refused:
        return f"{refused.message} {refused.hint}"
    except (ValueError, OverflowError):
        return f"Cannot be read. Expected: {field.hint}."
    return ""
