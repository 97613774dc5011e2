"""The suggestion: size and training of the network from the size of the data, with reasons.

The rules are rules of thumb: a starting point the analyst may change, shown beside the change.
"""

import math
from dataclasses import dataclass, replace

from clinnet_gui.core.data.dataset import Dataset
from clinnet_gui.core.data.split import Split
from clinnet_gui.core.data.splitting import LARGEST_SEED
from clinnet_gui.core.errors import SettingsRefused
from clinnet_gui.core.model.size import steps_per_epoch
from clinnet_gui.core.model.spec import Choice, Reason, Shortcut, Spec


@dataclass(frozen=True, slots=True)
class SizeRule:
    """From ``rows`` usable rows on: these hidden layers and this dropout."""

    rows: int
    hidden: tuple[int, ...]
    dropout: float


SIZES = (
    SizeRule(50_000, (256, 128, 64, 32), 0.2),
    SizeRule(5_000, (128, 64, 32), 0.3),
    SizeRule(0, (64, 32), 0.4),
)

LARGE_BATCH_ROWS = 50_000
BUDGET_STEPS = 2_000
BUDGET_EPOCHS = 60
PATIENCE_SHARE = 0.15

QUALITY_MEMBERS = 8
"""Members of the "Quality" setting."""

SMALL, SMALL_MEMBERS = 1_000, 4
"""Usable rows under which a single member depends too much on chance. On ten tables of 299 to 768
rows four members were as good as one on average, and never 1 % worse than logistic regression."""

ENCODED_FROM = 4_500
"""Rows that train one network, from which on they can teach it the bends and steps of each number,
so that bins are worth their weights. Under it numbers go in as they are, and half a logistic
regression keeps the network from learning chance."""

BINS = 16


def suggest(dataset: Dataset, split: Split, seed: int) -> Choice:
    """Return the settings suggested for this dataset, in force, with one reason for each choice."""
    return suggest_for(dataset.n, split.training_rows, seed)


def suggest_for(n: int, train: int, seed: int) -> Choice:
    """Return what ``suggest`` does for ``n`` usable rows of which ``train`` train one network."""
    size = next(rule for rule in SIZES if n >= rule.rows)
    batch, rate = _batch(n, train)
    steps = steps_per_epoch(train, batch)
    epochs = max(BUDGET_EPOCHS, math.ceil(BUDGET_STEPS / steps))
    spec = Spec(
        hidden=size.hidden,
        dropout=size.dropout,
        learning_rate=rate,
        batch=batch,
        epochs=epochs,
        patience=math.ceil(PATIENCE_SHARE * epochs),
        members=SMALL_MEMBERS if n < SMALL else 1,
        bins=BINS if train >= ENCODED_FROM else 0,
        shortcut=Shortcut.ZERO if train >= ENCODED_FROM else Shortcut.LOGISTIC,
        seed=seed,
    )
    return Choice(spec, _reasons(spec, n, train, steps), spec)


def in_quality(spec: Spec, members: int = QUALITY_MEMBERS) -> Spec:
    """Return the settings with several members, or with the one they have by default."""
    return replace(spec, members=members)


def with_spec(choice: Choice, spec: Spec) -> Choice:
    """Return the choice with the analyst's settings in force; SettingsRefused if out of range."""
    check(spec)
    return replace(choice, spec=spec)


