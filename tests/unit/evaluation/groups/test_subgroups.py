"""Subgroups against scikit-learn and the measures of each slice; suppression; differences."""

import math
from threading import Event

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from clinnet_gui.core.arrays import read_only
from clinnet_gui.core.data.grouping import Grouping
from clinnet_gui.core.evaluation.calibration_line import line_fit, observed_to_expected
from clinnet_gui.core.evaluation.groups import differences as comparing
from clinnet_gui.core.evaluation.groups import subgroups as subgroups_of
from clinnet_gui.core.evaluation.groups.cohort import Cohort
from clinnet_gui.core.evaluation.groups.differences import Difference, differences
from clinnet_gui.core.evaluation.groups.subgroups import Subgroups, subgroups
from clinnet_gui.core.evaluation.measures import Measure
from clinnet_gui.core.statistics.losses import expit
from clinnet_gui.core.statistics.reliance import Reliance
from clinnet_gui.core.work import Finish, Progress, drain
from tests.unit.evaluation.samples import drawn
from tests.unit.statistics.test_clustered import visits


def cohort(n: int, seed: int = 0, slope: float = 1.0, name: str = "all", intercept: float = 0.0) -> Cohort:
    y, logits = drawn(n, seed, intercept=intercept, slope=slope)
    return of(y, expit(logits), name)


def of(y: np.ndarray, risks: np.ndarray, name: str = "all", patients: np.ndarray | None = None) -> Cohort:
    return Cohort(name, y, risks, np.arange(y.size) if patients is None else patients, risks)


def in_groups(whole: Cohort, sizes: tuple[int, ...], threshold: float | None = 0.3) -> Subgroups:
    members = np.repeat(np.arange(len(sizes)), sizes)
    grouping = Grouping("site", tuple("abcdefgh"[: len(sizes)]), read_only(members))
    return drain(subgroups(whole, grouping, threshold, 5))


@pytest.fixture(autouse=True)
def few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "TIMES", 150)


def test_each_group_is_judged_as_its_rows_alone_would_be() -> None:
    made = cohort(900)
    found = in_groups(made, (500, 400))
    for level, rows in zip(found.levels, (slice(0, 500), slice(500, 900)), strict=True):
        y, risks = made.y[rows], made.risks[rows]
        fit = line_fit(y, np.log(risks / (1 - risks)))
        assert fit is not None and level.point is not None
        assert level.auroc.value == pytest.approx(roc_auc_score(y, risks))
        assert level.o_to_e.value == pytest.approx(y.sum() / risks.sum())
        assert level.slope.value == pytest.approx(fit.coefficients[1])
        flagged = risks >= 0.3
        assert level.point.ppv.value == pytest.approx(y[flagged].mean())
        assert level.point.sensitivity.value == pytest.approx(flagged[y == 1].mean())
        assert sum(b.observed.n for b in level.bins) == level.n == y.size
    assert found.whole.o_to_e.value == observed_to_expected(made.y, made.risks).value


def test_too_few_events_show_counts_and_nothing_else() -> None:
    made = cohort(430)
    y = made.y.copy()
    y[:30] = 0
    y[:9] = 1
    found = in_groups(of(y, made.risks), (30, 400))
    few, rest = found.levels
    assert (few.events, few.n, few.reliance) == (9, 30, Reliance.SUPPRESSED)
    assert few.prevalence.value == pytest.approx(0.3)
    assert not few.auroc.estimable and few.point is None and few.bins == ()
    assert rest.reliance in (Reliance.UNSTABLE, Reliance.SOUND)
    assert found.differences == () and "Fewer than two groups" in found.sentence


def test_one_group_no_threshold_and_one_class_are_no_obstacle() -> None:
    one = in_groups(cohort(300), (300,), threshold=None)
    assert one.levels[0].point is None and one.levels[0].auroc.estimable and one.differences == ()
    none = in_groups(of(np.zeros(300, np.int8), cohort(300).risks), (200, 100))
    assert [level.reliance for level in none.levels] == [Reliance.SUPPRESSED] * 2


def test_equal_risks_are_not_estimable_where_they_cannot_be() -> None:
    y = cohort(600).y
    found = in_groups(of(y, np.full(600, 0.3)), (300, 300))
    assert not found.levels[0].slope.estimable and found.levels[0].auroc.value == 0.5
    assert found.levels[0].o_to_e.estimable


def test_risks_that_flag_may_be_others_than_those_judged() -> None:
    made = cohort(400)
    turned = Cohort("all", made.y, made.risks, made.patients, made.risks[::-1].copy())
    found, same = in_groups(turned, (400,)).levels[0], in_groups(made, (400,)).levels[0]
    assert found.point is not None and found.auroc.value == same.auroc.value
    assert found.point.sensitivity.value == pytest.approx((made.risks[::-1][made.y == 1] >= 0.3).mean())


