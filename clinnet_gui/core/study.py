"""The study: the whole way from a table to explained risks, as one frozen value.

Each ``with_...`` returns a study with one stage replaced. Later stages are kept and become out
of date where the fingerprint of what they were computed from no longer fits.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from clinnet_gui.core.data.dataset import Dataset, Roles
from clinnet_gui.core.data.findings import Finding
from clinnet_gui.core.data.split import Part, Split
from clinnet_gui.core.data.splitting import make_split
from clinnet_gui.core.data.table import Table
from clinnet_gui.core.evaluation.decision import Decision
from clinnet_gui.core.evaluation.evaluation import Evaluation
from clinnet_gui.core.evaluation.validation.refits import Refits, refits_key
from clinnet_gui.core.evaluation.validation.values import Validation, validation_key
from clinnet_gui.core.explanation.attribution import Attribution
from clinnet_gui.core.model.spec import Choice
from clinnet_gui.core.training.fit import Trained
from clinnet_gui.core.training.runs import Result, Run, with_run


class Stage(StrEnum):
    """How far a step of the rail has come."""

    EMPTY = "not started"
    DONE = "done"
    ATTENTION = "needs attention"
    STALE = "out of date"


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the study's history: when (ISO 8601, UTC) and what."""

    when: str
    what: str


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A study. Every stage is None until it was reached.

    ``screening`` are the findings on outcome and roles, present even where no dataset can be
    made of them (then ``dataset`` is None and one of them refuses). ``trained`` carries its own
    dataset and split; ``evaluation`` and ``attribution`` are computed from it and never saved, as is
    ``validation``, which follows from the ``refits``; these may be those of an earlier fit.
    ``runs`` are all trainings on this table, the latest last.
    """

    table: Table | None = None
    roles: Roles | None = None
    screening: tuple[Finding, ...] = ()
    dataset: Dataset | None = None
    split: Split | None = None
    choice: Choice | None = None
    trained: Trained | None = None
    decision: Decision = field(default_factory=Decision)
    evaluation: Evaluation | None = None
    attribution: Attribution | None = None
    refits: Refits | None = None
    validation: Validation | None = None
    history: tuple[Note, ...] = field(default=())
    runs: tuple[Run, ...] = ()

    def with_table(self, table: Table) -> "Study":
        """Return a new study of this table; nothing of the earlier data stays."""
        return Study(table=table, history=self.history)

    def with_roles(self, roles: Roles, screening: tuple[Finding, ...], dataset: Dataset | None) -> "Study":
        """Return the study with other roles; split and choice follow with ``with_plan``."""
        return replace(self, roles=roles, screening=screening, dataset=dataset, split=None, choice=None)

    def with_plan(self, split: Split | None, choice: Choice | None) -> "Study":
        """Return the study with another split and other settings."""
        return replace(self, split=split, choice=choice)

    def with_choice(self, choice: Choice) -> "Study":
        """Return the study with other settings for the network."""
        return replace(self, choice=choice)

    def with_trained(self, trained: Trained, decision: Decision) -> "Study":
        """Return the study with a new fit; what was computed from the old one goes."""
        return replace(
            self, trained=trained, decision=decision, evaluation=None, attribution=None, validation=None
        )

    def with_run(self, result: Result, when: str) -> "Study":
        """Return the study with its newest fit, whose numbers are ``result``, among its runs."""
        assert self.trained is not None, "a run is noted after its training"
        return replace(self, runs=with_run(self.runs, result, self.trained, when))

    def with_runs(self, runs: tuple[Run, ...]) -> "Study":
        """Return the study with these runs: one has another note, say."""
        return replace(self, runs=runs)

    def restored(self, run: Run, decision: Decision) -> "Study":
        """Return the study with the network of an earlier run; where the data are those it was trained
        on, the split and settings that it began with come back too, else it counts as out of date."""
        assert run.trained is not None, "a run without its network cannot be restored"
        back, made = self.with_trained(run.trained, decision), run.trained
        if self.dataset is None or self.dataset.fingerprint != made.dataset.fingerprint:
            return back
        choice = None if self.choice is None else replace(self.choice, spec=made.fit.spec)
        return back.with_plan(_begun_with(made), choice)

    def with_decision(self, decision: Decision) -> "Study":
        """Return the study with another calibrator or threshold, or with the test opened."""
        return replace(self, decision=decision)

    def with_evaluation(self, evaluation: Evaluation) -> "Study":
        """Return the study with its evaluation."""
        return replace(self, evaluation=evaluation)

    def with_attribution(self, attribution: Attribution) -> "Study":
        """Return the study with its attributions."""
        return replace(self, attribution=attribution)

    def with_refits(self, refits: Refits, validation: Validation | None = None) -> "Study":
        """Return the study with refits of its fit, and what follows from them where that is known."""
        return replace(self, refits=refits, validation=validation)

    def with_note(self, note: Note) -> "Study":
        """Return the study with one more line of history."""
        return replace(self, history=(*self.history, note))

    @property
    def ready_to_train(self) -> bool:
        """Whether data, split and settings are all there."""
        return self.dataset is not None and self.split is not None and self.choice is not None

    @property
    def fit_is_stale(self) -> bool:
        """Whether data, split or settings changed since the fit was made."""
        return self.trained is not None and self.trained.fit.made_from != self.plan_fingerprint

    @property
    def own_refits(self) -> Refits | None:
        """The refits, where they are those of the fit; None too where they are out of date."""
        if self.refits is None or self.trained is None:
            return None
        return self.refits if self.refits.made_from == refits_key(self.trained) else None

    @property
    def corrected(self) -> Validation | None:
        """The internal validation of the fit under the decision in force; None while there is none, or
        one of another calibrator or threshold."""
        refits, validation = self.own_refits, self.validation
        if refits is None or validation is None:
            return None
        return validation if validation.made_from == validation_key(refits, self.decision) else None

    @property
    def plan_fingerprint(self) -> str:
        """The fingerprint of dataset, split and spec, empty while one is missing."""
        if self.dataset is None or self.split is None or self.choice is None:
            return ""
        return self.dataset.fingerprint + self.split.fingerprint + self.choice.spec.fingerprint


def _begun_with(made: Trained) -> Split:
    """The split that a training began with: where it was stopped in a fold, its own has fewer."""
    split = made.split
    if split.crossed and split.counts[Part.TRAIN]:
        return make_split(made.dataset, split.seed, split.asked_test)
    return split
