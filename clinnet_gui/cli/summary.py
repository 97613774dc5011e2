"""What a trained study holds, as JSON and as lines of text."""

from pathlib import Path

from clinnet_gui.cli.findings import finding_json, finding_lines, grade
from clinnet_gui.cli.flagging import flagging_json, flagging_lines
from clinnet_gui.cli.measures import measure, number
from clinnet_gui.cli.printing import Json
from clinnet_gui.core.data.findings import Finding, Level
from clinnet_gui.core.data.screening import standing
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.evaluation.adopted import Adopted
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.model.spec import Shortcut
from clinnet_gui.core.scoring import model_hash
from clinnet_gui.core.statistics.reliance import TOO_FEW, too_few
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Fit, Trained
from clinnet_gui.core.training.records import Spike

_TOLD = list(Level).index(Level.WARN)  # notes are for ``check``

PARTS = {
    Part.TRAIN: "train",
    Part.EARLY_STOP: "early_stop",
    Part.CALIBRATE: "calibrate",
    Part.TEST: "test",
    Part.CROSS_FITTED: "cross_fitted",
}


def as_json(study: Study, path: Path) -> dict[str, Json]:
    """Return the summary of a study that was trained and judged."""
    trained, evaluation = study.trained, study.evaluation
    assert trained is not None and evaluation is not None
    verdict, fit = trained.fit.verdict, trained.fit
    return {
        "study": str(path),
        **data_json(trained),
        "network": {
            "hidden": fit.spec.hidden,
            "activation": fit.spec.activation.value,
            "dropout": fit.spec.dropout,
            "members": fit.spec.members,
            "bins": fit.spec.bins,
            "shortcut": fit.spec.shortcut.value,
            "parameters": parameter_count(fit.spec, fit.encoder.inputs),
            "seed": fit.spec.seed,
            "model": model_hash(trained, study.decision),
        },
        "training": {
            "steps": fit.steps,
            "best_epochs": [fold.history.best_epoch for fold in fit.folds],
            "spikes": [_spike(spike, trained) for spike in fit.spikes],
            "stop": fit.stop.value,
            "seconds": fit.seconds,
        },
        "verdict": {"health": verdict.health.value, "sentence": verdict.sentence, "remedy": verdict.remedy},
        **evaluation_json(evaluation),
        **_decision_json(study, evaluation),
        "findings": [finding_json(finding) for finding in _findings(study, trained)],
    }


def _findings(study: Study, trained: Trained) -> tuple[Finding, ...]:
    """Return what was found on file, columns, outcome, roles and split."""
    dataset = trained.dataset
    return (*standing(dataset.table, dataset.roles), *study.screening, *trained.split.findings)


def _spike(spike: Spike, trained: Trained) -> dict[str, Json]:
    """Return a spike with its rows as they are numbered in the file."""
    dataset = trained.dataset
    return {
        "epoch": spike.epoch,
        "step": spike.step,
        "kind": spike.kind.value,
        "rows": dataset.table.raw.rows[dataset.rows[list(spike.rows)]].tolist(),
        "cause": spike.cause,
        "skipped": spike.skipped,
    }


def data_json(trained: Trained) -> dict[str, Json]:
    """Return what a fit was made from: rows, events, roles, parts."""
    dataset, split = trained.dataset, trained.split
    raw = dataset.table.raw
    return {
        "file": raw.source.name,
        "sha256": raw.source.sha256,
        "rows": {"read": dataset.table.row_count, "set_aside": len(raw.quarantined), "used": dataset.n},
        "events": dataset.events,
        "patients": int(dataset.patients.max()) + 1,
        "outcome": dataset.outcome.name,
        "event": dataset.roles.event,
        "id": dataset.id_column.name if dataset.id_column else None,
        "predictors": [column.name for column in dataset.predictors],
        "seed": split.seed,
        "split": {PARTS[p]: {"rows": split.counts[p], "events": split.events[p]} for p in _used(split)},
        "folds": len(split.turns) if split.crossed else 0,
        "test_set_apart": None if split.apart is None else split.apart.told,
    }


def _used(split: Split) -> list[Part]:
    """The parts that hold rows."""
    return [part for part in Part if split.counts[part]]


def _best_epochs(fit: Fit) -> str:
    """The epoch whose weights were kept, of each fold."""
    epochs = ", ".join(str(fold.history.best_epoch) for fold in fit.folds)
    return f"best epoch{'s' if len(fit.folds) > 1 else ''} {epochs}"


def evaluation_json(evaluation: Evaluation) -> dict[str, Json]:
    """Return how good the risks are, and on which rows that was found."""
    after = evaluation.after
    return {
        "judged_on": evaluation.rows_called.removesuffix(" rows").replace("-", "_"),
        "test_part": evaluation.has_test,
        "test_covered": _covered(evaluation),
        "models": [
            {
                "name": m.name,
                "auroc": measure(m.auroc),
                "log_loss": measure(m.log_loss),
                "brier": measure(m.brier),
            }
            for m in evaluation.models
        ],
        "calibration": {
            "ece": measure(after.errors.mass),
            "ece_null_95": after.errors.null,
            "in_the_large": measure(after.in_the_large),
            "slope": measure(after.slope),
            "sentence": after.sentence,
        },
        "sentence": evaluation.sentence,
        "caution": evaluation.caution,
    }


