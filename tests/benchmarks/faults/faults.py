"""The faults: what is done to a running training, from outside, and what it should be called.

None is a switch of the product: rows and labels are changed in the table that the training holds,
rates in its plan, weights, optimiser and modes in its network, gradients after they were made.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn

from clinnet_gui.core.data.codes import NumberCode, smooth_clip
from clinnet_gui.core.training.inputs import Rows
from clinnet_gui.core.training.loop import Loop
from clinnet_gui.core.training.plan import Plan
from clinnet_gui.core.training.records import Cause
from clinnet_gui.core.training.spikes.reach import unclipped
from tests.benchmarks.faults.tables import Case

Random = np.random.Generator
LR, BAD, BOOM, NORM = Cause.LEARNING_RATE, Cause.BAD_BATCH, Cause.EXPLOSION, Cause.NORMALISATION


class Scheme(Plan):
    """A plan whose rate someone changed."""

    factor: Callable[[int], float]

    def rate(self, step: int) -> float:
        return super().rate(step) * self.factor(step)


def _steps(loop: Loop, wrapped: Callable[[Callable, Tensor, Tensor, float], object]) -> None:
    """Put something around the next step of the training, and not around its replays."""
    plain, waiting = loop.stepper.step, [True]

    def step(x: Tensor, y: Tensor, rate: float) -> object:
        if not waiting:
            return plain(x, y, rate)
        waiting.clear()
        return wrapped(plain, x, y, rate)

    loop.stepper.step = step  # type: ignore[method-assign,assignment]


def _spoil(loop: Loop, edit: Callable[[np.ndarray, np.ndarray], None]) -> None:
    """Let the next step draw copies of its rows that ``edit`` has changed: their packed cells and
    their outcomes. The rows themselves stay as they are, for the steps before and after."""
    old, batch = loop.material, loop._next_batch().numpy()
    packed, y = old.packed[batch], old.y[batch]
    edit(packed, y)
    loop._batches.append(torch.arange(old.y.size, old.y.size + batch.size))
    material = replace(old, packed=np.concatenate([old.packed, packed]), y=np.concatenate([old.y, y]))
    loop.material = loop.watch.material = material
    loop._rows = loop.watch.rows = Rows(material, loop.spec.device)


# -- learning rate too high


def rate_jump(loop: Loop, step: int, random: Random) -> None:
    """One step at 30 to 1,000 times the scheduled rate."""
    factor = 10 ** random.uniform(1.5, 3)
    _steps(loop, lambda plain, x, y, rate: plain(x, y, rate * factor))


def rate_stays_high(loop: Loop, step: int, random: Random) -> None:
    """The schedule itself rises to 0.2 to 2 and stays there."""
    plan, high = loop.plan, 10 ** random.uniform(-0.7, 0.3)
    scheme = Scheme(plan.steps, plan.steps_per_epoch, plan.look_every, plan.patience, plan.learning_rate)
    object.__setattr__(scheme, "factor", lambda s: 1.0 if s < step else high / plan.rate(s))
    loop.plan = scheme


def optimiser_state(loop: Loop, step: int, random: Random) -> None:
    """The optimiser's second moments shrink by 1e6 to 1e10, or its first ones grow by 30 to 1,000."""
    which, factor = 1, 10.0 ** -random.uniform(6, 10)
    if random.random() < 0.5:
        which, factor = 0, 10.0 ** random.uniform(1.5, 3)
    for part in loop.stepper.optimiser.parts:
        assert part.averages is not None
        part.averages[which].mul_(factor)


# -- bad batch


