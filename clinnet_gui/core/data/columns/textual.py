"""Categories and texts: which spellings are one level, what is missing, what is free text."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from clinnet_gui.core.data.columns.reading import Context, Reading
from clinnet_gui.core.data.columns.survey import Survey
from clinnet_gui.core.data.columns.vocabulary import POSITIVE, TOKENS, mixes_pairs, tidy
from clinnet_gui.core.data.doubts.identifiers import is_prose, personal
from clinnet_gui.core.data.doubts.names import identifies
from clinnet_gui.core.data.findings import Finding, Level, Option
from clinnet_gui.core.data.questions import many, question
from clinnet_gui.core.data.table import Kind, Rule

SMALL_CELL = 11
"""Levels of fewer rows are not named in a rule: a rule is kept with the model."""
_FREE_SHARE, _FREE_TEXTS = 0.5, 20  # more distinct texts than both: no category
_CODE = re.compile(r"(?=.*\d)[\w-]+")  # letters and digits in one word, as identifiers are made
_MEANS_MISSING = TOKENS | {"."}
_KEEP = Option("keep", "Keep the spellings apart")


@dataclass(frozen=True, slots=True)
class Spellings:
    """A text column's tidied texts with their rows, without blanks and question marks."""

    rows: Counter[str]
    raw: int  # how many distinct texts the cells had before their blanks were tidied

    @property
    def tokens(self) -> list[str]:
        """The texts that may mean "not measured"."""
        return sorted(text for text in self.rows if text.lower() in _MEANS_MISSING)


def spellings(seen: Survey) -> Spellings:
    """Return a column's texts, blanks tidied."""
    rows: Counter[str] = Counter()
    raw = 0
    for text, count in zip(seen.cells.levels, seen.counts.tolist(), strict=True):
        clean = tidy(text)
        if count and clean not in ("", "?"):
            rows[clean] += count
            raw += 1
    return Spellings(rows, raw)


def is_free(found: Spellings) -> bool:
    """Return whether nearly every row has a text of its own."""
    distinct = len(found.rows)
    return distinct > _FREE_TEXTS and distinct > _FREE_SHARE * found.rows.total()


def read_text(seen: Survey) -> Reading:
    """Return a column of free text or of identifiers, with what an analyst should know of it."""
    if identifies(seen.name):
        return Reading(Rule(Kind.TEXT))
    texts = seen.words()
    person = personal(seen.name, texts)
    if person is not None:
        prose = (_free(seen.name, len(texts)),) if is_prose(seen.name, texts) else ()
        return Reading(Rule(Kind.TEXT), findings=(person, *prose))
    if all(text.strip().isdecimal() for text in texts):
        return Reading(Rule(Kind.TEXT))  # 00417: kept as text, which is all an identifier needs
    coded = sum(_CODE.fullmatch(text.strip()) is not None for text in texts) > 0.9 * len(texts)
    warning = _identifier(seen.name) if coded else _free(seen.name, len(texts))
    return Reading(Rule(Kind.TEXT), findings=(warning,))


def read_category(found: Spellings, seen: Survey, context: Context) -> Reading:
    """Return a category's rule: what is missing, which spellings are one level."""
    missing, asked = _tokens(found, seen.name, context)
    rows = Counter({text: count for text, count in found.rows.items() if text not in missing})
    merged, more = _merging(rows, seen.name, context)
    person = personal(seen.name, list(rows))
    findings = (*asked, *more, *(() if person is None else (person,)), *_blanks(found, seen.name))
    return Reading(Rule(Kind.CATEGORY, missing=missing, merged=merged), findings=findings)


def _tokens(found: Spellings, name: str, context: Context) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    tokens = found.tokens
    if not tokens:
        return (), ()
    count = sum(found.rows[token] for token in tokens)
    asked = question(
        "NA_TOKEN",
        name,
        f"“{name}” has {many(count, 'cell')} such as NA, None or a single point.",
        (Option("keep", "Keep them as a level of their own"), Option("missing", "Not measured")),
        context.answers,
        safe=True,
        advice="“Not done” can be information; “not recorded” is missing.",
        count=count,
    )
    return (tuple(tokens) if asked.answer == "missing" else ()), (asked,)


def _merging(
    rows: Counter[str], name: str, context: Context
) -> tuple[tuple[tuple[str, str], ...], tuple[Finding, ...]]:
    """Decide which spellings are one level."""
    if mixes_pairs(frozenset(text.casefold() for text in rows)):
        return _booleans(rows, name, context)
    groups = by_case(rows)
    double = [group for group in groups.values() if len(group) > 1]
    if not double:
        return _pairs(rows, groups), ()
    asked = question(
        "CASE_LEVELS",
        name,
        f"{len(double)} levels of “{name}” are spelled with capital and small letters.",
        (Option("merge", "Join them, under the commonest spelling"), _KEEP),
        context.answers,
        safe=True,
    )
    return (() if asked.answer == "keep" else _pairs(rows, groups)), (asked,)


def _booleans(
    rows: Counter[str], name: str, context: Context
) -> tuple[tuple[tuple[str, str], ...], tuple[Finding, ...]]:
    asked = question(
        "MIXED_BOOL",
        name,
        f"“{name}” spells yes and no in {len(rows)} ways.",
        (Option("merge", "Join them to yes and no"), _KEEP),
        context.answers,
    )
    if asked.answer != "merge":
        return (), (asked,)
    words = {text.casefold() for text in rows}
    return tuple(sorted((word, "yes" if word in POSITIVE else "no") for word in words)), (asked,)


def by_case(rows: Counter[str]) -> dict[str, list[str]]:
    """Group texts that differ in case only, the commonest first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for text, _ in rows.most_common():
        groups[text.casefold()].append(text)
    return groups


def _pairs(rows: Counter[str], groups: dict[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Name the level of each caseless spelling; small cells only where they join something."""
    named = (
        (low, texts[0]) for low, texts in groups.items() if len(texts) > 1 or rows[texts[0]] >= SMALL_CELL
    )
    return tuple(sorted(named))


def _blanks(found: Spellings, name: str) -> tuple[Finding, ...]:
    if found.raw == len(found.rows):
        return ()
    note = Finding(
        "WHITESPACE_MERGED",
        Level.NOTE,
        f"Levels of “{name}” differed in blanks only.",
        "They were joined.",
        column=name,
        count=found.raw - len(found.rows),
    )
    return (note,)


def _free(name: str, distinct: int) -> Finding:
    return Finding(
        "FREE_TEXT",
        Level.WARN,
        f"“{name}” holds {distinct:,} different texts.",
        "It is not used as a predictor.",
        "Code what matters in it into columns of their own.",
        name,
    )


def _identifier(name: str) -> Finding:
    return Finding(
        "ID_COLUMN",
        Level.WARN,
        f"Nearly every row of “{name}” has a code of its own: it looks like an identifier.",
        "It is not used as a predictor.",
        "Give it the role id if it names the patient.",
        name,
    )
