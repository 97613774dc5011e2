"""Validation, Sample size: how many patients it takes to develop such a model, and to validate one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinnet_gui.core.data.split import Part
from clinnet_gui.core.evaluation.sample_size.development import (
    Criterion,
    DevelopmentSize,
    Plan,
    development_size,
    modest_c,
)
from clinnet_gui.core.evaluation.sample_size.enough import Sufficiency, candidate_parameters
from clinnet_gui.core.evaluation.sample_size.validation import (
    anticipated,
    validation_size,
    widths_at,
)
from clinnet_gui.core.study import Study
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.gui.messages import label
from clinnet_gui.gui.session import Session
from clinnet_gui.gui.widgets.beside import Beside
from clinnet_gui.gui.widgets.kinds import card, set_kind
from clinnet_gui.gui.widgets.model.sample_size_card import KINDS, SIGNS
from clinnet_gui.gui.widgets.results.external.rows import PRECISION, precision_rows
from clinnet_gui.gui.widgets.results.groups.size_form import Entry, SizeForm
from clinnet_gui.gui.widgets.results.measure_table import MeasureRow, MeasureTable
from clinnet_gui.gui.widgets.results.measure_text import Cell

DEVELOP = (
    "The least number of patients for a regression with so many parameters (Riley et al., BMJ 2020). A "
    "network needs more: some were not stable at 200 events a parameter."
)
VALIDATE = (
    "How wide the 95 % intervals will be where so many other patients judge the model, and how many it takes "
    "for the widths that Riley et al. recommend (Stat Med 2021)."
)
PARAMETERS = Entry("Parameters", 1, 100_000, 0, "one a number, one less than the levels of a category")
PREVALENCE = Entry("Events, %", 0.1, 99.9, 1, "share of patients with the event, in percent")
ANTICIPATED = Entry("C-statistic", 0.51, 0.99, 2, "the AUROC that is expected")
SHRINKAGE = Entry("Shrinkage", 0.8, 0.99, 2, "what is left of the effects on new patients; 0.9 as a rule")
PATIENTS = Entry("Patients", 20, 10_000_000, 0, "who will judge the model")
THRESHOLD = Entry("Threshold, %", 0.0, 99.0, 1, "for the net benefit; 0: none")


class SampleSizePanel(QWidget):
    """Two cards: to develop, to validate. Both begin with the study's own figures."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.develop = SizeForm((PARAMETERS, PREVALENCE, ANTICIPATED, SHRINKAGE))
        self.validate = SizeForm((PATIENTS, PREVALENCE, ANTICIPATED, THRESHOLD))
        self.needed = MeasureTable(("To reach", "patients"), "Patients to develop a model")
        self.widths = MeasureTable(PRECISION, "Widths of a validation's intervals")
        self.total, self.verdict, self.most = label("", "value"), label(), label("", "value")
        self._begun: Trained | None = None
        self._flagging = 0.0  # percent: the study's threshold when it was last taken over
        self._build()
        self.develop.changed.connect(self._show_development)
        self.validate.changed.connect(self._show_validation)
        session.study_changed.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        first = (label(DEVELOP, "muted"), self.develop, self.total, self.needed, self.verdict)
        second = (label(VALIDATE, "muted"), self.validate, self.most, self.widths)
        cards = (card(*first, title="To develop a model"), card(*second, title="To validate it"))
        for each in cards:
            inner = each.layout()
            assert isinstance(inner, QVBoxLayout)
            inner.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 8, 8)
        box.addWidget(Beside(*cards, (1, 1)))
        box.addStretch(1)

    def refresh(self) -> None:
        """Begin with the figures of a new network; what the analyst entered for one stays."""
        study = self._session.study
        trained, evaluation = study.trained, study.evaluation
        if trained is None or evaluation is None:
            return
        if trained is self._begun:
            self._follow_threshold(study)
            return
        self._begun = trained
        prevalence = trained.dataset.events / trained.dataset.n
        c = evaluation.models[0].auroc.value
        c = c if 0.51 <= c <= 0.99 else modest_c(prevalence)
        parameters = candidate_parameters(trained.fit.encoder)
        self.develop.show_values((parameters, 100 * prevalence, c, 0.9))
        self._flagging = flagging(study)
        self.validate.show_values((evaluation.rows.size, 100 * prevalence, c, self._flagging))
        self._show_development()
        self._show_validation()

    def _follow_threshold(self, study: Study) -> None:
        """Take another threshold over, unless the analyst has entered one here."""
        before, self._flagging = self._flagging, flagging(study)
        *others, entered = self.validate.values
        if self._flagging != before and entered == before:
            self.validate.show_values((*others, self._flagging))
            self._show_validation()

    def _show_development(self) -> None:
        parameters, share, c, shrinkage = self.develop.values
        size = development_size(Plan(round(parameters), share / 100, c, shrinkage))
        ratio = f"{size.events_per_parameter:.3g} a parameter"
        self.total.setText(f"{size.patients:,} patients with {size.events:,} events, {ratio}")
        self.needed.set_rows(needed_rows(size))
        found = at_hand(self._session.study, size)
        self.verdict.setVisible(found is not None)
        if found is not None:
            self.verdict.setText(f"{SIGNS[found.level]} {found.sentence}")
            set_kind(self.verdict, KINDS[found.level])

    def _show_validation(self) -> None:
        patients, share, c, threshold = self.validate.values
        of = anticipated(share / 100, c, threshold / 100 if threshold else None)
        size = validation_size(of)
        events = round(size.patients * share / 100)
        self.most.setText(f"{size.patients:,} patients with {events:,} events meet every aim")
        self.widths.set_rows(precision_rows(widths_at(round(patients), of), size))


def flagging(study: Study) -> float:
    """Return the study's threshold as the field shows it, in percent; 0 where none is chosen."""
    return round(100 * (study.decision.threshold or 0.0), THRESHOLD.decimals)


def at_hand(study: Study, size: DevelopmentSize) -> Sufficiency | None:
    """Return how the rows that trained the study's network compare with a size."""
    if study.trained is None:
        return None
    split, y = study.trained.split, study.trained.dataset.y
    rows = split.rows(Part.TRAIN)
    return Sufficiency(int(rows.size), int(y[rows].sum()), size)


def needed_rows(size: DevelopmentSize) -> tuple[MeasureRow, ...]:
    """Return a row a criterion; the most demanding is marked."""
    return tuple(
        MeasureRow(
            str(criterion),
            f"Cox-Snell R² {size.r2:.3f} of at most {size.largest:.3f}",
            (Cell(f"{needed:,}", "← decides" if criterion is size.binding else ""),),
        )
        for criterion, needed in zip(Criterion, size.needed, strict=True)
    )
