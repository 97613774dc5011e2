"""The guided path: the five steps from a baseline to a better network, and how far each has come.

A function of values: nothing is computed here that a training or a comparison did not find.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from clinnet_gui.core.data.shape import Recognised, Shape
from clinnet_gui.core.evaluation.evaluation import Evaluation, Judged
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.statistics.reliance import too_few
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.ablation.values import Ablation, name
from clinnet_gui.core.training.baselines import BOOSTING, LOGISTIC, PREVALENCE
from clinnet_gui.core.training.fit import Fit, Health
from clinnet_gui.core.training.range_test import RangeTest
from clinnet_gui.core.training.settling import ENOUGH_STEPS, LEAST_GAIN, has_levelled, has_settled


class Standing(StrEnum):
    """How far a step has come."""

    NOT_YET = "not yet"
    DONE = "done"
    LOOK = "look here"


class Lead(StrEnum):
    """Where a link leads; the last three begin work."""

    DATA = "data"
    MODEL = "model"
    VERDICT = "verdict"
    NETWORKS = "networks"
    RATES = "rates"
    TRAIN = "train"
    COMPARE = "compare"
    TEST_RATES = "test rates"

    @property
    def begins(self) -> bool:
        """Whether it begins work, so that nothing else may run."""
        return self in (Lead.TRAIN, Lead.COMPARE, Lead.TEST_RATES)


@dataclass(frozen=True, slots=True)
class Link:
    """A way on from a step."""

    text: str
    lead: Lead


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step: how far it has come, in one ``sentence``, with what that rests on, and ways on."""

    title: str
    standing: Standing
    sentence: str
    details: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """What was tried around the study's plan (of an earlier plan: stale), and whether a network is
    being trained."""

    ablation: Ablation | None = None
    ablation_is_stale: bool = False
    rates: RangeTest | None = None
    rates_are_stale: bool = False
    training: bool = False


RULE = "The smaller network is kept unless the 95 % interval of the difference excludes zero."
SETTLED = (
    f"A network has settled after {ENOUGH_STEPS:,} steps, when its patience has run out, or once its "
    f"validation loss falls by less than {LEAST_GAIN:.1%} an epoch."
)
SHORT = {PREVALENCE: "prevalence", LOGISTIC: "logistic", BOOSTING: "boosting"}
COMING = "A network for {} is to come; until then they are trained as a table."


def guided_path(study: Study, shape: Recognised | None, trials: Trials) -> tuple[PathStep, ...]:
    """Return the five steps as the study, the shape of its data and the trials have them."""
    stale = study.fit_is_stale
    return (
        _shape(study, shape),
        _size(study, trials),
        _baseline(study, stale, trials.training),
        _diagnosis(study, stale),
        _iteration(study, trials),
    )


def _shape(study: Study, shape: Recognised | None) -> PathStep:
    title, links = "Match the shape", (Link("See the columns", Lead.DATA),)
    if shape is None or study.split is None:
        waiting = "Table, signal or visits: what are rows and columns?"
        return PathStep(title, Standing.NOT_YET, waiting, (), links)
    details = [shape.sentence, *shape.evidence]
    if shape.shape is Shape.TABLE:
        return PathStep(title, Standing.DONE, "A table: each row is one case.", tuple(details), links)
    by = "by patient" if study.split.by_patient else "by row"
    if shape.shape is Shape.SIGNAL:
        sentence = f"A signal; a network for it is to come. Split {by}."
        details.append(COMING.format("signals"))
    else:
        sentence = f"Visits; a network for them is to come. Split {by}."
        details.append(COMING.format("visits"))
        details.append(
            "The split is drawn by patient: nobody stands in two parts."
            if study.split.by_patient
            else "No column has the role of id: each row counts as a patient of its own."
        )
    return PathStep(title, Standing.LOOK, sentence, tuple(details), links)


def _size(study: Study, trials: Trials) -> PathStep:
    title, links, choice = "Start small", (Link("Change settings", Lead.MODEL),), study.choice
    if choice is None or study.dataset is None:
        waiting = "The size of the data suggests the network."
        return PathStep(title, Standing.NOT_YET, waiting, (), links)
    suggested, used = choice.suggested.hidden, choice.spec.hidden
    reasons = tuple(r.text for r in choice.reasons if r.setting in ("hidden", "dropout", "shortcut"))
    rows = f"{study.dataset.n:,} rows"
    if used == suggested:
        others = "; other settings are edited" if choice.edited else ""
        sentence = f"{name(used)}, as suggested for {rows}{others}."
        return PathStep(title, Standing.DONE, sentence, reasons, links)
    inputs = len(study.dataset.predictors)
    sizes = [parameter_count(replace(choice.spec, hidden=hidden), inputs) for hidden in (suggested, used)]
    backed = trials.ablation is not None and trials.ablation.recommended == used
    larger = sizes[1] > sizes[0] and (trials.ablation_is_stale or not backed)
    sentence = f"Edited: {name(used)}; suggested for {rows}: {name(suggested)}."
    note = ("It is larger than suggested, and no comparison has shown that to be better.",) if larger else ()
    return PathStep(title, Standing.LOOK if larger else Standing.DONE, sentence, (*note, *reasons), links)


