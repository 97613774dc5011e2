"""The verdict on a training in a sentence, its remedy, and the simpler models on the same rows."""

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from clinnet_gui.core.evaluation.evaluation import Evaluation, Judged
from clinnet_gui.core.training.fit import Fit, Health, Verdict
from clinnet_gui.gui.messages import label, tip
from clinnet_gui.gui.widgets.kinds import line, set_kind

SIGNS = {
    Health.HEALTHY: "✓",
    Health.UNDERFIT: "▽",
    Health.OVERFIT: "△",
    Health.NO_SIGNAL: "✖",
    Health.UNSETTLED: "◇",
    Health.UNSURE: "◇",
}
"""Never told by colour alone."""


class VerdictCard(QWidget):
    """Shown once a training has ended with a network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Verdict")
        self.word = label("", "heading")
        self.sentence = label()
        self.gap = label("", "muted")
        self.remedy = label()
        self.caption = label("", "muted")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._cells: list[QLabel] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for widget in (self.word, self.sentence, self.remedy, self.gap, self.caption):
            box.addWidget(widget)
        box.addLayout(self._grid)

    def show_fit(self, fit: Fit, evaluation: Evaluation | None) -> None:
        """Show the verdict; the comparison follows when the evaluation is there."""
        verdict = fit.verdict
        self.word.setText(headline(verdict))
        set_kind(self.word, "heading")
        set_kind(self.sentence, "")
        self.sentence.setText(verdict.sentence)
        self.remedy.setText(verdict.remedy)
        self.remedy.setVisible(bool(verdict.remedy))
        self.gap.setText(_gap(verdict))
        self.setAccessibleDescription(f"{verdict.word}. {verdict.sentence} {verdict.remedy}")
        self._compare(evaluation)

    def _compare(self, evaluation: Evaluation | None) -> None:
        for cell in self._cells:
            cell.deleteLater()
        self._cells = []
        if evaluation is None:
            self.caption.setText("The simpler models are compared as soon as the evaluation is done.")
            return
        self.caption.setText(
            f"Log-loss on the {evaluation.rows.size:,} {evaluation.rows_called} (less is better)"
        )
        for row, judged in enumerate(evaluation.models):
            name, value = line(judged.name), line(_loss(judged), right=True)
            value.setToolTip(tip(judged.log_loss.method))
            self._cells += [name, value]
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1)


def headline(verdict: Verdict) -> str:
    """Return the verdict's sign and words."""
    return f"{SIGNS[verdict.health]} {verdict.word[:1].upper()}{verdict.word[1:]}"


def _gap(verdict: Verdict) -> str:
    return (
        f"Gap between validation and training {verdict.gap:+.3f} "
        f"({verdict.gap_low:+.3f} to {verdict.gap_high:+.3f}); overfit above {verdict.bound:.3f}."
    )


def _loss(judged: Judged) -> str:
    loss = judged.log_loss
    return f"{loss.value:.3f} ({loss.low:.3f}–{loss.high:.3f})" if loss.estimable else "not estimable"
