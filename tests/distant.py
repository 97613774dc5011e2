"""A graphics processor for machines without one: tensors of the CPU's memory that lie somewhere else.

Within ``graphics_processor()`` torch's "cuda" means that place. The arithmetic is the CPU's, so results
can be held against the CPU's closely; but nothing passes that a graphics processor refuses: operations on
tensors of both places, numpy, a random stream that only the CPU has. Stricter than one, it also refuses
a single number of the CPU among its operands, and sums whose terms come in no fixed order; and it notes
what it did and the types of numbers it held.

The place is torch's "meta", the one beside the CPU that autograd knows in every build; tensors there have
no numbers otherwise.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from unittest.mock import patch

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map

CPU, THERE = torch.device("cpu"), torch.device("meta")
COPIES = (torch.ops.aten._to_copy.default, torch.ops.aten.copy_.default)
WHERE = torch.ops.prim.device.default
UNORDERED = {"index_add", "index_add_", "scatter_add", "scatter_add_", "index_put_", "cumsum", "bincount"}
"""On a graphics processor these may come out otherwise each time (torch.use_deterministic_algorithms)."""


@dataclass(eq=False)
class Seen:
    """What was done on the device: operations by name, and the types of numbers it held."""

    operations: set[str] = field(default_factory=set)
    types: set[torch.dtype] = field(default_factory=set)
    fails: Callable[[str], None] = lambda _: None


class Distant(torch.Tensor):
    """A tensor in the CPU's memory that says it is elsewhere; ``at_home`` while the CPU does an operation,
    for which all tensors are its own."""

    at_home = False
    __torch_function__ = torch._C._disabled_torch_function_impl

    @staticmethod
    def __new__(cls, own: torch.Tensor) -> "Distant":
        return torch.Tensor._make_subclass(cls, own, own.requires_grad, dispatch_device=True)

    @classmethod
    def __torch_dispatch__(cls, operation, types, args=(), kwargs=None):
        if operation is WHERE:
            return CPU if Distant.at_home else THERE
        raise RuntimeError("no device does this any more")


class _Naming(TorchFunctionMode):
    """Makes "cuda" the name of the second place."""

    def __torch_function__(self, function, types, args=(), kwargs=None):
        if function is torch.device:  # which torch's own modules are looked up by
            return function(*args, **(kwargs or {}))
        return function(*map(_named, args), **{name: _named(value) for name, value in (kwargs or {}).items()})


class _Doing(TorchDispatchMode):
    """Does every operation with the CPU, and puts its result where the device would have it."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self._seen = seen

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        if operation is WHERE:
            return Distant.__torch_dispatch__(operation, types, args)
        kwargs = dict(kwargs or {})
        if _is_composed(operation):
            with self:
                return operation.decompose(*args, **kwargs)
        operands = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)]
        places = {isinstance(operand, Distant) for operand in operands}
        if len(places) == 2 and operation not in COPIES:
            raise RuntimeError(f"Expected all tensors to be on the same device: {operation}")
        away = bool(operands) and isinstance(operands[0], Distant)
        if (wanted := kwargs.get("device")) is not None:
            away, kwargs["device"] = torch.device(wanted).type != "cpu", CPU
        if away:
            self._note(operation)
        with _home():
            found = operation(*args, **kwargs)
        return tree_map(lambda leaf: self._put(leaf) if away else leaf, found)

    def _note(self, operation) -> None:
        name = operation._schema.name.removeprefix("aten::")
        self._seen.fails(name)
        self._seen.operations.add(name)
        if torch.Tag.nondeterministic_seeded in operation.tags:
            raise RuntimeError(f"random numbers of the device's own: {operation}")
        if name in UNORDERED:
            raise RuntimeError(f"not the same each time: {operation}")

    def _put(self, leaf):
        if type(leaf) is not torch.Tensor:
            return leaf
        self._seen.types.add(leaf.dtype)
        return Distant(leaf)


@contextmanager
def graphics_processor(fails: Callable[[str], None] | None = None) -> Iterator[Seen]:
    """Let torch see a graphics processor; ``fails`` may raise before an operation, told by name."""
    seen = Seen() if fails is None else Seen(fails=fails)
    conversion = torch.__future__.get_overwrite_module_params_on_conversion()
    torch.__future__.set_overwrite_module_params_on_conversion(True)
    try:
        with patch.object(torch.cuda, "is_available", lambda: True), _Naming(), _Doing(seen):
            yield seen
    finally:
        torch.__future__.set_overwrite_module_params_on_conversion(conversion)


@cache
def _is_composed(operation) -> bool:
    """Whether it consists of others; torch takes it apart itself, but not in inference mode."""
    return operation.has_kernel_for_dispatch_key(torch._C.DispatchKey.CompositeImplicitAutograd)


@contextmanager
def _home() -> Iterator[None]:
    before, Distant.at_home = Distant.at_home, True
    try:
        with torch._C._DisableTorchDispatch():
            yield
    finally:
        Distant.at_home = before


def _named(value):
    is_device = isinstance(value, str | torch.device) and str(value).split(":")[0] == "cuda"
    return THERE if is_device else value