def _baseline(study: Study, stale: bool, training: bool) -> PathStep:
    title, curves = "Check the baseline", Link("See the curves", Lead.VERDICT)
    if training:
        return PathStep(title, Standing.NOT_YET, "A network is being trained.", (SETTLED,), (curves,))
    if study.trained is None:
        waiting = f"{ENOUGH_STEPS:,} steps, or until the loss hardly falls."
        return PathStep(title, Standing.NOT_YET, waiting, (SETTLED,), (Link("Train", Lead.TRAIN),))
    fit, evaluation = study.trained.fit, study.evaluation
    details = [SETTLED, *_beside(evaluation)]
    if stale:
        old = f"{_steps(fit)}; data or settings have changed since."
        return PathStep(title, Standing.LOOK, old, tuple(details), (Link("Train again", Lead.TRAIN),))
    beaten = evaluation is not None and any(judged.against.high < 0 for judged in evaluation.models[1:])
    sentence = f"{_steps(fit)}, {_settled(fit)}. {_losses(evaluation)}"
    level = all(has_levelled(fold) for fold in fit.folds)
    standing = Standing.DONE if level and not beaten else Standing.LOOK
    return PathStep(title, standing, sentence, tuple(details), (curves,))


def _steps(fit: Fit) -> str:
    folds = f" in {len(fit.folds)} folds" if len(fit.folds) > 1 else ""
    return f"{fit.steps:,} steps{folds}"


def _settled(fit: Fit) -> str:
    if all(has_levelled(fold) for fold in fit.folds):
        return "settled"
    return "all that were planned" if all(has_settled(fold) for fold in fit.folds) else "stopped too early"


def _losses(evaluation: Evaluation | None) -> str:
    """The network's log-loss, and the baselines' beside it."""
    if evaluation is None:
        return "The baselines are being compared."
    own, *others = evaluation.models
    if too_few(own.log_loss.n, own.log_loss.events):
        return "Too few events to compare it with the baselines."
    beside = ", ".join(f"{SHORT.get(judged.name, judged.name)} {_loss(judged)}" for judged in others)
    return f"Log-loss {_loss(own)}; {beside}."


def _beside(evaluation: Evaluation | None) -> tuple[str, ...]:
    """The judgement of the network beside its baselines, and on which rows."""
    if evaluation is None:
        return ()
    return (evaluation.sentence, f"Judged on the {evaluation.rows.size:,} {evaluation.rows_called}.")


def _loss(judged: Judged) -> str:
    return f"{judged.log_loss.value:.3f}" if judged.log_loss.estimable else "–"


def _diagnosis(study: Study, stale: bool) -> PathStep:
    title = "Diagnose"
    if study.trained is None:
        waiting = "Healthy, underfit or overfit, against the loss of the prevalence."
        return PathStep(title, Standing.NOT_YET, waiting, (), (Link("Train", Lead.TRAIN),))
    verdict, links = study.trained.fit.verdict, (Link("See the verdict", Lead.VERDICT),)
    gap = f"gap {verdict.gap:+.3f} ({verdict.gap_low:+.3f} to {verdict.gap_high:+.3f})"
    before = "Before the change: " if stale else ""
    word = verdict.word if before else f"{verdict.word[:1].upper()}{verdict.word[1:]}"
    sentence = f"{before}{word}; {gap}, overfit above {verdict.bound:.3f}."
    details = (verdict.sentence, verdict.remedy)
    sound = verdict.health is Health.HEALTHY and not stale
    return PathStep(title, Standing.DONE if sound else Standing.LOOK, sentence, details, links)


def _iteration(study: Study, trials: Trials) -> PathStep:
    title, ablation = "Iterate by ablation", trials.ablation
    rates = Link("See the learning rates" if trials.rates else "Test learning rates", _rates_lead(trials))
    tested = (trials.rates.sentence,) if trials.rates is not None and not trials.rates_are_stale else ()
    kept = len(study.runs)
    runs = (f"{kept:,} trainings stand under Runs, to compare or return to.",) if kept > 1 else ()
    again = Link("Compare depths and widths", Lead.COMPARE)
    if ablation is None:
        waiting = "Other depths and widths, on the same rows and seeds."
        return PathStep(title, Standing.NOT_YET, waiting, (RULE, *tested, *runs), (again, rates))
    details = (ablation.sentence, RULE, *tested, *runs)
    if trials.ablation_is_stale:
        old = "Data or settings have changed since the comparison."
        return PathStep(title, Standing.LOOK, old, (RULE, *tested, *runs), (again, rates))
    used = study.choice.spec.hidden if study.choice is not None else ablation.reference
    verb, standing = ("Keep", Standing.DONE) if ablation.recommended == used else ("Use", Standing.LOOK)
    of = f" of {ablation.planned}" if len(ablation.cells) < ablation.planned else ""
    sentence = f"{len(ablation.cells)}{of} networks tried: {verb.lower()} {name(ablation.recommended)}."
    see = Link("See the comparison", Lead.NETWORKS)
    return PathStep(title, standing, sentence, details, (see, rates))


def _rates_lead(trials: Trials) -> Lead:
    return Lead.TEST_RATES if trials.rates is None else Lead.RATES