def by_name(found: tuple[Difference, ...]) -> dict[str, Difference]:
    return {one.name: one for one in found}


def test_a_large_difference_is_shown_and_said() -> None:
    parts = (cohort(900, 1, name="men"), cohort(900, 2, slope=0.05, name="women", intercept=-1.0))
    found = by_name(drain(differences(parts, 0.3, 3)))
    auroc = found["AUROC"]
    assert auroc.shown and (auroc.highest, auroc.lowest) == ("men", "women")
    true = roc_auc_score(parts[0].y, parts[0].risks) - roc_auc_score(parts[1].y, parts[1].risks)
    assert auroc.size.value == pytest.approx(true)
    assert comparing.sentence(tuple(found.values()), 2).startswith(
        "The groups are shown to differ in AUROC, "
    )
    assert comparing.sentence((auroc,), 2) == "The groups are shown to differ in AUROC."


def test_groups_that_do_not_differ_are_seldom_said_to() -> None:
    """The largest of many differences is looked at; its interval allows for that."""
    shown, rounds = 0, 40
    for seed in range(rounds):
        parts = tuple(cohort(160, 10 * seed + i, name=str(i)) for i in range(5))
        shown += by_name(drain(differences(parts, None, seed)))["AUROC"].shown
    assert shown / rounds <= 0.15


def test_patients_with_several_rows_are_drawn_whole() -> None:
    one = cohort(300, 4)
    fivefold = np.repeat(np.arange(300), 5)
    apart = tuple(cohort(300, seed, name=str(seed)) for seed in (4, 5))
    together = tuple(of(c.y[fivefold], c.risks[fivefold], c.name, fivefold) for c in apart)
    assert one.y.tolist() == apart[0].y.tolist()
    width = [by_name(drain(differences(parts, None, 1)))["AUROC"].size for parts in (apart, together)]
    assert width[1].high - width[1].low == pytest.approx(width[0].high - width[0].low, rel=0.15)


def test_stopped_early_the_samples_drawn_so_far_count() -> None:
    parts = (cohort(300, 1, name="a"), cohort(300, 2, name="b"))

    def stopped_after(samples: int) -> Measure:
        work = differences(parts, None, 3)
        while True:
            record = next(work)
            if isinstance(record, Progress) and record.done == samples / comparing.TIMES:
                break
        with pytest.raises(StopIteration) as end:
            work.throw(Finish())
        found: Measure = end.value.value[0].size
        return found

    assert math.isfinite(stopped_after(119).low) and "119 samples" in stopped_after(119).method
    assert math.isnan(stopped_after(0).low)


def test_the_benefit_of_a_group_is_that_of_its_patients_alone() -> None:
    made = cohort(500)
    level = in_groups(made, (500,)).levels[0]
    worth = np.where(made.risks >= 0.3, np.where(made.y == 1, 1.0, -0.3 / 0.7), 0.0)
    assert level.benefit.value == pytest.approx(worth.mean())
    assert level.benefit.low < level.benefit.value < level.benefit.high
    assert not in_groups(made, (500,), threshold=None).levels[0].benefit.estimable
    assert not in_groups(made, (500,), threshold=1.0).levels[0].benefit.estimable


def test_a_group_that_nobody_waits_for_any_more_is_given_up() -> None:
    left = Event()
    left.set()
    level = subgroups_of._judged(cohort(300), 0.3, left)
    assert level.n == 300 and not level.slope.estimable


def test_a_group_of_patients_with_several_rows_is_judged_by_patient() -> None:
    y, z, owner = visits(150, 6, seed=3)
    alone, together = (
        in_groups(of(y, expit(z), patients=whose), (480, 420)).levels[0] for whose in (None, owner)
    )
    for name in ("prevalence", "auroc", "o_to_e", "slope", "benefit"):
        one, two = getattr(alone, name), getattr(together, name)
        assert two.value == one.value and "by patient" in two.method, name
        # The interval of O:E for rows is a Poisson one, wide by itself.
        assert name == "o_to_e" or two.high - two.low > 1.1 * (one.high - one.low), name
    assert together.point is not None and "by patient" in together.point.sensitivity.method
    for b in together.bins:
        assert "by patient" in b.observed.method


def test_a_group_of_nine_patients_has_no_interval_however_many_rows_they_have() -> None:
    y, z, owner = visits(18, 40, seed=3)
    level = in_groups(of(y, expit(z), patients=owner), (360, 360)).levels[0]
    for found in (level.prevalence, level.auroc, level.o_to_e, level.slope, level.benefit):
        assert found.estimable and math.isnan(found.low) and math.isnan(found.high)
