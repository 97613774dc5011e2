"""From a file to a study that is ready to train, and back there after each change of the data."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from clinnet_gui.core.data.dataset import Dataset, Role, Roles
from clinnet_gui.core.data.encoder import Encoder
from clinnet_gui.core.data.findings import Answers, Finding, Level
from clinnet_gui.core.data.ledger import Use, admitted
from clinnet_gui.core.data.screening import (
    Assembled,
    assemble,
    open_questions,
    propose_roles,
    untick_leaks,
)
from clinnet_gui.core.data.shape import Recognised
from clinnet_gui.core.data.split import AskedTest, Split
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.errors import DataRefused, FileRefused, SettingsRefused
from clinnet_gui.core.model.spec import Choice
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import Progress, Work
from clinnet_gui.gui.examples import Example

SEED = 20251
"""The seed of a new study."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How the split is to be drawn: its seed, and the test part that the analyst asked for."""

    seed: int = SEED
    test: AskedTest = None


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A study with its plan; while there is no split, no more than that. Views ask the ``encoder``,
    fitted on the plan's training rows, what the network's inputs will be, and ``shape`` what the
    rows and columns are."""

    study: Study
    encoder: Encoder | None = None
    shape: Recognised | None = None


def opening(path: Path, example: Example | None = None) -> Work[Planned]:
    """Read a file of patients; for an example go on to split and suggestion."""
    from clinnet_gui.core.data.intake import load

    yield Progress(f"Reading {path.name}")
    table = yield from load(path)
    if example is None:
        roles = propose_roles(table)
    else:
        roles = propose_roles(table, example.outcome, example.event, example.identifier)
    return (yield from planning(Study(table=table), roles, Draw()))


def planning(study: Study, roles: Roles, draw: Draw) -> Work[Planned]:
    """Screen the roles, draw the split and suggest a network; an edited network stays as it is.

    Columns that give the outcome away are unticked when the outcome is chosen; one that the
    analyst ticks again stays hers. While a question is open there is no plan. Raises
    SettingsRefused where a test part is asked for that would be too small.
    """
    assert study.table is not None
    if roles.index_of(Role.OUTCOME) is None:
        return Planned(study.with_roles(roles, (), None))
    yield Progress("Checking outcome and predictors")
    assembled = yield from _screened(study, study.table, roles)
    planned = study.with_roles(assembled.roles, assembled.findings, assembled.dataset)
    if open_questions(study.table, assembled.roles, assembled.findings):
        return Planned(planned)
    return (yield from _plan(planned, study, draw))


def _screened(study: Study, table: Table, roles: Roles) -> Work[Assembled]:
    assembled = yield from assemble(table, roles, table.answers)
    before = study.roles.index_of(Role.OUTCOME) if study.roles is not None else None
    unticked = roles
    if before != roles.index_of(Role.OUTCOME) or not study.screening:
        unticked = untick_leaks(assembled.roles, table, assembled.findings)
    if unticked.of != roles.of:
        assembled = yield from assemble(table, unticked, table.answers)
    return assembled


def drawn(study: Study) -> Draw | None:
    """Return how the study's split was drawn, as far as it is not what the size of the data gives;
    None where there is no split."""
    from clinnet_gui.core.data.splitting import sets_test_aside

    if study.dataset is None or study.split is None:
        return None
    asked, due = study.split.asked_test, sets_test_aside(study.dataset)
    return Draw(study.split.seed, None if asked is due else asked)


def _plan(study: Study, before: Study, draw: Draw) -> Work[Planned]:
    from clinnet_gui.core.model.heuristics import suggest

    if study.dataset is None:
        return Planned(study)
    yield Progress("Drawing the split")
    try:
        split = _split(study.dataset, draw, before)
    except DataRefused as refused:
        return Planned(replace(study, screening=(*study.screening, _finding(refused))))
    choice = suggest(study.dataset, split, draw.seed)
    if before.choice is not None and before.choice.edited:
        choice = _kept(choice, before.choice, study.dataset, before.dataset)
    return (yield from encoding(study.with_plan(split, choice)))


def _split(dataset: Dataset, draw: Draw, before: Study) -> Split:
    """Draw it; a test part that was asked for earlier and is no longer possible is warned of, one
    that is asked for now is refused."""
    from clinnet_gui.core.data.splitting import make_split

    try:
        return make_split(dataset, draw.seed, draw.test)
    except (SettingsRefused, DataRefused) as refused:
        if draw.test is None:
            raise
        if before.split is not None and before.split.asked_test != draw.test:
            raise SettingsRefused(refused.message, refused.hint, refused.code) from refused
        split = make_split(dataset, draw.seed)
        return replace(split, findings=(*split.findings, _finding(refused, Level.WARN)))


def _kept(suggested: Choice, edited: Choice, dataset: Dataset, before: Dataset | None) -> Choice:
    """The edited settings; rows that were left out stay so where positions mean the same rows."""
    same = before is not None and np.array_equal(before.rows, dataset.rows)
    left_out = edited.spec.left_out if same else ()
    seed = suggested.suggested.seed
    return replace(suggested, spec=replace(edited.spec, seed=seed, left_out=left_out))


def encoding(study: Study) -> Work[Planned]:
    """Fit the encoder of the study's plan, and recognise the shape of its data."""
    from clinnet_gui.core.data.screening.shapes import recognise
    from clinnet_gui.core.training.turns import fit_step_by_step

    if study.dataset is None or study.split is None or study.choice is None:
        return Planned(study)
    yield Progress("Measuring the training rows")
    learning = admitted(study.split, Use.LEARN)
    encoder = yield from fit_step_by_step(study.dataset, learning, study.choice.spec.bins)
    return Planned(study, encoder, (yield from recognise(study.dataset)))


def answering(study: Study, path: Path | None, answers: Answers, draw: Draw) -> Work[Planned]:
    """Understand the table anew under other answers; from the file only where those need it."""
    from clinnet_gui.core.data.intake import load, reread

    table = study.table
    assert table is not None and study.roles is not None
    yield Progress("Reading the table with your answer")
    changed = {code for code, _, _ in set(answers.given) ^ set(table.answers.given)}
    if changed & {finding.code for finding in table.raw.findings}:
        if path is None:
            raise FileRefused(
                "This answer changes how the file is split into cells.", "Open the CSV file again."
            )
        after = yield from load(path, answers)
    elif changed <= {finding.code for finding in study.screening}:
        after = replace(table, answers=answers)
    else:
        after = yield from reread(table, answers)
    roles = carried(study.roles, table, after)
    return (yield from planning(replace(study, table=after), roles, draw))


def carried(roles: Roles, before: Table, after: Table) -> Roles:
    """Return the roles for a table read anew: kept where name and kind are as before, and for a
    chosen outcome and id; else as proposed."""
    old = {c.name: (c.kind, role) for c, role in zip(before.columns, roles.of, strict=True)}
    named = {role: name for name, (_, role) in old.items() if role in (Role.OUTCOME, Role.ID)}
    present = set(after.names)
    outcome, identifier = named.get(Role.OUTCOME), named.get(Role.ID)
    proposed = propose_roles(
        after,
        outcome=outcome if outcome in present else None,
        event=roles.event,
        id=identifier if identifier in present else None,
    )
    of = [
        old[column.name][1] if old.get(column.name, (None,))[0] is column.kind else role
        for column, role in zip(after.columns, proposed.of, strict=True)
    ]
    return Roles(tuple(of), proposed.event)


def _finding(refused: DataRefused | SettingsRefused, level: Level = Level.REFUSE) -> Finding:
    return Finding(refused.code or "SPLIT", level, refused.message, advice=refused.hint)
