"""``clinnet info``: what a study file holds."""

import argparse

from clinnet_gui.cli.arguments import add_file, add_json
from clinnet_gui.cli.flagging import flagging_json, flagging_lines
from clinnet_gui.cli.printing import Json, print_json, print_lines
from clinnet_gui.cli.running import run_work
from clinnet_gui.cli.summary import data_json, data_lines, layers, update_json, update_lines
from clinnet_gui.core.evaluation.deciding import shown_curve, shown_part
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.wording import rows_called
from clinnet_gui.core.model.size import parameter_count
from clinnet_gui.core.scoring import model_hash
from clinnet_gui.core.study import Study
from clinnet_gui.core.study_file import Description, describe
from clinnet_gui.core.training.fit import Trained


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    parser = commands.add_parser("info", help="say what a study file holds", allow_abbrev=False)
    add_file(parser, "study", "the study file")
    add_json(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the study, which checks it, and print what it holds."""
    found = run_work(describe(arguments.study))
    if arguments.json:
        print_json(_as_json(found))
    else:
        print_lines(_as_lines(found))
    return 0


def _as_json(found: Description) -> dict[str, Json]:
    study = found.study
    return {
        "format": found.format,
        "written_by": found.written_by,
        "size": found.size,
        "stage": _stage(study),
        **(data_json(study.trained) if study.trained else {}),
        **(_model_json(study) if study.trained else {}),
        "history": [{"when": note.when, "what": note.what} for note in study.history],
    }


def _model_json(study: Study) -> dict[str, Json]:
    assert study.trained is not None
    fit, decision = study.trained.fit, study.decision
    versions = fit.versions
    return {
        "hidden": fit.spec.hidden,
        "activation": fit.spec.activation.value,
        "parameters": parameter_count(fit.spec, fit.encoder.inputs),
        "best_epochs": [fold.history.best_epoch for fold in fit.folds],
        "spikes": len(fit.spikes),
        "verdict": fit.verdict.health.value,
        "calibrator": decision.calibrator.method.value,
        "update": update_json(decision.calibrator.update),
        "threshold": decision.threshold,
        "route": None if decision.threshold is None else decision.route.value,
        **flagging_json(decision, shown_curve(study.trained, decision)),
        "basis": decision.basis,
        "rationale": decision.rationale,
        "test_opened": decision.opened or None,
        "chosen_after_opening": decision.after_opening,
        "model": model_hash(study.trained, decision),
        "out_of_date": study.fit_is_stale,
        "versions": {
            "clinnet": versions.clinnet,
            "python": versions.python,
            "torch": versions.torch,
            "numpy": versions.numpy,
            "threads": versions.threads,
        },
    }


def _as_lines(found: Description) -> list[str]:
    study = found.study
    lines = [
        f"clinnet study, format {found.format}, {found.size:,} bytes, written by clinnet {found.written_by}"
    ]
    lines.append(f"stage: {_stage(study)}")
    if study.trained is not None:
        fit, decision = study.trained.fit, study.decision
        lines += data_lines(study.trained)
        lines.append(f"network: {layers(study.trained)}; verdict: {fit.verdict.word}")
        lines.append(f"calibrator: {decision.calibrator.method.value}")
        lines += update_lines(decision.calibrator.update)
        rows = rows_called(study.trained.split, shown_part(study.trained.split, decision))
        lines += flagging_lines(decision, shown_curve(study.trained, decision), rows)
        lines.append(f"test rows: {_test(study.trained, decision)}")
        if decision.after_opening:
            lines.append(f"chosen after the test was seen: {', '.join(decision.after_opening)}")
        versions = f"torch {fit.versions.torch}, numpy {fit.versions.numpy}, python {fit.versions.python}"
        lines.append(f"model {model_hash(study.trained, decision)}, made with {versions}")
    return [*lines, *(f"{note.when}  {note.what}" for note in study.history)]


def _test(trained: Trained, decision: Decision) -> str:
    """Return whether test rows were set aside, and whether anybody has seen them."""
    if not trained.split.has_test:
        return "none set aside"
    return f"opened {decision.opened}" if decision.opened else "covered"


def _stage(study: Study) -> str:
    """Return how far a study has come."""
    if study.trained is not None:
        return "trained; data or settings changed since" if study.fit_is_stale else "trained"
    if study.dataset is not None:
        return "ready to train"
    return "data read" if study.table is not None else "empty"