def _cells(loop: Loop, random: Random, spell: Callable[[np.ndarray], np.ndarray], share: float) -> None:
    """Spell some cells of a numeric column otherwise, in rows of the next batch."""
    encoder = loop.material.encoder
    reach = loop.watch.reach
    lows = [encoder.codes[owner].low for owner in reach.owners]
    medians = [encoder.codes[owner].median for owner in reach.owners]
    whole = [i for i, low in enumerate(lows) if low >= 0 and medians[i] > 0]
    which = int(random.choice(whole))
    code, column = encoder.codes[reach.owners[which]], reach.packed[which]
    assert isinstance(code, NumberCode)

    def edit(packed: np.ndarray, y: np.ndarray) -> None:
        rows = random.permutation(y.size)[: max(1, round(share * y.size))]
        cells = packed[rows, column]
        wrong = spell(np.maximum(code.median + code.scale * np.sign(cells) * unclipped(np.abs(cells)), 1e-3))
        packed[rows, column] = smooth_clip(wrong, code.median, code.scale)
        if code.bins:
            packed[rows, column + 1] = np.interp(wrong, code.edges, np.arange(len(code.edges)))

    _spoil(loop, edit)


def unit_error(loop: Loop, step: int, random: Random) -> None:
    """One column in another unit, 88.4 or 1,000 times larger, in 5 to 50 % of the batch."""
    factor = random.choice([88.4, 1000.0])
    _cells(loop, random, lambda values: values * factor, random.uniform(0.05, 0.5))


def sentinel(loop: Loop, step: int, random: Random) -> None:
    """99,999 or -9,999 for "unknown", in 5 to 50 % of the batch."""
    code = random.choice([99_999.0, -9_999.0])
    _cells(loop, random, lambda values: np.full_like(values, code), random.uniform(0.05, 0.5))


def not_a_number(loop: Loop, step: int, random: Random) -> None:
    """One to five rows with a cell that is not finite."""

    def edit(packed: np.ndarray, y: np.ndarray) -> None:
        rows = random.choice(y.size, random.integers(1, 6), replace=False)
        packed[rows, random.choice(loop.watch.reach.packed)] = random.choice([np.nan, np.inf, -np.inf])

    _spoil(loop, edit)


def flipped_labels(loop: Loop, step: int, random: Random) -> None:
    """A batch whose outcomes are all told the wrong way round."""

    def edit(packed: np.ndarray, y: np.ndarray) -> None:
        y[:] = 1 - y

    _spoil(loop, edit)


# -- gradient explosion


def _backward(loop: Loop, after: Callable[[Tensor], None]) -> None:
    """Do something to each gradient once it was made."""
    passes, flat = loop.stepper.passes, loop.stepper.flat
    plain = passes.backward

    def backward(gradient: Tensor) -> None:
        plain(gradient)
        after(flat.gradients)

    passes.backward = backward  # type: ignore[method-assign]


def loss_blow_up(loop: Loop, step: int, random: Random) -> None:
    """The loss of one step counted 1e2 to 1e6 times."""
    factor, waiting = 10 ** random.uniform(2, 6), [True]

    def scale(gradients: Tensor) -> None:
        if waiting:
            waiting.clear()
            gradients.mul_(factor)

    _backward(loop, scale)


def overflow(loop: Loop, step: int, random: Random) -> None:
    """A gradient that overflows in one step."""
    waiting = [True]

    def spoil(gradients: Tensor) -> None:
        if waiting:
            waiting.clear()
            gradients[: int(random.integers(1, 50))] = float(random.choice([np.inf, np.nan]))

    _backward(loop, spoil)


def weight_blow_up(loop: Loop, step: int, random: Random) -> None:
    """The weights of a layer, or of the head, grow by 30 to 1,000."""
    layers = [m.weights for m in loop.stepper.flat.matrices]
    with torch.no_grad():
        layers[int(random.integers(len(layers)))].mul_(10 ** random.uniform(1.5, 3))


def no_zero_grad(loop: Loop, step: int, random: Random) -> None:
    """From here on each gradient is added to those before."""
    total: list[Tensor] = []

    def gather(gradients: Tensor) -> None:
        total[:] = [gradients + total[0] if total else gradients.clone()]
        gradients.copy_(total[0])

    _backward(loop, gather)


class _Autograd:
    """Passes by autograd, for networks that ours are not written for."""

    def __init__(self, loop: Loop) -> None:
        self._network, self._flat = loop.stepper.network, loop.stepper.flat

    def forward(self, x: Tensor) -> Tensor:
        with torch.enable_grad():
            self._logits = self._network.members(x)
        return self._logits.detach()

    def backward(self, gradient: Tensor) -> None:
        self._flat.gradients.zero_()
        with torch.enable_grad():
            self._logits.backward(gradient)