def _batch(n: int, train: int) -> tuple[int, float]:
    """Rows a step and learning rate; the rate grows with the root of the batch, as AdamW wants."""
    if n >= LARGE_BATCH_ROWS:
        return 1_024, 2e-3
    return min(256, max(32, train // 8)), 1e-3


def _reasons(spec: Spec, n: int, train: int, steps: int) -> tuple[Reason, ...]:
    widths = " – ".join(map(str, spec.hidden))
    texts = {
        "hidden": f"{n:,} usable rows {_bracket(n)}: hidden layers of {widths} units.",
        "dropout": f"With {n:,} rows, {spec.dropout:.0%} of the units are left out at each step "
        "against overfitting; fewer rows need more.",
        "activation": "ReLU lets the layers bend; without an activation the whole stack is one linear layer.",
        "learning_rate": f"{spec.learning_rate:g} suits AdamW and batches of {spec.batch:,}; it warms up "
        "briefly and then falls along a cosine to zero.",
        "batch": f"{train:,} training rows make {steps:,} steps of about {spec.batch:,} rows an epoch.",
        "epochs": f"At least {BUDGET_STEPS:,} steps and {BUDGET_EPOCHS} epochs, so that training can "
        f"converge: {spec.epochs * steps:,} steps at most.",
        "patience": f"Training ends after {spec.patience} epochs (15 %) without a better validation loss, "
        "and the best weights are kept.",
        "clip_norm": f"Gradients longer than {spec.clip_norm:g} are shortened to it, so that one odd batch "
        "cannot undo the rest.",
        "members": _members(spec, n),
        "bins": _bins(spec),
        "shortcut": _shortcut(spec),
    }
    return tuple(Reason(setting, text) for setting, text in texts.items())


def _members(spec: Spec, n: int) -> str:
    if spec.members == 1:
        return f"One network; Quality averages {QUALITY_MEMBERS} that share their layers, and takes longer."
    return (
        f"{spec.members} networks that share their layers are averaged: with {n:,} rows a single one "
        "depends too much on chance."
    )


def _bins(spec: Spec) -> str:
    if spec.bins:
        return (
            f"Each number is also given as its place among {spec.bins} bins, so that bends and steps of a "
            "laboratory value are learned early."
        )
    return (
        f"Numbers go in as they are: with fewer than {ENCODED_FROM:,} training rows bins would be learned "
        "by heart."
    )


def _shortcut(spec: Spec) -> str:
    if spec.shortcut is Shortcut.LOGISTIC:
        return (
            "The network is averaged, on the log-odds, with a ridge logistic regression of the same rows: "
            "few rows teach the layers little more than that."
        )
    return "A straight way from the inputs to the log-odds lets the layers learn only what is not linear."


def _bracket(n: int) -> str:
    if n >= SIZES[0].rows:
        return f"({SIZES[0].rows:,} or more)"
    if n >= SIZES[1].rows:
        return f"({SIZES[1].rows:,} to {SIZES[0].rows - 1:,})"
    return f"(fewer than {SIZES[1].rows:,})"


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds within which a setting makes sense, and its name on the screen."""

    setting: str
    name: str
    low: float
    high: float


RANGES = (
    Range("dropout", "Dropout", 0.0, 0.9),
    Range("members", "The number of members", 1, 32),
    Range("bins", "The number of bins", 0, 64),
    Range("learning_rate", "The learning rate", 1e-7, 1.0),
    Range("weight_decay", "The weight decay", 0.0, 1.0),
    Range("batch", "The batch", 8, 65_536),
    Range("epochs", "The number of epochs", 1, 10_000),
    Range("patience", "The patience", 1, 10_000),
    Range("clip_norm", "The bound of the gradient", 1e-6, 1e6),
    Range("seed", "The seed", 0, LARGEST_SEED),
)
MOST_LAYERS = 8
MOST_UNITS = 4_096


def check(spec: Spec) -> None:
    """Raise SettingsRefused for the first setting that is out of its range."""
    if len(spec.hidden) > MOST_LAYERS:
        raise SettingsRefused(
            f"{len(spec.hidden)} hidden layers are too many.", f"Use at most {MOST_LAYERS}.", "SETTING_HIDDEN"
        )
    for width in spec.hidden:
        _check("hidden", "The width of a layer", width, 1, MOST_UNITS)
    for bound in RANGES:
        _check(bound.setting, bound.name, getattr(spec, bound.setting), bound.low, bound.high)


def _check(setting: str, name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # NaN lands here too
        raise SettingsRefused(
            f"{name} is {value:g}.",
            f"Use a value from {low:g} to {high:g}.",
            f"SETTING_{setting.upper()}",
        )
