"""Whoever forges a study with a true checksum gets a refusal or a study that can be worked with."""

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clinnet_gui.core.codec import Blobs
from clinnet_gui.core.data import intake
from clinnet_gui.core.data.findings import Answers
from clinnet_gui.core.data.split import Apart, Part
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.errors import ClinnetError, StudyRefused
from clinnet_gui.core.evaluation.judging import evaluate
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import container, load, save
from clinnet_gui.core.work import drain
from tests import builders
from tests.unit.study_file.forged import GONE, Forger, Place, forger

VALUES: tuple[object, ...] = (
    *(None, True, 0, -1, 2**31, 2**62, 0.5, -0.5, 1e308, 1e-300, "nan", "-inf", "", "x", "\0", [], {}, GONE),
    *("number", "category", "text", "predictor", "outcome", "id", "isotonic"),
)

UPDATE = {
    "intercept": -0.5,
    "slope": 0.8,
    "source": "b.csv",
    "n": 900,
    "events": 100,
    "when": "2026-03-01T10:00:00+00:00",
    "rows": "",
}


@pytest.fixture(scope="module")
def smith(tmp_path_factory: pytest.TempPathFactory) -> Forger:
    return forger(builders.study(), tmp_path_factory.mktemp("forged"))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("tables", 0, "rules", 1, "thousands"), "x"),
        (("tables", 0, "rules", 1, "decimal"), ""),
        (("tables", 0, "rules", 1, "percent"), "inf"),
        (("roles", "of", 1), GONE),
        (("roles", "of", 1), "outcome"),
        (("split", "seed"), -1),
        (("split", "folds"), GONE),
        (("trained", "fit", "folds"), []),
        (("trained", "fit", "encoder", "codes", 0, "value", "edges"), [2.0, 1.0, 3.0]),
        (("split", "seed"), 2**31),
        (("choice", "spec", "hidden"), [10**9]),
        (("choice", "suggested", "epochs"), 2**62),
        (("trained", "fit", "seconds"), "nan"),
        (("trained", "fit", "folds", 0, "history", "steps_per_epoch"), 2**62),
        (("trained", "fit", "folds", 0, "history", "steps_per_epoch"), 0),
        (("trained", "fit", "folds", 0, "history", "best_step"), -1),
        (("trained", "fit", "spec", "left_out"), list(range(600))),
        (("trained", "fit", "folds", 0, "encoder", "codes", 0, "value", "edges"), [1.0, 2.0, 3.0]),
        (("decision", "calibrator", "slope"), 1e308),
        (("decision", "calibrator", "slope"), -1.0),
        (("decision", "calibrator", "upper_slope"), "nan"),
        (("decision", "calibrator", "update"), {**UPDATE, "slope": 0.0}),
        (("decision", "calibrator", "update"), {**UPDATE, "intercept": 1e308}),
        (("decision", "calibrator", "update"), {**UPDATE, "events": 900}),
        (("decision", "calibrator", "update"), {**UPDATE, "n": 10**18}),
        (("decision", "calibrator", "update"), {**UPDATE, "when": "yesterday"}),
        (("decision", "calibrator", "update"), {**UPDATE, "further": 1}),
        (("decision", "calibrator", "method"), "beta-binomial"),
        (("decision", "threshold"), 1.5),
        (("decision", "prevalence"), 1.0),
        (("decision", "reasonable"), [0.3, 0.1]),
        (("decision", "reasonable"), [0.3]),
        (("decision", "rule_out"), 0.9999),
        (("decision", "rule_out"), 0.0),
        (("decision", "route"), "by eye"),
        (("decision", "opened"), "yesterday"),
        (("decision", "after_opening"), ["threshold"]),
    ],
)
def test_what_no_window_could_show_is_refused(smith: Forger, place: Place, value: object) -> None:
    with pytest.raises(StudyRefused):
        smith.open(place, value)


def test_a_value_that_was_set_apart_twice_is_refused(tmp_path: Path) -> None:
    """Or a hundred thousand values, of a column that has none of them: at once."""
    data = builders.dataset()
    begun = Study().with_table(data.table).with_roles(data.roles, data.findings, data)
    split = make_split(data, builders.SEED, Apart("ward", ("surgical",)))
    smith = forger(begun.with_plan(split, None), tmp_path)
    place: Place = ("split", "apart", "levels")
    assert smith.open(place, ["surgical"]).split is not None
    for levels in (["surgical", "surgical"], ["surgical", "x"], [f"x{i}" for i in range(100_000)]):
        with pytest.raises(StudyRefused, match="split"):
            smith.open(place, levels)


def test_an_update_that_could_have_been_adopted_opens(smith: Forger) -> None:
    assert smith.open(("decision", "calibrator", "update"), UPDATE).decision.calibrator.update is not None


