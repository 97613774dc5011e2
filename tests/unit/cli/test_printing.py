"""What is printed is what was meant: no name from a file moves the cursor."""

import pytest

from clinnet_gui.cli.printing import print_lines


def test_names_cannot_clear_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_lines(["site \x1b[2J\x9b1A\rnorth", "a\tb é"])
    first, second, _ = capsys.readouterr().out.split("\n", 2)
    assert first == "site �[2J�1A�north" and second == "a\tb é"
