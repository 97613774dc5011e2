"""The outcome: its levels, which of them are the event, and why a column cannot be one."""

from dataclasses import dataclass

import numpy as np

from clinnet_gui.core.arrays import Bytes
from clinnet_gui.core.data.columns.vocabulary import NEGATIVE, POSITIVE, is_pair, tidy
from clinnet_gui.core.data.findings import Answers, Finding, Level, Option
from clinnet_gui.core.data.limits import MINIMUM_EVENTS, MINIMUM_ROWS
from clinnet_gui.core.data.outcome.levels import (
    ABOVE,
    OutcomeLevel,
    is_absent,
    is_event,
    normalise_events,
    number_of,
    outcome_levels,
    same_level,
)
from clinnet_gui.core.data.questions import many, question
from clinnet_gui.core.data.table import Column, Kind
from clinnet_gui.core.errors import AnswerRefused

__all__ = ["Outcome", "OutcomeLevel", "judge_outcome", "normalise_events", "outcome_levels"]

MOST_LEVELS = 20
"""A whole-numbered outcome with more levels than this is a measurement, not a class."""

_NAMED = 10  # levels that a message still lists


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What was found of an outcome: ``event`` texts (empty while open), and for each row of the
    table 1 for the event, 0 for none, -1 where the outcome is missing (``y`` is None where
    the column refuses or the question is open)."""

    event: tuple[str, ...]
    findings: tuple[Finding, ...]
    y: Bytes | None = None


def judge_outcome(column: Column, event: tuple[str, ...], answers: Answers) -> Outcome:
    """Decide whether a column can be the outcome, and which levels are the event.

    AnswerRefused where ``event`` names no level of the column.
    """
    levels = outcome_levels(column)
    refused = _refused(column, levels, bool(event))
    if refused is not None:
        return Outcome((), (refused,))
    notes = _normalised(column)
    chosen, asked = _event(column.name, levels, event, answers)
    findings = (*notes, *asked)
    if not chosen:
        return Outcome((), findings)
    y = normalise_events(column, chosen)
    return Outcome(chosen, (*findings, *_counted(column.name, y)), y)


def _refused(column: Column, levels: tuple[OutcomeLevel, ...], named: bool) -> Finding | None:
    """Return why the column cannot be an outcome, None where it can; of a category with many levels
    the event must be ``named``."""
    name, rows = column.name, sum(level.count for level in levels)
    if not rows:
        return _refuse("OUTCOME_EMPTY", name, f"The outcome “{name}” holds no value in any row.")
    if column.kind is Kind.DATE:
        return _refuse("OUTCOME_DATE", name, f"The outcome “{name}” holds dates.")
    if column.kind is Kind.NUMBER and _continuous(levels):
        return _refuse(
            "OUTCOME_CONTINUOUS",
            name,
            f"The outcome “{name}” is a measurement, with {len(levels):,} different numbers.",
        )
    if len(levels) > MOST_LEVELS and not (named and column.kind is Kind.CATEGORY):
        return _refuse("OUTCOME_TEXT", name, f"The outcome “{name}” holds {len(levels):,} different texts.")
    if len(levels) == 1:
        return _refuse(
            "OUTCOME_ONE_CLASS",
            name,
            f"The outcome “{name}” is the same for all {rows:,} patients; there is nothing to learn.",
        )
    return None


def _continuous(levels: tuple[OutcomeLevel, ...]) -> bool:
    whole = all(float(level.text).is_integer() for level in levels)
    return len(levels) > MOST_LEVELS or (not whole and len(levels) > 2)


def _refuse(code: str, name: str, saw: str) -> Finding:
    advice = "Choose a column with two levels, such as died or readmitted, yes or no."
    return Finding(code, Level.REFUSE, saw, "Nothing was changed.", advice, name)


def _normalised(column: Column) -> tuple[Finding, ...]:
    """Tell where several spellings were joined to one level."""
    if column.kind in (Kind.NUMBER, Kind.DATE):
        return ()
    cells = column.cells
    used = np.flatnonzero(np.bincount(cells.codes, minlength=len(cells.levels)))
    spelled = {text for place in used.tolist() if not is_absent(tidy(text := cells.levels[place]))}
    joined = len(spelled) - len({tidy(text).casefold() for text in spelled})
    if not joined:
        return ()
    saw = f"Levels of the outcome “{column.name}” differ only in case or blanks."
    return (
        Finding("OUTCOME_NORMALISED", Level.NOTE, saw, "They were joined.", column=column.name, count=joined),
    )


def _event(
    name: str, levels: tuple[OutcomeLevel, ...], event: tuple[str, ...], answers: Answers
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the event's texts as the column spells them, and the question where they are open."""
    if event:
        return tuple(_spelling(name, text, levels) for text in event), ()
    clear = _clear(levels)
    if clear is not None:
        return (clear,), ()
    code = "OUTCOME_POSITIVE_LEVEL" if len(levels) == 2 else "OUTCOME_N_CLASSES"
    asked = question(
        code,
        name,
        f"The outcome “{name}” has {len(levels)} levels, and none of them is plainly the event.",
        _options(levels),
        answers,
        advice="Name the level that is the event; every other level is then no event.",
    )
    return ((asked.answer,) if asked.answer else ()), (asked,)


