"""The network in boxes and words."""

from hypothesis import given
from hypothesis import strategies as st

from clinnet_gui.core.model.spec import Activation, Spec
from clinnet_gui.gui.widgets.model.network_shape import boxes, collapsed, describe


@given(st.lists(st.integers(1, 4096), max_size=8), st.integers(0, 5000), st.floats(0, 0.9))
def test_every_layer_has_a_box_that_fits(hidden: list[int], inputs: int, dropout: float) -> None:
    found = boxes(Spec(hidden=tuple(hidden), dropout=dropout), inputs)
    assert [box.units for box in found] == [inputs, *hidden, 1]
    assert all(0 < box.height <= 1 for box in found)


def test_wider_layers_are_higher_boxes() -> None:
    inputs, first, second, out = boxes(Spec(hidden=(64, 32), dropout=0.4), 10)
    assert first.height > second.height > inputs.height > out.height
    assert first.lines == ("batch norm", "ReLU", "dropout 40%")


def test_a_stack_without_activation_is_said_to_be_one_layer() -> None:
    linear = Spec(hidden=(64, 32), dropout=0.0, activation=Activation.NONE)
    assert collapsed(linear) and "one linear layer of 10 weights" in describe(linear, 10)
    assert not collapsed(Spec(hidden=(64,), dropout=0.0))
    assert describe(Spec(hidden=(), dropout=0.0), 10).endswith("logistic regression.")
