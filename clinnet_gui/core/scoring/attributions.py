"""Attributions as a CSV file: one line a patient, one column a predictor, in log-odds."""

from pathlib import Path

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.data.splitting import PART_NAMES
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.files import atomic_target, csv_writer, no_formula
from clinnet_gui.core.scoring.scores import NOTICE
from clinnet_gui.core.scoring.scoring import model_hash
from clinnet_gui.core.study import Study
from clinnet_gui.core.work import Progress, Work

_PARTS = {**PART_NAMES, Part.CROSS_FITTED: "out-of-fold"}
"""Each cross-fitted row is explained by the network from which it was held out."""

_CHUNK = 2_000
_OURS = ("log_odds", "risk", "base_log_odds", "completeness_error")


def write_attributions(attribution: Attribution, study: Study, path: Path) -> Work[None]:
    """Write the id where there is one, the row, its part, log_odds, risk, base_log_odds,
    completeness_error, then each predictor's contribution: base and contributions add up to log_odds
    but for that error. A method that draws at random adds each contribution's standard error. The last
    column bears the notice and names the method. SavingFailed where it cannot be written."""
    trained = study.trained
    assert trained is not None, "attributions come from a model"
    risks = study.decision.calibrator.risk(trained.fit.logits[attribution.rows])
    dataset, parts = trained.dataset, trained.split.parts
    identifier = dataset.id_column
    names = ["row", "part"] if identifier is None else [identifier.name, "row", "part"]
    made = f"model {model_hash(trained, study.decision)} {attribution.method} against {attribution.reference}"
    with atomic_target(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv_writer(file)
        spread = () if attribution.errors is None else tuple(f"s.e. {c}" for c in attribution.columns)
        writer.writerow([*names, *_OURS, *map(no_formula, attribution.columns), *spread, NOTICE])
        errors = attribution.completeness_error
        for at, position in enumerate(attribution.rows.tolist()):
            ours = (attribution.logits[at], risks[at], attribution.base[at], errors[at])
            drawn = () if attribution.errors is None else attribution.errors[at]
            texts = [f"{value:.9g}" for value in (*ours, *attribution.contributions[at], *drawn)]
            row = str(dataset.table.raw.rows[dataset.rows[position]])
            who = [row] if identifier is None else [dataset.label(position), row]
            writer.writerow([*who, _PARTS[Part(parts[position])], *texts, made])
            if at % _CHUNK == 0:
                yield Progress(f"Writing {path.name}", at / attribution.rows.size)