def deep_without_norm(loop: Loop, step: int, random: Random) -> None:
    """Six layers without BatchNorm, whose weights begin two to four times too large."""
    network, factor = loop.stepper.network, random.uniform(2, 4)
    with torch.no_grad():
        for name, layer in list(network.body.named_children()):
            if isinstance(layer, nn.BatchNorm1d):
                setattr(network.body, name, nn.Identity())
            elif isinstance(layer, nn.Linear):
                layer.weight.mul_(factor)
        network.head.weight.mul_(10)
    loop.stepper.passes = _Autograd(loop)  # type: ignore[assignment]


# -- BatchNorm in the wrong mode


def eval_left_on(loop: Loop, step: int, random: Random) -> None:
    """The whole network stays in evaluation mode."""
    _hold(loop, list(loop.stepper.network.modules()))


def norm_in_eval(loop: Loop, step: int, random: Random) -> None:
    """One BatchNorm layer, or all, stay in evaluation mode."""
    norms = [layer for layer in loop.stepper.network.modules() if isinstance(layer, nn.BatchNorm1d)]
    _hold(loop, norms if random.random() < 0.5 else [norms[int(random.integers(len(norms)))]])


def _hold(loop: Loop, layers: list[nn.Module]) -> None:
    """Keep layers in evaluation mode, whatever the looks do after themselves."""
    network = loop.stepper.network
    plain = network.train

    def train(mode: bool = True) -> nn.Module:
        plain(mode)
        for layer in layers:
            layer.training = False
        return network

    network.train = train  # type: ignore[method-assign]
    network.train()


def tiny_batch(loop: Loop, step: int, random: Random) -> None:
    """A batch of two to six rows."""
    batch = loop._next_batch()
    loop._batches.append(batch[: int(random.integers(2, 7))])


def validation_in_train_mode(loop: Loop, step: int, random: Random) -> None:
    """A look at the held-out rows that leaves the network in training mode."""
    network = loop.stepper.network
    network.eval = lambda: network  # type: ignore[method-assign]
    list(loop.look())


Inject = Callable[[Loop, int, Random], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, its right names, and how it is put into a training before a step."""

    name: str
    causes: tuple[Cause, ...]
    parts: tuple[Inject, ...]
    from_start: bool = False

    def inject(self, loop: Loop, step: int, random: Random) -> None:
        """Put it in."""
        for part in self.parts:
            part(loop, step, random)

    def spec(self, case: Case, random: Random) -> Case:
        """Return the case with the settings that the fault needs."""
        if deep_without_norm in self.parts:
            return replace(case, spec=replace(case.spec, hidden=(64,) * 6, dropout=0.0))
        return case


def _one(cause: Cause, *parts: Inject) -> tuple[Fault, ...]:
    return tuple(Fault(part.__name__.replace("_", " "), (cause,), (part,)) for part in parts)


SINGLE: tuple[Fault, ...] = (
    *_one(LR, rate_jump, rate_stays_high, optimiser_state),
    *_one(BAD, unit_error, sentinel, not_a_number, flipped_labels),
    *_one(BOOM, loss_blow_up, overflow, weight_blow_up, no_zero_grad),
    Fault("deep without norm", (BOOM,), (deep_without_norm,), from_start=True),
    *_one(NORM, eval_left_on, norm_in_eval, tiny_batch, validation_in_train_mode),
)
DOUBLE: tuple[Fault, ...] = (
    Fault("unit error, rate jump", (BAD, LR), (unit_error, rate_jump)),
    Fault("sentinel, loss blow-up", (BAD, BOOM), (sentinel, loss_blow_up)),
    Fault("eval left on, unit error", (BAD, NORM), (eval_left_on, unit_error)),
    Fault("eval left on, rate jump", (NORM, LR), (eval_left_on, rate_jump)),
    Fault("loss blow-up, rate jump", (BOOM, LR), (loss_blow_up, rate_jump)),
    Fault("tiny batch, loss blow-up", (NORM, BOOM), (tiny_batch, loss_blow_up)),
)