def _covered(evaluation: Evaluation) -> bool:
    """Whether there are test rows that nobody has seen."""
    return evaluation.has_test and evaluation.part is not Part.TEST


def _decision_json(study: Study, evaluation: Evaluation) -> dict[str, Json]:
    decision = study.decision
    return {
        "calibrator": decision.calibrator.method.value,
        "update": update_json(decision.calibrator.update),
        "threshold": decision.threshold,
        "route": decision.route.value if decision.threshold is not None else None,
        "basis": decision.basis,
        "rationale": decision.rationale,
        **flagging_json(decision, evaluation.curve, evaluation.benefit),
    }


def update_json(update: Adopted | None) -> dict[str, Json] | None:
    """Return an update that other patients gave, None where there is none."""
    if update is None:
        return None
    return {
        "intercept": update.intercept,
        "slope": update.slope,
        "file": update.source,
        "n": update.n,
        "events": update.events,
        "when": update.when,
    }


def update_lines(update: Adopted | None) -> list[str]:
    """Return the same as at most one line of text."""
    return [] if update is None else [f"update of another file: {update.record}"]


def as_lines(study: Study, path: Path) -> list[str]:
    """Return the summary as text."""
    trained, evaluation = study.trained, study.evaluation
    assert trained is not None and evaluation is not None
    fit, decision = trained.fit, study.decision
    doubts = [finding for finding in _findings(study, trained) if grade(finding) >= _TOLD]
    each = " each" if len(fit.folds) > 1 else ""
    opening = " (--open-test opens the test rows)" if _covered(evaluation) else ""
    return [
        *finding_lines(doubts),
        *data_lines(trained),
        f"network: {layers(trained)}, {parameter_count(fit.spec, fit.encoder.inputs):,} parameters"
        f"{each}; {_best_epochs(fit)}; {fit.stop.value} ({fit.seconds:.1f} s)",
        f"verdict: {fit.verdict.word}. {fit.verdict.sentence} {fit.verdict.remedy}".rstrip(),
        f"on the {evaluation.rows_called}{opening}:",
        *_model_lines(evaluation),
        f"  {evaluation.sentence}",
        *([f"  {evaluation.caution}"] if evaluation.caution else []),
        f"calibration: {study.decision.calibrator.method.value}; {evaluation.after.sentence}",
        *update_lines(study.decision.calibrator.update),
        *flagging_lines(decision, evaluation.curve),
        f"study: {path}",
    ]


def _model_lines(evaluation: Evaluation) -> list[str]:
    """The network's figures, and by how much the log-loss of each simpler model is above its own."""
    network, *others = evaluation.models
    if too_few(network.auroc.n, network.auroc.events):
        return [f"  AUROC, log-loss and Brier score are not shown: {TOO_FEW}"]
    beside = "; ".join(f"{other.name.lower()} {number(other.against)}" for other in others)
    return [
        f"  AUROC {number(network.auroc)}",
        f"  log-loss {number(network.log_loss)}, Brier score {number(network.brier)}",
        *([f"  log-loss less the network's: {beside}"] if beside else []),
    ]


def data_lines(trained: Trained) -> list[str]:
    """Return what a fit was made from, as text."""
    dataset, split = trained.dataset, trained.split
    raw = dataset.table.raw
    event = ", ".join(dataset.roles.event)
    parts = ", ".join(
        f"{PARTS[p].replace('_', '-')} {split.counts[p]:,} ({split.events[p]:,})" for p in _used(split)
    )
    return [
        f"{raw.source.name}: {dataset.table.row_count:,} rows read, {len(raw.quarantined):,} set aside,"
        f" {dataset.n:,} used, {dataset.events:,} events ({dataset.outcome.name} = {event})",
        f"parts, rows (events): {parts}; seed {split.seed}{', by patient' if split.by_patient else ''}",
        *([] if split.apart is None else [f"test part: {split.apart.told}"]),
    ]


def layers(trained: Trained) -> str:
    """Return in a few words what was trained: layers, members, encoding, and how many networks."""
    spec, networks = trained.fit.spec, len(trained.fit.folds)
    widths = "-".join(map(str, spec.hidden))
    said = [f"{widths} {spec.activation.value}" if widths else "one linear layer"]
    if spec.members > 1:
        said.append(f"{spec.members} members")
    if spec.bins:
        said.append(f"numbers in up to {spec.bins} bins")
    if spec.shortcut is not Shortcut.NONE:
        said.append("a linear shortcut")
    if networks > 1:
        said.append(f"{networks} networks, one a fold")
    return ", ".join(said)
