"""The words of a diagnosis: what a replay changed, what it proved, and which remedy follows."""

from clinnet_gui.core.training.records import Cause, Damage, Remedy
from clinnet_gui.core.training.spikes.cascade import is_brief
from clinnet_gui.core.training.spikes.monitor import ALARM, BEYOND
from clinnet_gui.core.training.spikes.replay import Change
from clinnet_gui.core.training.spikes.scene import Scene
from clinnet_gui.core.training.spikes.signs import FEWEST_ROWS, Signs
from clinnet_gui.core.training.spikes.suspects import Suspects


def changed(change: Change, scene: Scene) -> str:
    """Return what was made otherwise: "without the row (creatinine)"."""
    parts = list[str]()
    if change.without is not None:
        count = change.without.numel()
        columns = f" ({', '.join(scene.suspects.columns)})" if scene.suspects.columns else ""
        parts.append(f"without {'the row' if count == 1 else f'{count} rows'}{columns}")
    if change.swap:
        parts.append("with another batch")
    if change.modes:
        few = any(made.rows.numel() < FEWEST_ROWS for made in scene.window.made)
        parts.append(f"with a batch of {change.spare.numel()} rows" if few else "with BatchNorm in its mode")
    if change.slower:
        parts.append("at a thirtieth of the learning rate")
    return " and ".join(parts)


def proof(words: str, before: float, after: float) -> str:
    """Return the sentence of a replay that took the spike away.

    >>> proof("with another batch", 12.2, 0.84)
    'Replayed with another batch: the spike is gone, z 12.2 to 0.8.'
    """
    if before < ALARM:
        return f"Replayed {words}: nothing stands out any more."
    if before >= BEYOND:
        return f"Replayed {words}: the step is sound again."
    return f"Replayed {words}: the spike is gone, z {before:.1f} to {after:.1f}."


def remedy_for(
    cause: Cause, damage: Damage, suspects: Suspects, signs: tuple[Signs, ...], outside: bool
) -> Remedy:
    """Return what one click should do about the gravest cause."""
    harmed = damage is not Damage.NONE
    match cause:
        case Cause.BAD_BATCH if suspects.certain:
            remedy = Remedy.WINSORISE if suspects.finite and suspects.columns else Remedy.SKIP_ROWS
        case Cause.NORMALISATION if any(s.wrong or s.moved for s in signs):
            remedy = Remedy.RESTORE_MODE
        case Cause.EXPLOSION if outside:
            remedy = Remedy.RESTORE
        case Cause.BAD_BATCH if harmed:
            remedy = Remedy.SKIP_ROWS
        case Cause.LEARNING_RATE | Cause.EXPLOSION if harmed:
            remedy = Remedy.RESTORE if is_brief(signs) else Remedy.LOWER_RATE
        case _:
            remedy = Remedy.RESTORE if harmed else Remedy.NONE
    return remedy