def _options(levels: tuple[OutcomeLevel, ...]) -> tuple[Option, ...]:
    """Return one option a level, the proposed one first: the rarest, or all above the lowest number."""
    ranked = sorted(levels, key=lambda level: level.count)
    options = [Option(level.text, f"“{level.text}” is the event") for level in ranked]
    lowest = levels[0].text
    if len(levels) > 2 and all(number_of(level.text) is not None for level in levels):
        options.insert(0, Option(ABOVE + lowest, f"Every level above {lowest} is the event"))
    return tuple(options)


def _clear(levels: tuple[OutcomeLevel, ...]) -> str | None:
    """Return the level that plainly is the event: 1 of 0 and 1, yes of yes and no."""
    texts = {level.text.casefold(): level.text for level in levels}
    if len(levels) != 2 or not is_pair(frozenset(texts)):
        return None
    return next(text for low, text in texts.items() if low in POSITIVE and low not in NEGATIVE)


def _spelling(name: str, text: str, levels: tuple[OutcomeLevel, ...]) -> str:
    """Return the level a text names; AnswerRefused where there is none."""
    if text.startswith(ABOVE) and any(is_event(level.text, (text,)) for level in levels):
        found = next((level.text for level in levels if same_level(text, level.text)), None)
        return found or text
    for level in levels:
        if same_level(text, level.text):
            return level.text
    raise AnswerRefused(f"The outcome “{name}” has no level “{text}”.", _known(levels), "NO_SUCH_LEVEL")


def _known(levels: tuple[OutcomeLevel, ...]) -> str:
    """Name the levels that many patients share; a text of few may be a patient's own."""
    shared = [f"“{level.text}”" for level in levels if level.count >= MINIMUM_EVENTS]
    if not shared or len(shared) > _NAMED:
        return f"Choose among its {len(levels):,} levels, as the table shows them."
    rest = "" if len(shared) == len(levels) else f" and {len(levels) - len(shared):,} rarer ones"
    return f"Its levels are {', '.join(shared)}{rest}."


def _counted(name: str, y: Bytes) -> tuple[Finding, ...]:
    """Tell how many rows have no outcome, and refuse too few patients or events."""
    missing, events, others = (int((y == value).sum()) for value in (-1, 1, 0))
    found = []
    if missing:
        saw = f"{many(missing, 'patient')} without an outcome in “{name}”."
        found.append(
            Finding("OUTCOME_ROWS_DROPPED", Level.NOTE, saw, "They are not used.", column=name, count=missing)
        )
    if events + others < MINIMUM_ROWS:
        found.append(_too_few("TOO_FEW_ROWS", name, f"{events + others} patients have an outcome"))
    elif min(events, others) < MINIMUM_EVENTS:
        saw = f"{many(events, 'patient')} with the event and {others:,} without"
        found.append(_too_few("TOO_FEW_EVENTS", name, saw))
    return tuple(found)


def _too_few(code: str, name: str, saw: str) -> Finding:
    each = f"{MINIMUM_EVENTS} with the event and {MINIMUM_EVENTS} without"
    advice = f"At least {MINIMUM_ROWS} patients are needed, {each}."
    return Finding(code, Level.REFUSE, f"{saw} (“{name}”).", "Nothing can be trained.", advice, name)