def test_any_part_replaced_is_refused_or_can_be_judged(smith: Forger) -> None:
    chance, places = random.Random(5), smith.places
    opened = 0
    for _ in range(400):
        try:
            study = smith.open(chance.choice(places), chance.choice(VALUES))
        except StudyRefused:
            continue
        opened += 1
        assert study.fit_is_stale in (False, True)
        if study.trained is not None:
            drain(evaluate(study.trained, study.decision))
    assert opened > 20  # a note, a time, a text: not everything can be told from the truth


@pytest.mark.parametrize("part", [b"[],", b'"",', b'"",\n', b"\n"])
def test_a_small_file_that_unpacks_to_much_is_refused(smith: Forger, part: bytes) -> None:
    blobs = Blobs(list(smith.blobs.held))
    place: object = smith.document
    for step in ("tables", 0, "cells", 0, "levels"):
        place = place[step]  # type: ignore[index]
    assert isinstance(place, int)
    blobs.held[place] = b"[" + part * 8_000_000 + b'""]'
    path = smith.write(json.dumps(smith.document), blobs)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(StudyRefused, match="cells"):
        drain(load(path))


def test_half_a_character_which_could_never_be_saved_again_is_refused(smith: Forger) -> None:
    with pytest.raises(StudyRefused, match="document"):
        smith.open(("tables", 0, "cells", 0, "name"), "\ud800")
    with pytest.raises(StudyRefused, match="document"):
        smith.open(("decision", "rationale"), "\ud800")
    place: object = smith.document
    for step in ("tables", 0, "cells", 0, "levels"):
        place = place[step]  # type: ignore[index]
    assert isinstance(place, int)
    blobs = Blobs(list(smith.blobs.held))
    levels = blobs.held[place]
    assert isinstance(levels, bytes)
    blobs.held[place] = levels.replace(b'["', b'["\\ud800', 1)
    with pytest.raises(StudyRefused, match="cells"):
        drain(load(smith.write(json.dumps(smith.document), blobs)))


def test_a_document_of_nothing_but_lists_is_not_read() -> None:
    assert container.fits(b"[" * 1_000_000)
    assert not container.fits(b"[" * 1_500_000 + b"{" * 1_500_000)


def test_long_texts_come_back_whole(tmp_path: Path) -> None:
    """Texts of the greatest length a cell may have, in characters that JSON spells with six."""
    texts = ["\x01" * 131_000 + str(i % 12) for i in range(60)]
    study = Study(table=builders.table(builders.category("note", texts)))
    drain(save(study, tmp_path / "a.clinnet"))
    back = drain(load(tmp_path / "a.clinnet"))
    assert back.table is not None
    assert [back.table.columns[0].cells.text(row) for row in range(60)] == texts


def test_whatever_can_be_read_can_be_saved_and_opened(shared: Path, tmp_path: Path) -> None:
    saved = 0
    for source in sorted((shared / "badinputs").glob("*.csv")):
        try:
            table = drain(intake.load(source, Answers(yes=True)))
        except ClinnetError:
            continue
        drain(save(Study(table=table), tmp_path / "a.clinnet"))
        back = drain(load(tmp_path / "a.clinnet"))
        assert back.table is not None and back.table.names == table.names
        saved += 1
    assert saved > 50


def test_the_forger_can_write_a_true_study(smith: Forger) -> None:
    assert smith.open(("written_by",), "0.0.1").trained is not None


@pytest.mark.parametrize("wrong", [{"rows": [600]}, {"step": 2**62}, {"fold": 2}, {"fold": 0}])
def test_spikes_name_rows_steps_and_folds_that_are_there(smith: Forger, wrong: dict[str, object]) -> None:
    spike = {"step": 1, "epoch": 1, "kind": "loss", "value": 9.0, "typical": 1.0, "z": 9.0}
    spike |= {"rows": [599], "skipped": False, "fold": 1, "diagnosis": None}
    place = ("trained", "fit", "folds", 0, "history", "spikes")
    assert smith.open(place, [spike]).trained is not None
    with pytest.raises(StudyRefused, match="history"):
        smith.open(place, [spike | wrong])


def test_a_fold_that_holds_all_rows_is_refused(tmp_path: Path) -> None:
    """Nothing would be left to train the network on, nor to compare a patient with."""
    study = builders.crossed_study()
    assert study.trained is not None
    cut, fit = study.trained.split.first_folds(1, study.trained.dataset.y), study.trained.fit
    whole = replace(
        cut,
        parts=np.full(600, Part.CROSS_FITTED, np.int8),
        folds=np.zeros(600, np.int8),
        counts=study.trained.split.counts,
        events=study.trained.split.events,
    )
    for split, sound in ((cut, True), (whole, False)):
        forged = replace(study.trained, split=split, fit=replace(fit, folds=fit.folds[:1]))
        smith = forger(replace(study, trained=forged), tmp_path)
        with pytest.raises(StudyRefused, match="weights" if sound else "split"):
            smith.open(("written_by",), "0.0.1")
